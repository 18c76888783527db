"""Who acts on whom: ties, blocs, balance and brokers of small worlds whose answer is plain."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from analysis.made import FIRST, crisis, event, table
from dragoman.analysis.frames import AnalysisError
from dragoman.analysis.network import network


def world(*acts: tuple[str, str, str]) -> pa.Table:
    return table([event(n, FIRST, *act) for n, act in enumerate(acts)])


def both(one: str, other: str, kind: str) -> list[tuple[str, str, str]]:
    return [(one, other, kind), (other, one, kind)]


def test_edges_count_and_add_up() -> None:
    found = network(world(("KEN", "UGA", "AID"), ("KEN", "UGA", "ASSAULT"), ("UGA", "KEN", "CONSULT")))
    assert found.edges.to_pylist() == [
        {
            "actor": "KEN",
            "recipient": "UGA",
            "count": 2,
            "cooperation": 1,
            "conflict": 1,
            "sum_score": 1.0,
            "mean_score": 0.5,
        },
        {
            "actor": "UGA",
            "recipient": "KEN",
            "count": 1,
            "cooperation": 1,
            "conflict": 0,
            "sum_score": 2.5,
            "mean_score": 2.5,
        },
    ]
    ken = found.parties.to_pylist()[0]
    assert (ken["name"], ken["acts"], ken["received"], ken["acts_sum"]) == ("Kenya", 2, 1, 1.0)


def test_two_camps_are_two_blocs() -> None:
    east, west = ("POL", "CZE", "HUN"), ("FRA", "ESP", "PRT")
    acts = []
    for camp in (east, west):
        for n, one in enumerate(camp):
            for other in camp[n + 1 :]:
                acts += both(one, other, "COOPERATE")
    acts += both("POL", "FRA", "THREATEN") + both("CZE", "ESP", "SANCTION")
    found = network(world(*acts))
    blocs = {tuple(row["codes"]) for row in found.blocs.to_pylist()}
    assert blocs == {tuple(sorted(east)), tuple(sorted(west))}
    assert all(row["within"] > 0 > row["without"] for row in found.blocs.to_pylist())


def test_balance_is_the_share_of_triads_with_an_even_number_of_quarrels() -> None:
    friend, foe = "COOPERATE", "SANCTION"

    def three(first: str, second: str, third: str) -> pa.Table:
        return world(*both("A01", "A02", first), *both("A02", "A03", second), *both("A01", "A03", third))

    allied, enemy, torn = (
        network(three(*kinds))
        for kinds in ((friend, friend, friend), (friend, foe, foe), (friend, friend, foe))
    )
    shares = [found.balance.to_pylist()[0]["share"] for found in (allied, enemy, torn)]
    assert shares == [1.0, 1.0, 0.0]


def test_the_one_between_two_groups_is_the_broker() -> None:
    acts = both("QAT", "USA", "CONSULT") + both("QAT", "AFG", "CONSULT") + both("USA", "AFG", "ASSAULT")
    found = {row["code"]: row["broker"] for row in network(world(*acts)).parties.to_pylist()}
    assert found == {"QAT": 1.0, "USA": 0.0, "AFG": 0.0}


def test_classes_of_parties_and_acts_at_home_are_no_ties() -> None:
    found = network(world(("NGO", "KEN", "AID"), ("KEN", "KEN", "COERCE"), ("KEN", "UGA", "AID")))
    assert [(row["actor"], row["recipient"]) for row in found.edges.to_pylist()] == [("KEN", "UGA")]


def test_limits() -> None:
    acts = [*both("KEN", "UGA", "AID"), ("FRA", "DEU", "AID"), ("KEN", "TZA", "AID")]
    assert set(network(world(*acts), least=2).parties["code"].to_pylist()) == {"KEN", "UGA"}
    assert set(network(world(*acts), most=2).parties["code"].to_pylist()) == {"KEN", "UGA"}
    assert network(world(*acts), parties=["FRA", "DEU", "KEN"]).edges.num_rows == 1
    with pytest.raises(AnalysisError):
        network(world(*acts), most=1000)


def test_only_the_period_counts() -> None:
    rows = table([event(1, date(2020, 1, 1), "KEN", "UGA", "AID"), event(2, FIRST, "UGA", "KEN", "AID")])
    assert network(rows, since=FIRST).edges["actor"].to_pylist() == ["UGA"]
    empty = network(rows, since="2030-01-01")
    assert (empty.edges.num_rows, empty.parties.num_rows, empty.balance["triads"].to_pylist()) == (0, 0, [0])


def test_the_order_of_rows_does_not_matter() -> None:
    events = crisis()
    shuffled = events.take(pa.array(np.random.default_rng(1).permutation(events.num_rows)))
    assert network(events) == network(shuffled)
