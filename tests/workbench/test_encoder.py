"""The encoder's pages: codes found, shown and built, without a chart."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mini import DEFINITIONS, PCS_INDEX, TABLES
from nosologist.codesets.library import Library
from nosologist.workbench import engine
from nosologist.workbench.roles import Role
from shelves import shelf_with
from workbench.practice import person, signed_in


@pytest.fixture
def client() -> Client:
    return signed_in(person("ann", Role.READER))


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(shelf=shelf_with(tmp_path, {"t.xml": TABLES, "d.xml": DEFINITIONS, "i.xml": PCS_INDEX}))
    monkeypatch.setattr(engine, "library", lambda: library)


def asked(client: Client, where: str = "/encoder/", **fields: str) -> str:
    answer: Any = client.post(where, fields, headers={"X-Desk": "1"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_codes_are_found_as_they_are_typed(client: Client) -> None:
    page = asked(client, words="copd exac")
    assert re.findall(r'data-code="([^"]+)"', page)[0] == "J44.1"
    assert "Nothing found" in asked(client, words="qqqqqzzzz ")
    assert "data-code" not in asked(client, words="c")


def test_a_code_is_shown_with_its_place_and_the_notes_that_it_inherits(client: Client) -> None:
    page = asked(client, code="e1122")
    for words in ("E11.22", "valid for a claim", 'data-show="E11.2"', "Use additional code", "from E11", "HCC"):
        assert words in page
    assert "a header" in asked(client, code="I12")
    assert "No book has this code" in asked(client, code="<b>")
    assert "7th character" in asked(client, code="S72.001")


def test_the_page_works_without_its_script(client: Client) -> None:
    page = client.post("/encoder/", {"words": "copd exac", "system": "icd10cm"}).content.decode()
    assert "<h1>Encoder" in page
    assert "Chronic obstructive pulmonary disease with (acute) exacerbation" in page
    assert 'id="sheet"' in page


def test_a_date_asks_the_books_of_that_date(client: Client) -> None:
    assert "icd10cm" in asked(client, code="I10", date="2026-05-01")
    assert "icd10cm" in asked(client, code="I10", date="no date")


def test_books_that_were_not_added_are_told(client: Client) -> None:
    assert "noso books add" in asked(client, words="planing", system="icd10pcs")
    assert "noso books add" in asked(client, "/encoder/build/", text="0QT")


@pytest.mark.usefixtures("tables")
def test_a_procedure_is_built_character_by_character(client: Client) -> None:
    page = asked(client, "/encoder/build/", text="")
    assert '<section class="next" aria-label="1 Section"' in page
    page = asked(client, "/encoder/build/", text="0qt1")
    assert '<section class="next" aria-label="5 ' in page
    assert "0QT1XZZ" not in page
    page = asked(client, "/encoder/build/", text="0QT1X")  # what is left has no choice
    assert 'data-take="0QT1XZZ"' in page
    assert "is no legal code" in asked(client, "/encoder/build/", text="0QT9999")


@pytest.mark.usefixtures("tables")
def test_a_procedure_is_built_from_words(client: Client) -> None:
    page = asked(client, "/encoder/build/", text="open planing leg")
    assert 'data-take="0QT10.Z"' in page
    assert "open: 6" in page
    assert "Nothing in the Index" in asked(client, "/encoder/build/", text="carving the roof")
    assert "0QT" in asked(client, words="planing leg with glue", system="icd10pcs")
    assert "valid ICD-10-PCS code" in asked(client, code="0QT1XZZ")


def test_nothing_that_is_asked_stands_in_an_address(client: Client) -> None:
    page = client.get("/encoder/?words=asthma").content.decode()
    assert "asthma" not in page
