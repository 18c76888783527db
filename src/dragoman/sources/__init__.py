"""From files, addresses, archives, feeds and standard input to articles.

`read_source` takes whatever the user names and yields `Article`s. What cannot be read is a
`SourceError`, one line that names the source and the cause: raised where the whole source fails,
yielded in the place of a row where a table or a folder has more to give.
"""

from __future__ import annotations

from dragoman.sources.dates import iso_date
from dragoman.sources.errors import SourceError
from dragoman.sources.read import MAX_BYTES, read_source
from dragoman.sources.unpack import MAX_RATIO, MAX_UNPACKED

__all__ = ["MAX_BYTES", "MAX_RATIO", "MAX_UNPACKED", "SourceError", "iso_date", "read_source"]
