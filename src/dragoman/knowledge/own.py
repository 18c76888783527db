"""A user's own knowledge: a file, or a folder of files, in the form of the tables that come with the package.

What a table is for is told by its columns, and what a TOML file is for by its keys:

    name code sector kind aliases   parties (`parties/*.tsv`); TOML: [[party]]
    name code sector office from    holders of offices (`parties/holders.tsv`)
    noun plural sector kind         common nouns (`parties/heads.tsv`)
    organisation members            memberships (`parties/memberships.tsv`)
    office, domains, generic        titles (`parties/offices.toml`)
    lemma pos sense takes           cues (`cues.tsv`)
    class, modals, words, …         signatures (`signatures.toml`)
    word pos needs                  acts: the file is named by its PLOVER type (`acts/accuse.tsv`)
    name kind lat lon country       gazetteer (`gazetteer/regions.tsv`)

`classes.toml` and `light.toml`, which go with the acts, are known by their names. A user's row wins over
ours for the same key; all else stays as it is.
"""

from __future__ import annotations

import tomllib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.knowledge.entries import DataError

if TYPE_CHECKING:
    from dragoman.knowledge.acts import Lexicon
    from dragoman.knowledge.cues import Cues
    from dragoman.knowledge.gazetteer import Gazetteer
    from dragoman.knowledge.signatures import Signatures
    from dragoman.knowledge.world import World

_BY_COLUMNS = (
    ("gazetteer", {"name", "lat", "lon"}),
    ("cues", {"lemma", "sense"}),
    ("acts", {"word", "needs"}),
    ("heads", {"noun", "plural"}),
    ("memberships", {"organisation", "members"}),
    ("holders", {"name", "code", "office"}),
    ("parties", {"name", "code"}),
)
_BY_KEYS = (
    ("parties", {"party"}),
    ("offices", {"office", "domains", "generic", "plain", "former"}),
    ("signatures", {"class", "modals", "values", "words", "times", "voices"}),
)
Files = dict[str, tuple[Path, ...]]
"""Kind → the files that hold such, in the order of their paths."""


def own_files(path: Path) -> Files:
    """What the file or folder at `path` holds. DataError, naming the file, if something cannot be told."""
    if not path.exists():
        raise DataError(f"{path}: no such file")
    if path.is_dir():
        paths = sorted(p for p in path.rglob("*") if p.suffix.lower() in (".tsv", ".toml") and p.is_file())
        if not paths:
            raise DataError(f"{path}: no table (.tsv) and no .toml in this folder")
    else:
        paths = [path]
    found: dict[str, list[Path]] = {}
    for each in paths:
        found.setdefault(kind_of(each), []).append(each)
    return {kind: tuple(files) for kind, files in found.items()}


def kind_of(path: Path) -> str:
    """What one file holds. DataError if it is none that can be read."""
    if path.suffix.lower() == ".tsv":
        columns = _header(path)
        for kind, needed in _BY_COLUMNS:
            if needed <= columns:
                return kind
        if columns & {"name", "code"}:
            return "parties"  # whose reader names the column that is missing
        raise DataError(f"{path.name}: no table of ours has the columns {', '.join(sorted(columns))}")
    if path.name in ("classes.toml", "light.toml"):
        return path.stem
    keys = set(read_toml(path))
    for kind, known in _BY_KEYS:
        if keys and keys <= known:
            return kind
    wrong = next((k for k in sorted(keys) if not any(k in known for _, known in _BY_KEYS)), None)
    if wrong is None:
        raise DataError(f"{path.name}: " + ("keys of several kinds of file" if keys else "nothing in it"))
    raise DataError(f"{path.name}: no table {wrong!r}, only [[party]] or what stands in a TOML file of ours")


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file. DataError, naming it, if it cannot be read."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else error
        raise DataError(f"{path.name}: {cause}") from error


def _header(path: Path) -> set[str]:
    """The names of a table's columns."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else error
        raise DataError(f"{path.name}: {cause}") from error
    for line in text.splitlines():
        if line.strip() and line[0] != "#":
            return {cell.strip() for cell in line.split("\t")}
    raise DataError(f"{path.name}: no row that names the columns")


class Knowledge:
    """All that a reader knows: what ships with the package, and over it what a user's files say.

    Each part is read at its first use. `check` reads them all.
    """

    def __init__(self, path: Path | None = None) -> None:
        """DataError, naming file and row, if `path` holds what cannot be told or is not there."""
        self.path = path
        self.files: Files = own_files(path) if path is not None else {}

    def of(self, kind: str) -> tuple[Path, ...]:
        """The user's files of one kind."""
        return self.files.get(kind, ())

    @cached_property
    def world(self) -> World:
        """Parties, titles and common nouns."""
        from dragoman.knowledge.world import world

        return world(self.path)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that name acts."""
        from dragoman.knowledge.acts import lexicon

        return lexicon(own=(*self.of("classes"), *self.of("light"), *self.of("acts")))

    @cached_property
    def cues(self) -> Cues:
        """The words that make an attribution."""
        from dragoman.knowledge.cues import load_cues

        return load_cues(*self.of("cues"))

    @cached_property
    def signatures(self) -> Signatures:
        """What words do to the reality of an act."""
        from dragoman.knowledge.signatures import signatures

        return signatures(*self.of("signatures"))

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """What places are called and where they lie."""
        from dragoman.knowledge.gazetteer import load_gazetteer

        return load_gazetteer(*self.of("gazetteer"))

    def complaints(self) -> list[str]:
        """What is wrong in the user's files: every row of parties, the first of each other file."""
        found: list[str] = []
        for kind, paths in self.files.items():
            for path in paths:
                if kind == "parties":
                    from dragoman.knowledge.overrides import check_overrides

                    found += check_overrides(path)[1]
                    continue
                one = Knowledge(path)
                if kind == "acts":  # whose rows may use classes of the user's own
                    one.files["classes"] = self.of("classes")
                try:
                    one.check()
                except DataError as error:
                    found.append(str(error))
        return found

    def check(self) -> None:
        """Read all that the user's files hold. DataError naming file and row if one is wrong."""
        from dragoman.knowledge.gazetteer import read_rows

        try:
            for kinds, part in (
                (("parties", "holders", "heads", "memberships", "offices"), "world"),
                (("acts", "classes", "light"), "lexicon"),
                (("cues",), "cues"),
                (("signatures",), "signatures"),
            ):
                if any(self.of(kind) for kind in kinds):
                    getattr(self, part)
            if self.of("memberships"):
                self.world.members("")
            for path in self.of("gazetteer"):
                read_rows(path)
        except DataError:
            raise
        except ValueError as error:
            raise DataError(str(error)) from error


@lru_cache(maxsize=8)
def knowledge(path: Path | None = None) -> Knowledge:
    """What is known, with the user's file or folder at `path` over it; made once for each path."""
    return Knowledge(path)
