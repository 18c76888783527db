"""The choices of a country that the rules make in annotated articles, with what would be right.

What is right says the annotation: of the parties whose words stand in that sentence, the one with the same
head word.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from loglinear import Choice

import dragoman
from dragoman.evaluation import sentence_window
from dragoman.reading import whose
from dragoman.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dragoman.reading.linking import Linker
    from dragoman.reading.phrases import Phrase

AFTER = re.compile(r",? (?:of|in|from|at|on|under|to|for|with|who|that|which) ")
"""What parts a noun from what follows it."""


def choices(files: Iterable[Path]) -> list[Choice]:
    """All choices in articles for which the annotation says what is right."""
    log: list[tuple[int, list[str | None], list[list[str]], str | None]] = []

    def record(linker: Linker, phrase: Phrase, sector: tuple[str, ...], ruled: str | None) -> str | None:
        question = whose.Question(linker, phrase, sector, ruled)
        codes = question.countries()
        log.append((phrase.head, codes, [question.features(code) for code in codes], ruled))
        return ruled

    reader = dragoman.load(relation=False)
    reader.nlp.get_pipe("dragoman_parties").chooser = record
    made: list[Choice] = []
    for file in files:
        log.clear()
        document = json.loads(file.read_text("utf-8"))
        doc = reader.doc(Article.from_dict(document["article"]))
        said = list(_annotated(document))
        for head, codes, told, ruled in log:
            token = doc[head]
            start, end = doc._.offsets.to_text(token.idx, token.idx + len(token))
            votes = Counter(code for a, b, code in said if a <= start and end <= b)
            if not votes:
                continue
            wanted = min(votes, key=lambda code: (-votes[code], code or ""))
            right = [code == wanted for code in codes]
            made.append(Choice(file.stem, told, right, right, codes.index(ruled)))
    return made


def _annotated(document: dict) -> Iterator[tuple[int, int, str | None]]:
    """Where the head words of parties stand in the sentences of their events, and the codes."""
    text = document["article"]["text"]
    for event in document["events"]:
        window = sentence_window(text, event["sentence"])
        if window is None:
            continue
        for party in (*event["actor"], *event["recipient"]):
            for found in re.finditer(rf"(?<!\w){re.escape(party['text'])}(?!\w)", text[slice(*window)]):
                noun = len(AFTER.split(party["text"])[0])
                end = window[0] + found.start() + noun
                yield end - len(party["text"][:noun].split()[-1]), end, party["code"]
