"""Clauses that something governs: complements, gerunds after prepositions, clauses that hang on nouns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.signatures import Outcome
from dragoman.reading.clause import Clause, is_condition, is_inverted, marker, read_clause
from dragoman.reading.climber import REPORTING, SUBJECTS, State, compose
from dragoman.reading.nominals import NounJudge

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.records import Status


class ComplementJudge(NounJudge):
    """Says what a governing verb, preposition or noun makes of a clause."""

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
        if opener == "whether" and token.i < head.i:
            return State("hypothetical", self.values["question"], ("whether",))
        preposed = token.i < head.i and frame == "that"
        if preposed and not self._preposed_report(token, head):
            return self._root(token, clause)
        if (
            head.lower_ in ("provided", "providing", "assuming", "supposing")
            and token.i > head.i
            and (frame == "that" and not any(c.dep_ in SUBJECTS for c in head.children))
        ):
            return self._in_condition(clause)
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
            return self._in_condition(clause)
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
        if (
            lemma in ("want", "like", "wish", "have")
            and token.lemma_ in self.words["performatives"]
            and any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in head.children)
        ):
            return State("actual", 2.4, ("by saying so",))
        if lemma == "able" or head.lower_ == "able":
            above = self.judge(head, depth + 1)
            done = above.status == "actual" and head.dep_ == "acomp" and read_clause(head.head).past
            if above.status == "negated" or done:
                return above
            return compose(above, Outcome("hypothetical", 1.4), "able to")
        if lemma == "be" and not any(c.dep_ in ("acomp", "attr", "oprd") for c in head.children):
            if is_inverted(head):
                return self._in_condition(clause)
            above = self.judge(head, depth + 1)
            own = Outcome("future", self.values["be_to"])
            if clause.perfect:
                own = Outcome("hypothetical", self.values["counterfactual"])  # "was to have left"
            return compose(above, own, "be to")
        if lemma in self.words["result_verbs"]:
            return self.judge(head, depth + 1)
        if lemma == "go" and head.tag_ == "VBG":
            above = self.judge(head, depth + 1)
            return compose(above, Outcome("future", self.values["going_to"]), "going to")
        if (
            lemma == "use"
            and head.tag_ == "VBD"
            and not any(c.dep_ in ("dobj", "auxpass", "agent", "prep") for c in head.children)
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
        for upper in self._hooks(governor):
            keys = self._keys(upper, low)
            found = self.data.find("ing", *keys) or self.data.find("np", *keys)
            if found is not None:
                return self._under(upper, found, depth)
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
                return self._relative(noun)
            if found is not None:
                if found[1].name in REPORTING and self._denied(noun):
                    word = f"{noun.head.lemma_} {noun.lemma_}"
                    return State(
                        "negated", self.data.frames["that"]["deny"].positive.factuality, (word,), True
                    )
                return self._under(noun, found, depth)
            above = self.judge(noun, depth + 1)
            if any(c.lower_ in self.words["ordinal_adjectives"] for c in noun.children if c.i < noun.i):
                return above  # "the first president to visit"
            if frame == "to":
                if above.status == "negated":
                    return State("negated", -1.4, (*above.why, "to"))
                return State("hypothetical", self.values["infinitive"] * 0.8, ("to",))
            return above
        if marker(token) in ("whether", "if"):
            return State("hypothetical", self.values["question"], (marker(token),))
        return self._participle(token, noun, depth)

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

    def _participle(self, token: Token, noun: Token, depth: int) -> State:
        """A present participle behind a noun: of no particular persons, it shares their fate."""
        if token.dep_ == "acl" and token.tag_ == "VBG" and not self._definite(noun):
            above = self.judge(noun, depth + 1)
            if above.status in ("hypothetical", "future"):
                return above
        return self._relative(noun)

    def _relative(self, noun: Token) -> State:
        """The state of a relative clause or participle, by the words of the noun it describes."""
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

    def _in_condition(self, clause: Clause) -> State:
        """The state of an if-clause: supposed, or contrary to fact ("had they left")."""
        unreal = clause.perfect and clause.past
        value = self.values["counterfactual" if unreal else "condition"]
        return State("hypothetical", value, ("counterfactual" if unreal else "condition",))
