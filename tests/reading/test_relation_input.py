"""Marking two parties, and rows of pairs as users write them."""

from __future__ import annotations

import pytest

from dragoman.reading.relation_input import PairError, check_pair
from dragoman.reading.relation_pairs import pair_of_row, unmark


def test_marks_become_spans():
    assert unmark("<s>Kenya</s> met <t>Chad</t>.") == ("Kenya met Chad.", (0, 5), (10, 14))


def test_a_party_may_be_absent():
    pair = pair_of_row({"text": "Kenya mobilised.", "actor": [0, 5], "recipient": None})
    assert (pair.actor, pair.recipient) == ((0, 5), None)


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ({}, "lacks text"),
        ({"text": "Kenya", "actor": [0, 5], "recipient": [0, 5]}, "same span"),
        ({"text": "Kenya", "actor": [3, 3]}, "empty or outside"),
        ({"text": "Kenya", "actor": [0, 9]}, "empty or outside"),
        ({"text": "Kenya", "actor": [-2, 3]}, "empty or outside"),
        ({"text": "Kenya", "actor": "Kenya"}, "not a pair"),
        ({"text": "Kenya", "actor": [0.0, 5.0]}, "not a pair"),
        ({"text": "Kenya"}, "neither actor nor recipient"),
        ({"text": "abcdef", "actor": [0, 4], "recipient": [2, 6]}, "overlap in part"),
        ({"marked": "<s>Kenya met Chad"}, "not closed"),
    ],
)
def test_a_bad_row_is_told_in_one_line(row, cause):
    with pytest.raises(PairError, match=cause):
        pair_of_row(row)


def test_a_party_inside_the_other_is_allowed():
    check_pair("Kenya's rebels", (0, 14), (0, 5))
