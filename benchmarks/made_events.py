"""Events by the million, made up, in the exact columns of the store: what its speed is measured on.

    python -m benchmarks.made_events --events 1000000 [--seed 7] [--out FOLDER]

Everything hangs together as read data does: a story has articles, an article has events, several events
tell of one occurrence, offsets point at the sentence in the article's text, parties are those of the
sentence. Stories and dyads are as unequal in size as in news. The same seed gives the same rows.
With `--out` each table is written as a Parquet file. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks._arrays import code_lists, constant, ids, lists, pick, ranks, rows_of, where, years
from benchmarks._made_news import COUNTRIES, PUBLISHERS, TYPES, News, Said
from dragoman import ontology
from dragoman.records import FACTUALITY, STATUSES
from dragoman.store import tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Made:
    """Tables in the columns of `dragoman.store.tables`; `batch` is what was asked for."""

    articles: pa.Table
    readings: pa.Table
    parties: pa.Table
    events: pa.Table
    event_parties: pa.Table
    stories: pa.Table
    occurrences: pa.Table


def made_events(n: int, seed: int = 7, **more: Any) -> pa.Table:
    """`n` events in the columns of `tables.EVENTS`; for what else can be said see `made`."""
    return made(n, seed, **more).events


def made_view(n: int, seed: int = 7, **more: Any) -> pa.Table:
    """`n` events in the columns of the store's view `events`: with `story`, `occurrence` and `verdict`."""
    found = made(n, seed, **more)
    story = pc.take(
        found.stories["story"], pc.index_in(found.events["article"], value_set=found.stories["article"])
    )
    table = found.events.append_column("story", story)
    table = table.append_column("occurrence", found.occurrences["occurrence"])
    return table.append_column("verdict", pa.nulls(n, pa.string()))


def made(
    n: int,
    seed: int = 7,
    *,
    since: date = date(2015, 1, 1),
    until: date = date(2024, 12, 31),
    batch: str = "made",
) -> Made:
    """All tables for `n` events of articles published from `since` to about `until`."""
    rng = np.random.default_rng(seed)
    news = News(n, rng, since, until)
    said = Said(n, rng, news)
    articles = _articles(news, said, batch)
    year = years(articles["published_day"])
    of_event = pa.array(news.article)
    common = {
        "article": articles["id"].take(of_event),
        "published_day": articles["published_day"].take(of_event),
        "publisher": articles["publisher"].take(of_event),
        "batch": constant(batch, n),
        "year": year.take(of_event),
    }
    events = _events(n, rng, news, said, common)
    event_parties = _event_parties(said, news, events)
    parties = _parties(event_parties, batch)
    index = np.asarray(pc.index_in(parties["article"], value_set=articles["id"]))
    readings = rows_of(
        tables.READINGS,
        news.articles,
        article=articles["id"],
        warnings=lists(np.zeros(news.articles, int), pa.array([], pa.string())),
        parties=pa.array(np.bincount(index, minlength=news.articles)),
        quotes=pa.array(np.zeros(news.articles, int)),
        events=pa.array(np.bincount(news.article, minlength=news.articles)),
        batch=constant(batch, news.articles),
        year=year,
    )
    stories = rows_of(
        tables.STORIES,
        news.articles,
        article=articles["id"],
        story=ids("s", news.story_of_article, seed),
        batch=constant(batch, news.articles),
    )
    occurrences = rows_of(
        tables.OCCURRENCES,
        n,
        event=events["id"],
        occurrence=ids("o", news.occurrence, seed),
        batch=constant(batch, n),
    )
    return Made(articles, readings, parties, events, event_parties, stories, occurrences)


