"""Events as one flat table, a row each, for spreadsheets (CSV) and statistics (Parquet)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import polars as pl
import pyarrow as pa
from pyarrow import parquet

if TYPE_CHECKING:
    from dragoman.store.interchange.exporting import Page

_JOIN = "; "
_ROLES = ("actor", "recipient")
_OF_PARTY = ("", "_code", "_sector")
_JOINED = ("mode", "context", "voice", "voice_code", *(f"{r}{c}" for r in _ROLES for c in _OF_PARTY))
_RENAMED = {"id": "event", "place_country": "country"}
COLUMNS = (
    "event article day date date_end date_precision published_day publisher url type mode context quad score "
    "cameo status factuality voice voice_code actor actor_code actor_sector recipient recipient_code "
    "recipient_sector trigger sentence place geonameid lat lon country dead injured arrested displaced "
    "troops weapons money currency confidence story occurrence verdict origin origin_id origin_code"
).split()
"""The columns, in order; those that `dragoman read --format csv` writes, too, have its names."""


class Writer:
    """CSV with a header, or Parquet."""

    def __init__(self, stream: IO[bytes], form: str) -> None:
        self.stream = stream
        self.form = form
        self._parquet: parquet.ParquetWriter | None = None
        self._begun = False

    def write(self, page: Page) -> None:
        """Write a page of events."""
        table = flat(page)
        if self.form == "parquet":
            made = table.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(SCHEMA)
            if self._parquet is None:
                self._parquet = parquet.ParquetWriter(self.stream, SCHEMA, compression="zstd")
            self._parquet.write_table(made)
        else:
            table.write_csv(self.stream, include_header=not self._begun)
        self._begun = True

    def close(self) -> None:
        """An export without events still has its columns."""
        if self.form == "parquet":
            writer = self._parquet or parquet.ParquetWriter(self.stream, SCHEMA, compression="zstd")
            writer.close()
        elif not self._begun:
            self.stream.write(",".join(COLUMNS).encode() + b"\n")


def flat(page: Page) -> pl.DataFrame:
    """The events of a page in `COLUMNS`; lists joined by "; ", parties' codes in the order of their names."""
    events = pl.DataFrame(page.events)
    parties = pl.DataFrame(page.parties.select(["event", "role", "position", "name", "code", "sector"]))
    for role in _ROLES:
        sides = (
            parties.filter(pl.col("role") == role)
            .sort("event", "position")
            .group_by("event", maintain_order=True)
            .agg(
                pl.col("name").fill_null("").str.join(_JOIN).alias(role),
                pl.col("code").fill_null("").str.join(_JOIN).alias(f"{role}_code"),
                pl.col("sector").list.join(" ").fill_null("").str.join(_JOIN).alias(f"{role}_sector"),
            )
            .rename({"event": "id"})
        )
        events = events.join(sides, on="id", how="left", maintain_order="left")
    urls = pl.DataFrame(
        {"article": list(page.urls), "url": list(page.urls.values())},
        schema={"article": pl.String, "url": pl.String},
    )
    events = events.join(urls, on="article", how="left", maintain_order="left")
    voices = [
        pl.col("voice")
        .list.eval(pl.element().struct.field(name).fill_null(""))
        .list.join(_JOIN)
        .alias(column)
        for name, column in (("code", "voice_code"), ("name", "voice"))
    ]
    events = events.with_columns(
        *voices, pl.col("mode").list.join(_JOIN), pl.col("context").list.join(_JOIN)
    ).rename(_RENAMED)
    missing = [pl.lit(None, pl.String).alias(name) for name in COLUMNS if name not in events.columns]
    joined = [pl.col(name).replace("", None) for name in _JOINED]
    return events.with_columns(missing).with_columns(joined).select(COLUMNS)


_TYPES = {
    **dict.fromkeys(("day", "published_day"), pa.date32()),
    **dict.fromkeys(("score", "factuality", "lat", "lon", "money", "confidence"), pa.float64()),
    **dict.fromkeys(("dead", "injured", "arrested", "displaced", "troops", "weapons"), pa.int32()),
    "geonameid": pa.int64(),
}
SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in COLUMNS])
"""The types of the columns in Parquet."""
