"""Words that make or break a name: particles, days, forms of address, capitals that name nobody."""

from __future__ import annotations

PARTICLES = frozenset(
    "al el bin ibn van von der den de del della di da dos du la le ter ben abu - ’ '".split()
)
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august "
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed "
    "thu fri sat sun "
    "a.m. p.m. gmt est edt pdt".split()
)
HONORIFICS = (
    dict.fromkeys("mr mr. sir lord king prince sheikh".split(), "m")
    | dict.fromkeys("mrs mrs. ms ms. miss lady queen princess madam dame baroness".split(), "f")
    | dict.fromkeys(("dr", "dr."), "")
)
"""Forms of address, and the gender that they tell."""
NO_NAMES = frozenset(
    "god lord bible quran koran constitution internet christmas easter heaven sens sens. reps reps. "
    "sen. rep. gov. facebook "
    "twitter".split()
)
"""Capitalised words that are no party, whatever the recogniser takes them for."""
SHOUTED = frozenset({"is", "us", "who", "it", "un", "can", "aid", "as", "in", "or", "may", "id"})
"""Words that an acronym may look like in a line of capitals."""
FUNCTION_TAGS = frozenset(
    {"DT", "PRP", "PRP$", "WP", "WDT", "IN", "CC", "VBZ", "VBP", "POS", "RB", "MD", "TO", "UH", ":"}
)
FORMER = frozenset(
    {"former", "ex", "ex-", "onetime", "then", "late", "ousted", "deposed", "previous", "erstwhile"}
)
ENTITY_LABELS = frozenset(
    {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"}
)
