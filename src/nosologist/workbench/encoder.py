"""The encoder without a chart: codes found, shown and built, as the pages need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from nosologist.codesets.procedure_search import Suggestion, suggest
from nosologist.codesets.procedures import OPEN, Column, opened
from nosologist.codesets.sheet import Link, Sheet
from nosologist.errors import BookError
from nosologist.model.answer import Answer
from nosologist.search.service_lines import procedure_lines, service_lines
from nosologist.search.sheet_words import NOTE_NAMES, fact_lines, linked
from nosologist.workbench import engine

SYSTEMS = (("icd10cm", "ICD-10-CM"), ("icd10pcs", "ICD-10-PCS"), ("hcpcs", "HCPCS"))
_FOUND = 20
_SUGGESTED = 8


def found(words: str, system: str, on: date | None) -> Answer:
    """The codes that words lead to, as they are typed.

    Raises:
        BookError: the books of the system were not added.
    """
    with engine.books_on(on) as books:
        return books.find(words, top=_FOUND, typing=not words.endswith(" "), systems=(system,))


def shown(code: str, on: date | None) -> list[dict[str, Any]]:
    """What every code set says of a code (J1100 is a diagnosis and a drug); empty where none knows it."""
    with engine.books_on(on) as books:
        told = []
        if sheet := books.show(code):
            told.append(_diagnosis(sheet))
        if procedure := books.procedure(code):
            _, *lines = procedure_lines(procedure, "", "")
            told.append({"code": procedure.code, "title": procedure.title, "lines": lines})
        if service := books.service(code):
            _, *lines = service_lines(service, "", "")
            told.append({"code": service.code, "title": service.title, "lines": lines})
        return told


def _diagnosis(sheet: Sheet) -> dict[str, Any]:
    lines = list(fact_lines(sheet))
    if sheet.poa_exempt is not None:
        lines.insert(0, "exempt from POA reporting" if sheet.poa_exempt else "present on admission is to be reported")
    notes = [
        (NOTE_NAMES[kind], [(note, [_link(link) for link in note.links]) for note in some])
        for kind, some in groupby(sheet.notes, key=lambda note: note.kind)
    ]
    return {"code": sheet.code, "title": sheet.title, "sheet": sheet, "notes": notes, "lines": lines}


def _link(link: Link) -> tuple[str, str]:
    """The code that a link leads to, or none of a range, and its words."""
    return link.first if link.first == link.last else "", linked(link)


@dataclass(frozen=True, slots=True)
class Built:
    """How far the characters or words of a procedure lead."""

    pattern: str = ""  # as far as it was given; empty for words
    columns: tuple[Column, ...] = ()
    complete: str = ""  # the whole code, where nothing more is to be chosen
    title: str | None = None  # of it
    legal: bool = False
    definition: str = ""  # of the root operation
    suggestions: tuple[Suggestion, ...] = ()
    releases: tuple[str, ...] = ()

    @property
    def next(self) -> int:
        """The position of the next character to choose; 8 where all are chosen."""
        return next((at for at, one in enumerate(self.pattern.ljust(7, OPEN), 1) if one == OPEN), 8)


def built(text: str, on: date | None) -> Built:
    """The columns that characters leave, or the codes that words lead to.

    Raises:
        BookError: no tables were added, or for words no Index.
    """
    with engine.books_on(on) as books:
        procedures = opened(books, on)
        pattern = procedures.pattern(text) if text.strip() else ""
        if pattern is None:
            index = books.shelf.in_force("icd10pcs", on, "icd10pcs_index")
            if index is None:
                raise BookError("no ICD-10-PCS Index was added; fetch it from CMS and run `noso books add FILE`")
            return Built(suggestions=suggest(text, procedures, index, _SUGGESTED), releases=procedures.releases)
        complete = procedures.completed(pattern)
        table = procedures.table(complete[:3])
        is_whole = len(pattern) == 7 and OPEN not in pattern
        whole = pattern if is_whole else "" if OPEN in complete else complete
        return Built(
            pattern, procedures.columns(pattern), whole, procedures.title(whole) if whole else None,
            bool(whole) and procedures.legal(whole), f"{table.operation}: {table.definition}" if table and table.definition else "",
            releases=procedures.releases,
        )  # fmt: skip
