"""Patterns that are passed over where none of their words stands: what is passed over holds nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nosologist.coding import preventive
from nosologist.notes.sought import Sought

PATTERNS = [preventive._VACCINES]


@pytest.mark.parametrize("sought", PATTERNS)
def test_whatever_a_pattern_finds_has_letters_that_it_needs(sought: Sought) -> None:
    @settings(max_examples=300, deadline=None)
    @given(st.from_regex(sought.pattern))
    def found(text: str) -> None:
        assert sought.search(text) is not None

    found()


@pytest.mark.parametrize(
    ("text", "given_today"),
    [("Flu shot given today.", True), ("FLU SHOT GIVEN TODAY", True), ("No rash.", False), ("shot down", False)],
)
def test_case_does_not_matter(text: str, given_today: bool) -> None:
    assert (preventive._VACCINES.search(text) is not None) is given_today


def test_a_part_of_a_text_is_searched_alone() -> None:
    text = "Flu shot given today. Vaccines administered."
    found = preventive._VACCINES.search(text, 10)
    assert found is not None and found[0] == "Vaccines administered"
