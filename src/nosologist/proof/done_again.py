"""Procedures and service lines of a proof, checked in the books of this machine without the chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from nosologist.codesets.library import Books
from nosologist.codesets.line_books import line_books
from nosologist.codesets.procedures import opened
from nosologist.errors import BookError
from nosologist.model.claim import Claim, ClaimKind, ClaimLine, Procedure
from nosologist.model.code import Code, CodeSystem
from nosologist.model.encounter import Encounter, View
from nosologist.model.procedure import OPEN
from nosologist.model.service_line import is_cpt, service_code
from nosologist.proof.again import Line

_KINDS = {View.FACILITY: ClaimKind.INSTITUTIONAL, View.PROFESSIONAL: ClaimKind.PROFESSIONAL}


def done_in_books(stated: dict[str, Any], encounter: Encounter, books: Books, where: str) -> Iterator[Line]:
    """Each procedure is legal and its characters are those of its axes; each service line is in force and points to a code."""
    for one in stated["procedures"]:
        wrong = _wrong_procedure(one, encounter, books)
        yield Line(f"{where}{one['pattern']}: legal, title and axes", not wrong, ", ".join(wrong))
    for one in stated["services"]:
        wrong = _wrong_service(one, stated, encounter, books)
        yield Line(f"{where}{one['code']}: number and pointers", not wrong, ", ".join(wrong))


def _wrong_procedure(one: dict[str, Any], encounter: Encounter, books: Books) -> list[str]:
    try:
        tables = opened(books, encounter.date)
    except BookError as error:
        return [str(error)]
    pattern = str(one["pattern"])
    fixed = {axis["axis"]: axis["character"] for axis in one["axes"]}
    columns = tables.columns(pattern)
    labels = {(column.position, value.character): value.label for column in columns for value in column.values}
    wrong = []
    if pattern != "".join(fixed.get(place, OPEN) for place in range(1, 8)):
        wrong.append("its axes give other characters")
    if any(labels.get((axis["axis"], axis["character"])) != axis["label"] for axis in one["axes"]):
        wrong.append("a label differs in the tables here")
    if OPEN not in pattern and not tables.legal(pattern):
        wrong.append("is no legal code of the tables in force here")
    elif OPEN not in pattern and tables.title(pattern) != one["title"]:
        wrong.append("the title differs in the tables here")
    return wrong


def _wrong_service(one: dict[str, Any], stated: dict[str, Any], encounter: Encounter, books: Books) -> list[str]:
    code = service_code(str(one["code"]))
    wrong = [] if is_cpt(code) == (one["system"] == "cpt") else ["is no number of this system"]
    codes = [each["code"] for each in stated["codes"]]
    if [codes[at - 1] for at in one["pointers"] if 1 <= at <= len(codes)] != one["for"]:
        wrong.append("points to other diagnoses")
    on = _day(one["date"]) or encounter.date
    if not is_cpt(code) and line_books(books).has_hcpcs(on):
        entry = line_books(books).hcpcs(code.value, on)
        if entry is None or (on is not None and entry.is_valid(on) is False):
            wrong.append("is not in force in HCPCS Level II here")
    return wrong


def with_done(claim: Claim, stated: dict[str, Any], encounter: Encounter) -> Claim:
    """The claim with the procedures and service lines that the proof states."""
    procedures = tuple(
        Procedure(Code(CodeSystem.ICD10PCS, str(one["pattern"])), _day(one["date"]))
        for one in stated["procedures"]
        if OPEN not in one["pattern"]
    )
    return replace(
        claim,
        procedures=procedures,
        lines=tuple(_line(one) for one in stated["services"]),
        kind=_KINDS.get(encounter.view) if encounter.view else None,
    )


def _line(one: dict[str, Any]) -> ClaimLine:
    return ClaimLine(
        service_code(str(one["code"])), tuple(str(each["modifier"]) for each in one["modifiers"]),
        Decimal(one["units"]), tuple(one["pointers"]), date=_day(one["date"]),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
