"""Signatures: what governing words do to the reality of an act."""

from __future__ import annotations

import pytest

from dragoman.knowledge.signatures import FRAMES, OUTCOMES, parse, signatures


@pytest.mark.parametrize(
    ("frame", "word", "positive", "negative"),
    [
        ("to", "manage", "keep", "negated"),
        ("to", "fail", "negated", "actual"),
        ("that", "regret", "presumed", "presumed"),
        ("that", "deny", "negated", "actual"),
        ("that", "believe", "keep", "negated"),
        ("np", "call for", "hypothetical", "hypothetical"),
        ("to", "plan", "future", "negated"),
        ("np", "condemn", "presumed", "presumed"),
    ],
)
def test_a_signature_has_two_ways(frame: str, word: str, positive: str, negative: str) -> None:
    found = signatures().find(frame, word)
    assert found is not None
    assert (found[1].positive.status, found[1].negative.status) == (positive, negative)


def test_the_longest_key_is_asked_first() -> None:
    found = signatures().find("np", "stop short of", "short of")
    assert found is not None
    assert found[0] == "stop short of"


def test_every_entry_is_in_bounds_and_lower_case() -> None:
    data = signatures()
    for frame in FRAMES:
        for key, signature in data.frames[frame].items():
            assert key == key.lower().strip()
            for outcome in (signature.positive, signature.negative):
                assert outcome.status in OUTCOMES
                assert -3 <= outcome.factuality <= 3
    for yes, no in data.modals.values():
        assert -3 <= no.factuality <= yes.factuality <= 3 or no.status == "actual" or yes.factuality < 0
    assert all(-3 <= value <= 3 for value in data.values.values())


def test_an_unknown_outcome_is_named() -> None:
    with pytest.raises(ValueError, match="class odd"):
        parse('[class.odd]\npositive = ["perhaps", 1]\nnegative = ["keep", 1]\n[modals]\n[values]\n[words]\n')