def _articles(news: News, said: Said, batch: str) -> pa.Table:
    count = np.bincount(news.article, minlength=news.articles)
    text = pc.binary_join(lists(count, said.sentence), " ")
    published = pa.array(news.published, pa.int32()).cast(pa.date32())
    number = pick([str(i) for i in range(1000)], np.arange(news.articles) % 1000)
    publisher = pick(list(PUBLISHERS), (np.arange(news.articles) * 7919) % len(PUBLISHERS))
    made = ids("a", np.arange(news.articles), 1)
    return rows_of(
        tables.ARTICLES,
        news.articles,
        id=made,
        title=pc.binary_join_element_wise("News of the day, no. ", number, ""),
        published=pc.strftime(published, "%Y-%m-%d"),
        published_day=published,
        publisher=publisher,
        url=pc.binary_join_element_wise("https://news.example/", made, ""),
        language=constant("en", news.articles),
        authors=lists(np.zeros(news.articles, int), pa.array([], pa.string())),
        text=text,
        source=constant("made", news.articles),
        origin=constant("dragoman", news.articles),
        batch=constant(batch, news.articles),
        year=years(published),
    )


def _events(n: int, rng: np.random.Generator, news: News, said: Said, common: dict[str, Any]) -> pa.Table:
    types = ontology.load().types
    modes = [list(types[t].modes) for t in TYPES]
    flat = [mode for names in modes for mode in names]
    first = np.cumsum([0, *map(len, modes)])
    o = news.occurrence
    has_mode = np.array([bool(m) for m in modes])[said.type] & (news.mode[o] < 45)
    counts = np.array([max(1, len(m)) for m in modes])[said.type]
    mode = np.where(has_mode, first[said.type] + news.mode[o] % counts, 0)
    plain = np.array([types[t].score for t in TYPES])
    scored = np.array([ontology.score(t, [m]) for t, names in zip(TYPES, modes, strict=True) for m in names])
    status = pick(list(STATUSES), said.status)
    day = pa.array(news.day[o], pa.int32()).cast(pa.date32())
    in_text = rng.random(n) < 0.4
    place, lat, lon, place_id = _places()
    placed = news.has_place[o]
    host = news.recipient[o]
    deadly = (np.array(TYPES) == "ASSAULT")[said.type] & (news.dead[o] > 0)
    codes = pa.array(COUNTRIES)
    spoken = said.voice >= 0
    names = [ontology.code_name(code) for code in COUNTRIES]
    voice = pa.StructArray.from_arrays(
        [
            pa.nulls(int(spoken.sum()), pa.string()),
            pick(names, said.voice[spoken]),
            codes.take(pa.array(said.voice[spoken])),
            pa.array(said.voice_span[0][spoken], pa.int32()),
            pa.array(said.voice_span[1][spoken], pa.int32()),
        ],
        fields=list(tables.VOICE),
    )
    return rows_of(
        tables.EVENTS,
        n,
        id=ids("e", np.arange(n), 2),
        position=pa.array(news.position),
        type=pick(list(TYPES), said.type),
        mode=lists(has_mode.astype(int), pick(flat, mode[has_mode])),
        context=lists(np.full(n, 1), pick(["diplomatic", "military", "economic"], said.type % 3)),
        quad=pick([types[t].quad for t in TYPES], said.type),
        score=pa.array(np.where(has_mode, scored[mode], plain[said.type])),
        actor_codes=code_lists(COUNTRIES, said.actors),
        recipient_codes=code_lists(COUNTRIES, said.recipients),
        actor_names=lists((said.actors >= 0).sum(1), pick(names, said.actors[said.actors >= 0])),
        recipient_names=lists(
            (said.recipients >= 0).sum(1), pick(names, said.recipients[said.recipients >= 0])
        ),
        status=status,
        factuality=pa.array(np.array([FACTUALITY[s] for s in STATUSES])[said.status]),
        contested=pa.array(spoken),
        voice=lists(spoken.astype(int), voice),
        trigger=said.trigger,
        trigger_start=pa.array(said.trigger_span[0]),
        trigger_end=pa.array(said.trigger_span[1]),
        sentence=said.sentence,
        sentence_start=pa.array(said.start),
        sentence_end=pa.array(said.end),
        day=day,
        day_from=pick(["published", "text"], in_text.astype(int)),
        date=pc.if_else(pa.array(in_text), pc.strftime(day, "%Y-%m-%d"), None),
        date_precision=pc.if_else(pa.array(in_text), "day", None),
        place=where(placed, pick(place, host)),
        geonameid=where(placed, pa.array(place_id[host])),
        lat=where(placed, pa.array(lat[host])),
        lon=where(placed, pa.array(lon[host])),
        place_country=where(placed, codes.take(pa.array(host))),
        dead=where(deadly, pa.array(news.dead[o])),
        confidence=pa.array(np.round(rng.uniform(0.5, 1, n), 2)),
        why=lists(np.full(n, 1), pick(["made up"], np.zeros(n, int))),
        origin=constant("dragoman", n),
        **common,
    )


