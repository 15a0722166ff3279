"""Two notes side by side."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from nosologist.workbench.comparing import Row, compared


def words(row: Row, differing: bool) -> tuple[list[str], list[str]]:
    return tuple([part.text for part in side or () if part.differs == differing] for side in (row.left, row.right))  # type: ignore[return-value]


def test_words_that_differ_are_marked_in_their_line() -> None:
    rows = compared("Asthma, stable.\nBP 120/80.\n", "Asthma, worse.\nBP 120/80.\n")
    assert [row.is_same for row in rows] == [False, True]
    assert words(rows[0], differing=True) == (["stable"], ["worse"])


def test_lines_of_one_note_stand_beside_nothing() -> None:
    rows = compared("a\nb\nc", "a\nc\nquite another line")
    assert [(row.left is None, row.right is None) for row in rows] == [
        (False, False),
        (False, True),
        (False, False),
        (True, False),
    ]


def test_lines_that_are_no_versions_of_each_other_are_not_mixed() -> None:
    rows = compared("Fever since Monday.", "Plan: chest film, cultures, ceftriaxone.")
    assert len(rows) == 2


def test_blanks_make_no_difference() -> None:
    assert compared("a  b", " a b")[0].is_same


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_every_line_of_both_stands_in_one_row(one: str, other: str) -> None:
    rows = compared(one, other)
    for side, text in ((0, one), (1, other)):
        lines = [
            "".join(part.text for part in (row.left, row.right)[side] or ())
            for row in rows
            if (row.left, row.right)[side] is not None
        ]
        assert lines == text.splitlines()


def test_a_long_note_is_compared_in_time() -> None:
    text = "\n".join(f"Line {number % 700} of a note that was written long ago" for number in range(4_000))
    start = time.process_time()
    compared(text, text.replace("7", "8"))
    assert time.process_time() - start < 5
