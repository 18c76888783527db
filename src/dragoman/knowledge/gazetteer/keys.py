"""How a place name is spelt for look-up: one key for all its spellings, made the same way when the
gazetteer is built and when an article is read."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_DROPPED = dict.fromkeys(map(ord, "'’‘ʻʼ`´.\u200b"), None)
_SPACED = {ord(c): " " for c in "-–—_/,\u00a0\n\t"}
_TABLE = {**_DROPPED, **_SPACED}
_WORDS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "&": "and"}


@lru_cache(maxsize=65536)
def place_key(name: str) -> str:
    """The look-up key of a toponym: folded case, no diacritics, no apostrophes, `St.` as `saint`.

    >>> place_key("Saint-Étienne"), place_key("Sana'a"), place_key("St. Paul")
    ('saint etienne', 'sanaa', 'saint paul')
    """
    folded = name.translate(_TABLE).casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in folded if not unicodedata.combining(c))
    words = folded.split()
    return " ".join([_WORDS.get(w, w) for w in words])
