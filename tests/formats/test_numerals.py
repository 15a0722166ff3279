"""Roman numerals are put right behind the words that they follow, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.formats.numerals import repaired_numerals


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Gustilo type INA open fracture", "Gustilo type IIIA open fracture"), ("NYHA class HI.", "NYHA class III."),
        ("stage HIA disease", "stage IIIA disease"), ("grade IITA", "grade IIIA"), ("Stage: [V", "Stage: IV"),
        ("type ITB,", "type IIB,"), ("class JA", "class IA"), ("Type Il and", "Type II and"), ("class |.", "class I."),
        ("type | diabetes", "type I diabetes"), ("stage HA", "stage IIA"), ("(type HIC)", "(type IIIC)"),
        ("class II1", "class III"),
    ],
)  # fmt: skip
def test_numerals(read: str, meant: str) -> None:
    assert " ".join(repaired_numerals(read.split())) == meant


@pytest.mark.parametrize(
    "line",
    [
        "HIGH GRADE IN SITU", "tension type HA", "stroke type TIA", "Type | Value", "Stage | Grade | Date", "type 1 diabetes",
        "type 11", "stage IIIB", "class IC", "type A", "blood type B", "type N", "class H", "stage T", "a TIA of HI", "type HIV",
        "type HIT", "stage VX", "type", "",
    ],
)  # fmt: skip
def test_what_is_left_alone(line: str) -> None:
    assert " ".join(repaired_numerals(line.split())) == line


@given(st.lists(st.text("IVXHNTJ[]|!l1ABC.,typestagecld", max_size=6), max_size=6))
def test_words_stay_words(words: list[str]) -> None:
    found = repaired_numerals(words)
    assert len(found) == len(words)
    assert repaired_numerals(found) == found
