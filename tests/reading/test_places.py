"""Places: what the gazetteer knows, which toponyms a text has, what they mean, and which is an event's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge import gazetteer
from dragoman.knowledge.gazetteer import GazetteerError, load_gazetteer, place_key, read_rows
from dragoman.reading.drafts import Mention, PartyDraft
from dragoman.reading.place_resolution import distance_km
from dragoman.reading.places import Places, make_places, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.reading.reader import Reader

HEADER = "name\taliases\tkind\tlat\tlon\tcountry\n"


@pytest.fixture(scope="module")
def read(nlp: Language) -> Callable[..., Doc]:
    """A Doc with its places, without the component that finds parties."""
    places = Places()

    def make(text: str) -> Doc:
        doc = nlp(text)
        doc._.mentions, doc._.parties, doc._.paragraphs, doc._.dates = [], [], [], []
        return places(doc)

    return make


def named(doc: Doc) -> list[tuple[str, str | None]]:
    return [(p.name, p.country) for p in doc._.places]


def test_a_name_is_known_by_all_its_spellings() -> None:
    assert place_key("Saint-Étienne") == place_key("St. Etienne")
    known = load_gazetteer()
    for spelling in ("Kokand", "Qo‘qon", "Qo'qon"):
        assert known.lookup(spelling)[0].country == "UZB"
    assert known.lookup("Sana'a")[0].country == "YEM"
    assert known.lookup("no such place at all") == ()


def test_the_gazetteer_knows_regions_seas_and_disputed_areas() -> None:
    known = load_gazetteer()
    kinds = {
        n: known.lookup(n)[0].kind for n in ("South Ossetia", "Red Sea", "Strait of Hormuz", "Lake Victoria")
    }
    assert kinds == {
        "South Ossetia": "region", "Red Sea": "sea", "Strait of Hormuz": "strait", "Lake Victoria": "lake",
    }  # fmt: skip
    assert known.lookup("Red Sea")[0].country is None
    assert known.lookup("Kosovo")[0].country == "KOS"


def test_the_shipped_tables_have_enough_rows_and_each_its_source() -> None:
    rows = read_rows(Path(gazetteer.__file__).with_name("regions.tsv"))
    assert len(rows) > 900
    assert all(row["source"] for row in rows)


def test_every_country_has_a_capital_that_is_found() -> None:
    known = load_gazetteer()
    missing = [
        c
        for c in ("USA", "URY", "OMN", "CIV", "KAZ", "MMR", "KOS", "NER", "BOL", "PSE")
        if not known.capital(c)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Nowhere\t\tregion\t95\t0\tFRA\n", "row 2 (Nowhere): lat 95.0 is not within ±90"),
        ("Nowhere\t\tregion\tnorth\t0\tFRA\n", "row 2 (Nowhere): lat 'north' is no number"),
        ("Nowhere\t\tplanet\t5\t0\tFRA\n", "row 2 (Nowhere): unknown kind 'planet'"),
        ("Nowhere\t\tregion\t5\t0\tFrance\n", "row 2 (Nowhere): country 'France' is no ISO alpha-3 code"),
        ("\t\tregion\t5\t0\tFRA\n", "row 2: no name"),
        ("Nowhere\t\tregion\t5\t0\tFRA\t1\t2\n", "row 2: 8 cells, 6 columns"),
    ],
)
def test_a_bad_row_of_an_override_is_named(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(GazetteerError) as error:
        read_rows(path)
    assert message in str(error.value)


def test_an_override_goes_before_what_is_shipped(nlp: Language, tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(HEADER + "Camp Heron\tHeron\tfacility\t11.5\t43.1\tDJI\n", encoding="utf-8")
    doc = nlp("The drones took off from Camp Heron at dawn.")
    assert named(Places(str(path))(doc)) == [("Camp Heron", "DJI")]


def test_a_bad_override_is_told_when_the_component_is_made(nlp: Language, tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(HEADER + "Camp Heron\t\tfacility\t11.5\teast\tDJI\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"row 2 \(Camp Heron\): lon 'east' is no number"):
        make_places(nlp, "places", str(path))


def test_an_override_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"nothing\.tsv"):
        load_gazetteer(tmp_path / "nothing.tsv")


def test_what_follows_a_comma_says_where_a_place_lies(read: Callable[..., Doc]) -> None:
    (illinois, _) = read("The mayor of Springfield, Ill., resigned.")._.places[:2]
    assert (round(illinois.lat), round(illinois.lon)) == (40, -90)
    (missouri, _) = read("The mayor of Springfield, Missouri, resigned.")._.places[:2]
    assert (round(missouri.lat), round(missouri.lon)) == (37, -93)


def test_the_rest_of_the_article_says_which_georgia_is_meant(read: Callable[..., Doc]) -> None:
    doc = read("Police in Atlanta and Savannah said that roads across Georgia were closed, as in Florida.")
    assert ("Georgia", "USA") in named(doc)
    doc = read("Russian troops left Georgia, and talks in Tbilisi and Batumi went on.")
    assert ("Georgia", "GEO") in named(doc)


def test_a_name_means_one_place_in_one_article(read: Callable[..., Doc]) -> None:
    doc = read(
        "Floods hit Paris, Texas, on Monday. Schools in Paris stayed closed. Roads near Paris reopened."
    )
    assert {p.country for p in doc._.places if p.name == "Paris"} == {"USA"}


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan praised Chad Smith.",
        "Kenyan soldiers thanked the Ugandan delegation.",
        "She is reading a nice book of mobile poems.",
        "The IN and OR operators join two terms.",
    ],
)
def test_persons_demonyms_and_words_are_no_places(read: Callable[..., Doc], text: str) -> None:
    assert named(read(text)) == []


def test_a_capital_that_stands_for_its_government_is_no_place(nlp: Language) -> None:
    doc = nlp("Moscow rejected the demand, and rockets fell on Poti.")
    doc._.mentions = [Mention(0, 1, 0, (PartyDraft("Russia", "RUS"),), form="metonym")]
    assert named(Places()(doc)) == [("Poti", "GEO")]


def test_the_capital_is_a_place_without_its_name(read: Callable[..., Doc]) -> None:
    doc = read("The delegations held talks in the Omani capital on Thursday.")
    assert named(doc) == [("Muscat", "OMN")]
    assert place_at(doc, "talks") == "Muscat"


def place_at(doc: Doc, word: str) -> str | None:
    token = next(t for t in doc if t.text == word)
    found = place_of(doc, token.i, (token.sent.start, token.sent.end))
    return found.name if found else None


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Soldiers detained eleven fishermen on Lake Victoria.", "detained", "Lake Victoria"),
        ("The coalition bombed a depot outside Saada on Tuesday.", "bombed", "Saada"),
        ("The two presidents met in Addis Ababa.", "met", "Addis Ababa"),
        ("Germany moved two batteries to Lithuania.", "moved", "Lithuania"),
        ("The minister visited Antananarivo twice.", "visited", "Antananarivo"),
        ("A court in Guayaquil convicted the minister.", "convicted", "Guayaquil"),
        ("Rebels launched an attack on Marib.", "attack", "Marib"),
        ("In the port of Toamasina a crowd looted two shops.", "looted", "Toamasina"),
        ("Thousands marched through Niamey on Friday and hurled stones at the embassy.", "hurled", "Niamey"),
    ],
)
def test_where_an_event_happens(read: Callable[..., Doc], text: str, trigger: str, place: str) -> None:
    assert place_at(read(text), trigger) == place


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("France condemned Britain and recalled its envoy from Kampala.", "condemned"),
        ("Leaders imposed sanctions on Niger.", "imposed"),
        ("He had applied for asylum in Panama.", "applied"),
        ("The president of Guyana rejected the offer.", "rejected"),
    ],
)
def test_the_parties_countries_are_not_where_it_happens(
    read: Callable[..., Doc], text: str, trigger: str
) -> None:
    assert place_at(read(text), trigger) is None


def test_acts_that_go_on_happen_where_the_sentence_before_said(read: Callable[..., Doc]) -> None:
    doc = read("A crowd looted shops in Toamasina. Soldiers beat the looters. Five people were killed there.")
    assert place_at(doc, "beat") == place_at(doc, "killed") == "Toamasina"


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance_is_symmetric_and_at_most_half_the_globe(a: float, b: float, c: float, d: float) -> None:
    there = distance_km(a, b, c, d)
    assert there == pytest.approx(distance_km(c, d, a, b), abs=1e-6)
    assert 0 <= there <= 20_100


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_any_text_can_be_looked_up(text: str) -> None:
    key = place_key(text)
    assert place_key(key) == key or "st" in key.split() or "ft" in key.split() or not key.isascii()
    assert isinstance(load_gazetteer().lookup(text), tuple)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u200b", "1 2 3 / 4 -", "🙂 in 🙂 on 31/12 the", "A" * 3000, "in of May ,"]
)
def test_odd_text_is_read_without_error(read: Callable[..., Doc], text: str) -> None:
    doc = read(text)
    assert isinstance(doc._.places, list)


def test_small_places_of_one_division_make_its_town_the_likelier_namesake(reader: Reader) -> None:
    text = (
        "The fire in Alexandria burned for hours. Crews came from Natchitoches and from Cottonport in the "
        "south, and a man from Bunkie was held in Alexandria."
    )
    places = {p.name: p for p in reader.doc(text)._.places}
    assert places["Alexandria"].country == "USA"


def test_mexico_is_the_country_although_its_capital_is_called_so_too(reader: Reader) -> None:
    found = reader.doc("Flu spread in Mexico, in Peru and in Chile.")._.places
    assert found[0].country == "MEX"
    assert found[0].lat is not None
    assert found[0].lat > 20.5
