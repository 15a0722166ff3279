"""Patterns that find any case, and are passed over where none of their words stands: what is passed over holds nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nosologist.coding import circumstances, episode, preventive
from nosologist.notes.sought import Sought

PATTERNS = {
    "vaccines given": preventive._VACCINES,
    "events": circumstances._EVENT,
    "bygone": circumstances._BYGONE,
    "healing": episode._HEALING,
    "after treatment": episode._AFTER_TREATMENT,
    "visit of healing": episode._OPENING,
}


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_written_in_small_letters(name: str) -> None:
    assert not re.search(r"[A-Z]", re.sub(r"\\.", "", PATTERNS[name].pattern.pattern))


@pytest.mark.parametrize("name", PATTERNS)
def test_what_any_case_would_find_is_found(name: str) -> None:
    sought = PATTERNS[name]

    @settings(max_examples=60, deadline=None)
    @given(st.from_regex(re.compile(sought.pattern.pattern, re.IGNORECASE)))
    def found(text: str) -> None:
        assert sought.search(text) is not None

    found()


@pytest.mark.parametrize(
    ("text", "given_today"),
    [
        ("Flu shot given today.", True),
        ("FLU SHOT GIVEN TODAY", True),
        ("Patient's café: flu SHOT given today", True),
        ("No rash.", False),
        ("shot down", False),
    ],
)
def test_case_does_not_matter(text: str, given_today: bool) -> None:
    assert (preventive._VACCINES.search(text) is not None) is given_today


def test_the_place_is_that_in_the_text_itself() -> None:
    found = Sought(r"\bfalls?\b").search("İ: two FALLS")
    assert found is not None and found.span() == (7, 12)
