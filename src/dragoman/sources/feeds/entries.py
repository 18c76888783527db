"""What a feed (RSS, Atom) says of its entries: links, titles, days, and what it gives of the text itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from dragoman.sources.encoding import decode
from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    from time import struct_time

MAX_ENTRIES = 200
"""The most entries that are read of one feed. Feeds of news have 10 to 100."""
MAX_TITLE = 500
"""Characters; a longer title is cut."""

_ENTRY = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ROOT = re.compile(r"<(rss|feed|(?:\w{1,20}:)?RDF)[\s>]", re.IGNORECASE)
_DECLARED = re.compile(r"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li main "
    "ol p pre section table td th tr ul".split()
)
_LEFT_OUT = frozenset({"script", "style", "iframe", "figure", "noscript", "template"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    key: str
    """By which the feed tells it from others: its id, else its link, else its title."""
    link: str | None
    """An http(s) address, absolute; None if there is none that can be fetched."""
    title: str | None
    published: str | None
    """The day, `2022-01-27`; None if the feed tells none that can be."""
    stamp: str
    """Changes when the publisher says that the entry has changed."""
    content: str
    """The text that the feed itself gives, without markup; may be empty."""
    authors: tuple[str, ...] = ()


def looks_like_feed(data: bytes) -> bool:
    """True if `data` begins as a feed does."""
    head = data[:4_000].replace(b"\x00", b"").lower()
    return bool(re.search(rb"<(rss|feed|(?:\w{1,20}:)?rdf)[\s>]", head)) and b"<html" not in head


def entries_of(
    data: bytes,
    url: str,
    *,
    base: str | None = None,
    charset: str | None = None,
    max_entries: int = MAX_ENTRIES,
) -> list[Entry]:
    """The first `max_entries` entries of a feed, in its order. `url` is what it is called, `base` where it
    came from in the end: relative links count from there.

    A feed that is not well formed is read as far as it makes sense. Raises SourceError, naming `url`, for
    what is no feed, and for one that declares entities of its own: feeds need none, and some that do unpack
    to gigabytes.
    """
    import feedparser

    text = _text(data, url, charset)
    if "<!ENTITY" in text.upper():
        raise SourceError(url, "the feed declares entities of its own, which may be without end")
    text = _PROLOGUE.sub("", text.lstrip("\ufeff"), count=1)
    root = _ROOT.search(text)
    if root is None:
        raise SourceError(url, "this is no feed")
    text = _cut(text, root[1], max_entries)
    try:
        found: Any = feedparser.parse(
            text.encode("utf-8", "replace"),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                "content-location": base or url,
            },
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        # Parsers meet feeds that nobody thought of; one bad feed must not stop the rest.
        raise SourceError(url, f"the feed cannot be parsed: {type(error).__name__}") from error
    if not found.entries and found.bozo:
        raise SourceError(url, f"the feed is broken: {found.get('bozo_exception', 'not well formed')}"[:300])
    entries = [_entry(entry, base or url) for entry in found.entries[:max_entries]]
    return list({entry.key: entry for entry in entries if entry is not None}.values())


def _text(data: bytes, url: str, charset: str | None) -> str:
    declared = _DECLARED.match(data[:500].decode("latin-1"))
    try:
        return decode(data, url, charset or (declared[1] if declared else None))
    except SourceError:
        # Feeds are put together from many hands; one broken byte should not cost all entries.
        if b"\x00" in data[:1_000]:
            raise
        return data.decode("utf-8", "replace")


def _cut(text: str, root: str, max_entries: int) -> str:
    """The feed with no more entries than `max_entries`: parsing takes long, counting does not."""
    for number, match in enumerate(_ENTRY.finditer(text)):
        if number == max_entries:
            channel = "</channel>" if root.lower() == "rss" else ""
            return f"{text[: match.start()]}{channel}</{root}>"
    return text


def _entry(told: Any, url: str) -> Entry | None:
    # A plain dictionary: feedparser's own gives one key in the place of another, with a warning.
    found = dict(told)
    title = _title(found.get("title"))
    link = _link(found.get("link"), url)
    content = text_of(_content(found))
    key = str(found.get("id") or link or title or "").strip()
    if not key:
        return None
    day = found.get("published_parsed") or found.get("updated_parsed") or found.get("created_parsed")
    stamp = str(found.get("updated") or found.get("published") or title or "")[:200]
    name = " ".join(str(found.get("author") or "").split())
    return Entry(
        key,
        link,
        title,
        _day(day),
        stamp,
        content,
        (name,) if 0 < len(name) <= 100 and "@" not in name else (),
    )


def _link(written: Any, url: str) -> str | None:
    """The address an entry links to; none for `javascript:` and whatever else is no page."""
    if not isinstance(written, str) or not written.strip():
        return None
    try:
        link = urljoin(url, written.strip())
        parts = urlsplit(link)
        if parts.scheme.lower() in ("http", "https") and parts.hostname and len(link) <= 4_000:
            return link.partition("#")[0]
    except ValueError:
        pass
    return None


def _title(written: Any) -> str | None:
    title = " ".join(text_of(str(written or "")[: 20 * MAX_TITLE]).split())
    if len(title) > MAX_TITLE:
        title = title[:MAX_TITLE].rpartition(" ")[0] or title[:MAX_TITLE]
        title += " …"
    return title or None


def _content(found: Any) -> str:
    """The longest text that an entry gives: the whole article, or a summary."""
    texts = [str(part.get("value") or "") for part in found.get("content") or []]
    texts.append(str(found.get("summary") or ""))
    return max(texts, key=len)


def _day(parsed: struct_time | None) -> str | None:
    """The day of a feed's date, in UTC; none if it lies in the future or before there was a web."""
    if parsed is None:
        return None
    try:
        day = datetime(*parsed[:3])
    except (ValueError, TypeError):
        return None
    latest = datetime.now(UTC).replace(tzinfo=None)
    return day.date().isoformat() if day.year >= 1990 and (day - latest).days < 2 else None


def text_of(markup: str) -> str:
    """The text of a piece of HTML, a paragraph a line; of plain text the text itself.

    >>> text_of("<p>Kenya recalled its <b>ambassador</b>.</p><p>Uganda &amp; Rwanda did not.</p>")
    'Kenya recalled its ambassador.\\nUganda & Rwanda did not.'
    """
    if "<" not in markup and "&" not in markup:
        return "\n".join(filter(None, (" ".join(line.split()) for line in markup.splitlines())))
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        tree = html.fragment_fromstring(_CONTROLS.sub(" ", markup), create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    pieces: list[str] = []
    # An iterator over starts and ends, and no recursion: what is nested ten thousand deep is read as well.
    hidden = 0
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            hidden += tag in _LEFT_OUT
            pieces.append("\n" if tag in _BLOCKS else "")
            pieces.append((node.text or "") if not hidden else "")
        else:
            hidden -= tag in _LEFT_OUT
            pieces.append("\n" if tag in _BLOCKS else "")
            pieces.append((node.tail or "") if not hidden else "")
    lines = (" ".join(line.split()) for line in _joined(pieces))
    return "\n".join(line for line in lines if line)


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _joined(pieces: list[str]) -> list[str]:
    """Lines: breaks in the markup's own source count as blanks, those of blocks as ends of lines."""
    marked = "".join("\x1e" if piece == "\n" else piece.replace("\n", " ") for piece in pieces)
    return marked.split("\x1e")
