"""Letters become digits where nothing but a digit can stand, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.formats.digits import repaired


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("1l2", "112"), ("14O/9O", "140/90"), ("l0/12/2026", "10/12/2026"), ("3.O5", "3.05"), ("(1O%)", "(10%)"),
        ("1O:30", "10:30"), ("2O26,", "2026,"), ("O3/04/26", "03/04/26"), ("98.l2", "98.12"),
    ],
)  # fmt: skip
def test_numbers(read: str, meant: str) -> None:
    assert repaired(read) == meant


@pytest.mark.parametrize(
    "word",
    [
        *(
            "O2",
            "H2O",
            "CO2",
            "B12",
            "5l",
            "3|4",
            "101O",
            "98.6O",
            "I10",
            "E11.O",
            "II",
            "IV",
            "O",
            "l",
            "lO",
            "1st",
            "L5",
            "T1O",
        ),
        *("G2P1", "10/L", "A1c", "Ol", "O.K.", "1O", "4x4", "0.5mg", "I", "2I", "I/O", "I0", "O/E", "l/min"),
    ],
)
def test_what_could_be_something_else_is_left_alone(word: str) -> None:
    assert repaired(word) == word


@given(st.text(alphabet="0123456789OlI/.:%,-()BSZ|g", min_size=1, max_size=10))
def test_only_the_letters_change_and_only_into_their_digits(word: str) -> None:
    result = repaired(word)
    assert len(result) == len(word)
    assert all(
        was == now or (was, now) in {("O", "0"), ("l", "1"), ("I", "1")} for was, now in zip(word, result, strict=True)
    )
    assert repaired(result) == result or any(letter in result for letter in "OlI")
