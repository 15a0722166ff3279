"""Services, supplies and procedures: what added books say of them, and what is shown without any."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from made_up import ADD_ON, HCPCS, PTP_NAME, PTP_ROWS, PTP_TEXT, RVU
from mini import DEFINITIONS, TABLES, write
from nosologist.codesets.compile.add import add
from nosologist.codesets.procedure_sheet import procedure_sheet
from nosologist.codesets.service_sheet import service_sheet
from nosologist.codesets.shelf import Shelf
from nosologist.search.service_lines import procedure_lines, service_lines
from shelves import shelf_with

JULY = date(2026, 7, 1)


def test_without_any_book_a_cpt_number_is_a_number(shelf: Shelf) -> None:
    sheet = service_sheet("99001", shelf)
    assert sheet is not None
    assert (sheet.system, sheet.title, sheet.release, sheet.pairs) == ("cpt", "99001", None, ())
    assert "AMA" in "\n".join(service_lines(sheet, "", ""))
    assert service_sheet("Q9001", shelf) is None
    assert service_sheet("", shelf) is None


def test_a_supply_with_its_edits(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, {"HCPC2031_JAN_ANWEB.txt": HCPCS, PTP_NAME: PTP_TEXT + PTP_ROWS})
    sheet = service_sheet(" q9001 ", shelf)
    assert sheet is not None and sheet.hcpcs is not None
    assert (sheet.system, sheet.code, sheet.release) == ("hcpcs", "Q9001", "hcpcs:2031-01")
    text = "\n".join(service_lines(sheet, "", ""))
    assert "A made-up supply" in text
    assert "covered under special instructions" in text
    assert "Q9001 is column 1; not paid beside it: 0001T" in text
    assert json.loads(json.dumps(asdict(sheet), default=str))["hcpcs"]["added"] == "2031-01-01"
    modifier = service_sheet("Q1", shelf)
    assert modifier is not None
    assert "modifier" in "\n".join(service_lines(modifier, "", ""))


def test_fees_and_add_on_codes(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, {"PPRRVU31_JAN.csv": RVU})
    sheet = service_sheet("99001", shelf)
    assert sheet is not None
    assert [value.modifier for value in sheet.relative_values][:1] == [""]
    assert "global days 090" in "\n".join(service_lines(sheet, "", ""))
    with_add_ons = shelf_with(tmp_path / "more", {"AOC_V2026Q3-MCR.csv": ADD_ON}, JULY)
    codes = {line.split(",")[1] for line in ADD_ON.splitlines()[1:] if line.count(",") > 3}
    known = [sheet for code in codes if (sheet := service_sheet(code, with_add_ons))]
    assert any("add-on code of" in "\n".join(service_lines(one, "", "")) for one in known)


def test_a_procedure_is_shown_character_by_character(shelf: Shelf, tmp_path: Path) -> None:
    assert procedure_sheet("0QT10JZ", shelf) is None
    add([write(tmp_path, "t.xml", TABLES), write(tmp_path, "d.xml", DEFINITIONS)], shelf, lambda what, part: None)
    sheet = procedure_sheet("0qt10jz", shelf)
    assert sheet is not None
    assert [character for _, character, _ in sheet.characters] == list("0QT10JZ")
    assert sheet.characters[3][2] == "Chair Leg"
    assert "Making flat" in "\n".join(procedure_lines(sheet, "", ""))
    assert procedure_sheet("0QT00JZ", shelf) is None
    assert procedure_sheet("0QT", shelf) is None
