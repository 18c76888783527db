"""Texts with marked acts as token-labelled sentences for the trigger model.

Three kinds: annotated articles (gold format), sentences with acts in braces (`{REJECT:brushed aside}`), and
texts without any act. Also the frames of the relation model, of which only the type is known, not the word.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TYPES = (
    "NONE AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
    "SANCTION MOBILIZE COERCE ASSAULT"
).split()
IGNORED = -100
"""The label of a word on which careful readers differ."""
BRACES = re.compile(r"\{([A-Z]+):([^{}|]+)(?:\|([^{}|]*)\|([^{}|]*))?\}")
END = re.compile(r"(?<=[.!?])[”\"’')]*\s+(?=[A-Z“\"‘(\d])|\n+")
ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Capt|Lt|Sgt|Sen|Rep|Gov|St|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec|U\.S|U\.N)\.$"
)


BACK = 4
"""Sentences before that of the trigger in which a party is looked for."""
PRONOUNS = frozenset("he she it they him her them his its their hers theirs we us our who which that".split())

Places = tuple[tuple[int, int, int], ...]
"""Sentences back (0: that of the trigger), first character and end in that sentence."""


@dataclass(frozen=True, slots=True)
class Act:
    """A trigger in characters of a sentence, with where its parties stand, there or shortly before.

    Of `actor` and `recipient`, () says that there is none, None that nothing is known.
    """

    start: int
    end: int
    type: str | None
    """None where careful readers differ."""
    actor: Places | None = None
    recipient: Places | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its acts."""

    text: str
    acts: tuple[Act, ...]
    source: str


Passage = list[Sentence]
"""Sentences that follow each other in one text."""


def braced(line: str, source: str) -> Passage:
    """A line with acts in braces, `{TYPE:words}` or, with parties, `{TYPE:words|actor|recipient}`.

    Raises ValueError for a type that is none or a brace left open."""
    plain, marks, last, length = [], [], 0, 0
    for found in BRACES.finditer(line):
        if found[1] not in TYPES[1:]:
            raise ValueError(f"{source}: {found[1]!r} is no type")
        plain.append(line[last : found.start()])
        length += found.start() - last
        plain.append(found[2])
        sides = [
            None if side is None else [{"text": one.strip()} for one in side.split("&") if one.strip()]
            for side in (found[3], found[4])
        ]
        marks.append((length, length + len(found[2]), found[1], *sides))
        length += len(found[2])
        last = found.end()
    plain.append(line[last:])
    text = "".join(plain)
    if "{" in text or "}" in text:
        raise ValueError(f"{source}: a brace is left open")
    return cut(text, marks, source)


def sentences(text: str) -> list[tuple[int, int]]:
    """Character spans of the sentences of a text, plainly cut."""
    spans, start = [], 0
    for found in END.finditer(text):
        if found[0].strip("\n") and ABBREVIATION.search(text[start : found.start()].rstrip("”\"’')")):
            continue
        if text[start : found.start()].strip():
            spans.append((start, found.start()))
        start = found.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


Mark = tuple[int, int, str | None, list[dict] | None, list[dict] | None]
"""Characters of a trigger in a text, its type, and its actors and recipients: `text`, and `name` if known."""


def cut(text: str, marks: Iterable[Mark], source: str) -> Passage:
    """The sentences of a text, each with its acts."""
    limits = sentences(text)
    called: dict[str, set[str]] = defaultdict(set)
    """What else an article calls a party."""
    marks = list(marks)
    for *_, actor, recipient in marks:
        for party in (*(actor or ()), *(recipient or ())):
            if "name" in party and party["text"].lower() not in PRONOUNS:
                called[party["name"]].add(party["text"])
    made = []
    for number, (start, end) in enumerate(limits):
        acts = []
        for first, last, kind, *sides in marks:
            if start <= first < end:
                known = [_places(text, limits, number, first, side, called) for side in sides]
                acts.append(Act(first - start, min(last, end) - start, kind, *known))
        made.append(Sentence(text[start:end], tuple(acts), source))
    return made


def _places(
    text: str,
    limits: list[tuple[int, int]],
    number: int,
    trigger: int,
    parties: list[dict] | None,
    called: dict[str, set[str]],
) -> Places | None:
    """Where parties stand in the sentence of a trigger, or else in those before.

    Of several places in the sentence it is the one nearest to the trigger; before it, any."""
    if not parties:
        return None if parties is None else ()
    start, end = limits[number]
    found = []
    for party in parties:
        places = list(_standing(text[start:end], party["text"]))
        if places:
            found.append((0, *min(places, key=lambda span: abs(span[0] + start - trigger))))
    if found:
        return tuple(found)
    for back in range(1, min(BACK, number) + 1):
        before = text[slice(*limits[number - back])]
        for party in parties:
            names = {party["text"], *called.get(party.get("name", ""), ())}
            for name in sorted(names, key=lambda name: (-len(name), name)):
                if name.lower() not in PRONOUNS:
                    found += [(back, *span) for span in _standing(before, name)]
    return tuple(dict.fromkeys(found)) or None


def _standing(text: str, words: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
        yield found.span()


def article(path: Path) -> Passage:
    """An annotated article; where the words of an optional act stand nothing is asked."""
    from dragoman.evaluation import locate, sentence_window

    row = json.loads(path.read_text(encoding="utf-8"))
    text = row["article"]["text"]
    marks: list[Mark] = []
    for event in row["events"]:
        window = sentence_window(text, event["sentence"])
        at = locate(text, event["trigger"], *window) if window else None
        if at is not None:
            kind = None if event.get("optional") else event["type"]
            marks.append((*at, kind, event["actor"], event["recipient"]))
    firm = [mark for mark in marks if mark[2] is not None]
    doubtful = [
        mark
        for mark in marks
        if mark[2] is None and not any(other[0] < mark[1] and mark[0] < other[1] for other in firm)
    ]
    return cut(text, sorted(firm + doubtful, key=lambda mark: mark[0]), path.stem)


def corpus(*, articles: bool = True) -> list[Path]:
    """All files to learn from, with or without the annotated articles."""
    gold = ROOT / "tests" / "gold"
    whole = [
        *(file for name in ("dev", "own", "blind") for file in sorted((gold / name).glob("*.json"))),
        *sorted((HERE / "articles").glob("*.json")),
    ]
    quiet = sorted((ROOT / "tests" / "quiet").glob("*.jsonl"))
    return [*(whole if articles else []), *sorted((HERE / "sentences").glob("*.txt")), *quiet]


def passages(paths: Iterable[Path]) -> list[Passage]:
    """All sentences of articles (`.json`), marked lines (`.txt`) and every other quiet passage (`.jsonl`)."""
    found: list[Passage] = []
    for path in paths:
        if path.suffix == ".json":
            found.append(article(path))
        elif path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as lines:
                for number, line in enumerate(lines):
                    if number % 2 == 0:
                        found.append(cut(json.loads(line)["text"], (), path.stem))
        else:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if line.strip():
                    found.append(braced(line.strip(), f"{path.name}:{number}"))
    return found


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over all files: what a model card says it was trained on."""
    made = hashlib.sha256()
    for path in paths:
        made.update(path.read_bytes())
    return made.hexdigest()
