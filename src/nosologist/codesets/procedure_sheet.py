"""What the added ICD-10-PCS tables say of a procedure code: each of its characters."""

from __future__ import annotations

from dataclasses import dataclass

from nosologist.codesets.code_lists import CodeLists, Conversion
from nosologist.codesets.procedures import Procedures
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError

_LENGTH = 7


@dataclass(frozen=True, slots=True)
class ProcedureSheet:
    """What is shown of a procedure code."""

    system: str
    releases: tuple[str, ...]
    code: str
    title: str
    valid: bool
    definition: str  # of the root operation
    characters: tuple[tuple[str, str, str], ...]  # what the column is, the character, what it means
    conversions: tuple[Conversion, ...]  # what it came from and what it became, where a conversion table was added


def procedure_sheet(code: str, shelf: Shelf) -> ProcedureSheet | None:
    """The sheet of an ICD-10-PCS code, legal by the tables or listed; None for other codes, and where no tables were added."""
    value = code.strip().upper()
    if len(value) != _LENGTH:
        return None
    try:
        procedures = Procedures(shelf)
    except BookError:
        return None
    lists = CodeLists(shelf, None)
    # The April update has no tables of its own: its new codes are in the list alone.
    if not procedures.legal(value) and not any(one.has(value) for one in lists.lists("icd10pcs")[-1:]):
        return None
    table = procedures.table(value[:3])
    row = next((row for row in procedures.rows(value[:3]) if row.allows(value[3:])), None)
    heads = (
        (("Section", value[0], table.section), ("Body system", value[1], table.body_system),
         (table.operation_title, value[2], table.operation)) if table else ()
    )  # fmt: skip
    columns = zip(row.columns, value[3:], strict=True) if row else ()
    labels = tuple(
        (column.title, character, next(one.label for one in column.values if one.character == character))
        for column, character in columns
    )
    title = procedures.title(value) or lists.title("icd10pcs", value) or value
    return ProcedureSheet(
        "icd10pcs",
        procedures.releases,
        value,
        title,
        True,
        table.definition if table else "",
        (*heads, *labels),
        lists.conversions("icd10pcs", value),
    )
