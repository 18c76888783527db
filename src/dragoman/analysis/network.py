"""Who acts on whom over a period: a signed and weighted network, its blocs, its balance and its brokers.

    found = network(events, since="2022-01-01", until="2022-03-31")
    found.edges, found.parties, found.blocs, found.balance        # Arrow tables

A tie of two parties is as strong as the sum of the PLOVER scores of what each did to the other, positive for
cooperation. Everything is found by rule, without chance, so the same events give the same network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from dragoman.analysis.frames import (
    AnalysisError,
    Count,
    between,
    checked_count,
    checked_statuses,
    prepared,
    units,
)
from dragoman.analysis.groups import CLASSES, label
from dragoman.analysis.series import as_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]

_MOST = 400
"""Parties beyond which to find blocs and brokers would take minutes."""


@dataclass(frozen=True, slots=True)
class Network:
    """The tables of a network; rows are in order of weight, then code."""

    edges: pa.Table
    """`actor`, `recipient`, `count`, `cooperation`, `conflict`, `sum_score`, `mean_score`: who did how much
    to whom, in each direction."""
    parties: pa.Table
    """`code`, `name`, `acts`, `received` (counts), `acts_sum`, `received_sum` (scores), `partners`, `bloc`
    (from 1, the largest first), `broker` (0 to 1: the share of shortest ways of cooperation through it)."""
    blocs: pa.Table
    """`bloc`, `size`, `codes`, `within`, `without`: sums of scores within the bloc and with others."""
    balance: pa.Table
    """One row: `triads` (three parties, each two with a tie), `balanced` of them (an even number of negative
    ties: my enemy's enemy is my friend), `share`, `modularity` of the blocs."""


def network(
    events: Any,
    since: date | str | None = None,
    until: date | str | None = None,
    statuses: Iterable[str] = ("actual",),
    count: Count = "occurrence",
    least: int = 1,
    most: int = 100,
    parties: Iterable[str] | None = None,
) -> Network:
    """The network of the events from `since` to `until`, both included; events as for `frames.prepared`.

    Ties of fewer than `least` counts, both directions together, are left out; of the parties the `most`
    busiest are kept, or those named in `parties`. Codes for a class of parties (NGO, …) are nobody.
    AnalysisError for a wrong status, count or date, or more than 400 parties.
    """
    if not 1 <= most <= _MOST:
        raise AnalysisError(f"a network has 1 to {_MOST} parties, not {most}")
    counted, kept = checked_count(count), checked_statuses(statuses)
    rows = prepared(events).filter(
        between("day", as_day(since, "since"), as_day(until, "until")) & pl.col("status").is_in(kept)
    )
    edges = _edges(rows, counted, None if parties is None else list(parties))
    edges = _busiest(edges, least, most)
    codes = sorted(set(edges["actor"].to_list()) | set(edges["recipient"].to_list()))
    ties, friendly = _matrices(edges, codes)
    bloc = _blocs(ties)
    broker = _brokers(friendly)
    return Network(
        edges.to_arrow(),
        _parties(edges, codes, ties, bloc, broker).to_arrow(),
        _bloc_table(codes, ties, bloc).to_arrow(),
        _balance(ties, bloc).to_arrow(),
    )


def _edges(rows: pl.DataFrame, count: Count, parties: list[str] | None) -> pl.DataFrame:
    """Counts and sums of scores of every ordered pair."""
    told = units(rows, count)
    key = {"occurrence": "occurrence", "event": "id", "story": "story"}[count]
    pairs = rows.explode("actors", empty_as_null=True).explode("recipients", empty_as_null=True)
    pairs = pairs.rename({"actors": "actor", "recipients": "recipient"}).filter(
        (pl.col("actor") != pl.col("recipient"))
        & ~pl.col("actor").is_in(CLASSES)
        & ~pl.col("recipient").is_in(CLASSES)
    )
    if parties is not None:
        pairs = pairs.filter(pl.col("actor").is_in(parties) & pl.col("recipient").is_in(parties))
    keys = [key, "type", "quad"] if count == "story" else [key]
    pairs = pairs.select(pl.col(key).alias("unit"), *keys[1:], "actor", "recipient").unique()
    joined = pairs.join(told, on=["unit", *keys[1:]], how="inner", nulls_equal=True)
    quad, score = pl.col("quad"), pl.col("score")
    edges = joined.group_by("actor", "recipient").agg(
        pl.len().cast(pl.Int64).alias("count"),
        quad.str.ends_with("cooperation").sum().cast(pl.Int64).alias("cooperation"),
        quad.str.ends_with("conflict").sum().cast(pl.Int64).alias("conflict"),
        score.sum().alias("sum_score"),
        score.mean().alias("mean_score"),
    )
    # Sums of floats depend on the order of rows, which threads do not keep: rounded, they do not.
    return edges.with_columns(pl.col("sum_score", "mean_score").round(6)).sort(
        ["count", "actor", "recipient"], descending=[True, False, False]
    )


def _busiest(edges: pl.DataFrame, least: int, most: int) -> pl.DataFrame:
    """The edges among the busiest parties, of ties that are strong enough."""
    pair = [pl.min_horizontal("actor", "recipient"), pl.max_horizontal("actor", "recipient")]
    edges = edges.filter(pl.col("count").sum().over(pair) >= least)
    sides = pl.concat([edges.select(pl.col(side).alias("code"), "count") for side in ("actor", "recipient")])
    ranked = (
        sides.group_by("code").agg(pl.col("count").sum()).sort(["count", "code"], descending=[True, False])
    )
    kept = ranked["code"].head(most).to_list()
    return edges.filter(pl.col("actor").is_in(kept) & pl.col("recipient").is_in(kept))


def _matrices(edges: pl.DataFrame, codes: list[str]) -> tuple[Reals, Reals]:
    """Symmetric: sums of scores, and counts of cooperation."""
    place = {code: number for number, code in enumerate(codes)}
    ties, friendly = np.zeros((2, len(codes), len(codes)))
    for actor, recipient, score, many in edges.select(
        "actor", "recipient", "sum_score", "cooperation"
    ).iter_rows():
        one, other = place[actor], place[recipient]
        for matrix, value in ((ties, score or 0.0), (friendly, many)):
            matrix[one, other] += value
            matrix[other, one] += value
    return ties, friendly


def _gains(ties: Reals, alone: bool = False) -> Reals:
    """What each pair adds to signed modularity when it is in one bloc; with `alone` each party, too.

    Gómez, Jensen, Arenas, “Analysis of community structure in networks of correlated data” (2009): positive
    ties beyond what the parties' strengths would lead one to expect, less the same of negative ones.
    """
    positive, negative = np.maximum(ties, 0), np.maximum(-ties, 0)
    made = ties.copy()
    for part, sign in ((positive, -1), (negative, 1)):
        strength = part.sum(1)
        if strength.sum() > 0:
            made += sign * np.outer(strength, strength) / strength.sum()
    whole = positive.sum() + negative.sum()
    if not alone:
        np.fill_diagonal(made, 0.0)
    return np.asarray(made / whole if whole else made)


def _blocs(ties: Reals) -> Ints:
    """The bloc of each party, from 1, the largest first: local search on signed modularity.

    Parties, the most strongly tied first, move to the bloc where they add most, until none gains; then whole
    blocs are merged as long as that gains. Parties without ties to gain from are blocs of their own.
    """
    n = len(ties)
    gains = _gains(ties)
    bloc = np.arange(n)
    order = np.lexsort((np.arange(n), -np.abs(ties).sum(1)))
    for _ in range(50):
        moved = False
        for party in order.tolist():
            to = np.bincount(bloc, weights=gains[party], minlength=n)
            best = int(np.argmax(to))
            if to[best] > to[bloc[party]] + 1e-12:
                bloc[party], moved = best, True
        merged = _merged(gains, bloc)
        if not moved and not merged:
            break
    sizes = np.bincount(bloc, minlength=n)
    first = np.full(n, n)
    np.minimum.at(first, bloc, np.arange(n))
    ranked = sorted(set(bloc.tolist()), key=lambda b: (-sizes[b], first[b]))
    number = {b: place for place, b in enumerate(ranked, 1)}
    return np.array([number[b] for b in bloc.tolist()], dtype=np.int64)


def _merged(gains: Reals, bloc: Ints) -> bool:
    """Merge the two blocs that gain most by it; whether any did."""
    names = np.unique(bloc)
    member = (bloc[:, None] == names).astype(np.float64)
    between_blocs = member.T @ gains @ member
    np.fill_diagonal(between_blocs, -np.inf)
    if len(names) < 2 or between_blocs.max() <= 1e-12:
        return False
    one, other = np.unravel_index(int(np.argmax(between_blocs)), between_blocs.shape)
    bloc[bloc == names[other]] = names[one]
    return True


def _brokers(friendly: Reals) -> Reals:
    """Betweenness on cooperation: a tie is as short as it is often renewed."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(len(friendly)))
    for one, other in zip(*np.nonzero(np.triu(friendly)), strict=True):
        graph.add_edge(int(one), int(other), length=1 / float(friendly[one, other]))
    found = nx.betweenness_centrality(graph, weight="length")
    return np.array([found[number] for number in range(len(friendly))]).round(9)


def _parties(edges: pl.DataFrame, codes: list[str], ties: Reals, bloc: Ints, broker: Reals) -> pl.DataFrame:
    made = pl.DataFrame(
        {
            "code": codes,
            "name": [label(code) for code in codes],
            "partners": (ties != 0).sum(1).astype(np.int64),
            "bloc": bloc,
            "broker": broker,
        },
        schema_overrides={"code": pl.String, "name": pl.String},
    )
    for side, name in (("actor", "acts"), ("recipient", "received")):
        sums = edges.group_by(pl.col(side).alias("code")).agg(
            pl.col("count").sum().alias(name), pl.col("sum_score").sum().round(6).alias(f"{name}_sum")
        )
        made = made.join(sums, on="code", how="left").with_columns(pl.col(name, f"{name}_sum").fill_null(0))
    order = ["code", "name", "acts", "received", "acts_sum", "received_sum", "partners", "bloc", "broker"]
    busy = pl.col("acts") + pl.col("received")
    return made.select(order).sort([busy, "code"], descending=[True, False])


def _bloc_table(codes: list[str], ties: Reals, bloc: Ints) -> pl.DataFrame:
    rows = []
    for number in sorted(set(bloc.tolist())):
        inside = bloc == number
        rows.append(
            {
                "bloc": number,
                "size": int(inside.sum()),
                "codes": [code for code, there in zip(codes, inside, strict=True) if there],
                "within": round(float(ties[np.ix_(inside, inside)].sum()) / 2, 6),
                "without": round(float(ties[np.ix_(inside, ~inside)].sum()), 6),
            }
        )
    schema: dict[str, Any] = {"bloc": pl.Int64, "size": pl.Int64, "codes": pl.List(pl.String)}
    return pl.DataFrame(rows, schema=schema | {"within": pl.Float64, "without": pl.Float64})


def _balance(ties: Reals, bloc: Ints) -> pl.DataFrame:
    """Triads by the trace of the third power: of the ties, and of their signs."""
    there = (ties != 0).astype(np.float64)
    signs = np.sign(ties)
    triads = round(float(np.trace(there @ there @ there)) / 6)
    surplus = round(float(np.trace(signs @ signs @ signs)) / 6)
    balanced = (triads + surplus) // 2
    same = bloc[:, None] == bloc[None, :]
    modularity = round(float(_gains(ties, alone=True)[same].sum()), 6) if len(ties) else None
    return pl.DataFrame(
        {
            "triads": [triads],
            "balanced": [balanced],
            "share": [balanced / triads if triads else None],
            "modularity": [modularity],
        },
        schema={"triads": pl.Int64, "balanced": pl.Int64, "share": pl.Float64, "modularity": pl.Float64},
    )
