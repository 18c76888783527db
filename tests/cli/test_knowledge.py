"""`dragoman knowledge` and `--knowledge`: parties of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import dragoman
from dragoman.reading.reader import ReadingError

if TYPE_CHECKING:
    from cli.conftest import Knowing, Run

DATA = Path(__file__).parents[1] / "knowledge" / "data"
HEADER = "name\tcode\tsector\tkind\taliases\n"
FRONT = HEADER + "Kasuku Front\tKEN\tREB\tgroup\t*Kasukuists\n"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.tsv"
    file.write_text(FRONT, encoding="utf-8")
    return file


def test_the_reader_takes_a_users_parties(mine: Path) -> None:
    text = "Uganda on Thursday condemned the Kasuku Front."
    events = dragoman.load(knowledge=mine).read(text, published="2023-03-16").events
    party = events[0].recipient[0]
    assert (party.name, party.code, party.sector) == ("Kasuku Front", "KEN", ("REB",))


def test_the_reader_tells_what_is_wrong_in_the_file_before_it_reads(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tsv"
    wrong.write_text(HEADER + "Kasuku Front\tXYZ\tREB\tgroup\n", encoding="utf-8")
    with pytest.raises(ReadingError, match=r"^wrong\.tsv, row 2: no code 'XYZ'$"):
        dragoman.load(knowledge=str(wrong))


def test_read_hands_the_file_to_the_reader(
    run: Run, reader: Knowing, kenya: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []
    monkeypatch.setattr(dragoman, "load", lambda **options: given.append(options) or reader)
    assert run("read", kenya, "--knowledge", mine).exit_code == 0
    assert given == [{"knowledge": mine}]


def test_read_with_a_wrong_file_ends_with_one_line(
    run: Run, kenya: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: Any) -> None:
        raise ReadingError("mine.tsv, row 2: no code 'XYZ'")

    monkeypatch.setattr(dragoman, "load", refuse)
    result = run("read", kenya, "--knowledge", tmp_path / "mine.tsv")
    assert result.exit_code == 2
    assert result.stderr == "dragoman: the reader cannot be loaded: mine.tsv, row 2: no code 'XYZ'\n"


def test_check_counts_what_is_in_a_right_file(run: Run, mine: Path) -> None:
    result = run("knowledge", "check", mine)
    assert (result.exit_code, result.stdout) == (0, f"{mine}: 1 parties, 2 aliases\n")


def test_the_files_in_the_guide_are_right(run: Run, tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide.md").read_text("utf-8")
    blocks = {block[:4]: block for block in guide.split("```") if "Kasuku Front" in block}
    for start, name in (("\nnam", "mine.tsv"), ("toml", "mine.toml")):
        file = tmp_path / name
        file.write_text(blocks[start].removeprefix("toml").lstrip("\n"), encoding="utf-8")
        result = run("knowledge", "check", file)
        assert (result.exit_code, result.stderr) == (0, "")
        found = run("who", "three Kasukuists", "--knowledge", file, "--json").stdout
        assert json.loads(found)["code"] == "KEN"


def test_check_tells_which_of_our_names_are_replaced(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[[party]]\nname = "Kasuku Front"\ncode = "KEN"\naliases = ["Hamas"]\n', encoding="utf-8")
    lines = run("knowledge", "check", file).stdout.splitlines()
    assert lines[1].startswith("mine.toml, party 1: 'Hamas' replaces Hamas (PSE) of groups.tsv, row ")


@pytest.mark.parametrize(
    ("name", "text", "code", "complaints"),
    [
        (
            "a.tsv",
            FRONT + "X\tXYZ\tREB\tgroup\nY\tKEN\tREB\tplanet\nKasuku Front\tKEN\tMIL\tgroup\n",
            1,
            [
                "a.tsv, row 3: no code 'XYZ'",
                "a.tsv, row 4: no kind 'planet'",
                "a.tsv, row 5: 'Kasuku Front' stands already in a.tsv, row 2",
            ],
        ),
        (
            "b.toml",
            '[[party]]\nname = "X"\nsector = ["ARMY"]\n[[party]]\nname = "Y"\naliases = "Z"\n'
            '[[party]]\nname = "V"\n',
            1,
            ["b.toml, party 1: no sector 'ARMY'", "b.toml, party 2: aliases is no list of texts"],
        ),
        ("c.tsv", "name\tcode\nX\tKEN\n", 2, ["c.tsv, row 1: no column aliases, kind, sector"]),
        ("d.tsv", "", 2, ["d.tsv: no row that names the columns"]),
        ("e.toml", "party = 3\n", 2, ["e.toml: party is no list of tables: write [[party]]"]),
        ("f.tsv", HEADER + "\tKEN\tREB\tgroup\tX\n", 2, ["f.tsv, row 2: no name"]),
        (
            "g.tsv",
            HEADER.rstrip("\n") + "\tfrom\tto\nX\tKEN\tGOV\tperson\t\t2021\t2020-05\n",
            2,
            ["g.tsv, row 2: ends before beginning"],
        ),
        (
            "h.tsv",
            HEADER.rstrip("\n") + "\tfrom\nX\tKEN\tGOV\tperson\t\tMay 2021\n",
            2,
            ["h.tsv, row 2: no date 'May 2021'"],
        ),
    ],
)
def test_check_tells_every_wrong_row(
    run: Run, tmp_path: Path, name: str, text: str, code: int, complaints: list[str]
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    result = run("knowledge", "check", file)
    assert result.stderr.splitlines() == [f"dragoman: {complaint}" for complaint in complaints]
    assert result.exit_code == code


def test_check_of_what_is_no_text_or_no_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bytes.tsv"
    file.write_bytes(b"\xff\xfe\x00")
    for path in (file, tmp_path, tmp_path / "none.tsv"):
        result = run("knowledge", "check", path)
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1, result.stderr


@pytest.mark.parametrize("kind", ["holders", "organisations", "aliases"])
def test_update_makes_a_file_that_check_and_who_take(run: Run, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "new.tsv"
    result = run("knowledge", "update", "--from", DATA / f"{kind}.json", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(f"{out}: ")
    assert f" rows of {kind}; " in result.stdout
    checked = run("knowledge", "check", out)
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert "replaces" not in checked.stdout
    mention = {"holders": "Wanjiru Otieno", "organisations": "LBFC", "aliases": "two Riftlanders"}[kind]
    found = json.loads(run("who", mention, "--knowledge", out, "--json").stdout)
    assert found["code"] in ("KEN", "IGO")
    assert found["sources"][0].startswith("new.tsv, row ")


def test_update_for_some_states_only(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "new.tsv"
    run("knowledge", "update", "--from", DATA / "holders.json", "--out", out, "--state", "fji")
    rows = [line for line in out.read_text("utf-8").splitlines() if line[0] != "#"]
    assert [row.split("\t")[:2] for row in rows] == [["name", "code"], ["Tomasi Vakaloloma", "FJI"]]


def test_the_answer_can_be_kept_and_read_again(run: Run, tmp_path: Path) -> None:
    first, again, kept = tmp_path / "a.tsv", tmp_path / "b.tsv", tmp_path / "kept.json"
    run("knowledge", "update", "--from", DATA / "holders.json", "--out", first, "--record", kept)
    run("knowledge", "update", "--from", kept, "--out", again)
    assert again.read_bytes() == first.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--out", "new.csv"], "dragoman: new.csv: the file is a table, its name must end in .tsv"),
        (["--out", "new.tsv", "--from", "none.json"], "dragoman: none.json: No such file or directory"),
        (["--out", "new.tsv", "--state", "QQQ"], "dragoman: --state: no state has the code 'QQQ'"),
        (
            ["--out", "new.tsv", "--from", str(DATA / "holders.json"), "--kind", "aliases"],
            f"dragoman: {DATA / 'holders.json'}: no answer to the query for aliases",
        ),
        (["--out", "new.tsv", "--endpoint", "ftp://a"], "dragoman: ftp://a: no http or https address"),
    ],
)
def test_update_that_cannot_be_done_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], complaint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("knowledge", "update", *arguments)
    assert (result.exit_code, result.stderr) == (2, complaint + "\n")
    assert list(tmp_path.iterdir()) == []


def test_check_reads_a_folder_and_names_what_each_file_is(run, tmp_path):
    (tmp_path / "cues.tsv").write_text(
        "lemma\tpos\tsense\ttakes\tclass\nconfabulate\tverb\tspeech\tthat\tx\n"
    )
    (tmp_path / "regions.tsv").write_text("name\tkind\tlat\tlon\tcountry\nMwamba Reef\tisland\t-4\t39\tKEN\n")
    result = run("knowledge", "check", tmp_path)
    assert result.exit_code == 0
    assert [line.rpartition(": ")[2] for line in result.stdout.splitlines()] == ["cues", "gazetteer"]
    (tmp_path / "regions.tsv").write_text(
        "name\tkind\tlat\tlon\tcountry\nMwamba Reef\tisland\t-94\t39\tKEN\n"
    )
    result = run("knowledge", "check", tmp_path)
    assert result.exit_code == 1
    assert "regions.tsv, row 2 (Mwamba Reef): lat -94.0 is not within" in result.stderr


def test_explain_gives_a_users_own_knowledge_to_the_reader(run, tmp_path, kenya, reader, monkeypatch):
    given = []
    monkeypatch.setattr("dragoman.load", lambda **options: given.append(options) or reader)
    assert run("explain", kenya, "--knowledge", tmp_path).exit_code == 0
    assert given == [{"knowledge": tmp_path}]
