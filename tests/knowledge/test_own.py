"""A user's own knowledge: what a folder of tables changes, and what is said of a wrong row."""

from __future__ import annotations

from pathlib import Path

import pytest

import dragoman
from dragoman.knowledge.acts import HERE as ACTS
from dragoman.knowledge.entries import DataError
from dragoman.knowledge.own import Knowledge, kind_of
from dragoman.reading.reader import ReadingError

SHIPPED = Path(dragoman.__file__).parent / "knowledge"
FILES = {
    "people.tsv": "name\tcode\tsector\tkind\taliases\nKasuku Front\tKEN\tREB\tgroup\tKFL\n",
    "holders.tsv": (
        "name\tcode\tsector\toffice\tfrom\tto\taliases\nJosephine Wanyonyi\tKEN\tGOV\tpremier\t2021\t\t\n"
    ),
    "heads.tsv": "noun\tplural\tsector\tkind\tinherits\tweight\nbogtrotter\tbogtrotters\tMIL\tpeople\t0\t2\n",
    "memberships.tsv": "organisation\tmembers\tchanges\nLeague of Lakes\tKEN UGA\tUGA+2019-01-01\n",
    "offices.toml": '[[office]]\ntitles = ["lake warden"]\nsector = ["GOV"]\n',
    "cues.tsv": "lemma\tpos\tsense\ttakes\tclass\nconfabulate\tverb\tspeech\tthat quote\tmy own\n",
    "signatures.toml": '[class.implicative_negative]\nto = ["muff"]\n',
    "acts/sanction.tsv": "word\tpos\tneeds\tmode\nphotograph\tv\tobj:party\t-\ndenounce\tv\t-\t-\n",
    "acts/classes.toml": '[wheels]\nwords = ["rickshaw"]\n',
    "gazetteer/regions.tsv": "name\tkind\tlat\tlon\tcountry\nMwamba Reef\tisland\t-4.5\t39.5\tKEN\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_each_file_is_known_by_its_columns_or_keys(folder: Path) -> None:
    assert {name: kind_of(folder / name) for name in FILES} == {
        "people.tsv": "parties",
        "holders.tsv": "holders",
        "heads.tsv": "heads",
        "memberships.tsv": "memberships",
        "offices.toml": "offices",
        "cues.tsv": "cues",
        "signatures.toml": "signatures",
        "acts/sanction.tsv": "acts",
        "acts/classes.toml": "classes",
        "gazetteer/regions.tsv": "gazetteer",
    }


@pytest.mark.parametrize(
    "name",
    ["parties/groups.tsv", "parties/holders.tsv", "parties/heads.tsv", "parties/memberships.tsv",
     "parties/offices.toml", "cues.tsv", "signatures.toml", "acts/accuse.tsv", "acts/classes.toml",
     "acts/light.toml", "gazetteer/regions.tsv", "gazetteer/countries.tsv"],
)  # fmt: skip
def test_a_copy_of_our_own_file_is_a_file_of_ones_own(name: str) -> None:
    assert Knowledge(SHIPPED / name).complaints() == []


def test_what_the_folder_says_wins_and_the_rest_stays(folder: Path) -> None:
    mine = Knowledge(folder)
    mine.check()
    resolve = mine.world.resolve
    assert resolve("KFL").code == "KEN"  # type: ignore[union-attr]
    assert resolve("Josephine Wanyonyi").sector == ("GOV",)  # type: ignore[union-attr]
    assert resolve("Kenyan bogtrotters").sector == ("MIL",)  # type: ignore[union-attr]
    assert resolve("Ugandan lake warden").sector == ("GOV",)  # type: ignore[union-attr]
    assert resolve("the Kremlin").code == "RUS"  # type: ignore[union-attr]
    assert mine.world.members("League of Lakes", "2018-01-01") == ("KEN",)
    assert "confabulate" in mine.cues.verbs
    assert mine.signatures.find("to", "muff")[1].name == "implicative_negative"  # type: ignore[index]
    assert mine.signatures.find("to", "fail")[1].name == "implicative_negative"  # type: ignore[index]
    assert mine.lexicon.verbs["photograph"][0].type == "SANCTION"
    assert "rickshaw" in mine.lexicon.classes["wheels"]
    assert mine.gazetteer.lookup("Mwamba Reef")[0].country == "KEN"


def test_a_row_of_acts_replaces_ours_with_the_same_needs(folder: Path) -> None:
    ours, mine = Knowledge().lexicon, Knowledge(folder).lexicon
    assert [s.type for s in ours.verbs["denounce"] if not s.needs] == ["ACCUSE"]
    assert [s.type for s in mine.verbs["denounce"] if not s.needs] == ["SANCTION"]


def test_a_reader_reads_by_it_and_another_does_not(folder: Path) -> None:
    text = (
        "Kenyan bogtrotters muffed to shell a Ugandan base on Mwamba Reef on Monday. "
        "Kenya photographed Uganda on Thursday. Uganda confabulated that the reef was its own."
    )
    mine = dragoman.load(knowledge=folder).read(text, published="2023-03-16")
    assert {e.type for e in mine.events} >= {"SANCTION"}
    assert {e.place.country for e in mine.events if e.place} == {"KEN"}
    assert any(q.cue is not None and q.cue.text == "confabulated" for q in mine.quotes)
    ours = dragoman.load().read(text, published="2023-03-16")
    assert "SANCTION" not in {e.type for e in ours.events}
    assert not any(q.cue is not None and q.cue.text == "confabulated" for q in ours.quotes)


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("cues.tsv", "lemma\tpos\tsense\ttakes\tclass\nsay\tverb\tmusic\tthat\tx\n", "cues.tsv, row 2"),
        ("cues.tsv", "lemma\tpos\tsense\ttakes\tclass\na\tverb\tspeech\tthat\tx\na\tverb\tspeech\tthat\tx\n",
         "cues.tsv, row 3: 'a' stands already in row 2"),
        ("heads.tsv", "noun\tplural\tsector\tkind\tinherits\tweight\nx\txs\tARMY\tpeople\t0\t2\n",
         "heads.tsv, row 2: no sector 'ARMY'"),
        ("offices.toml", '[[office]]\ntitles = ["x"]\nsector = ["ARMY"]\n', "offices.toml, office 1"),
        ("offices.toml", '[[office]]\ntitles = "x"\nsector = ["GOV"]\n',
         "offices.toml, office 1: needs titles"),
        ("signatures.toml", '[class.mine]\npositive = ["maybe", 1]\nnegative = ["keep", 1]\n',
         "signatures.toml, class mine has an unknown outcome"),
        ("signatures.toml", '[class.mine]\nto = ["muff"]\n', "signatures.toml, class mine: needs positive"),
        ("signatures.toml", '[words]\nmine = ["muff"]\n', "signatures.toml, .words.: no list 'mine'"),
        ("sanction.tsv", "word\tpos\tneeds\nx\tq\t-\n", "sanction.tsv row 2: pos 'q'"),
        ("sanction.tsv", "word\tpos\tneeds\nx\tv\tobj:@nothing\n",
         "sanction.tsv row 2: unknown class @nothing"),
        ("sanction.tsv", "word\tpos\tneeds\tmode\nx\tv\t-\tstrike\n",
         "sanction.tsv:2 'x': SANCTION has no mode"),
        ("sanction.tsv", "word\tpos\tneeds\nx\tv\t-\nx\tv\t-\n", "sanction.tsv:3 'x': stands already in"),
        ("mine.tsv", "word\tpos\tneeds\nx\tv\t-\n", "mine.tsv: a table of acts is named by its type"),
        ("regions.tsv", "name\tkind\tlat\tlon\tcountry\nX\tisland\t95\t0\tKEN\n",
         "regions.tsv, row 2 .X.: lat 95.0 is not within"),
        ("regions.tsv", "name\tkind\tlat\tlon\tcountry\nX\tisland\t5\t0\tKEN\nX\tisland\t6\t0\tKEN\n",
         "regions.tsv, row 3: 'X' stands already in row 2"),
        ("holders.tsv", "name\tcode\tsector\toffice\tfrom\tto\taliases\nX\tXYZ\tGOV\tking\t\t\t\n",
         "holders.tsv, row 2: no code 'XYZ'"),
        ("memberships.tsv", "organisation\tmembers\tchanges\nX\tXYZ\t\n", "memberships.tsv, row 2: no state"),
        ("light.toml", '[nobody]\nwords = ["x"]\n', "light.toml, .nobody."),
        ("other.tsv", "colour\tsize\nred\t3\n", "other.tsv: no table of ours has the columns colour, size"),
        ("other.toml", "colour = 3\n", "other.toml: no table 'colour'"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_by_file_and_row(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(DataError, match=complaint):
        Knowledge(tmp_path).check()


def test_a_folder_without_tables_and_a_wrong_row_stop_the_reader(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="no table"):
        dragoman.load(knowledge=tmp_path)
    (tmp_path / "cues.tsv").write_text("lemma\tpos\tsense\ttakes\tclass\nsay\n", "utf-8")
    with pytest.raises(ReadingError, match=r"cues\.tsv, row 2"):
        dragoman.load(knowledge=tmp_path)


def test_every_wrong_file_is_told_at_once(folder: Path) -> None:
    (folder / "cues.tsv").write_text("lemma\tpos\tsense\ttakes\tclass\nsay\n", "utf-8")
    (folder / "people.tsv").write_text(
        "name\tcode\tsector\tkind\taliases\nX\tXYZ\t\tgroup\t\nY\tKEN\t\tplanet\t\n", "utf-8"
    )
    told = Knowledge(folder).complaints()
    assert [line.split(":")[0] for line in told] == [
        "cues.tsv, row 2",
        "people.tsv, row 2",
        "people.tsv, row 3",
    ]


def test_the_tables_of_acts_are_named_as_ours() -> None:
    assert all(kind_of(path) == "acts" for path in ACTS.glob("*.tsv"))
