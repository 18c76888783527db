"""The data on treaties: who was bound when, and what a wrong file of one's own is told."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from dragoman import ontology
from dragoman.knowledge.entries import DataError
from dragoman.knowledge.treaties import Treaties, read_treaties, treaties
from dragoman.knowledge.treaties.names import UnknownName, named
from dragoman.knowledge.treaties.pacts import BINDING, KINDS, first_day, holds

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def known() -> Treaties:
    return treaties()


@pytest.mark.parametrize(
    ("treaty", "on", "count"),
    [
        ("nato", "1949-08-23", 0),
        ("nato", "1949-08-24", 12),
        ("nato", "1952-02-18", 14),
        ("nato", "1955-05-06", 15),
        ("nato", "1982-05-30", 16),
        ("nato", "1999-03-12", 19),
        ("nato", "2004-03-29", 26),
        ("nato", "2009-04-01", 28),
        ("nato", "2017-06-05", 29),
        ("nato", "2022-01-27", 30),
        ("nato", "2023-04-03", 30),
        ("nato", "2023-04-04", 31),
        ("nato", "2024-03-06", 31),
        ("nato", "2024-03-07", 32),
        ("eu", "1958-01-01", 6),
        ("eu", "1973-01-01", 9),
        ("eu", "1986-01-01", 12),
        ("eu", "1995-01-01", 15),
        ("eu", "2004-05-01", 25),
        ("eu", "2007-01-01", 27),
        ("eu", "2013-07-01", 28),
        ("eu", "2020-01-31", 28),
        ("eu", "2020-02-01", 27),
        ("csto", "1995-01-01", 9),
        ("csto", "2000-01-01", 6),
        ("csto", "2007-01-01", 7),
        ("csto", "2012-12-19", 6),
        ("csto", "2022-01-05", 6),
        ("warsaw", "1955-06-04", 8),
        ("warsaw", "1968-09-13", 7),
        ("warsaw", "1991-07-01", 0),
        ("weu", "1955-05-06", 7),
        ("weu", "1995-03-06", 10),
        ("weu", "2011-06-30", 0),
        ("rio", "2004-09-05", 22),
        ("rio", "2004-09-06", 21),
        ("rio", "2016-02-19", 17),
        ("anzus", "2020-01-01", 3),
        ("gcc", "2005-01-01", 6),
        ("sahel", "2024-01-01", 3),
        ("ecowas", "2024-06-01", 15),
        ("ecowas", "2025-01-29", 12),
    ],
)
def test_so_many_were_in_it_on_that_day(known: Treaties, treaty: str, on: str, count: int) -> None:
    assert len(known.members(treaty, on)) == count


def test_nobody_is_in_a_treaty_twice_at_a_time(known: Treaties) -> None:
    terms: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for m in known.memberships:
        since = first_day(m.since or known.by_id[m.treaty].since)
        terms.setdefault((m.treaty, m.state), []).append((since, first_day(m.until) or "9999-12-31"))
    for spans in terms.values():
        assert all(until <= since for (_, until), (since, _) in pairwise(sorted(spans)))
        assert all(since < until for since, until in spans)


def test_every_row_has_a_source_and_codes_that_exist(known: Treaties) -> None:
    codes = set(ontology.codes()) | {s.code for s in known.states}
    assert {m.state for m in known.memberships} <= codes
    assert all(len(t.source) > 10 and t.articles and t.signed for t in known.by_id.values())
    assert all(len(row.source) > 4 for row in (*known.caveats, *known.invocations, *known.aggressions))
    assert {m.treaty for m in known.memberships} == set(known.by_id)
    tags = {tag for place in known.places for tag in place.tags}
    for treaty in known.by_id.values():
        for article in treaty.articles:
            assert article.covers | article.doubtful <= tags
            assert article.obliges
            assert article.kind in KINDS


def test_members_lie_within_their_treaties_terms(known: Treaties) -> None:
    for m in known.memberships:
        treaty = known.by_id[m.treaty]
        assert not m.since or first_day(treaty.since) <= first_day(m.since)
        assert not (m.until and treaty.until) or first_day(m.until) <= first_day(treaty.until)


def test_what_is_often_taken_for_a_pact_is_told_apart(known: Treaties) -> None:
    for treaty in ("budapest", "taiwan-relations-act", "usa-israel", "uk-sweden", "five-power", "cento"):
        assert all(article.kind not in BINDING for article in known.by_id[treaty].articles)


def test_the_list_of_parties_agrees_with_that_of_the_reader(known: Treaties) -> None:
    from dragoman.knowledge.world import world

    for treaty, organisation in (("nato", "NATO"), ("eu", "European Union")):
        for on in ("2012-01-01", "2022-01-27", "2023-06-01", "2024-06-01"):
            assert set(known.members(treaty, on)) == set(world().members(organisation, on))


@pytest.mark.parametrize(
    ("text", "on", "state"),
    [
        ("UKR", "2022-01-01", "UKR"),
        ("ukraine", "2022-01-01", "UKR"),
        ("the Kremlin", "2022-01-01", "RUS"),
        ("Soviet Union", "1968-01-01", "RUS"),
        ("Czechoslovakia", "1968-01-01", "CSK"),
        ("GDR", "1968-01-01", "DDR"),
        ("the Falklands", "1982-04-02", "GBR"),
        ("FLK", "1982-04-02", "GBR"),
        ("Hong Kong", "1997-06-30", "GBR"),
        ("Hong Kong", "1997-07-01", "CHN"),
        ("Okinawa", "1972-05-14", "USA"),
        ("Okinawa", "1972-05-15", "JPN"),
        ("Abkhazia", "2010-01-01", "XAB"),
    ],
)
def test_names_stand_for_states_as_they_were(known: Treaties, text: str, on: str, state: str) -> None:
    assert named(text, known, on).state == state


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Ukrane", "did you mean Ukraine"),
        ("Atlantis", "nobody is known"),
        ("NATO", "organisation, no state"),
        ("EUR", "stands for no state"),
        ("Warsaw Pact", "no state"),
        ("", "no name given"),
        ("DDR", "East Germany was no state on 2022-01-01"),
    ],
)
def test_what_is_no_state_is_told_why(known: Treaties, text: str, why: str) -> None:
    with pytest.raises(UnknownName, match=why):
        named(text, known, "2022-01-01")


def test_dates_that_are_cut_count_from_their_first_day() -> None:
    assert holds("1961", "1971-05-13", "1961-01-01")
    assert not holds("1961", "1971-05-13", "1971-05-13")
    assert holds("", "", "2022-01-01")


OWN = """
[[treaty]]
id = "lake-pact"
name = "Lake Pact"
signed = 2020-01-01
from = "2020-06-01"
source = "made up for this test"
members = [{ states = "KEN UGA TZA" }, { states = "RWA", from = "2021-01-01", to = "2022-01-01" }]

