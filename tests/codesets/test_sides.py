"""The side in a title, and the codes that go with it."""

from __future__ import annotations

import pytest

from nosologist.codesets.library import Books, Library
from nosologist.codesets.sides import bilateral_of, open_side, side_of, twins_below


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("Pain in right knee", "right"),
        ("Unilateral primary osteoarthritis, left hip", "left"),
        ("Bilateral primary osteoarthritis of hip", "both"),
        ("Pain in unspecified knee", "open"),
        ("Unspecified fracture of right femur", "right"),
        ("Essential (primary) hypertension", None),
        ("Paralysis of right and left side", None),
    ],
)
def test_the_side_of_a_title(title: str, side: str | None) -> None:
    found = side_of(title)
    assert (found.side if found else None) == side


@pytest.mark.parametrize(
    ("value", "both"),
    [("M1711", "M170"), ("M1611", "M160"), ("H6691", "H6693"), ("S52501A", None), ("M25561", None), ("I10", None)],
)
def test_the_code_for_both_sides(books: Books, value: str, both: str | None) -> None:
    assert bilateral_of(value, books.tabular) == both


@pytest.mark.parametrize(
    ("value", "sided"),
    [("M25569", ("M25561", "M25562")), ("S52509A", ("S52501A", "S52502A")), ("I10", ()), ("M25561", ()), ("ZZZZZ", ())],
)
def test_an_open_side_has_a_right_and_a_left(books: Books, value: str, sided: tuple[str, ...]) -> None:
    assert open_side(value, books.tabular, lambda prefix: twins_below(prefix, books.tabular)) == sided


def test_the_whole_tabular_answers_as_its_pages_do(books: Books) -> None:
    whole = Library().in_force().tabular
    whole.read_all()
    for value in ("I10", "E11", "E1122", "S52501A", "M17", "ZZZ", "#I10-I1A"):
        assert whole.get(value) == books.tabular.get(value)
        assert whole.children(value) == books.tabular.children(value)
        assert whole.own_notes(value) == books.tabular.own_notes(value)
        assert whole.notes(value) == books.tabular.notes(value)
    for prefix, word in (("M17", "bilateral"), ("S525", "right"), ("H66", "")):
        assert whole.titled(prefix, word) == books.tabular.titled(prefix, word)
