"""Acts that nouns and adjectives name: "the shelling of", "no attack", "a possible strike"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.signatures import Outcome
from dragoman.reading.clause import is_verbal, marker, read_clause
from dragoman.reading.climber import REPORTING, Climber, State, compose

if TYPE_CHECKING:
    from spacy.tokens import Token


class NounJudge(Climber):
    """Judges words that name an act without heading a clause."""

    def other(self, token: Token, depth: int) -> State:
        """An adjective, adverb, particle or auxiliary as trigger: it shares the state of its head."""
        if token.head.i == token.i:
            return self._base(token)
        above = self.judge(token.head, depth + 1)
        if token.dep_ == "acomp":
            for child in token.children:
                if child.dep_ in ("neg", "advmod") and child.lower_ in self.words["negators"]:
                    return compose(above, Outcome("negated", self.values["negated"]), child.lower_)
        return above

    def noun(self, token: Token, depth: int) -> State:
        """The state of an act that a noun names: what governs it, then its determiners and adjectives."""
        own, word = self._noun_own(token)
        above = self.noun_context(token, depth)
        if own.status == "negated":
            # A failed or cancelled act is none, whatever its verb; "no" and "not" negate once together.
            return (
                above if above.status == "negated" else State("negated", own.factuality, (word,), above.told)
            )
        if own.status == "hypothetical" and above.status == "negated":
            return above
        return compose(above, own, word)

    def _noun_own(self, token: Token) -> tuple[Outcome, str]:
        """What determiners and adjectives make of a noun that names an act."""
        words, values = self.words, self.values
        if token.i > 2 and self.doc[token.i - 3 : token.i].text.lower() == "would-be":
            return Outcome("hypothetical", values["hedged"]), "would-be"
        for child in token.children:
            if child.i > token.i:
                break
            low, dep = child.lower_, child.dep_
            if dep in ("det", "neg", "preconj"):
                if low in words["no_determiners"]:
                    return Outcome("negated", values["negated"]), low
                if low in words["any_determiners"]:
                    return Outcome("hypothetical", values["any"]), low
            elif dep in ("amod", "compound", "nmod", "advmod", "poss"):
                if (
                    low in words["failed_adjectives"]
                    or low.removeprefix("now-") in words["failed_adjectives"]
                ):
                    return Outcome("negated", values["failed"]), low
                if low in words["possible_adjectives"]:
                    return Outcome("hypothetical", values["hedged"]), low
                if low in words["planned_adjectives"]:
                    return Outcome("future", values["planned"]), low
                if low in words["alleged_adjectives"]:
                    return Outcome("keep", values["alleged"]), low
                if dep == "poss" and any(c.lower_ == "next" for c in child.children):
                    return Outcome("future", values["planned"]), "next " + low
        return Outcome("keep", values["noun"]), ""

    def noun_context(self, token: Token, depth: int) -> State:
        """The state that the words around a noun leave it in, without its own determiners."""
        dep, head = token.dep_, token.head
        actual = State("actual", self.values["plain"])
        for child in token.children:
            # A participle behind the noun: "Attack on embassy foiled", "the talks postponed on Monday".
            if child.dep_ == "acl" and child.tag_ == "VBN":
                found = self.data.find("np", *self._keys(child))
                if found is not None and found[1].name in ("implicative_negative", "postpone"):
                    return self._under(child, found, depth)
        if head.i == token.i:
            return self._base(token)
        if dep == "conj":
            return self.noun_context(head, depth + 1) if not is_verbal(head) else self.judge(head, depth + 1)
        if dep in ("attr", "acomp", "oprd", "appos"):
            if dep == "appos":
                return actual
            found = self.data.find("np", *self._keys(head))
            return self._under(head, found, depth) if found is not None else self.judge(head, depth + 1)
        if dep in ("compound", "nmod", "amod", "npadvmod", "poss", "dep", "nummod"):
            if dep in ("compound", "nmod", "amod") and not is_verbal(head):
                found = self.data.find("np", head.lemma_.lower()) or self.data.find("to", head.lemma_.lower())
                if found is not None:
                    return self._under(head, found, depth)
                above = self._noun_own(head)[0]
                if above.status != "keep":
                    return compose(actual, above, head.lower_)
                return State("actual", self.values["noun_generic"])
            return actual
        if dep in ("dobj", "nsubjpass", "dative"):
            return self._argument(token, head, self._keys(head), depth)
        if dep == "advcl" and marker(token) in self.words["if_words"]:
            return State("hypothetical", self.values["condition"], ("condition",))
        if dep == "nsubj" and not any(c.dep_ in ("aux", "dobj", "xcomp", "ccomp") for c in head.children):
            found = self.data.find("np", *self._keys(head))
            if found is not None and found[1].name in ("implicative_negative", "postpone"):
                return self._under(head, found, depth)  # "the visit cancelled"
        if dep in ("nsubj", "csubj"):
            if head.dep_ == "aux" and head.lower_ == "should" and head.i < token.i:
                return State("hypothetical", self.values["condition"], ("condition",))
            found = self.data.find("subj", *self._keys(head))
            if (
                found is None
                and head.lemma_ == "be"
                and not any(c.dep_ in ("attr", "acomp") for c in head.children)
            ):
                found = self.data.find("subj", "be")
            if found is None and head.lemma_ == "take" and any(c.lower_ == "place" for c in head.children):
                found = self.data.find("subj", "take place")
            if found is not None:
                return self._under(head, found, depth)
            return self._shared(token, self.judge(head, depth + 1), subject=True)
        if dep == "pobj":
            return self._prepositional(token, head, depth)
        if dep in ("agent", "prep", "pcomp"):
            return self.judge(head, depth + 1)
        return actual

    def _definite(self, token: Token) -> bool:
        for child in token.children:
            if child.i > token.i:
                break
            if child.dep_ == "poss" or (
                child.dep_ in ("det", "predet") and child.lower_ in self.words["definite_determiners"]
            ):
                return True
        return token.pos_ == "PROPN" or token.pos_ == "PRON"

    def _shared(self, token: Token, above: State, subject: bool = False) -> State:
        """An argument without a signature: a definite act is granted, another shares its verb's fate."""
        if above.status == "actual" or self._definite(token):
            return State("actual", max(2.4, abs(above.factuality)) if above.status == "actual" else 2.6)
        if subject and above.status == "negated":
            return State("actual", 2.4)
        return above

    def _argument(self, token: Token, governor: Token, keys: list[str], depth: int) -> State:
        found = self.data.find("np", *keys)
        if keys[0] in self.words["droppers"] and self.data.find("to", token.lemma_.lower()) is not None:
            return State("negated", -1.8, (keys[0],))  # "dropped plans to"
        if found is not None:
            if self._denied(token) and self.data.find("that", token.lemma_.lower()) is not None:
                # What is denied is the content of the claim; the claim was made.
                return State("actual", 2.6, (found[0],))
            if found[1].name in ("stop", "report", "evidence") and self._definite(token):
                return self._shared(token, self.judge(governor, depth + 1))
            if found[1].name == "implicative" and self._definite(token):
                # "did not begin the war" leaves the war open, "did not launch an attack" denies one.
                return self._shared(token, self.judge(governor, depth + 1))
            if (
                found[1].name in ("want", "commit")
                and found[1].positive.status != "keep"
                and self._fact_like(token)
            ):
                return State("actual", 2.4, (found[0],))
            return self._under(governor, found, depth)
        return self._shared(token, self.judge(governor, depth + 1))

    def _denied(self, noun: Token) -> bool:
        """Whether a claim or report is what somebody denies: "dismissed reports that"."""
        deniers = self.words["deniers"]
        head = noun.head
        if noun.dep_ in ("dobj", "nsubjpass") and head.lemma_.lower() in deniers:
            return not read_clause(head).negated and self.judge(head).status == "actual"
        if noun.dep_ != "pobj":
            return False
        if head.lower_ in ("to", "in") and head.head.lower_ == "truth":
            return any(c.lower_ == "no" for c in head.head.children)
        return head.lower_ in ("of", "off", "at") and head.head.lemma_.lower() in deniers

    def _fact_like(self, token: Token) -> bool:
        """Whether a noun points back at something known: "that attack", "this ban"."""
        return any(c.dep_ == "det" and c.lower_ in ("this", "that", "these", "those") for c in token.children)

    def _hooks(self, governor: Token) -> tuple[Token, ...]:
        """What a preposition may belong to: its head, and the verb above a noun ("cleared him of")."""
        if governor.dep_ in ("dobj", "nsubjpass") and is_verbal(governor.head):
            return governor, governor.head
        return (governor,)

    def _prepositional(self, token: Token, prep: Token, depth: int) -> State:
        low, governor = prep.lower_, prep.head
        words = self.words
        if low in words["without_prepositions"]:
            return State("negated", self.values["without"], (low,))
        if low == "of":
            outer = governor.lower_
            if (
                outer in words["case_prepositions"]
                and governor.dep_ == "pobj"
                and governor.head.lower_ == "in"
            ):
                return State("hypothetical", self.values["noun_case"], (f"in {outer} of",))
            if outer in words["instead_words"]:
                return State("negated", self.values["instead"], ("instead of",))
            if outer == "ahead":
                return State("future", self.values["noun_ahead"], ("ahead of",))
        if low in words["ahead_prepositions"]:
            above = self.judge(governor, depth + 1)
            if above.status != "actual" or low == "pending" or not _past(governor):
                return State("future", self.values["noun_ahead"], (low,))
            return State("actual", 2.4, (low,))
        for upper in self._hooks(governor):
            found = self.data.find("np", *self._keys(upper, low))
            if found is None:
                continue
            if found[1].name in REPORTING and not is_verbal(upper) and self._denied(upper):
                return State("negated", -1.8, (f"{upper.head.lemma_} {found[0]}",), True)
            if found[1].name == "implicative" and self._definite(token):
                return self._shared(token, self.judge(upper, depth + 1))
            return self._under(upper, found, depth)
        if low in words["after_prepositions"]:
            return State("actual", 2.6, (low,))
        above = self.judge(governor, depth + 1)
        if low in words["for_prepositions"] and above.status == "actual" and not self._definite(token):
            return State("actual", self.values["noun_for"] + 0.6, (low,))
        if low == "of" and not is_verbal(governor):
            return above if not self._definite(token) else State("actual", 2.7)
        return self._shared(token, above)


def _past(token: Token) -> bool:
    return bool(token.tag_ in ("VBD", "VBN"))
