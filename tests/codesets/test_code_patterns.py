"""Codes named as in the Tabular."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nosologist.codesets.code_patterns import covered, read_patterns

CODE = st.from_regex(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}", fullmatch=True)


@given(CODE, CODE, CODE)
def test_a_list_covers_what_any_of_its_patterns_covers(first: str, last: str, value: str) -> None:
    patterns = read_patterns(f"{first}, {min(first, last)}-{max(first, last)}")
    assert covered(patterns, value) is any(one.covers(value) for one in patterns.all)
    assert covered(patterns, first)


def test_nothing_covers_nothing() -> None:
    assert not covered(read_patterns(""), "I10")
    assert not covered(read_patterns("E11.22"), "E112")


def test_answers_do_not_fill_the_memory() -> None:
    patterns = read_patterns("A00-B99")
    for number in range(20_000):
        covered(patterns, f"C{number:05}")
    assert len(patterns) <= 4_000
