"""A store: what is added comes back, once, and every version stays."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from dragoman.records import Article
from dragoman.sources import SourceError
from dragoman.store import RunCard, Store, StoreError
from dragoman.store.lake import new_batch
from dragoman.store.rows import day_of, tables_of
from dragoman.store.tables import TABLES
from dragoman.store.upkeep import compact

if TYPE_CHECKING:
    from dragoman.reading.reader import Reader
    from dragoman.records import Report


def told(store: Store) -> list[str]:
    """The canonical form of all that a store tells of its articles."""
    return [report.to_json() for report in store.reports()]


def test_reports_come_back_as_they_were_read(filled: Store, articles: list[Article], reader: Reader) -> None:
    read = {report.article.id: report for report in reader.pipe(articles)}
    assert {report.article.id: report for report in filled.reports()} == read


def test_gold_articles_come_back_as_they_were_read(empty: Store, gold_folder: Path, reader: Reader) -> None:
    import json

    path = sorted(gold_folder.glob("*.json"))[0]
    text = json.loads(path.read_text(encoding="utf-8"))["article"]["text"]
    article = Article(text, published="2022-01-27", url="https://example.org/a", authors=("Odile Marrant",))
    empty.add([article], reader)
    assert list(empty.reports()) == [reader.read(article)]


def test_adding_twice_changes_nothing(empty: Store, articles: list[Article], reader: Reader) -> None:
    empty.add(articles, reader, batch=2)
    before, version = told(empty), empty.version
    again = empty.add(list(reversed(articles)), reader, batch=4)
    assert (again.articles, again.known) == (0, 5)
    assert (told(empty), empty.version) == (before, version)


def test_the_order_of_adding_does_not_matter(
    filled: Store, empty: Store, articles: list[Article], reader: Reader
) -> None:
    empty.add(list(reversed(articles)), reader, batch=1)
    assert told(empty) == told(filled)


def test_an_article_is_known_by_its_content_whatever_id_its_source_gave(
    empty: Store, articles: list[Article], reader: Reader
) -> None:
    empty.add([replace(articles[0], id="7"), replace(articles[1], id="7")], reader)
    kept = empty.sql("SELECT id, source_id FROM articles ORDER BY id").rows()
    assert [row["source_id"] for row in kept] == ["7", "7"]
    assert {row["id"] for row in kept} == {articles[0].id, articles[1].id}


def test_what_cannot_be_read_is_told_and_costs_nothing_else(
    empty: Store, articles: list[Article], reader: Reader
) -> None:
    book = Article("word " * 250_000, title="A book")
    done = empty.add([SourceError("row 7", "no text"), book, articles[0]], reader)
    assert done.articles == 1
    assert done.failures[0] == "row 7: no text"
    assert done.failures[1].startswith("A book: 1,250,000 characters")


def test_a_run_says_who_read_what(filled: Store, articles: list[Article]) -> None:
    runs = filled.versions().to_pylist()
    assert [(run["version"], run["kind"], run["articles"]) for run in runs] == [(1, "add", 3), (2, "add", 2)]
    assert runs[0]["reader"] == runs[1]["reader"]
    assert runs[0]["sources"] == ["made up"]
    assert "en_core_web_sm" in runs[0]["models"]


@pytest.mark.parametrize(
    ("as_of", "count"), [(0, 0), (1, 3), (2, 5), ("1", 3), ("2199-01-01", 5), ("1999-12", 0)]
)
def test_a_store_as_it_was(filled: Store, as_of: int | str, count: int) -> None:
    then = Store(filled.lake.address, as_of=as_of)
    assert len(then.sql("SELECT id FROM articles")) == count


def test_a_version_that_never_was(filled: Store) -> None:
    with pytest.raises(StoreError, match="there is no version 9; the latest is 2"):
        Store(filled.lake.address, as_of=9)
    with pytest.raises(StoreError, match=r"is neither a version nor a time|is no date"):
        Store(filled.lake.address, as_of="yesterday")


def test_the_past_cannot_be_written(filled: Store) -> None:
    with pytest.raises(StoreError, match="earlier version cannot be written"):
        Store(filled.lake.address, as_of=1).append({}, RunCard("import"))


def test_reading_again_replaces_and_keeps(empty: Store, articles: list[Article], reader: Reader) -> None:
    from dragoman.store.adding import reread

    empty.add(articles, reader, batch=3)
    before = told(empty)
    assert reread(empty, reader).articles == 0, "the same reader has nothing to read again"
    done = reread(empty, reader, everything=True)
    assert (done.articles, empty.version) == (5, 4)
    assert told(empty) == before
    assert len(empty.events()) == len(Store(empty.lake.address, as_of=2).events())
    assert len(empty.sql("SELECT * FROM readings")) == 5


def test_rows_of_a_killed_transaction_are_not_there(
    filled: Store, empty: Store, articles: list[Article], reader: Reader
) -> None:
    empty.add(articles[:2], reader)
    batch = new_batch()
    for name, rows in tables_of([reader.read(articles[2])]).items():
        empty.lake.append(
            name,
            rows.set_column(rows.schema.get_field_index("batch"), "batch", pa.array([batch] * rows.num_rows)),
        )
    seen = Store(empty.lake.address)
    assert len(seen.sql("SELECT id FROM articles")) == 2
    seen.add(articles, reader)
    assert told(seen) == told(filled)


def test_compacting_changes_no_answer_at_any_version(
    empty: Store, articles: list[Article], reader: Reader
) -> None:
    empty.add(articles, reader, batch=1)
    versions = range(empty.version + 1)
    before = [told(Store(empty.lake.address, as_of=version)) for version in versions]
    done = {row.table: row for row in compact(empty, keep_hours=0, grace_hours=0)}
    assert done["runs"].files_before == 5
    assert done["runs"].files_after == 1
    assert [told(Store(empty.lake.address, as_of=version)) for version in versions] == before
    assert empty.add(articles, reader).known == 5


def test_compacting_removes_what_a_killed_transaction_left(
    empty: Store, articles: list[Article], reader: Reader
) -> None:
    empty.add(articles[:1], reader)
    for name, rows in tables_of([reader.read(articles[2])]).items():
        old = pa.array(["b20200101T000000abcdef"] * rows.num_rows)
        empty.lake.append(name, rows.set_column(rows.schema.get_field_index("batch"), "batch", old))
    before = told(Store(empty.lake.address))
    assert sum(row.remains for row in compact(empty)) >= 3
    assert told(Store(empty.lake.address)) == before
    assert empty.lake.table("articles", fresh=True).count() == 1


def test_two_writers_at_once_lose_nothing_and_double_nothing(
    filled: Store, empty: Store, articles: list[Article], reader: Reader
) -> None:
    """The second looked at the store before the first committed: it must notice."""
    from dragoman.store.adding import keep, read_batch
    from dragoman.store.provenance import card_of

    other = Store(empty.lake.address)
    card = card_of(reader, "add")
    first = read_batch(empty, articles[:3], reader, ())
    second = read_batch(other, articles[1:], reader, ())
    keep(empty, first, card)
    keep(other, second, card)
    assert (first.done.articles, second.done.articles, second.done.known) == (3, 2, 2)
    empty.refresh()
    assert told(empty) == told(filled)
    assert empty.versions()["version"].to_pylist() == [1, 2]


def test_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store here"):
        Store(tmp_path / "nothing")


def test_a_store_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    from deltalake import DeltaTable

    for table in TABLES.values():
        DeltaTable.create(tmp_path / table.name, table.schema, description="dragoman store, format 99")
    with pytest.raises(StoreError, match=r"a newer program made this store \(format 99; this one knows 1\)"):
        Store(tmp_path)


def test_other_tables_are_no_store(tmp_path: Path) -> None:
    from deltalake import DeltaTable

    DeltaTable.create(tmp_path / "runs", pa.schema([("a", pa.int64())]))
    with pytest.raises(StoreError, match="not a store of this program"):
        Store(tmp_path)


def test_a_truncated_file_is_named_and_the_rest_stays(
    empty: Store, articles: list[Article], reader: Reader
) -> None:
    empty.add(articles[:1], reader)
    empty.add(articles[1:2], reader)
    table = empty.lake.table("events", fresh=True)
    path = Path(sorted(file.removeprefix("file://") for file in table.file_uris())[0])
    whole = path.read_bytes()
    os.truncate(path, 40)
    with pytest.raises(StoreError, match=r"a file is damaged: .*\.parquet"):
        Store(empty.lake.address).events()
    path.write_bytes(whole)
    assert len(Store(empty.lake.address).events()) >= 1


@pytest.mark.parametrize("name", ["my news", "Größe", "100%", "what?#1", "o'clock", "{a} & b"])
def test_a_folder_of_any_name(tmp_path: Path, articles: list[Article], reader: Reader, name: str) -> None:
    store = Store(tmp_path / name, create=True)
    store.add(articles[:1], reader)
    store.add(articles[1:2], reader)
    compact(store, keep_hours=0)
    assert len(Store(tmp_path / name).sql("SELECT * FROM articles")) == 2
    assert [made.name for made in tmp_path.iterdir()] == [name]


def test_names_that_the_tables_cannot_have_are_refused(tmp_path: Path) -> None:
    for name, cause in (("news [1]", r"'\['"), ("a%20b", "'%20'")):
        with pytest.raises(StoreError, match=f"the path of a store cannot have {cause} in it"):
            Store(tmp_path / name, create=True)
    assert not list(tmp_path.iterdir())


def test_a_store_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "news").write_text("no folder")
    with pytest.raises(StoreError, match="news: this is a file; a store is a folder"):
        Store(tmp_path / "news", create=True)


def test_many_make_one_store_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: Store(tmp_path / "store", create=True), range(8)))
    assert {store.version for store in made} == {0}


def test_the_past_cannot_be_compacted(empty: Store, articles: list[Article], reader: Reader) -> None:
    """What came later would look like remains of killed transactions."""
    empty.add(articles, reader, batch=2)
    with pytest.raises(StoreError, match="earlier version cannot be compacted"):
        compact(Store(empty.lake.address, as_of=1), keep_hours=0, grace_hours=0)
    assert len(Store(empty.lake.address).sql("SELECT * FROM articles")) == 5


def test_a_store_that_stays_open_while_files_are_cleared_away(
    empty: Store, articles: list[Article], reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.add(articles, reader, batch=1)
    open_for_days = Store(empty.lake.address, as_of=3)
    assert len(open_for_days.sql("SELECT * FROM articles")) == 3
    compact(empty, keep_hours=0)
    monkeypatch.setattr("dragoman.store.store._FILES_STAY", 0.0)
    assert len(open_for_days.sql("SELECT * FROM articles")) == 3


def test_what_cannot_be_read_again_keeps_its_reading(
    empty: Store, articles: list[Article], reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dragoman.store import adding

    empty.add(articles, reader)
    before = told(empty)
    read = adding._read

    def choking(reader: Reader, articles: list[Article], done: adding.Added) -> list[Report]:
        done.failures.append("Uganda threatened …: cannot be read: a fault of ours")
        return read(reader, [article for article in articles if "threatened" not in article.text], done)

    with monkeypatch.context() as patched:
        patched.setattr(adding, "_read", choking)
        done = adding.reread(empty, reader, everything=True)
    assert (done.articles, len(done.failures)) == (4, 1)
    kept = empty.report(next(one.id for one in articles if "threatened" in one.text))
    assert [event.type for event in kept.events] == ["THREATEN"]
    assert kept.warnings[-1].startswith("could not be read again")

    adding.reread(empty, reader, everything=True)
    assert told(empty) == before


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1648-10-24", date(1648, 10, 24)),
        ("0044-03", date(44, 3, 1)),
        ("2500", date(2500, 1, 1)),
        ("0000-01-01", None),
        ("9999999999", None),
        ("-500", None),
        ("2023-02-30", None),
        ("", None),
        (None, None),
    ],
)
def test_days_of_any_century(written: str | None, day: date | None) -> None:
    assert day_of(written) == day


def test_articles_of_any_century(empty: Store, reader: Reader) -> None:
    texts = {"1648-10-24": "France condemned Spain.", "9999999999": "Spain condemned France."}
    empty.add([Article(text, published=day) for day, text in texts.items()], reader)
    assert [(row["day"], row["type"]) for row in empty.events()] == [
        (date(1648, 10, 24), "ACCUSE"),
        (None, "ACCUSE"),
    ]
    assert len(empty.stories()) == 2
