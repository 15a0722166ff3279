"""Coded encounters as CSV: one row a code, for spreadsheets."""

from __future__ import annotations

from nosologist.formats.spreadsheet import csv_line, guarded
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter
from nosologist.model.service_line import Service

COLUMNS = ("document", "rank", "code", "title", "role", "confidence", "evidence", "path", "poa")


def header() -> str:
    """The first line."""
    return _line(COLUMNS)


def rows(coded: CodedEncounter) -> str:
    """The lines of one encounter; empty where nothing is coded. A procedure with an open axis has its certain characters."""
    encounter = coded.encounter
    found = [
        (assignment.code.dotted, assignment.title, assignment.role.value, f"{assignment.confidence:.2f}",
         _quotes(assignment.evidence, encounter), " > ".join(assignment.path), assignment.poa or "")
        for assignment in coded.assignments
    ]  # fmt: skip
    found += [
        (one.certain, one.title, "procedure" if one.code else "open procedure", "", _quotes(one.evidence, encounter),
         " > ".join(axis.label for axis in one.axes), "")
        for one in coded.procedures
    ]  # fmt: skip
    found += [
        (_with_modifiers(one), one.title, "service" if one.units == 1 else f"service x{one.units}", "",
         _quotes(one.evidence, encounter), _done_for(one, coded), "")
        for one in coded.services
    ]  # fmt: skip
    found += [
        (" or ".join(code.value for code in one.possible), one.title, "open service", "", _quotes(one.evidence, encounter),
         one.why, "")
        for one in coded.open_services
    ]  # fmt: skip
    return "".join(_line((encounter.id, str(rank), *cells)) for rank, cells in enumerate(found, 1))


def _with_modifiers(one: Service) -> str:
    return "-".join((one.code.value, *(modifier.value for modifier in one.modifiers)))


def _done_for(one: Service, coded: CodedEncounter) -> str:
    return " > ".join(coded.assignments[at - 1].code.dotted for at in one.pointers if at <= len(coded.assignments))


def _quotes(evidence: tuple[Span, ...], encounter: Encounter) -> str:
    """The quotes; each with its document, where there are several."""
    quotes = [" ".join(span.quote(encounter.text).split()) for span in evidence]
    if len(encounter.documents) > 1:
        places = [encounter.place(span).document.id for span in evidence]
        quotes = [f"{quote} [{document}]" for quote, document in zip(quotes, places, strict=True)]
    return " | ".join(quotes)


def _line(cells: tuple[str, ...]) -> str:
    """One CSV line; a cell that a spreadsheet would run as a formula is quoted with an apostrophe."""
    return csv_line(guarded(cell) for cell in cells)
