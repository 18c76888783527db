"""What goes wrong with somebody else's file, told in one line."""

from __future__ import annotations

from dataclasses import dataclass


class FormatError(ValueError):
    """A file that is not what it is taken for, or that breaks off; the message names file and cause."""

    def __init__(self, source: object, cause: str) -> None:
        super().__init__(f"{source}: {cause}")
        self.source = str(source)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not understood and is left out. `row` is what a spreadsheet would number it."""

    source: str
    row: int
    cause: str

    def __str__(self) -> str:
        return f"{self.source}: row {self.row}: {self.cause}"
