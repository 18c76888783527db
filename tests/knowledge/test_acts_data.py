"""The act tables keep to the format that `knowledge/acts/README.md` tells."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import dragoman.knowledge.acts as acts

FOLDER = Path(acts.__file__).parent
TABLES = sorted(FOLDER.glob("*.tsv"))
PLOVER = Path(acts.__file__).parents[2] / "ontology" / "plover"
EXAMPLES = Path(__file__).parent / "acts_examples.tsv"
COLUMNS = ["word", "pos", "needs", "mode", "actor", "recipient", "flags", "context"]
FLAGS = {"speech", "recip", "absorb", "attribute", "deny", "weak", "thing", "none"}
NEED = re.compile(r"(!?)([a-z_]+(?:\.[a-z_]+)*)(?::(\S+))?")
SLOTS = re.compile(r"[a-z_]+(?:\.[a-z_]+)*(?:/[a-z_]+(?:\.[a-z_]+)*)*")
FILLER = re.compile(r"\*|#[A-Za-z]+|@[a-z]+|[^\s|@#*:!]+")


def read(path: Path) -> list[dict[str, str]]:
    """The rows of one table."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def plover(name: str, column: str) -> list[dict[str, str]]:
    """The rows of one of PLOVER's code lists; `column` is one it must have."""
    rows = read(PLOVER / name)
    assert column in rows[0]
    return rows


@pytest.fixture(scope="module")
def classes() -> dict[str, dict[str, object]]:
    """The word classes of `classes.toml`."""
    with (FOLDER / "classes.toml").open("rb") as handle:
        return tomllib.load(handle)


def test_one_table_for_each_plover_type() -> None:
    """`accuse.tsv` holds the senses of ACCUSE, and so on for all sixteen."""
    assert {path.stem.upper() for path in TABLES} == {row["type"] for row in plover("types.tsv", "type")}


def test_the_readme_tells_every_flag_and_filler() -> None:
    """The format's description names each flag that rows may have, and each filler with its weight."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(\w+)`", text[text.index("**Flags**") :])) >= FLAGS
    table = dict(re.findall(r"^\| (?:`([@#]?\w+|\*)`|a lemma)[^|]*\|.*\| ([\d.]+) \|$", text, re.MULTILINE))
    names = {"@class": "class", "#TYPE": "type", "*": "any", "": "lemma"}
    assert {names.get(name, name): float(weight) for name, weight in table.items()} == acts.WEIGHTS


def test_there_are_senses_enough() -> None:
    """At least 1,500 senses altogether, and 150 of each type."""
    counts = {path.stem: len(read(path)) for path in TABLES}
    assert sum(counts.values()) >= 1500
    assert min(counts.values()) >= 150, counts


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_rows_keep_to_the_format(path: Path, classes: dict[str, dict[str, object]]) -> None:
    """Known columns, parts of speech, flags, classes, types and modes, contexts of PLOVER; readable slots."""
    modes = {row["mode"] for row in plover("modes.tsv", "mode") if row["type"] == path.stem.upper()}
    types = {row["type"] for row in plover("types.tsv", "type")} | {"hostile", "kind", "yield", "TYPE"}
    contexts = {row["context"] for row in plover("contexts.tsv", "context")}
    rows = read(path)
    assert list(rows[0]) == COLUMNS
    for number, row in enumerate(rows, 2):
        where = f"{path.name} line {number}: {row}"
        assert all(row.values()), where
        assert row["word"] == row["word"].lower().strip(), where
        assert row["pos"] in {"v", "n", "a", "p"}, where
        for need in row["needs"].split():
            if need == "-":
                continue
            found = NEED.fullmatch(need)
            assert found, where
            for filler in (found[3] or "*").split("|"):
                assert FILLER.fullmatch(filler), where
                if filler.startswith("@"):
                    assert filler[1:] in classes, where
                elif filler.startswith("#"):
                    assert filler[1:] in types, where
        assert set(row["mode"].split(",")) - {"-"} <= modes, where
        assert row["actor"] == "-" or SLOTS.fullmatch(row["actor"]), where
        assert row["recipient"] in {"-", "0"} or SLOTS.fullmatch(row["recipient"]), where
        assert set(row["flags"].split(",")) - {"-"} <= FLAGS, where
        assert set(row["context"].split(",")) - {"-"} <= contexts, where


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_row_twice(path: Path) -> None:
    """One row a sense: word, part of speech and needs together are unique within a table."""
    counts = Counter((row["word"], row["pos"], row["needs"]) for row in read(path))
    assert [key for key, n in counts.items() if n > 1] == []


def test_classes_name_their_source(classes: dict[str, dict[str, object]]) -> None:
    """Each class says where its words come from; the words are lemmas, none twice."""
    for name, entry in classes.items():
        assert entry["source"], name
        words = entry["words"]
        assert isinstance(words, list)
        assert len(words) == len(set(words)) > 0, name


def test_light_verbs_have_a_side() -> None:
    """The subject of a light verb does the act or undergoes it; no verb stands on both sides."""
    with (FOLDER / "light.toml").open("rb") as handle:
        light = tomllib.load(handle)
    assert set(light) == {"actor", "recipient"}
    assert not set(light["actor"]["words"]) & set(light["recipient"]["words"])


def test_examples_are_complete() -> None:
    """Each example has a sentence, a trigger in it, a known type, an actor and a recipient (or `-`)."""
    types = {row["type"] for row in plover("types.tsv", "type")}
    lines = [
        line
        for line in EXAMPLES.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    events, none = 0, 0
    for line in lines[1:]:
        sentence, trigger, kind, actor, recipient = line.split("\t")
        if kind == "NONE":
            none += 1
            continue
        assert kind in types, line
        assert trigger in sentence, line
        for words in (actor, recipient):
            for party in words.split(" + "):
                assert party == "-" or party in sentence, line
        events += 1
    assert events >= 500
    assert none >= 100


def test_lexicon_loads() -> None:
    """The loader takes every row, and `condemn` is an ACCUSE by speech."""
    lexicon = acts.lexicon()
    assert len(lexicon) >= 1500
    senses = lexicon.verbs["condemn"]
    assert any(sense.type == "ACCUSE" and "speech" in sense.flags for sense in senses)