def _event_parties(said: Said, news: News, events: pa.Table) -> pa.Table:
    """Actors, then recipients, of each event in turn."""
    who = np.c_[said.actors, said.recipients]
    start = np.c_[said.actor_spans[0], said.recipient_spans[0]].ravel()
    end = np.c_[said.actor_spans[1], said.recipient_spans[1]].ravel()
    kept = np.flatnonzero(who.ravel() >= 0)
    event, slot = kept // 4, kept % 4
    code = who.ravel()[kept]
    names = pick([ontology.code_name(c) for c in COUNTRIES], code)
    many = len(kept)
    index = pa.array(event)
    return rows_of(
        tables.EVENT_PARTIES,
        many,
        event=events["id"].take(index),
        article=events["article"].take(index),
        role=pick(["actor", "recipient"], slot // 2),
        position=pa.array(slot % 2),
        party=ids("p", news.article[event] * len(COUNTRIES) + code, 3),
        name=names,
        code=pick(list(COUNTRIES), code),
        sector=lists(np.full(many, 1), pick(["GOV"], np.zeros(many, int))),
        text=names,
        start=pa.array(start[kept]),
        end=pa.array(end[kept]),
        batch=events["batch"].take(index),
        year=events["year"].take(index),
    )


def _parties(rows: pa.Table, batch: str) -> pa.Table:
    """The parties of the articles: one for each country named in a role, in order of the articles."""
    words = np.asarray(rows["party"].combine_chunks().dictionary_encode().indices)
    _, first, number, counts = np.unique(words, return_index=True, return_inverse=True, return_counts=True)
    of_party = np.argsort(number, kind="stable")
    start, end = (rows[name].combine_chunks().take(pa.array(of_party)) for name in ("start", "end"))
    mentions = pa.StructArray.from_arrays([start, end], fields=list(tables.SPAN))
    article = np.asarray(rows["article"].combine_chunks().dictionary_encode().indices)[first]
    one = pa.array(first)
    return rows_of(
        tables.PARTIES,
        len(first),
        id=rows["party"].take(one),
        position=pa.array(ranks(article)),
        kind=constant("country", len(first)),
        mentions=lists(counts, mentions),
        batch=constant(batch, len(first)),
        **{name: rows[name].take(one) for name in ("article", "name", "code", "sector", "year")},
    )


def _places() -> tuple[list[str], NDArray[np.float64], NDArray[np.float64], Ints]:
    """Name, latitude, longitude and GeoNames id of a place in each country."""
    from dragoman.knowledge import gazetteer

    rows = gazetteer.read_rows(Path(gazetteer.__file__).with_name("countries.tsv"))
    of = {row["country"]: row for row in rows}
    found = [of[code] for code in COUNTRIES]
    return (
        [row.get("capital") or row["name"] for row in found],
        np.array([float(row["lat"]) for row in found]),
        np.array([float(row["lon"]) for row in found]),
        np.array([int(row["geonameid"] or 0) for row in found]),
    )


def main(argv: list[str] | None = None) -> None:
    """Make the tables, tell how long it took, write them if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(argv)
    begun = time.perf_counter()
    found = made(options.events, options.seed)
    told: dict[str, Any] = {"seconds": round(time.perf_counter() - begun, 2)}
    for name in (field.name for field in fields(Made)):
        table: pa.Table = getattr(found, name)
        told[name] = table.num_rows
        print(f"{name:<14} {table.num_rows:>10,} rows {table.nbytes / 2**20:>8.0f} MiB")
        if options.out is not None:
            import pyarrow.parquet as pq

            options.out.mkdir(parents=True, exist_ok=True)
            pq.write_table(table, options.out / f"{name}.parquet")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
