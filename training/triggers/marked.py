"""Texts with marked acts as token-labelled sentences for the trigger model.

Three kinds: annotated articles (gold format), sentences with acts in braces (`{REJECT:brushed aside}`), and
texts without any act. Also the frames of the relation model, of which only the type is known, not the word.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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


Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A trigger in characters of a text, with where its parties stand there.

    Of `actor` and `recipient`, () says that there is none, None that nothing is known.
    """

    start: int
    end: int
    type: str | None
    """None where careful readers differ."""
    actor: Spans | None = None
    recipient: Spans | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence, or a longer text, with its acts."""

    text: str
    acts: tuple[Act, ...]
    source: str


def braced(line: str, source: str) -> Text:
    """A line with acts in braces, `{TYPE:words}` or, with parties, `{TYPE:words|actor|recipient}`.

    Raises ValueError for a type that is none or a brace left open."""
    plain, marks, last, length = [], [], 0, 0
    for found in BRACES.finditer(line):
        if found[1] not in TYPES[1:]:
            raise ValueError(f"{source}: {found[1]!r} is no type")
        plain.append(line[last : found.start()])
        length += found.start() - last
        plain.append(found[2])
        marks.append((length, length + len(found[2]), found[1], found[3], found[4]))
        length += len(found[2])
        last = found.end()
    plain.append(line[last:])
    text = "".join(plain)
    if "{" in text or "}" in text:
        raise ValueError(f"{source}: a brace is left open")
    limits = sentences(text)
    acts = []
    for start, end, kind, *sides in marks:
        first, final = next((a, b) for a, b in limits if a <= start < b)
        named = [
            None
            if side is None
            else _named(
                text, [{"text": one.strip()} for one in side.split("&") if one.strip()], start, first, final
            )
            for side in sides
        ]
        acts.append(Act(start, end, kind, *named))
    return Text(text, tuple(acts), source)


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


def cut(whole: Text) -> list[Text]:
    """The sentences of a longer text, each with its acts; parties outside the sentence are not known."""
    made = []
    for start, end in sentences(whole.text):

        def here(spans: Spans | None, start: int = start, end: int = end) -> Spans | None:
            if not spans:
                return spans
            inside = tuple((a - start, b - start) for a, b in spans if start <= a and b <= end)
            return inside or None

        acts = tuple(
            Act(act.start - start, min(act.end, end) - start, act.type, here(act.actor), here(act.recipient))
            for act in whole.acts
            if start <= act.start < end
        )
        made.append(Text(whole.text[start:end], acts, whole.source))
    return made


def article(path: Path) -> Text:
    """An annotated article; where the words of an optional act stand nothing is asked."""
    from dragoman.evaluation import locate, sentence_window

    row = json.loads(path.read_text(encoding="utf-8"))
    text = row["article"]["text"]
    limits = sentences(text)
    acts = []
    for event in row["events"]:
        window = sentence_window(text, event["sentence"])
        at = locate(text, event["trigger"], *window) if window else None
        if at is None:
            continue
        start, end = next(((a, b) for a, b in limits if a <= at[0] < b), window)
        sides = [_named(text, event[side], at[0], start, end) for side in ("actor", "recipient")]
        acts.append(Act(*at, None if event.get("optional") else event["type"], *sides))
    firm = [act for act in acts if act.type is not None]
    doubtful = [
        act
        for act in acts
        if act.type is None and not any(other.start < act.end and act.start < other.end for other in firm)
    ]
    return Text(text, tuple(sorted(firm + doubtful, key=lambda act: act.start)), path.stem)


def _named(text: str, parties: list[dict], trigger: int, start: int, end: int) -> Spans | None:
    """Where the words of parties stand in a sentence, of several places the one nearest to the trigger."""
    found = []
    for party in parties:
        places = [m.span() for m in re.finditer(re.escape(party["text"]), text[start:end])]
        if places:
            a, b = min(places, key=lambda span: abs(span[0] + start - trigger))
            found.append((a + start, b + start))
    return tuple(found) if found or not parties else None


def corpus(*, articles: bool = True) -> list[Path]:
    """All files to learn from, with or without the annotated articles."""
    gold = ROOT / "tests" / "gold"
    whole = [
        *(file for name in ("dev", "own", "blind") for file in sorted((gold / name).glob("*.json"))),
        *sorted((HERE / "articles").glob("*.json")),
    ]
    quiet = sorted((ROOT / "tests" / "quiet").glob("*.jsonl"))
    return [*(whole if articles else []), *sorted((HERE / "sentences").glob("*.txt")), *quiet]


def texts(paths: Iterable[Path]) -> list[Text]:
    """All sentences of articles (`.json`), marked lines (`.txt`) and every other quiet passage (`.jsonl`)."""
    found: list[Text] = []
    for path in paths:
        if path.suffix == ".json":
            found += cut(article(path))
        elif path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as lines:
                for number, line in enumerate(lines):
                    if number % 2 == 0:
                        found += cut(Text(json.loads(line)["text"], (), path.stem))
        else:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if line.strip():
                    found += cut(braced(line.strip(), f"{path.name}:{number}"))
    return found


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over all files: what a model card says it was trained on."""
    made = hashlib.sha256()
    for path in paths:
        made.update(path.read_bytes())
    return made.hexdigest()
