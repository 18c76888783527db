"""From drafts in tokens to frozen records in characters of `article.text`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman import ontology
from dragoman.records import (
    Article,
    Event,
    EventDate,
    Participant,
    Party,
    Place,
    Quote,
    Report,
    Size,
    Span,
    Voice,
    Words,
    content_id,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.reading.drafts import EventDraft, PartyDraft, QuoteDraft, Role


class Assembler:
    """Makes the Report of one Doc that all components have read."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.article: Article = doc._.article
        self.ids: dict[int, str] = {}

    def report(self) -> Report:
        """The report, with all offsets in characters of the article's text."""
        parties = self._parties()
        return Report(
            article=self.article,
            parties=parties,
            quotes=tuple(self._quote(q) for q in self.doc._.quotes if q.content),
            events=tuple(self._event(e) for e in self.doc._.events),
            warnings=tuple(dict.fromkeys(self.doc._.warnings)),
        )

    def span(self, start: int, end: int) -> Span:
        """The characters of `article.text` behind the tokens [start, end)."""
        first, last = self.doc[start], self.doc[max(start, end - 1)]
        return Span(*self.doc._.offsets.to_text(first.idx, last.idx + len(last)))

    def words(self, start: int, end: int) -> Words:
        """The tokens [start, end) as they stand in `article.text`."""
        span = self.span(start, end)
        return Words(self.article.text[span.start : span.end], span.start, span.end)

    def _parties(self) -> tuple[Party, ...]:
        made = []
        for draft in self.doc._.parties:
            spans = tuple(sorted({self.span(m.start, m.end) for m in draft.mentions}))
            if not spans:
                continue
            made.append(
                Party(
                    id=self._party_id(draft),
                    name=draft.name,
                    code=draft.code,
                    sector=tuple(draft.sector),
                    kind=draft.kind,
                    mentions=spans,
                )
            )
        return tuple(made)

    def _party_id(self, draft: PartyDraft) -> str:
        known = self.ids.get(id(draft))
        if known is None:
            first = min((m.start for m in draft.mentions), default=-1)
            known = content_id("p", self.article.id, draft.name, draft.code, first)
            self.ids[id(draft)] = known
        return known

    def _quote(self, draft: QuoteDraft) -> Quote:
        content = tuple(self.span(s, e) for s, e in draft.content)
        speaker_span = None
        if draft.speaker_span is not None:
            speaker_span = self.span(*draft.speaker_span)
        elif draft.speaker is not None:
            speaker_span = self.span(draft.speaker.start, draft.speaker.end)
        party = draft.speaker.party if draft.speaker is not None and draft.speaker.parties else None
        return Quote(
            id=content_id("q", self.article.id, content, speaker_span),
            speaker=self._party_id(party) if party is not None else None,
            speaker_span=speaker_span,
            cue=self.words(*draft.cue) if draft.cue else None,
            content=content,
            kind=draft.kind,
        )

    def _participant(self, role: Role) -> Participant:
        words = self.words(role.start, role.end)
        return Participant(
            party=self._party_id(role.party),
            text=words.text,
            start=words.start,
            end=words.end,
            name=role.party.name,
            code=role.party.code,
            sector=tuple(role.party.sector),
        )

    def _event(self, draft: EventDraft) -> Event:
        trigger = self.words(*draft.trigger)
        mode = tuple(draft.mode)
        context = tuple(draft.context)
        actor = tuple(self._participant(r) for r in draft.actor)
        recipient = tuple(self._participant(r) for r in draft.recipient)
        return Event(
            id=content_id(
                "e",
                self.article.id,
                draft.type,
                trigger.start,
                trigger.end,
                [p.party for p in actor],
                [p.party for p in recipient],
            ),
            type=draft.type,
            mode=mode,
            context=context,
            quad=ontology.quad(draft.type),
            score=ontology.score(draft.type, mode),
            cameo=ontology.to_cameo(draft.type, mode, context),
            actor=actor,
            recipient=recipient,
            trigger=trigger,
            sentence=self._without_blanks(*draft.sentence),
            status=draft.status,
            condition=self.span(*draft.condition) if draft.condition else None,
            factuality=round(max(-3.0, min(3.0, draft.factuality)), 2),
            voice=tuple(self._voice(v) for v in draft.voice),
            date=self._date(draft),
            place=self._place(draft),
            size=self._size(draft),
            confidence=round(draft.confidence, 3),
            why=tuple(draft.why),
        )

    def _without_blanks(self, start: int, end: int) -> Span:
        """The span of tokens without the line breaks that the parser counts among them."""
        while end - start > 1 and self.doc[end - 1].is_space:
            end -= 1
        while end - start > 1 and self.doc[start].is_space:
            start += 1
        return self.span(start, end)

    def _voice(self, role: Role) -> Voice:
        span = self.span(role.start, role.end)
        known = bool(role.party.mentions)
        return Voice(
            party=self._party_id(role.party) if known else None,
            name=role.party.name,
            code=role.party.code,
            start=span.start,
            end=span.end,
        )

    def _date(self, draft: EventDraft) -> EventDate | None:
        date = draft.date
        if date is None or date.value is None:
            return None
        span = self.span(date.start, date.end)
        precision = date.precision if date.precision in ("day", "month", "year", "range") else "range"
        return EventDate(date.value, date.last, precision, span.start, span.end)  # type: ignore[arg-type]

    def _place(self, draft: EventDraft) -> Place | None:
        place = draft.place
        if place is None:
            return None
        span = self.span(place.start, place.end)
        return Place(place.name, place.geonameid, place.lat, place.lon, place.country, span.start, span.end)

    def _size(self, draft: EventDraft) -> Size | None:
        if not draft.size:
            return None
        return Size(**draft.size)
