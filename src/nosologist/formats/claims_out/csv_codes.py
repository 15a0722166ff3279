"""Claims as CSV, one row a diagnosis or procedure with its title and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from nosologist.formats.claims_out import Asked
from nosologist.formats.claims_out.csv_lines import write_rows
from nosologist.formats.claims_out.tables import DIAGNOSES, PROCEDURES, Row, Table, each
from nosologist.model.claim import Claim

COLUMNS = ("claim", "system", "rank", "code", "title", "role", "poa", "date", "confidence", "evidence", "path")


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write the codes of claims."""
    tables = each(claims, asked, (DIAGNOSES, PROCEDURES))
    write_rows(COLUMNS, (row for table, rows in tables for row in _in_one(table, rows)), file)


def _in_one(table: Table, rows: list[Row]) -> Iterator[Row]:
    system, role = ("ICD-10-CM", None) if table is DIAGNOSES else ("ICD-10-PCS", "procedure")
    for row in rows:
        facts = dict(zip(table.columns, row, strict=True)) | {"system": system}
        if role:
            facts["role"] = role
        yield tuple(facts.get(name) for name in COLUMNS)
