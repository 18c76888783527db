"""The canonical export: every report of a store, in order of article id.

However a store was filled (in which order, by how many writers, killed and started again how often), the same
articles read by the same reader give the same bytes.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.records import Report


def write_reports(reports: Iterable[Report], stream: IO[bytes]) -> int:
    """Write reports as JSON lines: how many there were."""
    count = 0
    for report in reports:
        line = json.dumps(report.to_dict(), ensure_ascii=False, separators=(",", ":"))
        stream.write(line.encode("utf-8", "surrogatepass") + b"\n")
        count += 1
    return count
