"""What goes wrong with a source, in one line that names the source and the cause."""

from __future__ import annotations


class SourceError(ValueError):
    """A source, or one row of it, that gives no article.

    `source` is the file, address or row (`articles.csv:17`) as the user knows it, `cause` says why
    in words. `str(error)` is both in one line.
    """

    def __init__(self, source: str, cause: str) -> None:
        self.source = source
        self.cause = " ".join(cause.split())
        super().__init__(f"{source}: {self.cause}")
