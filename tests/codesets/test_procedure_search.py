"""From words to ICD-10-PCS: the Index leads, words choose, nothing is invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conftest import data
from mini import DEFINITIONS, PCS_INDEX, TABLES, write
from nosologist.codesets.compile.add import add
from nosologist.codesets.procedure_search import Suggestion, suggest
from nosologist.codesets.procedures import Procedures
from nosologist.codesets.shelf import Shelf


def silent(what: str, part: float) -> None:
    pass


@pytest.fixture
def filled(shelf: Shelf, tmp_path: Path) -> Shelf:
    texts = {"t.xml": TABLES, "d.xml": DEFINITIONS, "i.xml": PCS_INDEX}
    add([write(tmp_path, name, text) for name, text in texts.items()], shelf, silent)
    return shelf


def found(shelf: Shelf, words: str, on: date | None = None) -> tuple[Suggestion, ...]:
    index = shelf.in_force("icd10pcs", on, "icd10pcs_index")
    assert index
    return suggest(words, Procedures(shelf, on), index)


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        ("planing of the table top through a slit", "0QT03ZZ"),
        ("slit planing of top", "0QT03ZZ"),
        ("Open planing leg with glue", "0QT10JZ"),
        ("planing, chair leg, external", "0QT1XZZ"),
        ("smoothing of the table top, open", "0QT00ZZ"),
        ("open polishing of a stool foot, nail", "0QT10KZ"),
        ("open planing leg", "0QT10.Z"),
        ("smoothing", "0QT...Z"),
    ],
)
def test_words_lead_to_a_code_or_as_far_as_they_go(filled: Shelf, words: str, pattern: str) -> None:
    first = found(filled, words)[0]
    assert first.pattern == pattern
    assert (first.title is None) == ("." in pattern)
    assert [column.position for column in first.open_columns] == [
        at for at, character in enumerate(pattern, 1) if character == "."
    ]
    assert all(len(column.values) > 1 for column in first.open_columns)


def test_what_the_tables_do_not_have_leads_nowhere(filled: Shelf) -> None:
    assert found(filled, "carving") == ()
    assert found(filled, "painting the leg") == ()
    assert found(filled, "") == ()


REAL = (
    ("laparoscopic right hemicolectomy", "0DTF4ZZ"),
    ("lap chole", "0FT44ZZ"),
    ("laparoscopic appendectomy", "0DTJ4ZZ"),
    ("open appendectomy", "0DTJ0ZZ"),
    ("percutaneous needle biopsy of liver", "0FB03ZX"),
    ("EGD with gastric biopsy", "0DB68ZX"),
    ("colonoscopy", "0DJD8ZZ"),
    ("TURP", "0VB08ZZ"),
    ("ORIF right distal radius", "0PSH04Z"),
    ("PCI with drug-eluting stent one artery", "027034Z"),
    ("low cervical cesarean section", "10D00Z1"),
    ("total abdominal hysterectomy, open", "0UT90ZZ"),
    ("left nephrectomy open", "0TT10ZZ"),
    ("femoral popliteal bypass left", "041L..L"),
    ("right total knee replacement", "0SRC0.Z"),
    ("mechanical ventilation", "5A19.5Z"),
    ("transfusion red blood cells peripheral", "30233N."),
    ("diagnostic bronchoscopy", "0BJ08ZZ"),
)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("pcs"))
    add([data("official", "icd10pcs")], shelf, silent)
    return shelf


@pytest.mark.real
@pytest.mark.parametrize(("words", "pattern"), REAL)
def test_common_procedures(real: Shelf, words: str, pattern: str) -> None:
    first = found(real, words, date(2026, 5, 1))[0]
    assert first.pattern == pattern
    if "." not in pattern:
        assert Procedures(real, date(2026, 5, 1)).legal(pattern)
