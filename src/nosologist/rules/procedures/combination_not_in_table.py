"""PCS103."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.procedures import Procedures
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import procedure_guideline, tables, whole
from nosologist.rules.rule import Hit, Needs, rule


@rule("PCS103", procedure_guideline("A9"), severity=Severity.STOP, needs=Needs.PROCEDURES)
def combination_not_in_table(claim: Claim, books: Books) -> Iterator[Hit]:
    """A procedure code combines characters that no row of its table has."""
    books_in_force = tables(claim, books)
    if books_in_force is None:
        return
    for one in whole(claim):
        if not books_in_force.legal(one.code.value):
            yield Hit(_told(one.code.value, books_in_force), (one.code,))


def _told(value: str, procedures: Procedures) -> str:
    """What is wrong with a code: no such table, a value that its column never has, or no such row."""
    if procedures.table(value[:3]) is None:
        return f"{value}: there is no table {value[:3]}"
    for column, character in zip(procedures.columns(value[:3])[3:], value[3:], strict=True):
        if all(one.character != character for one in column.values):
            return f"{value}: table {value[:3]} has no {column.title.lower()} {character}"
    return f"{value}: no row of table {value[:3]} has {value[3:]}"
