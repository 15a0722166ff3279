"""Code ranges in the text of notes."""

from __future__ import annotations

import pytest

from nosologist.codesets.compile.code_ranges import code_ranges


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("(J60-J70)", (("J60", "J70"),)),
        ("(E08.22, I12.-, I13.-)", (("E0822", "E0822"), ("I12", "I12"), ("I13", "I13"))),
        ("code to identify stage (N18.1-N18.6)", (("N181", "N186"),)),
        ("(QA0.-)", (("QA0", "QA0"),)),
        ("complications (O00-O9A)", (("O00", "O9A"),)),
        ("(C7A.-) and (D3A.0-)", (("C7A", "C7A"), ("D3A0", "D3A0"))),
        ("see body system-related chapters", ()),
        ("vitamin B12 deficiency", (("B12", "B12"),)),
    ],
)
def test_ranges(text: str, ranges: tuple[tuple[str, str], ...]) -> None:
    assert code_ranges(text) == ranges
