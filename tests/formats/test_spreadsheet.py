"""No cell of a table runs as a formula, and every text comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nosologist.formats.spreadsheet import csv_line, guarded, unguarded

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
RUNS = "=+-@\t\r\n＝＋－＠"


@given(TEXTS)
@example("'=1+1")
@example("''")
def test_guarding_can_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text(" \xa0", max_size=3), st.sampled_from(RUNS), TEXTS)
def test_what_would_run_is_quoted(blank: str, sign: str, rest: str) -> None:
    assert guarded(blank + sign + rest).startswith("'")


@given(st.lists(TEXTS, min_size=2, max_size=6))
def test_a_line_of_csv_is_read_as_it_was(cells: list[str]) -> None:
    line = csv_line(guarded(cell) for cell in cells)
    [row] = csv.reader(io.StringIO(line, newline=""))
    assert [unguarded(cell) for cell in row] == cells
    assert not any(cell.lstrip(" \xa0").startswith(tuple(RUNS)) for cell in row)


@pytest.mark.parametrize("text", ["Roe", "E11.22", "12-3456789", "O'Hara", ""])
def test_plain_texts_are_left_alone(text: str) -> None:
    assert guarded(text) == text
