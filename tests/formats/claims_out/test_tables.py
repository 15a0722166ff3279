"""Claims as tables: one row a line, one a code; texts are texts; the same bytes on every run."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from made_up_claims import CREATED, abstract, made_up
from nosologist.errors import UnwritableClaimError
from nosologist.formats.claims_out import Asked, writer
from nosologist.formats.spreadsheet import unguarded
from nosologist.model.claim import Claim, Override
from nosologist.model.encounter import Setting

ASKED = Asked(CREATED, title=lambda claim, code: f"Title of {code.dotted}")


def bytes_of(form: str, *claims: Claim, asked: Asked = ASKED) -> bytes:
    file = io.BytesIO()
    writer(form).write(claims, file, asked)
    return file.getvalue()


def rows(form: str, *claims: Claim) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(bytes_of(form, *claims).decode("utf-8-sig"), newline="")))


def sheets(*claims: Claim) -> dict[str, list[list[Any]]]:
    """The rows of each sheet of a workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(bytes_of("xlsx", *claims)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def named(patient: str) -> Claim:
    return made_up("visit", patient={**abstract("visit")["patient"], "last_name": patient})


def test_csv_has_a_row_a_line() -> None:
    first, second, bed, lab = rows("csv", made_up("visit"), made_up("stay"))
    assert (first["claim"], first["line"], first["code"], first["modifiers"]) == ("A-1001", "1", "99213", "25")
    assert (first["pointers"], first["diagnoses"]) == ("1 3", "E11.22 N18.31")
    assert (second["charge"], second["date"], second["place"]) == ("45.50", "2026-08-03", "11")
    assert (bed["revenue"], bed["code"], bed["units"], bed["basis"]) == ("0120", "", "6", "DA")
    assert lab["code"] == "82947"


def test_csv_codes_has_a_row_a_code() -> None:
    found = rows("csv-codes", made_up("stay"))
    assert [(one["system"], one["rank"], one["code"], one["role"], one["poa"]) for one in found] == [
        ("ICD-10-CM", "1", "I50.21", "principal", "Y"),
        ("ICD-10-CM", "2", "J96.01", "secondary", "N"),
        ("ICD-10-CM", "3", "Z79.4", "secondary", ""),
        ("ICD-10-CM", "", "R06.02", "admitting", ""),
        ("ICD-10-PCS", "1", "02703DZ", "procedure", ""),
    ]
    assert found[0]["title"] == "Title of I50.21"
    assert found[-1]["date"] == "2026-04-29"
    assert rows("csv-codes", made_up("visit"))[0]["role"] == "first-listed"


def test_a_negative_amount_stays_a_number() -> None:
    [line] = rows("csv", made_up("visit", lines=[{"code": "99213", "charge": "-5.00", "units": 1}]))
    assert line["charge"] == "-5.00"


@given(st.text(min_size=1, max_size=20).filter(str.strip).filter(str.isprintable))
@settings(max_examples=60)
def test_no_name_runs_in_csv_and_each_comes_back(name: str) -> None:
    claim = named(name)
    cell = rows("csv", claim)[0]["patient_last"]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert claim.billing is not None
    assert unguarded(cell) == claim.billing.patient.name.last.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2", "http://example.com", "mailto:a@b.c"])
def test_no_cell_of_the_workbook_is_a_formula_or_a_link(name: str) -> None:
    assert sheets(named(name))["Lines"][1][2] == name
    with zipfile.ZipFile(io.BytesIO(bytes_of("xlsx", named(name)))) as packed:
        parts = {one: packed.read(one).decode() for one in packed.namelist()}
    assert not any("<f>" in part or "<hyperlink" in part for one, part in parts.items() if "worksheets" in one)


def test_the_workbook_has_a_sheet_for_each_thing() -> None:
    found = sheets(made_up("visit"), made_up("stay"))
    assert list(found) == ["Claims", "Lines", "Diagnoses", "Procedures"]
    heading, _, second, *rest = found["Lines"]
    assert len(rest) == 2
    assert second[heading.index("charge")] == 45.5
    assert second[heading.index("date")] == date(2026, 8, 3)
    codes = [row[2] for row in found["Diagnoses"][1:]]
    assert codes == ["E11.22", "I12.9", "N18.31", "I50.21", "J96.01", "Z79.4", "R06.02"]
    assert [row[2:4] for row in found["Procedures"][1:]] == [["02703DZ", "Title of 02703DZ"]]


def test_the_reason_why_a_finding_stands_goes_out_with_the_claim() -> None:
    claim = replace(made_up("visit"), overrides=(Override("CLM015", "appeal granted"),))
    heading, row = sheets(claim)["Claims"]
    assert row[heading.index("overrides")] == "CLM015: appeal granted"


@pytest.mark.parametrize("form", ["csv", "csv-codes", "xlsx"])
def test_every_run_gives_the_same_bytes(form: str) -> None:
    claims = [made_up("visit"), made_up("stay")]
    assert bytes_of(form, *claims) == bytes_of(form, *claims)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_claim_without_billing_is_refused_and_the_others_go_on(form: str) -> None:
    bare = Claim("B", Setting.OUTPATIENT, ())
    with pytest.raises(UnwritableClaimError, match="has no billing facts"):
        bytes_of(form, bare)
    refused: list[str] = []
    asked = ASKED._replace(refuse=lambda claim, error: refused.append(claim.id))
    assert bytes_of(form, bare, made_up("visit"), asked=asked) == bytes_of(form, made_up("visit"))
    assert refused == ["B"]


def test_a_text_that_no_cell_holds_is_refused() -> None:
    with pytest.raises(UnwritableClaimError, match=r"patient_last: 40,000 characters; a cell takes 32,767"):
        bytes_of("xlsx", named("X" * 40_000))
