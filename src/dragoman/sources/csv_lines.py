"""The lines of a CSV table, given to the parser in such a way that a broken row takes no other with it.

A quotation mark that nothing closes makes a parser take the rows that follow for the text of one cell. So
the lines of a row are kept until it is known to be whole; if it is not, the parser starts again at its
second line.
"""

from __future__ import annotations

import csv
from collections import deque
from typing import IO

_KEPT = 2_000_000
"""Characters of a row that can be read again. A broken row that is longer is passed over as it was read."""
_AGAIN = 1_000
"""How many times a table is read again from a row's second line: a table that is all broken ends, too."""


class CsvLines:
    """An iterator over the lines of `text` that can go back. A line of more than `max_length` characters is
    passed over, in pieces, and raises csv.Error in its place."""

    def __init__(self, text: IO[str], max_length: int) -> None:
        self.number = 0
        """Of the line given last."""
        self._text = text
        self._max_length = max_length
        self._waiting: deque[str] = deque()
        self._row: list[str] = []
        self._length = 0
        self._again = _AGAIN
        self._ended = False

    def __iter__(self) -> CsvLines:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._text.readline(self._max_length + 1)
        if not line:
            self._ended = True
            raise StopIteration
        self.number += 1
        if len(line) > self._max_length:
            while not line.endswith(("\n", "\r")) and (line := self._text.readline(65_536)):
                pass
            self._row.clear()
            raise csv.Error(f"a line has more than {self._max_length:,} characters")
        self._length += len(line)
        if self._length > _KEPT:
            self._row.clear()
        elif self._row or self._length == len(line):
            self._row.append(line)
        return line

    def peek(self) -> str:
        """The next line, which stays the next; nothing at the end."""
        if not self._waiting:
            line = self._text.readline(self._max_length + 1)
            if not line:
                return ""
            self._waiting.append(line)
        return self._waiting[0]

    def begin(self) -> int:
        """Note that a new row begins; gives the number of its first line."""
        self._row.clear()
        self._length = 0
        return self.number + 1

    def only_line(self) -> str | None:
        """The line that the row consists of; None if the parser went on to further lines."""
        return self._row[0] if len(self._row) == 1 and not self._ended else None

    def back(self) -> bool:
        """Let what follows the first line of a broken row be read again; True if anything does.

        Its lines may be rows, or no more than the rest of the broken one.
        """
        if len(self._row) < 2 or not self._again:
            return False
        self._again -= 1
        self._waiting.extendleft(reversed(self._row[1:]))
        self.number -= len(self._row) - 1
        self._row.clear()
        self._ended = False
        return True
