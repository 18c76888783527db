"""How well the reader does on annotated articles: `python -m benchmarks.gold FOLDER [--alone]`.

With `--alone` the lexicon and the rules read without any model. Prints the figures of `dragoman.evaluation`
and the time reading took; its last line is the figures as JSON.
"""

from __future__ import annotations

import json
import sys
import time

import dragoman
from dragoman import evaluation
from dragoman.records import Article


def main(arguments: list[str]) -> int:
    """Read the gold articles of the folder named and print figures; exit code 2 if there are none."""
    alone = "--alone" in arguments
    arguments = [argument for argument in arguments if argument != "--alone"]
    if len(arguments) != 1:
        print("usage: python -m benchmarks.gold FOLDER [--alone]", file=sys.stderr)
        return 2
    try:
        documents = evaluation.gold_documents(arguments[0])
    except FileNotFoundError as error:
        print(f"benchmarks.gold: {error}", file=sys.stderr)
        return 2
    articles = [Article.from_dict(document["article"]) for document in documents]
    reader = dragoman.load(relation=not alone)
    reader.read("Kenya condemned Uganda.")  # the first article loads what is loaded lazily
    start = time.perf_counter()
    reports = list(reader.pipe(articles))
    seconds = time.perf_counter() - start
    figures = evaluation.evaluate(documents, reports)
    words = sum(len(article.text.split()) for article in articles)
    rate = words / seconds
    print(f"{len(articles)} articles, {words:,} words in {seconds:.2f} s: {rate:,.0f} words a second\n")
    print(evaluation.table(figures))
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
