"""How well attributions are found: who said what, in direct, mixed and indirect speech.

    python -m benchmarks.quotes FILE.jsonl   articles with attributions [source, cue, content]
    python -m benchmarks.quotes FOLDER       gold articles, one JSON file each

FILE: an attribution is right when the words of its content and of a gold content overlap by half or
more (Jaccard) and the sources overlap (or neither has one). `exact`: the contents have the same
words. `words`: precision and recall over the single words of contents. A kind's figure takes the
gold attributions and the predicted ones of that kind, whatever the other side calls them.
FOLDER: `content` as above without the source; `speaker`: content, and the speaker's name agrees;
optional records count neither found nor missed. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks._gold import in_text, reader_of
from dragoman.evaluation import f1, gold_documents, gold_spans, one_to_one, prf, same_name, word_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

Span = tuple[int, int]
WORD = re.compile(r"\w+")
KINDS = ("direct", "mixed", "indirect")
QUOTED = re.compile(r"“[^”]*(?:”|$)|''.*?(?:''|$)|\"[^\"]*(?:\"|$)|‘[^‘]*?’(?!\w)", re.S)
PAIRS = (("“", "”"), ('"', '"'), ("''", "''"), ("‘", "’"))


@dataclass(slots=True)
class Attribution:
    """A gold or predicted attribution in characters, its content also as the set of its words' offsets."""

    content: frozenset[int]
    source: frozenset[int]
    kind: str
    record: Any = None


def kind_of(text: str, spans: list[Span]) -> str:
    """direct, mixed or indirect by the quotation marks in and around gold spans."""
    quoted = plain = 0
    for start, end in spans:
        piece = text[start:end]
        opens = any(text[:start].rstrip("(").endswith(left) for left, _ in PAIRS[:3])
        if opens and not any(left in piece or right in piece for left, right in PAIRS[:3]):
            quoted += 1
            continue
        rest = QUOTED.sub("", piece)
        quoted += rest != piece
        plain += bool(WORD.search(rest))
    return "indirect" if not quoted else "mixed" if plain else "direct"


def predicted(doc: Doc, text: str) -> list[Attribution]:
    """The attributions of `doc._.quotes` in characters of the article's `text`."""
    found = []
    for quote in doc._.quotes:
        spans = [in_text(doc, s, e) for s, e in quote.content]
        source = [in_text(doc, *quote.speaker_span)] if quote.speaker_span else []
        found.append(Attribution(word_starts(text, spans), word_starts(text, source), quote.kind, quote))
    return found


def pair(gold: list[Attribution], pred: list[Attribution], source: bool = True) -> list[tuple[int, int]]:
    """One-to-one pairs whose contents overlap by half or more, best first; `source`: sources overlap, too."""
    options = []
    for gi, g in enumerate(gold):
        for pi, p in enumerate(pred):
            both = len(g.content & p.content)
            if not both or 2 * both < len(g.content | p.content):
                continue
            agree = bool(g.source & p.source) or (not g.source and not p.source)
            if agree or not source:
                options.append((both / len(g.content | p.content), agree, -gi, -pi))
    return [(-gi, -pi) for *_, gi, pi in one_to_one(options)]


def read(texts: Iterable[str]) -> Iterator[Doc]:
    """The Docs of articles as the reader makes them, up to and with the component of quotes."""
    reader = reader_of("dragoman_parties", "dragoman_quotes")
    for text in texts:
        yield reader.doc(text)


