"""PDF files: the text as it stands on the pages, by PDFium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.records import Article
from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    import pypdfium2

FORM_FEED = "\n\f"
"""What stands between pages in the text."""
_DIVIDED = re.compile("[\x02\ufffe]\n?")
_UNTITLED = (".doc", ".docx", ".indd", ".qxd", ".qxp", ".pdf", ".tmp", "untitled", "microsoft word")


def article_from_pdf(data: bytes, source: str) -> Article:
    """The article in a PDF file, with its lines and pages as they are: `layout.repair` puts them together.

    The title and the authors are the document's own, where it names any. The day a file was made
    is not the day an article was published, so `published` stays None. Raises SourceError for a
    broken or locked file, and for one without text (a scan).
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise SourceError(
            source, "the PDF is locked with a password" if locked else "the PDF is broken"
        ) from error
    try:
        text = FORM_FEED.join(_pages(document, source))
        told = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    # PDFium marks a hyphen at a line's end with a control character of its own and swallows the break.
    text = _DIVIDED.sub("-\n", text.replace("\r\n", "\n"))
    if not any(map(str.isalpha, text)):
        raise SourceError(source, "there is no text in the PDF, perhaps only pictures of pages")
    title = " ".join(told.get("Title", "").split())
    author = told.get("Author", "")
    return Article(
        text,
        title=None if not title or any(mark in title.lower() for mark in _UNTITLED) else title,
        authors=tuple(name.strip() for name in author.split(";") if name.strip()),
    )


def _pages(document: pypdfium2.PdfDocument, source: str) -> list[str]:
    import pypdfium2

    pages: list[str] = []
    for number in range(len(document)):
        try:
            page = document[number]
            words = page.get_textpage()
            pages.append(words.get_text_bounded())
            words.close()
            page.close()
        except pypdfium2.PdfiumError as error:
            raise SourceError(source, f"page {number + 1} of the PDF is broken") from error
    return pages
