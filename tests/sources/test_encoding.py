"""Bytes to text."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.sources.encoding import decode
from dragoman.sources.errors import SourceError

TEXT = "“Nobody,” said the café’s owner – and Łódź is far."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_encodings_of_unicode(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


def test_windows_text_with_curly_quotes() -> None:
    text = "“Nobody,” said the café’s owner – and left for São Tomé."
    assert decode(text.encode("cp1252"), "a.txt") == text


def test_cyrillic_before_unicode() -> None:
    text = "Министр заявил в понедельник, что переговоры с соседней страной провалились. " * 5
    assert decode(text.encode("cp1251"), "a.txt") == text


def test_a_declared_charset_is_believed_where_utf_8_does_not_fit() -> None:
    assert decode("Łódź".encode("iso8859-2"), "a.txt", "iso-8859-2") == "Łódź"
    assert decode("Łódź".encode(), "a.txt", "iso-8859-2") == "Łódź"
    assert (
        decode("déjà vu, said the man".encode("cp1252"), "a.txt", "no-such-charset")
        == "déjà vu, said the man"
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        assert isinstance(decode(data, "x"), str)


WORDS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=200)


@given(WORDS)
def test_utf_8_comes_back_whole(text: str) -> None:
    assert decode(f"News: {text}".encode(), "x") == f"News: {text}"