[[treaty.article]]
article = "Art. 1"
kind = "mutual defence"
obliges = "help"

[[member]]
treaty = "nato"
states = "UKR"
from = "2027-07-01"
"""


def test_a_file_of_ones_own_adds_treaties_and_members(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, "utf-8")
    known = read_treaties(path)
    assert known.members("lake-pact", "2021-06-01") == ("KEN", "RWA", "TZA", "UGA")
    assert known.members("lake-pact", "2022-06-01") == ("KEN", "TZA", "UGA")
    assert "UKR" in known.members("nato", "2027-07-01")
    assert known.treaty_named("the Lake Pact") is known.by_id["lake-pact"]


def test_a_treaty_of_ones_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN.replace('"lake-pact"', '"csto"').replace("[[member]]", "[[member]]"), "utf-8")
    known = read_treaties(path)
    assert known.by_id["csto"].name == "Lake Pact"
    assert known.members("csto", "2020-06-01") == ("KEN", "TZA", "UGA")


@pytest.mark.parametrize(
    ("wrong", "instead", "complaint"),
    [
        (
            'states = "KEN UGA TZA"',
            'states = "KEN UGX"',
            r"treaty 1 \(lake-pact\), members 1: no state 'UGX'",
        ),
        ('from = "2021-01-01"', 'from = "2023-01-01"', r"members 2: ends before beginning"),
        ('from = "2020-06-01"', 'from = "June 2020"', r"treaty 1 \(lake-pact\): no date 'June 2020'"),
        ('from = "2020-06-01"', 'from = "2020-06-31x"', "no date"),
        ('source = "made up for this test"', "", "no source"),
        ('kind = "mutual defence"', 'kind = "alliance"', r"article 1 \(Art. 1\): no kind 'alliance'"),
        ('obliges = "help"', 'obligates = "help"', "no key 'obligates'"),
        ('states = "RWA"', 'states = "KEN"', "KEN is in 'lake-pact' twice at a time"),
        ('treaty = "nato"', 'treaty = "nata"', r"member 1 \(nata\): no treaty 'nata'"),
        ("[[member]]", "[[members]]", r"no table 'members'"),
        ('id = "lake-pact"', "id = 7", "id is no text"),
        ("[[treaty]]", "[[treaty", "mine.toml: "),
    ],
)
def test_a_wrong_file_is_told_file_row_and_cause(
    tmp_path: Path, wrong: str, instead: str, complaint: str
) -> None:
    path = tmp_path / "mine.toml"
    assert wrong in OWN
    path.write_text(OWN.replace(wrong, instead, 1), "utf-8")
    with pytest.raises(DataError, match=complaint) as told:
        read_treaties(path)
    assert str(told.value).startswith("mine.toml") or "members.tsv" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_treaties(tmp_path / "none.toml")
