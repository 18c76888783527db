"""How real a sentence presents an act: from the parse alone, for any token.

`Judge.judge` climbs from a token to the root of its sentence. On the way each governor's signature says
what becomes of its complement (`knowledge/signatures.toml`), then the clause's own modal, negation and
tense act on that. A state is a status, a factuality (-3 to 3) and the words that decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.signatures import Outcome
from dragoman.reading.clause import (
    Clause,
    conditions,
    is_condition,
    is_verbal,
    marker,
    read_clause,
)
from dragoman.reading.climber import REPORTING, SUBJECTS, State, compose, is_past
from dragoman.reading.complements import ComplementJudge

if TYPE_CHECKING:
    from spacy.tokens import Token


class Judge(ComplementJudge):
    """Judges any token of one Doc; remembers what it has judged."""

    def verb(self, token: Token, depth: int) -> State:
        """The state of a clause: what governs it, then its own negation and modal, then its condition."""
        clause = read_clause(token)
        above = self._clause_context(token, clause, depth)
        if above.told is False and clause.modal == "would" and self._told(token):
            above = above._replace(told=True)
        condition = self.condition_of(token)
        own, word = self._own(token, clause, above, condition is not None)
        state = compose(above, own, word)
        return self._conditioned(token, clause, state, condition)

    def _own(self, token: Token, clause: Clause, above: State, conditional: bool) -> tuple[Outcome, str]:
        """The outcome of the clause's modal, negation and adverbs."""
        negator = clause.negated
        if clause.modal:
            name = clause.modal
            if clause.perfect and f"{name}_have" in self.data.modals and not (name == "would" and above.told):
                name += "_have"
            elif name == "would" and above.told and not conditional:
                name = "would_told"
            yes, no = self.data.modals.get(name, self.data.modals["will"])
            if negator:
                return no, f"{clause.modal} {negator}"
            return yes, clause.modal + (" have" if name.endswith("_have") else "")
        if negator:
            value = self.values["no_longer" if negator == "no longer" else "negated"]
            return Outcome("negated", value), negator
        for adverb in clause.adverbs:
            if adverb in self.words["usual_adverbs"] and token.tag_ in ("VBZ", "VBP"):
                return Outcome("hypothetical", self.values["generic"]), adverb
            if adverb in self.words["maybe_adverbs"]:
                return Outcome("hypothetical", self.values["adverb_maybe"]), adverb
            if adverb in self.words["probably_adverbs"]:
                return Outcome("keep", self.values["adverb_probably"]), adverb
            if adverb in self.words["told_adverbs"]:
                return Outcome("keep", self.values["adverb_told"]), adverb
            if adverb in self.words["almost_adverbs"] and clause.past and token.nbor(-1).lower_ == adverb:
                return Outcome("negated", self.values["adverb_almost"]), adverb
        if above.status == "actual" and self._generic_subject(token):
            return Outcome("hypothetical", self.values["any"]), "any"
        return Outcome("keep", 3.0), ""

    def _generic_subject(self, token: Token) -> bool:
        """Whether the subject is "any soldier", "anyone", "whoever": no particular act is told."""
        for child in token.children:
            if child.dep_ in SUBJECTS:
                if child.lower_ in self.words["generic_subjects"]:
                    return True
                return any(
                    c.dep_ == "det" and c.lower_ in self.words["any_determiners"] for c in child.children
                )
        return False

    def _told(self, token: Token) -> bool:
        """Whether a parenthetical ("a French official said") reports the clause."""
        for child in token.children:
            if child.dep_ in ("parataxis", "ccomp", "advcl") and not is_condition(child):
                found = self.data.find("that", child.lemma_.lower())
                if (
                    found is not None
                    and found[1].name in REPORTING
                    and is_past(child)
                    and marker(child) in ("", "as")
                ):
                    return True
        return False

    def _conditioned(self, token: Token, clause: Clause, state: State, condition: Token | None) -> State:
        """The state of a main clause, given the condition that hangs on it."""
        if condition is None or state.status not in ("actual", "future"):
            return state
        if state.status == "future" or (clause.modal and clause.modal != "would") or not clause.past:
            if state.status == "actual" and (clause.perfect or self._is_speech(token)):
                return state
            f = self.values["consequence"]
            f = min(f, state.factuality) if state.factuality > 0 else -0.6
            word = "if " + condition.lower_
            return state._replace(status="hypothetical", factuality=f, why=(*state.why, word))
        return state

    def _is_speech(self, token: Token) -> bool:
        found = self.data.find("that", token.lemma_.lower())
        return found is not None or self.data.find("to", token.lemma_.lower()) is not None

    def condition_of(self, token: Token) -> Token | None:
        """The head of the conditional clause on which the clause of `token` depends, if any."""
        at = token
        for _ in range(12):
            for head in conditions(at):
                if head.i != token.i and not _within(token, head):
                    return head
            if at.dep_ not in (
                "ccomp",
                "xcomp",
                "conj",
                "acomp",
                "attr",
                "dobj",
                "nsubj",
                "nsubjpass",
                "pobj",
                "prep",
                "relcl",
                "acl",
                "pcomp",
                "oprd",
                "compound",
            ):
                return None
            if at.dep_ in ("relcl", "acl") and marker(at) != "that":
                return None
            at = at.head
        return None

    def _clause_context(self, token: Token, clause: Clause, depth: int) -> State:
        """What the clause's place in the sentence makes of it."""
        dep, head = token.dep_, token.head
        if token.i > 1:
            pair = (self.doc[token.i - 2].lower_, self.doc[token.i - 1].lower_)
            if pair in (("instead", "of"), ("rather", "than"), ("far", "from"), ("all", "but")):
                return State("negated", self.values["instead"], (" ".join(pair),))
        if dep == "conj" and head.i != token.i:
            first = head
            if is_verbal(first):
                return self._clause_context(first, clause, depth + 1)
            return self.noun_context(first, depth + 1)
        if dep in ("ROOT", "parataxis", "dep", "intj", "meta") or head.i == token.i:
            return self._root(token, clause)
        if dep in ("ccomp", "xcomp", "csubj", "csubjpass", "oprd"):
            return self._complement(token, clause, head, depth)
        if dep == "pcomp":
            return self._gerund(token, head, depth)
        if dep == "acl":
            return self._of_noun(token, clause, head, depth)
        if dep == "relcl":
            return (
                self._of_noun(token, clause, head, depth)
                if clause.infinitive or self._fills(token, head)
                else self._relative(head)
            )
        if dep == "advcl":
            return self._adverbial(token, clause, head, depth)
        if dep in ("dobj", "pobj", "nsubj", "nsubjpass", "attr", "appos"):
            return self.noun_context(token, depth)
        if dep in ("aux", "auxpass"):
            return self.judge(head, depth + 1)
        return State("actual", self.values["modifier"])

    def _adverbial(self, token: Token, clause: Clause, head: Token, depth: int) -> State:
        opener = marker(token)
        if is_condition(token) and not (opener == "once" and clause.past):
            return self._in_condition(clause)
        if clause.infinitive and opener != "than":
            found = self.data.find("to", *self._keys(head))
            if found is not None and (found[1].name not in ("implicative", "report") or " " in found[0]):
                return self._under(head, found, depth)
            special = self._special_infinitive(token, clause, head, depth)
            if special is not None:
                return special
            above = self.judge(head, depth + 1)
            return State("hypothetical", self.values["purpose"] * abs(above.factuality) / 3, ("purpose",))
        if any(c.lower_ in self.words["instead_words"] for c in token.lefts):
            return State("negated", self.values["instead"], ("rather than",))
        if (
            not opener
            and not clause.finite
            and token.tag_ == "VBG"
            and token.i == head.i + 1 + sum(c.dep_ == "prt" for c in head.children)
        ):
            found = self.data.find("ing", *self._keys(head))
            if found is not None:
                return self._under(head, found, depth)
        if not opener and not clause.finite:
            # A participle shares the fate of its clause: "would strike, killing civilians".
            above = self.judge(head, depth + 1)
            if above.status == "negated" and "," in (
                self.doc[token.left_edge.i - 1].text,
                self.doc[token.i - 1].text,
            ):
                return State("actual", 2.4)
            return above
        if opener in self.words["when_words"] and not clause.past and not clause.perfect:
            above = self.judge(head, depth + 1)
            if above.status in ("future", "hypothetical") or (
                opener in self.words["ahead_words"] and above.status == "negated"
            ):
                return State("hypothetical", self.values["temporal_ahead"], (opener,))
            if opener in self.words["ahead_words"] and not clause.modal and clause.finite:
                return State("future", self.values["temporal_ahead"], (opener,))
        if opener in ("before", "until", "till") and clause.past:
            return State("actual", 2.4, (opener,))
        return State("actual", self.values["progressive"])


def _within(token: Token, head: Token) -> bool:
    """Whether `token` lies in the subtree of `head`."""
    return bool(head.i == token.i or head.is_ancestor(token))
