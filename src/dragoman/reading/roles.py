"""Who did it to whom: the parties that fill the slots of a matched sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.drafts import Mention, PartyDraft, Role
from dragoman.reading.frames import is_passive
from dragoman.reading.roles_further import further_slots

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from dragoman.reading.senses import Match, SenseChooser

VERB_ACTOR = ("subj",)
VERB_RECIPIENT = tuple(
    "dative obj obj.by obj.poss obj.of obj.mod to on against with from for clause.subj".split()
)
VERB_RECIPIENT_PLACES = (
    *VERB_RECIPIENT,
    "at",
    "in",
    "into",
    "over",
    "obj.in",
    "obj.on",
    "obj.from",
    "obj.to",
)
NOUN_ACTOR = ("poss", "by", "subj", "mod", "from", "between")
NOUN_RECIPIENT = ("on", "against", "to", "of", "with", "for", "at", "into", "over", "toward", "towards")
TAKES_OF = frozenset("ASSAULT COERCE SANCTION AID ACCUSE SUPPORT THREATEN".split())
ON_THINGS = frozenset("ASSAULT COERCE PROTEST".split())
"""Types whose recipient may be a thing that stands for its owner: a ship sunk, a plane seized."""
THINGS = ("weapons", "missiles", "vehicles", "aircraft", "ships", "money", "reliefgoods")
TOWARD_OWN = frozenset("ASSAULT COERCE SANCTION ACCUSE REQUEST AID".split())
TOWARD_PLACES = frozenset("ASSAULT COERCE SANCTION AID".split())
MARKS = frozenset({"\u201c", "\u201d", '"'})
OWN_FORCES = frozenset({"MOBILIZE", "RETREAT"})
POLITICAL = frozenset("GOV MIL LEG JUD SPY COP PRM PTY REB UAF OPP IGO NGO REF LAB".split())


def weighty(party: PartyDraft) -> bool:
    """Whether a party is one that politics is made of, and not a private person."""
    return party.code is not None or bool(POLITICAL & set(party.sector))


def unique(roles: Iterable[Role]) -> list[Role]:
    """One role a party, the first that names it."""
    seen: set[int] = set()
    kept = []
    for role in roles:
        if id(role.party) not in seen:
            seen.add(id(role.party))
            kept.append(role)
    return kept


def roles_of(mention: Mention) -> list[Role]:
    """A role for each party of a mention."""
    return [Role(party, mention.start, mention.end) for party in mention.parties]


class RoleFinder:
    """Fills roles from the slots of a frame."""

    def __init__(self, chooser: SenseChooser) -> None:
        self.chooser = chooser
        classes = chooser.lexicon.classes
        self.things = frozenset().union(*(classes.get(name, frozenset()) for name in THINGS))

    def participants(self, match: Match) -> tuple[list[Role], list[Role]]:
        """Actor and recipient of a matched sense; either may be empty."""
        sense, frame = match.sense, match.frame
        verbal = sense.pos == "v" or (sense.pos in "ap" and frame.verbal)
        if frame.light is not None and frame.light_side == "recipient":
            recipient = self._first(match, ("light.subj",), exclude=[])
            actor = self._first(match, ("from", "by", "mod", "poss"), exclude=recipient)
            return actor, recipient
        if "recip" in sense.flags:
            slots = sense.actor or ((*VERB_ACTOR, "with", "obj") if verbal else (*NOUN_ACTOR, "with", "of"))
            together: list[Role] = []
            for slot in slots:
                together.extend(self._in_slot(match, slot))
            return unique(together), []
        actor_slots = sense.actor or (VERB_ACTOR if verbal else NOUN_ACTOR)
        if not verbal and not sense.actor and sense.type not in TAKES_OF:
            actor_slots = (*actor_slots, "of")
        if not verbal and frame.light is not None and "subj" not in actor_slots:
            actor_slots = (*actor_slots, "subj")
        actor = self._first(match, actor_slots, exclude=[])
        if not actor and verbal:
            actor = self._subject_before(match)
        if not actor and sense.type in OWN_FORCES and "release" not in sense.mode:
            # "troops have been put on alert": the forces moved are the mover's own
            actor = self._first(match, ("obj", "obj.poss", "obj.mod", "obj.of"), exclude=[])
        if sense.recipient is None or sense.type == "MOBILIZE":
            return actor, []
        recipient_slots = sense.recipient
        if not recipient_slots:
            if not verbal:
                recipient_slots = NOUN_RECIPIENT
            elif sense.type in TOWARD_PLACES:
                recipient_slots = VERB_RECIPIENT_PLACES
            elif sense.type == "REJECT":
                recipient_slots = VERB_RECIPIENT[:-1]  # who is spoken of in a denial is not who is denied
            else:
                recipient_slots = VERB_RECIPIENT
        recipient = self._first(match, recipient_slots, exclude=actor, things=sense.type in ON_THINGS)
        if not recipient and actor:
            recipient = self._first(match, further_slots(sense.type, frame), exclude=actor, things=False)
        return actor, recipient

    def _first(
        self, match: Match, slots: Iterable[str], exclude: list[Role], *, things: bool = True
    ) -> list[Role]:
        """The roles of the first slot that has any; arms and ships count as parties only if `things`."""
        barred = {id(role.party) for role in exclude}
        own: list[Role] = []
        for slot in slots:
            found = []
            for role in self._in_slot(match, slot, things):
                if id(role.party) in barred:
                    continue
                found.append(role)
            if not found:
                continue
            if exclude and self._belongs(found[0], barred):
                own = own or found
                continue
            return unique(found)
        # one may jail one's own citizens, but does not pledge to one's own army
        return unique(own) if match.sense.type in TOWARD_OWN else []

    def _subject_before(self, match: Match) -> list[Role]:
        """The subject of the finite verb before an active verb that the parse left without one."""
        token = match.token
        if token.tag_ not in ("VBD", "VBZ", "VBP", "VBG") or is_passive(token):
            return []
        if any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children):
            return []
        doc = self.chooser.doc
        beside = token.i - 1
        while beside > token.sent.start and doc[beside].pos_ in ("ADV", "AUX"):
            beside -= 1
        if token.tag_ != "VBG" and beside >= token.sent.start:
            # "Suriname releases four rangers" without a subject in the parse
            mention = self.chooser.mention(doc[beside])
            if mention is not None and mention.end == beside + 1 and mention.form != "place":
                return roles_of(mention)
        marks = sum(doc[at].text in MARKS for at in range(token.sent.start, token.i))
        quoted = False
        for at in range(token.i - 1, token.sent.start - 1, -1):
            before = doc[at]
            if before.text in MARKS:
                if marks % 2:
                    return []  # the verb stands in a quotation, whose speaker is not its subject
                quoted = not quoted
                continue
            if quoted:
                continue  # "he called them “puppets of …”, blamed": what is quoted lies between
            if before.dep_ == "nsubj" and before.head.i < token.i:
                mention = self.chooser.mention(before)
                return roles_of(mention) if mention is not None else []
            if before.text in (";", ":"):
                return []
        return []

    def _belongs(self, role: Role, owners: set[int]) -> bool:
        """Whether the words of a role are possessed by one of `owners`: "*its* ambassador"."""
        doc = self.chooser.doc
        for token in doc[role.start : role.end]:
            if token.dep_ == "poss":
                mention = self.chooser.mention(token)
                if mention is not None and any(id(p) in owners for p in mention.parties):
                    return True
        return False

    def _in_slot(self, match: Match, slot: str, things: bool = True) -> list[Role]:
        frame = match.frame
        if slot == "light.subj":
            from dragoman.reading.frames import Frame

            tokens = Frame(frame.light).tokens("subj") if frame.light is not None else []
        else:
            tokens = frame.tokens(slot)
        found: list[Role] = []
        for token in tokens:
            if things or token.lemma_.lower() not in self.things:
                found.extend(self._of_token(token, slot))
        return found

    def _of_token(self, token: Token, slot: str) -> list[Role]:
        mention = self.chooser.mention(token)
        if mention is None:
            for child in token.children:
                if child.dep_ == "appos":
                    beside = self.chooser.mention(child)
                    if beside is not None:
                        return roles_of(beside)
            return self._measured(token) or (self._owner(token) if slot in ("subj", "by") else [])
        last = slot.rpartition(".")[2]
        if last == "mod" and mention.form not in ("demonym", "name", "metonym", "acronym"):
            return []
        return roles_of(mention)

    def _owner(self, token: Token) -> list[Role]:
        """ "*Abbas*'s office condemned", "a *Russian* strike killed": who acts through what is no party."""
        if token.pos_ != "NOUN":
            return []
        for child in token.children:
            if child.dep_ in ("poss", "amod", "compound"):
                mention = self.chooser.mention(child)
                if mention is not None and mention.form != "place":
                    return roles_of(mention)
            elif child.dep_ in ("prep", "agent") and child.lower_ == "by":
                for below in child.children:
                    mention = self.chooser.mention(below)
                    if mention is not None:
                        return roles_of(mention)
        return []

    def _measured(self, token: Token) -> list[Role]:
        """ "one of the soldiers", "dozens of protesters": the party stands in the of-phrase."""
        if token.pos_ not in ("NUM", "PRON", "DET", "NOUN"):
            return []
        if token.pos_ == "NOUN" and token.lemma_ not in MEASURES:
            return []
        for child in token.children:
            if child.lower_ == "of":
                for below in child.children:
                    mention = self.chooser.mention(below)
                    if mention is not None:
                        return roles_of(mention)
                    for owner in below.children:
                        # "four of *their* boats": the thing stands for its owner
                        held = self.chooser.mention(owner) if owner.dep_ == "poss" else None
                        if held is not None:
                            return roles_of(held)
        return []


MEASURES = frozenset(
    "dozen score hundred thousand million number group majority member part handful wave crowd team most "
    "some "
    "one two three four five many several none any each all half".split()
)
