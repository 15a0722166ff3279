"""The page on looking up shows what is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nosologist.codesets.library import Books

PAGE = Path(__file__).resolve().parents[2] / "docs" / "looking_up.md"
_ROW = re.compile(r"^\| (?P<asked>`.+?) \| (?P<codes>[A-Z]\d[^|]*) \|", re.MULTILINE)


def examples() -> list[tuple[str, str]]:
    rows = _ROW.findall(PAGE.read_text("utf-8").replace(r"\|", "¦"))
    return [
        (query.replace("¦", "|"), code)
        for asked, codes in rows
        for query, code in zip(re.findall(r"`([^`]+)`", asked), codes.split(", "), strict=True)
    ]


def test_there_are_examples() -> None:
    assert len(examples()) >= 12


@pytest.mark.parametrize(("query", "code"), examples())
def test_example(query: str, code: str, books: Books) -> None:
    assert books.find(query).results[0].code == code
