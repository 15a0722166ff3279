"""What is still to choose at a code."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.search.choices import sevenths, sides


def test_the_sides_of_a_code_keep_its_seventh_character(books: Books) -> None:
    assert sides("S72.001D", books) == (("right", "S72.001D"), ("left", "S72.002D"))
    assert dict(sides("M25.569", books)) == {"right": "M25.561", "left": "M25.562"}
    assert sides("I10", books) == ()
    assert sides("nonsense", books) == ()


def test_the_sides_are_valid_where_the_code_is(books: Books) -> None:
    for code in ("S72.001A", "H40.1190", "M17.9", "C50.919", "H65.90"):
        for _, other in sides(code, books):
            assert books.tabular.is_valid(other.replace(".", ""))


def test_seventh_characters_are_those_that_exist(books: Books) -> None:
    assert [character for character, _ in sevenths("T14.8XXA", books)] == ["A", "D", "S"]
    assert [character for character, _ in sevenths("T14.8", books)] == ["A", "D", "S"]
    assert sevenths("I10", books) == ()
    assert "D" not in [character for character, _ in sevenths("S06.0X7A", books)]
