"""Which of an article's dates is an event's own.

In order: a date that hangs on the trigger, or on a verb which shares its circumstances with the trigger
(coordination, participles, light verbs); the date that heads the paragraph of a timeline; the date of the
sentence before, where the text says that it goes on ("also", "then", "there"); the date of an earlier
mention of the same act ("that shooting"). A date in another clause is not the event's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.attachment import is_verbal, modal, path_up, perfect, root_of, sharers

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.reading.drafts import DateDraft

DATELINE = "dateline"
HEADER = "heads the paragraph"
CLAUSE = "counted from the date of the clause it hangs on"
_GOES_ON = frozenset({"also", "then", "later", "further", "moreover"})
PHYSICAL = frozenset(
    "kill die wound injure beat shoot fire bomb shell hit strike attack loot burn torch stone march clash "
    "disperse detain arrest raid storm hurl throw set rally attend drag stab hurt capture explode".split()
)
"""Acts that a report goes on telling sentence by sentence: time and place of the sentence before hold."""


def date_of(
    doc: Doc, head: int, sentence: tuple[int, int], *, status_hint: str | None = None
) -> DateDraft | None:
    """The date of the event whose trigger has its head at token `head`; None if the text gives it none.

    `sentence` are token indices. `status_hint`, a status, keeps a date that lies after the publication
    from an event that has happened.
    """
    found = _date_of(doc, head, sentence, 0)
    if found is not None and status_hint in ("actual", "historical") and _ahead(doc, found):
        return None
    if found is not None and found.why == HEADER and status_hint in ("negated", "hypothetical", "future"):
        return None
    return found


def _ahead(doc: Doc, date: DateDraft) -> bool:
    """Whether a date lies wholly after the publication."""
    published = getattr(doc._.article, "published", None)
    if not published or not date.value:
        return False
    day = str(published)[:10]
    return date.value > day[: len(date.value)]


def _date_of(doc: Doc, head: int, sentence: tuple[int, int], depth: int) -> DateDraft | None:
    trigger = doc[head]
    dates = [d for d in doc._.dates if sentence[0] <= d.start < sentence[1] and d.value is not None]
    dates = [d for d in dates if d.why not in (DATELINE, HEADER)]
    own = _attached(doc, trigger, dates)
    if own is not None:
        return own
    shared = sharers(trigger)
    for verb, _ in shared:
        own = _attached(doc, verb, dates, sharing=trigger)
        if own is not None:
            return own
    if _blocked(trigger):
        return None
    header = _header(doc, head)
    if header is not None:
        return header
    if depth < 2:
        return _continued(doc, trigger, sentence, shared, depth)
    return None


def _attached(doc: Doc, trigger: Token, dates: list[DateDraft], sharing: Token | None = None) -> DateDraft | None:
    """The date among `dates` that hangs on `trigger`; with `sharing`, one that `sharing` may have from it."""
    best: DateDraft | None = None
    for date in dates:
        if not _hangs_on(doc, date, trigger):
            continue
        if sharing is not None:
            before = doc[date.start - 1].lower_ if date.start else ""
            if before in ("since", "until", "till", "for", "by") or date.why == CLAUSE:
                continue
        if best is None or abs(date.start - trigger.i) < abs(best.start - trigger.i):
            best = date
    return best


def _hangs_on(doc: Doc, date: DateDraft, trigger: Token) -> bool:
    if date.start <= trigger.head.i < date.end and trigger.dep_ == "relcl":
        # "in December, when a patrol boat fired"
        return True
    if date.why == CLAUSE:
        return _clause_of(doc, date).i == trigger.i
    path = path_up(doc, date.start, date.end)
    if trigger.i in {t.i for t in path}:
        if path[-1].i == trigger.i:
            return not _claimed_by_noun(path)
        return True
    return False


def _claimed_by_noun(path: list[Token]) -> bool:
    """Whether the date is that of a noun on the way: "a deal of 2009", "arrested in April" under another verb."""
    for token in path[1:-1]:
        if token.pos_ == "NOUN" and path[0].dep_ in ("nmod", "compound", "nummod", "poss"):
            return True
    return False


def _clause_of(doc: Doc, date: DateDraft) -> Token:
    """The verb or noun after "a week after"."""
    connector = doc[date.end - 1]
    if connector.dep_ == "mark" or is_verbal(connector.head) and connector.head.i > connector.i:
        return connector.head
    for child in connector.children:
        if child.i > connector.i and child.dep_ in ("pcomp", "pobj"):
            return child
    head = root_of(doc, date.start, date.end).head
    return head


def _blocked(trigger: Token) -> bool:
    """Whether nothing may be inferred: planned, possible or present-perfect acts carry their own dates."""
    verb = trigger
    if not is_verbal(verb):
        return False
    return modal(verb) or perfect(verb)


def _header(doc: Doc, head: int) -> DateDraft | None:
    """The date at the head of the paragraph, or a later one in it that opens a sentence ("Two days later, …")."""
    start, end = paragraph_of(doc, head)
    found: DateDraft | None = None
    for date in doc._.dates:
        if date.start >= min(end, head):
            break
        if date.start >= start and date.why == HEADER and date.value is not None:
            found = date
    return found


def paragraph_of(doc: Doc, token: int) -> tuple[int, int]:
    """Token indices of the paragraph: as `dragoman_layout` gave it, or between line breaks."""
    for start, end in doc._.paragraphs:
        if start <= token < end:
            return start, end
    start = end = token
    while start > 0 and "\n" not in doc[start - 1].text:
        start -= 1
    while end < len(doc) and "\n" not in doc[end].text:
        end += 1
    return start, end


def _continued(
    doc: Doc, trigger: Token, sentence: tuple[int, int], shared: list[tuple[Token, str]], depth: int
) -> DateDraft | None:
    chain = [trigger, *(v for v, _ in shared)]
    main = chain[-1]
    if is_verbal(main) and main.head.i == main.i:
        goes_on = any(c.dep_ == "advmod" and c.lower_ in _GOES_ON for v in chain for c in v.children)
        physical = any(v.lemma_.lower() in PHYSICAL for v in chain)
        if goes_on or physical:
            before = previous_root(doc, sentence)
            if before is not None and not modal(before[0]):
                return _date_of(doc, before[0].i, before[1], depth + 1)
    if not is_verbal(trigger):
        earlier = _same_act(doc, trigger, sentence)
        if earlier is not None:
            return _date_of(doc, earlier.i, (earlier.sent.start, earlier.sent.end), depth + 1)
    return None


def previous_root(doc: Doc, sentence: tuple[int, int]) -> tuple[Token, tuple[int, int]] | None:
    """The root of the sentence before, in the same paragraph, and that sentence."""
    if sentence[0] == 0 or "\n" in doc[sentence[0] - 1].text:
        return None
    before = doc[sentence[0] - 1].sent
    if before.end > sentence[0] or paragraph_of(doc, before.start)[0] != paragraph_of(doc, sentence[0])[0]:
        return None
    return before.root, (before.start, before.end)


def _same_act(doc: Doc, noun: Token, sentence: tuple[int, int]) -> Token | None:
    """An earlier word for the act that a definite noun takes up: "that shooting", "the order"."""
    if not any(c.dep_ == "det" and c.lower_ in ("the", "that", "this", "these", "those") for c in noun.children):
        return None
    stem = noun.lemma_.lower()
    stem = stem[: max(4, len(stem) - 3)]
    if len(stem) < 4:
        return None
    for i in range(sentence[0] - 1, max(-1, sentence[0] - 400), -1):
        other = doc[i]
        if other.lower_.startswith(stem) and other.pos_ in ("VERB", "NOUN") and abs(len(other) - len(noun)) < 5:
            return other
    return None
