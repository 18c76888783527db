"""How well articles are put into stories and events into occurrences, on made news (`made_news.py`).

    python -m benchmarks.stories [--stories N] [--versions N] [--seed N] [--show N]

The corpus is read by the shipped reader, so that what goes wrong in reading counts here, too. A pair of
articles is right if both are of one story. A pair of events is right if both tell of one act, under one type,
and both or neither as something imagined: the reader may see a demand and an accusation in one sentence, and
these are two acts. Events outside what the corpus tells of acts (in added local paragraphs) are each an act
of its own. `--show` prints so many pairs that went wrong. Times are CPU times. The last line is one JSON
object.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    import pyarrow as pa

    from benchmarks.made_news import MadeNews

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def pairwise(found: Sequence[Hashable], true: Sequence[Hashable]) -> dict[str, float]:
    """Precision, recall and F1 over pairs of things that have one label.

    >>> pairwise("aab", "xxx")
    {'precision': 1.0, 'recall': 0.3333, 'f1': 0.5}
    """

    def pairs(counted: Counter[Any]) -> int:
        return sum(count * (count - 1) // 2 for count in counted.values())

    both = pairs(Counter(zip(found, true, strict=True)))
    precision = both / max(1, pairs(Counter(found)))
    recall = both / max(1, pairs(Counter(true)))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def gold_acts(news: MadeNews, events: pa.Table) -> list[str]:
    """The act that each event of the table tells of."""
    acts = []
    columns = ("id", "article", "trigger_start", "type", "status")
    for event, article, start, kind, status in zip(*(events[c].to_pylist() for c in columns), strict=True):
        act = news.act_at(article, start) or event
        acts.append(f"{act} {kind} {'imagined' if status == 'hypothetical' else ''}")
    return acts


def wrong(found: Sequence[str], true: Sequence[str], told: Sequence[str]) -> Iterator[str]:
    """Pairs of things that are told apart and should not be, and the other way round."""
    for label, other, what in ((true, found, "apart"), (found, true, "together")):
        groups: dict[str, dict[str, int]] = {}
        for at, name in enumerate(label):
            groups.setdefault(name, {}).setdefault(other[at], at)
        for parts in groups.values():
            first, *rest = parts.values()
            for at in rest[:1]:
                yield f"wrongly {what}:\n  {told[first]}\n  {told[at]}"


def measure(stories: int, versions: int, seed: int, show: int) -> dict[str, Any]:
    """Make, read and group a corpus; the figures by name."""
    import pyarrow as pa

    import dragoman
    from benchmarks.made_news import make
    from dragoman.store.occurrences import assign_occurrences
    from dragoman.store.rows import tables_of
    from dragoman.store.stories import assign_stories

    news = make(stories, versions, seed)
    reader = dragoman.load()
    reports = list(reader.pipe(news.articles))
    tables = tables_of(reports)
    articles, events = tables["articles"], tables["events"]

    start = time.process_time()
    assigned = assign_stories(articles)
    story_s = time.process_time() - start
    story = dict(zip(assigned["article"].to_pylist(), assigned["story"].to_pylist(), strict=True))
    ids = articles["id"].to_pylist()
    found, true = [story[name] for name in ids], [news.story[name] for name in ids]
    figures = {f"story_pairwise_{name}": value for name, value in pairwise(found, true).items()}

    # An article is found if it stands with the first version of its story.
    first = {news.story[name]: story[name] for name in ids if news.way[name] == "wire"}
    ways: dict[str, list[bool]] = {}
    for name in ids:
        if news.way[name] != "wire":
            ways.setdefault(news.way[name], []).append(story[name] == first[news.story[name]])
    by_way = {way: round(sum(right) / len(right), 3) for way, right in sorted(ways.items())}

    of_article = pa.array([story[name] for name in events["article"].to_pylist()], pa.string())
    if "story" in events.column_names:
        events = events.drop_columns(["story"])
    events = events.append_column("story", of_article)
    start = time.process_time()
    assigned = assign_occurrences(events)
    occurrence_s = time.process_time() - start
    occurrence = dict(zip(assigned["event"].to_pylist(), assigned["occurrence"].to_pylist(), strict=True))
    acts = gold_acts(news, events)
    grouped = [occurrence[name] for name in events["id"].to_pylist()]
    figures |= {f"occurrence_pairwise_{name}": value for name, value in pairwise(grouped, acts).items()}

    titles = [
        f"{title} | {text[:100]}"
        for title, text in zip(articles["title"].to_pylist(), articles["text"].to_pylist(), strict=True)
    ]
    told = [
        f"{kind}: {sentence}"
        for kind, sentence in zip(events["type"].to_pylist(), events["sentence"].to_pylist(), strict=True)
    ]
    for line in [*wrong(found, true, titles)][:show] + [*wrong(grouped, acts, told)][:show]:
        print(line)
    return {
        "stories": len(set(true)),
        "articles": len(ids),
        "events": len(grouped),
        "acts": len(set(acts)),
        "stories_found": len(set(found)),
        "occurrences_found": len(set(grouped)),
        **figures,
        "found_by_way": by_way,
        "stories_s": round(story_s, 2),
        "occurrences_s": round(occurrence_s, 2),
    }


def main(argv: list[str] | None = None) -> None:
    """Print the figures of a made corpus."""
    parser = argparse.ArgumentParser(description="Measure stories and occurrences on made news.")
    parser.add_argument("--stories", type=int, default=200, help="how many stories (default 200)")
    parser.add_argument("--versions", type=int, default=1000, help="in how many articles (default 1000)")
    parser.add_argument("--seed", type=int, default=6, help="which corpus (default 6)")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong pairs of each kind")
    options = parser.parse_args(argv)
    if options.versions < options.stories:
        parser.error("there must be at least as many versions as stories")
    figures = measure(options.stories, options.versions, options.seed, options.show)
    print(f"{figures['articles']} articles of {figures['stories']} stories, {figures['stories_found']} found")
    for way, share in figures["found_by_way"].items():
        print(f"  {way:10} {share:6.1%} stand with the first version of their story")
    print(f"{figures['events']} events of {figures['acts']} acts, {figures['occurrences_found']} found")
    for what in ("story", "occurrence"):
        values = [figures[f"{what}_pairwise_{name}"] for name in ("precision", "recall", "f1")]
        print(f"{what:10} precision {values[0]:.3f}, recall {values[1]:.3f}, F1 {values[2]:.3f} over pairs")
    print(f"{figures['stories_s']} s for stories, {figures['occurrences_s']} s for occurrences")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
