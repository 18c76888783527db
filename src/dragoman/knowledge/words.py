"""Small closed word lists for reading the mention of a party: determiners, numbers, joints, hyphen
compounds."""

from __future__ import annotations

import re

ARTICLES = frozenset({"the", "this", "that", "these", "those", "said"})
POSSESSIVES = frozenset({"its", "their", "his", "her", "our", "my", "your", "whose"})
ONE = frozenset({"a", "an", "one", "another", "single", "each", "every"})
MANY = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million both "
    "several many few "
    "some dozens hundreds thousands tens scores millions dozen various numerous multiple "
    "all most countless".split()
)
FILLERS = frozenset(
    "about nearly around almost over approximately roughly least at than more other own up any no "
    "only fellow same "
    "such certain further additional even just some-".split()
)
DROPPED = ARTICLES | POSSESSIVES | ONE | MANY | FILLERS
COUNTED = MANY | frozenset(
    "group groups number one pair couple handful majority crowd crowds hundreds thousands part band "
    "bands wave convoy "
    "columns column rest any none bulk contingent members".split()
)
"""Words that with "of" only count: "a group of protesters"."""

JOINTS = frozenset(
    {"of", "in", "from", "at", "for", "to", "on", "near", "across", "inside", "outside", "around", "with"}
)
PLACING = frozenset({"of", "in", "from", "at", "near", "across", "inside", "for", "on", "around"})
"""Joints whose complement says where a party belongs; an ambassador *to* a state is not that state's."""

CUTS = frozenset(
    "who which that whom whose where under led backed including against after before while when because "
    "accused fighting wearing carrying protesting armed-with loyal allied close known called named aged "
    "opposed stationed based deployed operating living trying seeking demanding trapped held detained "
    "killed wounded arrested travelling traveling responsible familiar whoever during as by on-board "
    "aboard over - – — seized believed suspected supported claimed belonging employed involved charged "
    "convicted impacted affected linked working serving between among waiting calling without since "
    "until fled fleeing returning".split()
)
"""Words that end the part of a mention that says what it is."""

OWNING = frozenset(
    "led flagged owned based controlled occupied held administered run registered operated ruled "
    "speaking made built "
    "manned crewed dominated majority".split()
)
"""After a hyphen: the party belongs to what stands before it, as in "Turkish-flagged"."""
HONORIFICS = frozenset("mr mrs ms miss dr sir dame madam monsieur herr señor senor comrade".split())
BEFORE_HYPHEN = frozenset({"pro", "anti", "non", "ex", "self", "so", "ultra", "neo", "semi", "mid", "then"})

PARTICLES = frozenset(
    "al el bin ibn ben van von der den de del della di da do dos das du la le y e af ul ur abu "
    "st st. jr jr. sr. ter".split()
)

_ASIDE = re.compile(r"\([^()]*\)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d\d\d)")
_AGE = re.compile(r"\b\d+-year-old\b")
_NUMBER = re.compile(r"\d[\d,.]*$")


def is_number(word: str) -> bool:
    """Whether a word is written in digits."""
    return word[:1].isdigit() and _NUMBER.match(word) is not None


def tidy(text: str) -> str:
    """A mention without what stands in brackets, ages, and the commas inside numbers."""
    if "(" in text:
        text = _ASIDE.sub(" ", text)
    if "-year-old" in text:
        text = _AGE.sub(" ", text)
    return _THOUSANDS.sub("", text) if "," in text else text


def split_words(text: str) -> list[str]:
    """The words of a mention: straight apostrophes, no quotation marks, no commas or stops at their ends."""
    words: list[str] = []
    for word in text.replace("’", "'").replace("‘", "'").split():
        word = word.strip('"“”«»()[]{},;:!?*').removesuffix(",")
        if word.endswith(".") and word.count(".") == 1 and len(word) > 5:
            word = word[:-1]
        if word in ("'s", "'"):
            if words:
                words[-1] += word
        elif word.strip("'"):
            words.append(word)
    return words


def bare(word: str) -> str:
    """A word without the possessive: "Uganda's" → "Uganda", "Philippines'" → "Philippines"."""
    if word.endswith("'s"):
        return word[:-2]
    return word[:-1] if word.endswith("'") else word


def is_name(words: list[str]) -> bool:
    """Whether the words could be a person's name: capitals and particles, a capital last."""
    if not words or len(words) > 6:
        return False
    for word in words:
        if not (word[0].isupper() or word.lower() in PARTICLES or word[:3] in ("al-", "el-")):
            return False
    return words[-1][0].isupper() or words[-1][:3] in ("al-", "el-")
