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
    is_inverted,
    is_verbal,
    marker,
    read_clause,
)
from dragoman.reading.climber import REPORTING, SUBJECTS, State, compose, is_past
from dragoman.reading.nominals import NounJudge

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.records import Status


class Judge(NounJudge):
    """Judges any token of one Doc; remembers what it has judged."""

    def verb(self, token: Token, depth: int) -> State:
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
        """The head of the conditional clause on which the clause of `token` depends; None if there is none."""
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
        if token.i > 1 and dep != "ROOT":
            pair = (self.doc[token.i - 2].lower_, self.doc[token.i - 1].lower_)
            if pair in (("instead", "of"), ("rather", "than")):
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
                if self._fills(token, head)
                else self._relative(token, head)
            )
        if dep == "advcl":
            return self._adverbial(token, clause, head, depth)
        if dep in ("dobj", "pobj", "nsubj", "nsubjpass", "attr", "appos"):
            return self.noun_context(token, depth)
        if dep in ("aux", "auxpass"):
            return self.judge(head, depth + 1)
        return State("actual", self.values["modifier"])

    def _root(self, token: Token, clause: Clause) -> State:
        if clause.infinitive and not clause.modal and token.tag_ == "VB":
            # A headline's future: "Kenya to send troops".
            return State("future", self.values["be_to"], ("to",))
        base = self._base(token)
        if (
            token.tag_ == "VB"
            and not clause.modal
            and not clause.finite
            and not any(c.dep_ in SUBJECTS for c in token.children)
            and all(
                c.i > token.i or c.dep_ in ("neg", "aux", "punct", "cc", "intj", "advmod")
                for c in token.children
            )
        ):
            return State("hypothetical", self.values["imperative"], ("imperative",))
        return base

    def _frame(self, token: Token, clause: Clause) -> str:
        if clause.infinitive:
            return "to"
        if token.tag_ == "VBG" and not clause.finite and not clause.modal:
            return "ing"
        if token.tag_ == "VB" and not clause.modal and not clause.finite:
            return "to"
        return "that"

    def _complement(self, token: Token, clause: Clause, head: Token, depth: int) -> State:
        frame = self._frame(token, clause)
        if token.dep_ == "oprd" and frame == "that":
            frame = "to"
        lemma = head.lemma_.lower()
        opener = marker(token)
        preposed = token.i < head.i and frame == "that"
        if preposed and not self._preposed_report(token, head):
            return self._root(token, clause)
        if (
            head.lower_ in ("provided", "providing", "assuming", "supposing")
            and token.i > head.i
            and (frame == "that" and not any(c.dep_ in SUBJECTS for c in head.children))
        ):
            return self._in_condition(token, clause)
        if (
            token.i < head.i
            and token.tag_ == "VB"
            and not clause.infinitive
            and not clause.modal
            and (not any(c.dep_ in SUBJECTS for c in token.children))
        ):
            return State("hypothetical", self.values["imperative"], ("imperative",))
        if (
            frame == "that"
            and opener not in ("if", "whether", "that")
            and token.i > head.i
            and (self._asks_who(token))
        ):
            # "investigate who fired": that somebody did is taken for granted.
            return State("actual", 2.5, ("who",), True)
        if opener in ("if", "whether"):
            above = self.judge(head, depth + 1)
            if is_condition(token) and token.i < head.i and opener == "if":
                return State("hypothetical", self.values["condition"], ("if",))
            return State("hypothetical", self.values["question"], (*above.why, opener), True)
        if is_inverted(token) and token.i < head.i:
            return self._in_condition(token, clause)
        if frame == "to":
            special = self._special_infinitive(token, clause, head, depth)
            if special is not None:
                return special
        if frame == "that" and lemma == "be":
            # "The truth is that they attacked": the subject's noun governs.
            for child in head.children:
                if child.dep_ in ("nsubj", "acomp", "attr"):
                    found = self.data.find("that", child.lemma_.lower())
                    if found is not None:
                        return self._under(child if child.dep_ != "nsubj" else head, found, depth)
        found = self.data.find(frame, *self._keys(head))
        if found is None and frame == "that":
            found = self.data.find("that", lemma)
        if found is None and head.tag_.startswith("VB"):
            for child in head.children:
                if child.dep_ in ("acomp", "attr", "dobj", "oprd", "nsubj") and child.i != token.i:
                    found = self.data.find(frame, child.lemma_.lower(), child.lower_)
                    if found is not None and child.dep_ != "nsubj":
                        return self._under(child, found, depth)
                    if found is not None and lemma == "be":
                        return self._under(head, found, depth)
                    found = None
        if found is not None:
            return self._under(head, found, depth)
        above = self.judge(head, depth + 1)
        if frame == "to":
            status: Status = "negated" if above.status == "negated" else "hypothetical"
            f = self.values["infinitive"] * (above.factuality / 3)
            return State(status, f, (*above.why, f"{lemma} to"), above.told)
        if frame == "that" and above.status == "negated" and opener != "that":
            return State("actual", 2.4)  # loosely joined; the negation is the governor's own
        return above

    def _asks_who(self, token: Token) -> bool:
        """Whether a clause opens with who, what, when, why or how."""
        return any(
            c.i < token.i and c.tag_ in ("WP", "WRB", "WP$") and c.dep_ not in ("mark",)
            for c in token.children
        )

    def _preposed_report(self, token: Token, head: Token) -> bool:
        """Whether a clause before its governor is what the governor reports: not so across a semicolon."""
        if marker(token) == "if" or is_inverted(token):
            return True
        found = self.data.find("that", *self._keys(head))
        if found is None or found[1].name not in ("report", "belief", "allege", "factive"):
            return False
        return all(self.doc[i].text != ";" for i in range(token.i, head.i))

    def _special_infinitive(self, token: Token, clause: Clause, head: Token, depth: int) -> State | None:
        """Infinitives that grammar decides: be to, be going to, have to, used to, have yet to, too ... to."""
        lemma = head.lemma_.lower()
        above: State | None = None
        for child in token.children:
            if child.lower_ == "to" and child.i and child.nbor(-1).lower_ == "yet":
                return State("negated", self.data.frames["to"]["yet"].positive.factuality, ("yet to",))
        if any(c.dep_ == "advmod" and c.lower_ == "too" and c.i == head.i - 1 for c in head.children):
            above = self.judge(head, depth + 1)
            return above._replace(status="negated", factuality=-2.0, why=(*above.why, "too"))
        if lemma == "able" or head.lower_ == "able":
            above = self.judge(head, depth + 1)
            done = above.status == "actual" and head.dep_ == "acomp" and read_clause(head.head).past
            if above.status == "negated" or done:
                return above
            return compose(above, Outcome("hypothetical", 1.4), "able to")
        if lemma == "be" and not any(c.dep_ in ("acomp", "attr", "oprd") for c in head.children):
            above = self.judge(head, depth + 1)
            own = Outcome("future", self.values["be_to"])
            return compose(above, own, "be to")
        if lemma in self.words["result_verbs"]:
            return self.judge(head, depth + 1)
        if lemma == "go" and head.tag_ == "VBG":
            above = self.judge(head, depth + 1)
            return compose(above, Outcome("future", self.values["going_to"]), "going to")
        if (
            lemma == "use"
            and head.tag_ in ("VBD", "VBN")
            and not any(c.dep_ in ("dobj", "auxpass") for c in head.children)
        ):
            return State("actual", 2.6, ("used to",))
        if lemma == "have" and head.tag_ != "VBN":
            above = self.judge(head, depth + 1)
            if head.tag_ == "VBD":
                return compose(above, Outcome("actual", 2.0), "had to")
            return compose(above, Outcome("hypothetical", 1.4), "have to")
        return None

    def _gerund(self, token: Token, prep: Token, depth: int) -> State:
        """A gerund or clause after a preposition."""
        low = prep.lower_
        governor = prep.head
        words = self.words
        if low in words["without_prepositions"]:
            return State("negated", self.values["without"], (low,))
        if low == "of" and governor.lower_ in words["instead_words"]:
            return State("negated", self.values["instead"], ("instead of",))
        if low == "than" or (token.tag_ != "VBG" and low in words["after_prepositions"]):
            return State("actual", 2.8)  # "later than planned", "due to what they call"
        if token.tag_ != "VBG" and any(c.tag_ == "WP" for c in token.children):
            return State("actual", 2.6)  # "over what officials called"
        if token.tag_ != "VBG" and marker(token) in ("whether", "if"):
            return State("hypothetical", self.values["question"], (marker(token),), True)
        found = self.data.find("ing", *self._keys(governor, low)) or self.data.find(
            "np", *self._keys(governor, low)
        )
        if found is not None:
            return self._under(governor, found, depth)
        if low in ("before", "until", "till"):
            return State("actual", self.values["temporal_ahead"] + 1.0, (low,))
        above = self.judge(governor, depth + 1)
        if low in ("after", "since", "on", "upon", "despite"):
            return State("actual", 2.8, (low,)) if above.status != "future" else above
        if low == "for" and above.status == "actual":
            return State("actual", 2.2, (low,))
        return above._replace(factuality=above.factuality * 0.9)

    def _of_noun(self, token: Token, clause: Clause, noun: Token, depth: int) -> State:
        """A clause that hangs on a noun: "plan to", "claim that", "agreement signed"."""
        frame = self._frame(token, clause)
        if frame == "to" and noun.lower_ == "order" and noun.head.lower_ == "in":
            return State("hypothetical", self.values["purpose"], ("in order to",))
        that = noun.i + 1 < len(self.doc) and self.doc[noun.i + 1].lower_ == "that" and token.dep_ == "acl"
        if frame == "to" or (frame == "that" and (that or marker(token) == "that")):
            found = self.data.find(frame, *self._keys(noun))
            if (
                found is not None
                and frame == "that"
                and found[1].name in ("want", "commit")
                and (clause.finite and not clause.modal)
            ):
                return self._relative(token, noun)
            if found is not None:
                if found[1].name in REPORTING and self._denied(noun):
                    word = f"{noun.head.lemma_} {noun.lemma_}"
                    return State(
                        "negated", self.data.frames["that"]["deny"].positive.factuality, (word,), True
                    )
                return self._under(noun, found, depth)
            above = self.judge(noun, depth + 1)
            if frame == "to":
                if above.status == "negated":
                    return State("negated", -1.4, (*above.why, "to"))
                return State("hypothetical", self.values["infinitive"] * 0.8, ("to",))
            return above
        if marker(token) in ("whether", "if"):
            return State("hypothetical", self.values["question"], (marker(token),))
        return self._relative(token, noun)

    def _fills(self, token: Token, noun: Token) -> bool:
        """Whether a clause behind "denial that", parsed as relative, is its content: it lacks nothing."""
        if noun.i + 1 >= len(self.doc) or self.doc[noun.i + 1].lower_ != "that":
            return False
        if self.data.find("that", *self._keys(noun)) is None:
            return False
        deps = {c.dep_ for c in token.children if c.lower_ not in ("that", "which", "who", "whom")}
        return "nsubjpass" in deps or (
            "nsubj" in deps and bool(deps & {"dobj", "attr", "acomp", "prep", "prt"})
        )

    def _relative(self, token: Token, noun: Token) -> State:
        for child in noun.children:
            if child.i >= noun.i:
                break
            if child.dep_ == "det":
                if child.lower_ in self.words["no_determiners"]:
                    return State("negated", self.values["negated"], (child.lower_,))
                if child.lower_ in self.words["any_determiners"]:
                    return State("hypothetical", self.values["any"], (child.lower_,))
        if noun.lower_ in self.words["generic_subjects"]:
            return State("hypothetical", self.values["any"], (noun.lower_,))
        if noun.lower_ in self.words["no_pronouns"]:
            return State("negated", -2.0, (noun.lower_,))
        return State("actual", self.values["relative"])

    def _in_condition(self, token: Token, clause: Clause) -> State:
        unreal = clause.perfect and clause.past
        value = self.values["counterfactual" if unreal else "condition"]
        return State("hypothetical", value, ("counterfactual" if unreal else "condition",))

    def _adverbial(self, token: Token, clause: Clause, head: Token, depth: int) -> State:
        opener = marker(token)
        if is_condition(token) and not (opener == "once" and clause.past):
            return self._in_condition(token, clause)
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
