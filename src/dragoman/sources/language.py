"""The language of a text, for those who make articles; the work is done in `reading.language`."""

from dragoman.reading.language import detect_language, looks_english

__all__ = ["detect_language", "looks_english"]
