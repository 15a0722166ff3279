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
    assert [one[:2] for one in code_ranges(text)] == list(ranges)
    assert not any(one.only for one in code_ranges(text))


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("open fracture of the skull (S02.- with 7th character B)", "S022XXB", "S022XXA S022XXD"),
        ("open fracture (S42.- with 7th character B or C)", "S42001B S42001C", "S42001A"),
        ("open fracture (S52.- with open fracture 7th character)", "S52501B S52501F", "S52501A S52501D"),
        ("dysarthria after a stroke (I69. with final characters -22)", "I69322 I69022", "I69351 I69398"),
        ("joint in diabetes (E08-E13 with .61-)", "E11610 E10618", "E119 E1165"),
        ("vessels in diabetes (E08-E13 with .51-.52)", "E1151 E0852", "E1159 E1122"),
        ("gangrene (E08, E09 with final characters .00 or .01)", "E0800 E0901", "E0810 E1100"),
        ("psychosis (F11-F19 with .15. .25, .95)", "F11150 F19959", "F1120"),
        ("with meningitis (B27.- with fifth character 2)", "B2702", "B2709"),
        ("hallucinations (F11-F19 with fifth to sixth characters 51)", "F14151", "F14150 F1420"),
        ("poisoning, if applicable (T36-T65 with fifth or sixth character 1-4)", "T361X1A T39014A T3991XA", "T361X5A T39015A"),
        ("adverse effect (T36-T50 with fifth or six character 5)", "T451X5A T3995XA", "T451X1A"),
        ("underdosing (T36-T50 with final character 6)", "T383X6A", "T383X5A"),
        ("leukemia in remission C91.0-C95.9 with 5th character 1", "C9101", "C9100 C9102"),
        ("concussion (S06.0X- with seventh character A)", "S060X0A", "S060X0S"),
        ("in subcategories S06.1- to S06.6-", "S063X0A", "S068A0A"),
        ("pneumoconiosis, any type in A15 (J65)", "J65", "A150"),
    ],
)  # fmt: skip
def test_what_is_said_of_the_characters_counts(text: str, inside: str, outside: str) -> None:
    ranges = code_ranges(text)
    assert [value for value in inside.split() if not any(one.covers(value) for one in ranges)] == []
    assert [value for value in outside.split() if any(one.covers(value) for one in ranges)] == []


def test_a_word_chooses_by_the_titles() -> None:
    titles = {
        "E111": "Type 2 diabetes mellitus with ketoacidosis",
        "E112": "with kidney complications",
        "E11": "Type 2",
    }
    [coma] = code_ranges(
        "somnolence, stupor and coma in diabetes (E08-E13)",
        {
            "E1101": "Type 2 diabetes mellitus with hyperosmolarity with coma",
            "E119": "Type 2 diabetes mellitus",
            "K7201": "with coma",
        },
    )
    assert coma.covers("E1101") and not coma.covers("E119") and not coma.covers("K7201")
    [one] = code_ranges("diabetic acidosis - see categories E11 with ketoacidosis", titles)
    assert one.covers("E1110") and not one.covers("E1122")
