"""Which of an article's dates is an event's own.

In order: a date that hangs on the trigger, or on a verb which shares its circumstances with the trigger
(coordination, participles, light verbs); the date that heads the paragraph of a timeline; the date of the
sentence before, where the text says that it goes on ("also", "then", "there"); the date of an earlier
mention of the same act ("that shooting"). A date in another clause is not the event's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.gazetteer.words import words
from dragoman.reading.attachment import (
    SPEECH,
    is_verbal,
    modal,
    own_subject,
    path_up,
    perfect,
    root_of,
    sharers,
)
from dragoman.reading.date_clauses import clause_after, clause_around, year_ahead
from dragoman.reading.date_resolution import parse_published
from dragoman.reading.drafts import knowledge_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.reading.drafts import DateDraft

DATELINE = "dateline"
HEADER = "heads the paragraph"
DIGEST = "the day that the article sums up"
CLAUSE = "counted from the date of the clause it hangs on"
_GOES_ON = frozenset({"also", "then", "later", "further", "moreover"})
PHYSICAL = words("physical")
"""Acts that a report goes on telling sentence by sentence: time and place of the sentence before hold."""


_WEAPONS = words("weapons")


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


_ENABLING = frozenset("allow let make force help begin start manage continue see fail be enable".split())
"""Verbs whose act is done when what they govern is: "was allowed to see a doctor on Monday"."""
_NEAR_DAYS = 21
_NEAR_TOKENS = 200


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
    subject = own_subject(trigger)
    for verb, why in shared:
        own = _attached(doc, verb, dates, why)
        if own is not None and why == "schedule" and not _ahead(doc, own):
            continue
        # "A collided on Tuesday, and B accused C" does not date what B did; "On Tuesday A …, and B …" does
        if own is not None and not (subject and why == "coordinated" and own.start > verb.i):
            return own
    if trigger.lemma_.lower() in _ENABLING:
        for child in trigger.children:
            if child.dep_ == "xcomp":
                own = _attached(doc, child, dates)
                if own is not None:
                    return own
    if _blocked(trigger):
        return None
    opened = year_ahead(doc, trigger, sentence, dates)
    if opened is not None:
        return opened
    header = _header(doc, head)
    if header is not None:
        return header
    found = _continued(doc, trigger, sentence, shared, depth) if depth < 3 else None
    return found or _summed_up(doc, [trigger, *(verb for verb, _ in shared)])


def _summed_up(doc: Doc, chain: list[Token]) -> DateDraft | None:
    """The day of an article that sums up one day, for what is told in the past tense."""
    digest = next((d for d in doc._.dates[:3] if d.why == DIGEST), None)
    if digest is None or not any(verb.tag_ == "VBD" or _had(verb) for verb in chain):
        return None
    return digest


def _had(verb: Token) -> bool:
    return any(c.dep_ in ("aux", "auxpass") and c.lower_ in ("had", "was", "were") for c in verb.children)


def _attached(doc: Doc, trigger: Token, dates: list[DateDraft], shared: str = "") -> DateDraft | None:
    """The date among `dates` that hangs on `trigger`; `shared` says how another verb would come by it."""
    best: DateDraft | None = None
    for date in dates:
        if not _hangs_on(doc, date, trigger):
            continue
        before = doc[date.start - 1].lower_ if date.start else ""
        if shared == "coordinated" and before in ("since", "until", "till", "for", "by"):
            continue
        if best is None or abs(date.start - trigger.i) < abs(best.start - trigger.i):
            best = date
    return best


def _hangs_on(doc: Doc, date: DateDraft, trigger: Token) -> bool:
    if date.start <= trigger.head.i < date.end and trigger.dep_ == "relcl":
        # "in December, when a patrol boat fired"
        return True
    if clause_after(doc, date) == trigger.i:
        return True
    around = clause_around(doc, date)
    if around is not None:
        return around == trigger.i
    if date.why == CLAUSE:
        clause = _clause_of(doc, date)
        # "three months after a skirmish that killed five"
        return clause.i == (trigger.head.i if trigger.dep_ == "relcl" else trigger.i)
    if (
        date.start > 1
        and doc[date.start - 1].pos_ == "NUM"
        and doc[date.start - 2].lower_ in ("from", "than")
    ):
        # "7,800 soldiers, up from 4,100 a year ago"
        return False
    path = path_up(doc, date.start, date.end)
    if any(t.lower_ in ("than", "from") and t.pos_ == "ADP" for t in path[2:-1]):
        # "more soldiers than in May"
        return False
    if trigger.i in {t.i for t in path}:
        if path[-1].i == trigger.i:
            return not _claimed_by_noun(doc, path)
        return True
    return False


def _claimed_by_noun(doc: Doc, path: list[Token]) -> bool:
    """Whether the date is that of a noun on the way to the verb: "the seizure last month"."""
    if len(path) < 3 or path[1].pos_ not in ("NOUN", "PROPN"):
        return False
    if path[0].dep_ == "npadvmod" and path[1].lemma_.lower() not in knowledge_of(doc).lexicon.nouns:
        return False  # "sentenced to four years in prison yesterday"
    return path[0].dep_ in ("nmod", "compound", "nummod", "poss", "npadvmod", "appos", "amod")


def _clause_of(doc: Doc, date: DateDraft) -> Token:
    """The verb or noun after "a week after"."""
    connector = doc[date.end - 1]
    if connector.dep_ == "mark" or (is_verbal(connector.head) and connector.head.i > connector.i):
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
    """The date at the head of the paragraph; None if it has none there."""
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
    if is_verbal(main) and tells(main):
        goes_on = any(c.dep_ == "advmod" and c.lower_ in _GOES_ON for v in chain for c in v.children)
        acts = any(physical(v) for v in chain)
        if acts:
            return _last_act(doc, trigger, sentence)
        if goes_on and main.head.i == main.i:
            before = previous_root(doc, sentence)
            if before is not None and not modal(before[0]):
                return _date_of(doc, before[0].i, before[1], depth + 1)
    if not is_verbal(trigger):
        earlier = same_act(doc, trigger, sentence)
        if earlier is not None:
            return _date_of(doc, earlier.i, (earlier.sent.start, earlier.sent.end), depth + 1)
    return None


def _last_act(doc: Doc, trigger: Token, sentence: tuple[int, int]) -> DateDraft | None:
    """The day of the last dated act that was seen, a little before in the text and before publication."""
    if any(c.lower_ == "had" and c.dep_ == "aux" for c in trigger.children):
        return None
    published = parse_published(getattr(doc._.article, "published", None))
    if published is None:
        return None
    for date in reversed(doc._.dates):
        if date.start >= sentence[0] or date.value is None or date.why in (DATELINE, HEADER, CLAUSE):
            continue
        if sentence[0] - date.start > _NEAR_TOKENS:
            return None
        verb = path_up(doc, date.start, date.end)[-1]
        if not physical(verb) or modal(verb):
            continue
        day = parse_published(date.value) if date.precision == "day" else None
        return date if day is not None and 0 <= (published - day).days <= _NEAR_DAYS else None
    return None


def physical(verb: Token) -> bool:
    """Whether a verb tells of an act that is seen: "beat", "used tear gas", "opened fire"."""
    if verb.lemma_.lower() in PHYSICAL:
        return True
    return any(c.dep_ == "dobj" and c.lemma_.lower() in _WEAPONS for c in verb.children)


def tells(verb: Token) -> bool:
    """Whether a verb is the main one of its sentence, or of what somebody there says."""
    if verb.head.i == verb.i:
        return True
    return (
        verb.dep_ in ("ccomp", "parataxis")
        and verb.head.lemma_.lower() in SPEECH
        and verb.tag_ in ("VBD", "VBN")
    )


def previous_root(doc: Doc, sentence: tuple[int, int]) -> tuple[Token, tuple[int, int]] | None:
    """The root of the sentence before, in the same paragraph, and that sentence."""
    at = sentence[0] - 1
    if at < 0 or "\n" in doc[at].text:
        return None
    before = doc[at].sent
    if before.end > sentence[0]:
        return None
    if paragraph_of(doc, before.start)[0] != paragraph_of(doc, sentence[0])[0]:
        return None
    return before.root, (before.start, before.end)


def same_act(doc: Doc, noun: Token, sentence: tuple[int, int]) -> Token | None:
    """An earlier word for the act that a definite noun takes up: "that shooting", "the order"."""
    if not any(
        c.dep_ == "det" and c.lower_ in ("the", "that", "this", "these", "those") for c in noun.children
    ):
        return None
    stem = noun.lemma_.lower()
    stem = stem[: max(4, len(stem) - 3)]
    if len(stem) < 4:
        return None
    for i in range(sentence[0] - 1, max(-1, sentence[0] - 400), -1):
        other = doc[i]
        if (
            other.lower_.startswith(stem)
            and other.pos_ in ("VERB", "NOUN")
            and abs(len(other) - len(noun)) < 5
        ):
            return other
    return None
