"""The publishers' indexes read back as they were published; the POA list answers by date."""

from __future__ import annotations

import gzip
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from conftest import data
from mini import DRUGS, INDEX, POA, write
from nosologist.codesets.code_lists import CodeLists
from nosologist.codesets.compile.add import add
from nosologist.codesets.official_indexes import IndexBook, OfficialIndex, OfficialTerm, Reference, official_index
from nosologist.codesets.shelf import Shelf


def silent(what: str, part: float) -> None:
    pass


def test_terms_references_and_cells(shelf: Shelf, tmp_path: Path) -> None:
    assert official_index(shelf, IndexBook.DRUGS) is None
    add([write(tmp_path, "i.xml", INDEX), write(tmp_path, "d.xml", DRUGS)], shelf, silent)
    index, drugs = (official_index(shelf, book) for book in (IndexBook.DISEASES, IndexBook.DRUGS))
    assert index
    assert drugs
    assert [term.title for term in index.main_terms()] == ["Wobble, wobbly", "Wonky"]
    [wobble] = index.main_terms("wobb")
    assert (wobble.nonessential, wobble.references) == ("(idle) (of table)", (Reference("code", "Q010", ""),))
    assert [term.title for term in index.under(wobble)] == ["with", "chair"]
    [varnish] = drugs.main_terms("Varnish")
    assert varnish.cells == (("Poisoning Accidental", "T990X1"), ("Other", "--"))
    [boat] = drugs.under(varnish)
    assert boat.cells == (("Poisoning Accidental", "T991X-"), ("Other", "T991X2"))
    assert official_index(shelf, IndexBook.DRUGS, date(2029, 1, 1)) is None


def test_the_poa_list_answers_for_its_year(shelf: Shelf, tmp_path: Path) -> None:
    assert CodeLists(shelf, None).is_poa_exempt("Q010") is None
    add([write(tmp_path, "POAFY31.txt", POA)], shelf, silent)
    lists = CodeLists(shelf, None)
    assert [lists.is_poa_exempt(code, date(2030, 11, 1)) for code in ("Q010", "Q019")] == [True, False]
    assert [lists.is_poa_exempt("Q010", date(year, 11, 1)) for year in (2029, 2031)] == [None, None]


def walked(index: OfficialIndex, terms: tuple[OfficialTerm, ...]) -> list[tuple[str, ...]]:
    found = []
    for term in terms:
        codes = [reference.text for reference in term.references if reference.kind == "code"]
        found.append((str(term.level), term.title, *codes, *(code for _, code in term.cells)))
        found += walked(index, index.under(term))
    return found


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "book", "terms", "cells"),
    [
        ("eindex", IndexBook.EXTERNAL_CAUSES, 314 + 7776, 0),
        ("neoplasm", IndexBook.NEOPLASMS, 1 + 1939, 10922),
        ("drug", IndexBook.DRUGS, 5179 + 2251, 43224),
    ],
)
def test_every_term_of_the_official_indexes_reads_back(
    tmp_path: Path, shelf: Shelf, name: str, book: IndexBook, terms: int, cells: int
) -> None:
    path = data("official", "icd10cm", "2026-04", f"icd10cm-{name}-April-1-2026-XML.xml.gz")
    add([path], shelf, silent)
    index = official_index(shelf, book)
    assert index
    found = walked(index, index.main_terms())
    with gzip.open(path) as file:
        root = ET.parse(file).getroot()
    expected = []
    for term in root.iter():
        if term.tag in ("mainTerm", "term"):
            title = term.find("title")
            assert title is not None
            kept = [title.text, *(nemod.tail for nemod in title)]
            codes = [
                text.replace(".", "") for tag in ("code", "cell") for text in (e.text or "" for e in term.findall(tag))
            ]
            expected.append((term.get("level", "0"), " ".join(" ".join(text or "" for text in kept).split()), *codes))
    assert found == expected
    assert len(found) == terms
    assert index.release.connection.execute("SELECT count(*) FROM index_cell").fetchone() == (cells,)
