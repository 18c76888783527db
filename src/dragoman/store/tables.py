"""The tables of a store: their columns, what each means, and which are partitions.

Every table is a Delta Lake table in a folder of the store, append-only: nothing that was committed is ever
changed in place. Two things follow from that, and every question to a store respects them (`views.py` does):

- A row counts only once its `batch` stands in `runs`, the last table that a transaction writes. Rows of a
  batch that never got there (the process was killed) are invisible, and `compact` removes them.
- Reading an article again adds rows under a new batch, and the run of that batch names the batches that it
  supersedes. At an earlier version the superseded rows are the ones that count.

Offsets are characters of `articles.text`, half-open. Dates that may be partial (`2008`, `2022-01`) are
strings; `day` columns are dates, for ordering and counting.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

FORMAT = 1
"""The version of this layout. A store of a newer one is refused, not guessed at."""

SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])
VOICE = pa.struct(
    [
        ("party", pa.string()),
        ("name", pa.string()),
        ("code", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
    ]
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, Arrow type and meaning, as the documentation prints it."""

    name: str
    type: pa.DataType
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, meaning, columns and the columns that it is partitioned by."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    partition: tuple[str, ...] = ()

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema."""
        return pa.schema([(c.name, c.type) for c in self.columns])


def _columns(*rows: tuple[str, pa.DataType, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_STRING, _STRINGS, _INT, _REAL = pa.string(), pa.list_(pa.string()), pa.int32(), pa.float64()
_DAY, _SPANS = pa.date32(), pa.list_(SPAN)

_BATCH = _columns(
    ("batch", _STRING, "The transaction that wrote the row; it counts once `runs` has it."),
    ("year", _INT, "Year of publication of the article (or of the event, in imported data); 0 if unknown."),
)
_OF_ARTICLE = _columns(
    ("article", _STRING, "Id of the article it was read from; null in data imported without articles."),
)
_POSITION = _columns(("position", _INT, "Its place in the report, from 0."))

ARTICLES = Table(
    "articles",
    "One row an article, as its source gave it.",
    _columns(
        ("id", _STRING, "Content hash: the same article is the same row, whoever adds it."),
        ("source_id", _STRING, "The id that the source gave; null if it gave none."),
        ("title", _STRING, "Headline."),
        ("published", _STRING, "Date of publication, ISO 8601."),
        ("published_day", _DAY, "The same as a date; null where unknown."),
        ("publisher", _STRING, "Who published it."),
        ("url", _STRING, "Its address."),
        ("language", _STRING, "ISO 639-1."),
        ("authors", _STRINGS, "Bylines."),
        ("text", _STRING, "The text; all offsets count its characters."),
        ("added", pa.timestamp("us", "UTC"), "When it came into the store."),
        ("source", _STRING, "File, feed or archive it came from."),
        ("origin", _STRING, "`dragoman`, or the format it was imported from."),
        ("signature", pa.binary(), "MinHash of its words, by which stories are found; null without text."),
        *((c.name, c.type, c.meaning) for c in _BATCH),
    ),
    ("year",),
)

READINGS = Table(
    "readings",
    "One row for each reading of an article, so that an article without events is known to have been read.",
    (
        *_OF_ARTICLE,
        *_columns(
            ("warnings", _STRINGS, "What made reading less sure than usual."),
            ("parties", _INT, "How many parties were found."),
            ("quotes", _INT, "How many quotes were found."),
            ("events", _INT, "How many events were found."),
        ),
        *_BATCH,
    ),
    ("year",),
)

PARTIES = Table(
    "parties",
    "One row for each party of each article.",
    (
        *_columns(("id", _STRING, "Id of the party within its article.")),
        *_OF_ARTICLE,
        *_POSITION,
        *_columns(
            ("name", _STRING, "Its fullest name."),
            (
                "code",
                _STRING,
                "ISO 3166-1 alpha-3 or PLOVER's code of an actor that is no state; null: nobody's.",
            ),
            ("sector", _STRINGS, "PLOVER sectors: GOV, MIL, …"),
            ("kind", _STRING, "person, country, government, organisation, group or unknown."),
            ("mentions", _SPANS, "Where the text names it."),
        ),
        *_BATCH,
    ),
    ("year",),
)

QUOTES = Table(
    "quotes",
    "One row for each attribution: who is told to have said what.",
    (
        *_columns(("id", _STRING, "Content hash.")),
        *_OF_ARTICLE,
        *_POSITION,
        *_columns(
            ("kind", _STRING, "direct, mixed or indirect."),
            ("speaker", _STRING, "Party id; null for an unnamed source."),
            ("speaker_name", _STRING, "Its name."),
            ("speaker_code", _STRING, "Its code."),
            ("speaker_start", _INT, "Where the text names the speaker."),
            ("speaker_end", _INT, "Where that ends."),
            ("cue", _STRING, "The word of saying."),
            ("cue_start", _INT, "Where it stands."),
            ("cue_end", _INT, "Where it ends."),
            ("content", _SPANS, "The spans of what was said."),
            ("text", _STRING, "What was said, its spans joined by a blank."),
            ("published_day", _DAY, "Day of publication of the article."),
            ("publisher", _STRING, "Publisher of the article."),
        ),
        *_BATCH,
    ),
    ("year",),
)

EVENTS = Table(
    "events",
    "One row for each mention of an act.",
    (
        *_columns(("id", _STRING, "Content hash.")),
        *_OF_ARTICLE,
        *_POSITION,
        *_columns(
            ("type", _STRING, "PLOVER type."),
            ("mode", _STRINGS, "PLOVER modes."),
            ("context", _STRINGS, "PLOVER contexts."),
            ("quad", _STRING, "Quad class: verbal or material, cooperation or conflict."),
            ("score", _REAL, "PLOVER's score of the type, -10 (conflict) to 10 (cooperation)."),
            ("cameo", _STRING, "CAMEO code, where one is known."),
            ("actor_codes", _STRINGS, "Codes of the actors, sorted, each once."),
            ("recipient_codes", _STRINGS, "Codes of the recipients, sorted, each once."),
            ("actor_names", _STRINGS, "Names of the actors, in order."),
            ("recipient_names", _STRINGS, "Names of the recipients, in order."),
            ("status", _STRING, "actual, historical, future, hypothetical or negated."),
            ("factuality", _REAL, "-3 (certainly did not happen) to 3 (certainly did, or will)."),
            ("contested", pa.bool_(), "Whether it stands on somebody's word (`voice` is not empty)."),
            (
                "voice",
                pa.list_(VOICE),
                "On whose word it stands, outermost first; empty: the publication's own.",
            ),
            ("trigger", _STRING, "The words that name the act."),
            ("trigger_start", _INT, "Where they stand."),
            ("trigger_end", _INT, "Where they end."),
            ("sentence", _STRING, "The sentence."),
            ("sentence_start", _INT, "Where it stands."),
            ("sentence_end", _INT, "Where it ends."),
            ("condition_start", _INT, "Where the condition stands that the act hangs on."),
            ("condition_end", _INT, "Where it ends."),
            ("day", _DAY, "First day of its date; the day of publication where the text gives none."),
            ("day_from", _STRING, "`text` or `published`: where `day` comes from; null if there is none."),
            ("date", _STRING, "Its date, ISO 8601, cut to what is known."),
            ("date_end", _STRING, "Last day of a range."),
            ("date_precision", _STRING, "day, month, year or range."),
            ("date_start", _INT, "Where the text gives the date."),
            ("date_end_char", _INT, "Where that ends."),
            ("place", _STRING, "Its place, as the text names it."),
            ("geonameid", pa.int64(), "GeoNames id of the place."),
            ("lat", _REAL, "Degrees north, WGS 84."),
            ("lon", _REAL, "Degrees east, WGS 84."),
            ("place_country", _STRING, "ISO 3166-1 alpha-3 of the place."),
            ("place_start", _INT, "Where the text names it."),
            ("place_end", _INT, "Where that ends."),
            ("dead", _INT, "At least so many were killed."),
            ("injured", _INT, "At least so many were wounded."),
            ("arrested", _INT, "At least so many were arrested."),
            ("displaced", _INT, "At least so many were driven out."),
            ("troops", _INT, "At least so many soldiers."),
            ("weapons", _INT, "At least so many weapons."),
            ("money", _REAL, "A sum of money, in units of `currency`."),
            ("currency", _STRING, "ISO 4217."),
            ("confidence", _REAL, "0 to 1."),
            ("why", _STRINGS, "What decided, in words."),
            ("published_day", _DAY, "Day of publication of the article."),
            ("publisher", _STRING, "Publisher of the article."),
            ("origin", _STRING, "`dragoman`, or the format it was imported from: gdelt, icews, polecat, …"),
            ("origin_id", _STRING, "Its id there."),
            ("origin_code", _STRING, "Its type there, before it was translated to PLOVER."),
        ),
        *_BATCH,
    ),
    ("year",),
)

EVENT_PARTIES = Table(
    "event_parties",
    "One row for each party in a role of an event.",
    (
        *_columns(("event", _STRING, "Id of the event.")),
        *_OF_ARTICLE,
        *_columns(
            ("role", _STRING, "actor or recipient."),
            ("position", _INT, "Its place among the parties of that role, from 0."),
            ("party", _STRING, "Id of the party in its article; null in imported data."),
            ("name", _STRING, "Its name."),
            ("code", _STRING, "Its code."),
            ("sector", _STRINGS, "Its sectors."),
            ("text", _STRING, "The words that put it in the role."),
            ("start", _INT, "Where they stand."),
            ("end", _INT, "Where they end."),
        ),
        *_BATCH,
    ),
    ("year",),
)

STORIES = Table(
    "stories",
    "Which story an article belongs to; the row of the latest version counts.",
    _columns(
        ("article", _STRING, "Id of the article."),
        ("story", _STRING, "Id of the story: that of its first article, with `s` before it."),
        ("wording", _STRING, "Id of the text, shared by its copies: that of the first, with `w` before it."),
        ("batch", _STRING, "The transaction that wrote the row."),
    ),
)

OCCURRENCES = Table(
    "occurrences",
    "Which occurrence (the act itself) an event tells of; the row of the latest version counts.",
    _columns(
        ("event", _STRING, "Id of the event."),
        ("occurrence", _STRING, "Id of the occurrence: that of its first event, with `o` before it."),
        ("batch", _STRING, "The transaction that wrote the row."),
    ),
)

REVIEWS = Table(
    "reviews",
    "What persons said of the machine's coding; shown over it, never in its place.",
    _columns(
        ("id", _STRING, "Content hash."),
        ("event", _STRING, "Id of the event that is judged."),
        ("article", _STRING, "Id of its article."),
        ("verdict", _STRING, "confirm, correct or reject."),
        ("correction", _STRING, "What it ought to be, as JSON with keys of an event: type, mode, actor, …"),
        ("note", _STRING, "Why, in the reviewer's words."),
        ("author", _STRING, "Who says so."),
        ("at", pa.timestamp("us", "UTC"), "When."),
        ("batch", _STRING, "The transaction that wrote the row."),
    ),
)

RUNS = Table(
    "runs",
    "One row a transaction: the log by which all other rows count, and the version that a paper cites.",
    _columns(
        ("version", pa.int64(), "Number of the transaction, from 1, without gaps."),
        ("batch", _STRING, "The batch that it made visible."),
        ("kind", _STRING, "add, import, reread, cluster or review."),
        ("at", pa.timestamp("us", "UTC"), "When it was committed."),
        ("dragoman", _STRING, "Version of the program."),
        ("reader", _STRING, "Hash of the reader: program version, configuration, models and knowledge."),
        ("configuration", _STRING, "The reader's configuration, as JSON."),
        ("models", _STRING, "Names of the models with their hashes, as JSON."),
        ("supersedes", _STRINGS, "Batches whose readings this one replaces."),
        ("sources", _STRINGS, "What was read."),
        ("articles", _INT, "How many articles it added."),
        ("readings", _INT, "How many readings it added."),
        ("parties", _INT, "How many rows it added to `parties`."),
        ("quotes", _INT, "How many quotes it added."),
        ("events", _INT, "How many events it added."),
        ("event_parties", _INT, "How many rows it added to `event_parties`."),
        ("through", pa.int64(), "For `cluster`: the version up to which articles were clustered."),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ARTICLES,
        READINGS,
        PARTIES,
        QUOTES,
        EVENTS,
        EVENT_PARTIES,
        STORIES,
        OCCURRENCES,
        REVIEWS,
        RUNS,
    )
}
"""All tables by name."""

READ_TABLES = ("readings", "parties", "quotes", "events", "event_parties")
"""The tables that a reading fills: a newer reading of the same articles supersedes their rows."""
