"""Adding articles to a store and reading them again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from dragoman.records import Article
from dragoman.store import questions
from dragoman.store.lake import batches
from dragoman.store.provenance import RunCard, card_of
from dragoman.store.rows import article_of, day_of, tables_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from dragoman.reading.reader import Reader
    from dragoman.records import Report
    from dragoman.sources import SourceError
    from dragoman.store.store import Store


_KEPT = "could not be read again: this is an earlier reader's reading"


@dataclass(slots=True)
class Added:
    """What came of adding: how many articles are new, how many were there, what could not be read and why."""

    articles: int = 0
    known: int = 0
    events: int = 0
    quotes: int = 0
    failures: list[str] = field(default_factory=list)
    version: int = 0

    def include(self, other: Added) -> None:
        """Count what `other` did, too."""
        self.articles += other.articles
        self.known += other.known
        self.events += other.events
        self.quotes += other.quotes
        self.failures += other.failures
        self.version = max(self.version, other.version)


def content_named(article: Article) -> tuple[Article, str | None]:
    """The article under the hash of its content, and the id it had from its source, if that is another."""
    named = replace(article, id="")
    return named, None if named.id == article.id else article.id


def add(
    store: Store,
    articles: Iterable[Article | SourceError],
    reader: Reader,
    *,
    batch: int,
    sources: tuple[str, ...],
    progress: Callable[[Added], None] | None = None,
) -> Added:
    """Read and keep the articles that the store does not have; see `Store.add`."""
    card = card_of(reader, "add", sources)
    done = Added(version=store.version)
    for group in groups(articles, batch, done):
        if store.as_of is None:
            store.refresh()
        done.include(add_batch(store, group, reader, card))
        if progress:
            progress(done)
    return done


def groups(articles: Iterable[Article | SourceError], size: int, done: Added) -> Iterator[list[Article]]:
    """The articles in lists of at most `size`; what could not be read is told in `done`."""
    group: list[Article] = []
    for article in articles:
        if not isinstance(article, Article):
            done.failures.append(str(article))
            continue
        group.append(article)
        if len(group) >= size:
            yield group
            group = []
    if group:
        yield group


def add_batch(store: Store, articles: Sequence[Article], reader: Reader, card: RunCard) -> Added:
    """Read and keep one batch, in one transaction."""
    made = read_batch(store, articles, reader, card.sources)
    keep(store, made, card)
    return made.done


@dataclass(slots=True)
class Batch:
    """What reading a batch gave: rows in the columns of `tables.py`, and what came of the articles."""

    tables: dict[str, pa.Table]
    done: Added
    years: set[int]
    """Years of publication of its articles, which bound the search for those that the store has."""


def read_batch(store: Store, articles: Sequence[Article], reader: Reader, sources: Sequence[str]) -> Batch:
    """Read those articles that the store does not have."""
    done = Added()
    source_ids: dict[str, str] = {}
    named: dict[str, Article] = {}
    for article in articles:
        made, source_id = content_named(article)
        named.setdefault(made.id, made)
        if source_id:
            source_ids.setdefault(made.id, source_id)
    years = _years(named.values())
    known = store.known(named, years=years)
    done.known = len(articles) - len(named) + len(known)
    reports = _read(reader, [article for article in named.values() if article.id not in known], done)
    source = sources[0] if len(sources) == 1 else None
    tables = tables_of(reports, source_ids=source_ids, source=source) if reports else {}
    return Batch(tables, done, years)


def keep(store: Store, batch: Batch, card: RunCard, *, check: bool = False) -> None:
    """Write a batch in one transaction, leaving out articles that somebody else added since it was read.

    With `check` the store is asked at once, not only if another transaction comes first.
    """
    done = batch.done

    def left() -> dict[str, pa.Table] | None:
        ids = set(batch.tables["articles"]["id"].to_pylist()) if batch.tables else set()
        found = store.known(ids, years=batch.years)
        if found:
            done.known += len(found)
            batch.tables = without(batch.tables, found) if found < ids else {}
        return batch.tables or None

    written = left() if check else batch.tables
    if not written:
        done.version = store.version
        return
    version = store.append(written, card, again=left)
    done.version = version or store.version
    for name in ("articles", "events", "quotes"):
        setattr(done, name, batch.tables[name].num_rows if name in batch.tables else 0)


def without(tables: Mapping[str, pa.Table], articles: Collection[str]) -> dict[str, pa.Table]:
    """The tables without the rows of these articles."""
    gone = pa.array(sorted(articles), pa.string())
    made = {}
    for name, table in tables.items():
        column = table["id" if name == "articles" else "article"]
        kept = table.filter(pc.invert(pc.is_in(column, value_set=gone)))
        if kept.num_rows:
            made[name] = kept
    return made


def _years(articles: Iterable[Article]) -> set[int]:
    days = (day_of(article.published) for article in articles)
    return {day.year if day else 0 for day in days}


def _read(reader: Reader, articles: list[Article], done: Added) -> list[Report]:
    """The reports of the articles; one that cannot be read is told in `done` and costs only itself."""
    from dragoman.reading.reader import MAX_CHARACTERS

    short = []
    for article in articles:
        if len(article.text) > MAX_CHARACTERS:
            cause = f"{len(article.text):,} characters, an article has at most {MAX_CHARACTERS:,}"
            done.failures.append(f"{_name(article)}: {cause}")
        else:
            short.append(article)
    try:
        return list(reader.pipe(short))
    except Exception:
        return list(_one_by_one(reader, short, done))


def _one_by_one(reader: Reader, articles: list[Article], done: Added) -> Iterator[Report]:
    for article in articles:
        try:
            yield reader.read(article)
        except Exception as error:
            done.failures.append(f"{_name(article)}: cannot be read: {type(error).__name__}: {error}")


def _name(article: Article) -> str:
    return article.title or article.url or article.id


def reread(
    store: Store,
    reader: Reader,
    *,
    everything: bool = False,
    progress: Callable[[Added], None] | None = None,
) -> Added:
    """Read stored articles again, those that another reader has read (or all): the new readings count.

    Each batch of readings is replaced as a whole, in a transaction of its own; the old ones stay reachable
    at earlier versions. An article that this reader cannot read is told, and keeps the reading it had, with a
    warning that says so.
    """
    card = card_of(reader, "reread")
    done = Added(version=store.version)
    runs: list[dict[str, Any]] = store.versions().select(["batch", "kind", "reader", "readings"]).to_pylist()
    current = set(batches(store.versions()))
    for run in runs:
        old = run["batch"]
        if old not in current or not run["readings"] or (run["reader"] == card.reader and not everything):
            continue
        answer = store.sql(
            "SELECT a.* FROM articles_rows a JOIN readings_rows r ON r.article = a.id"
            " WHERE r.batch = ? ORDER BY a.id",
            [old],
        )
        articles = [article_of(row) for row in answer if row["text"] is not None]
        reports = _read(reader, articles, done)
        unread = {article.id for article in articles} - {report.article.id for report in reports}
        kept = [
            replace(report, warnings=(*(w for w in report.warnings if w != _KEPT), _KEPT))
            for report in questions.reports(store, unread)
        ]
        tables = tables_of([*reports, *kept], with_articles=False)
        replacing = replace(card, supersedes=(old,))

        def again(tables: dict[str, pa.Table] = tables, old: str = old) -> dict[str, pa.Table] | None:
            return tables if old in store.current_batches() else None

        version = store.append(tables, replacing, again=again)
        if version is None:
            continue
        done.articles += len(reports)
        done.events += sum(len(report.events) for report in reports)
        done.quotes += sum(len(report.quotes) for report in reports)
        done.version = version
        if progress:
            progress(done)
    return done


def readers(store: Store) -> list[str]:
    """Hashes of the readers whose readings count at the version that is shown."""
    counted = pa.array(store.current_batches(), pa.string())
    runs = store.versions()
    found = runs.filter(pc.is_in(runs["batch"], value_set=counted))["reader"].to_pylist()
    return sorted({reader for reader in found if reader})