def over_attributions(path: Path) -> dict[str, Any]:
    """The figures for a file of articles with attributions."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    count = dict.fromkeys(("hit", "gold", "pred", "exact", "shared", "gold_words", "pred_words"), 0)
    kinds = {k: dict.fromkeys(("rec", "gold", "prec", "pred"), 0) for k in KINDS}
    for row, doc in zip(rows, read(row["text"] for row in rows), strict=True):
        text = row["text"]
        gold = [
            Attribution(
                word_starts(text, a["content"]), word_starts(text, a["source"]), kind_of(text, a["content"])
            )
            for a in row["attributions"]
        ]
        pred = predicted(doc, text)
        pairs = pair(gold, pred)
        count["hit"] += len(pairs)
        count["gold"] += len(gold)
        count["pred"] += len(pred)
        all_gold = frozenset().union(*(g.content for g in gold))
        all_pred = frozenset().union(*(p.content for p in pred))
        count["shared"] += len(all_gold & all_pred)
        count["gold_words"] += len(all_gold)
        count["pred_words"] += len(all_pred)
        for g in gold:
            kinds[g.kind]["gold"] += 1
        for p in pred:
            kinds[p.kind]["pred"] += 1
        for gi, pi in pairs:
            count["exact"] += gold[gi].content == pred[pi].content
            kinds[gold[gi].kind]["rec"] += 1
            kinds[pred[pi].kind]["prec"] += 1
    result: dict[str, Any] = {"attribution": prf(count["hit"], count["pred"], count["gold"])}
    for kind, n in kinds.items():
        exact, found = n["prec"] / max(1, n["pred"]), n["rec"] / max(1, n["gold"])
        counts = {"gold": n["gold"], "pred": n["pred"]}
        result[kind] = {
            "p": round(exact, 3),
            "r": round(found, 3),
            "f1": round(f1(exact, found), 3),
            **counts,
        }
    result["exact"] = prf(count["exact"], count["pred"], count["gold"])
    result["words"] = prf(count["shared"], count["pred_words"], count["gold_words"])
    return result


def over_gold(folder: Path) -> dict[str, Any]:
    """The figures for a folder of gold articles."""
    articles = gold_documents(folder)
    docs = read(a["article"]["text"] for a in articles)
    gold_n = pred_n = hit = speaker = in_words = kind = exact = 0
    for article, doc in zip(articles, docs, strict=True):
        text = article["article"]["text"]
        gold = [
            Attribution(word_starts(text, gold_spans(text, q["content"])), frozenset(), q["kind"], q)
            for q in article["quotes"]
        ]
        pred = predicted(doc, text)
        pairs = pair(gold, pred, source=False)
        optional = sum(bool(gold[gi].record.get("optional")) for gi, _ in pairs)
        gold_n += sum(not g.record.get("optional") for g in gold)
        pred_n += len(pred) - optional
        for gi, pi in pairs:
            g, p = gold[gi], pred[pi]
            if g.record.get("optional"):
                continue
            hit += 1
            exact += g.content == p.content
            kind += g.kind == p.kind
            who = g.record.get("speaker")
            said_by = p.record.speaker.party.name if p.record.speaker else None
            speaker += same_name(who["name"], said_by) if who else said_by is None
            span = p.record.speaker_span
            said = text[slice(*in_text(doc, *span))] if span else None
            in_words += bool(who and said and (who["text"] in said or said in who["text"]))
    return {
        "content": prf(hit, pred_n, gold_n),
        "speaker": prf(speaker, pred_n, gold_n),
        "speaker_words": prf(in_words, pred_n, gold_n),
        "exact": prf(exact, pred_n, gold_n),
        "kind": round(kind / max(1, hit), 3),
        "gold": gold_n,
        "pred": pred_n,
    }


def main(argv: list[str] | None = None) -> None:
    """Print the figures of a file or a folder."""
    parser = argparse.ArgumentParser(prog="benchmarks.quotes", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="JSON Lines with attributions, or a folder of gold articles")
    path = parser.parse_args(argv).file
    started = time.perf_counter()
    result = over_gold(path) if path.is_dir() else over_attributions(path)
    for name, value in result.items():
        if isinstance(value, dict):
            rest = f"   ({value['gold']} gold, {value['pred']} predicted)" if "gold" in value else ""
            print(f"{name:14} P {value['p']:.3f}  R {value['r']:.3f}  F1 {value['f1']:.3f}{rest}")
        else:
            print(f"{name:14} {value}")
    flat = {
        f"{k}_f1" if isinstance(v, dict) else k: v["f1"] if isinstance(v, dict) else v
        for k, v in result.items()
    }
    print(json.dumps({"benchmark": "quotes", **flat, "seconds": round(time.perf_counter() - started, 1)}))


if __name__ == "__main__":
    main()
