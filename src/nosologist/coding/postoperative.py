"""Postoperative: "2 weeks post-op L TKA" tells of an operation as "s/p L TKA" does, and of the weeks behind it (I.C.21.c.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.coding.draft import Draft, found_by_rule, guideline
from nosologist.coding.locate import locate
from nosologist.coding.specify import specify
from nosologist.coding.tables import leads_to
from nosologist.model.document import Document, SectionKind
from nosologist.model.encounter import Encounter
from nosologist.notes.reading import Reading, WordRun
from nosologist.notes.record import read_record

_BEHIND_OPERATION = re.compile(
    r"(?<!RTC )(?<!return )(?<!up )(?<!f/u )(?<!see )(?<!in )(?<!at )"  # not what is only to come
    r"\b(?:(?:\d{1,2}|one|two|three|four|five|six|eight|ten|twelve)[ -](?:days?|d|weeks?|wks?|months?|mos?)[ -]"
    r"post-? ?op(?:erative(?:ly)?)?|POD ?#? ?\d{1,2})(?: (?:from|after|of|for))?,?\s"
    r"(?P<operation>(?:(?:L|R|left|right|bilateral|B/L)\s)?[a-z][\w/-]*(?: [a-z][\w/-]*){0,4})",
    re.IGNORECASE,
)
_TELLING = frozenset(
    {
        SectionKind.ASSESSMENT,
        SectionKind.DIAGNOSES,
        SectionKind.CHIEF_COMPLAINT,
        SectionKind.NARRATIVE,
        SectionKind.PRESENT_ILLNESS,
    }
)


def with_recent_operation(draft: Draft, readings: tuple[Reading, ...], encounter: Encounter, books: Books) -> Draft:
    """Add the status that a recent operation left, where the record tells of it by the time since then alone."""
    if encounter.all_mentions or not encounter.setting.follows_section_iv:
        return draft
    if any(one.code.startswith(("Z47", "Z48")) or leads_to("aftercare.txt", one.code) for one in draft.candidates):
        return draft
    for run, told in _told(readings):
        code = _status(told["operation"], encounter, books)
        if code is not None:
            why = "the operation that the patient is heard about some weeks behind it"
            found = found_by_rule(run, told.span("operation"), code, why, guideline("I.C.21.c.7"))
            return draft.passing((found, *draft.candidates))
    return draft


def _told(readings: tuple[Reading, ...]) -> Iterator[tuple[WordRun, re.Match[str]]]:
    for reading in readings:
        if reading.document.about.is_earlier or not _BEHIND_OPERATION.search(reading.document.text):
            continue
        for run in reading.runs:
            if run.statement.section.kind in _TELLING:
                told = _BEHIND_OPERATION.search(run.text, run.statement.start, run.statement.end)
                if told is not None:
                    yield run, told


def _status(operation: str, encounter: Encounter, books: Books) -> str | None:
    """The code of the status that an operation leaves, where aftercare follows it; read as behind "s/p"."""
    alone = Encounter((Document("operation", f"s/p {operation}"),), setting=encounter.setting)
    named = specify(locate(read_record(alone, books.terms), books), alone, books)
    codes = (one.code for one in named.candidates if leads_to("aftercare.txt", one.code))
    return next((code for code in codes if books.tabular.is_valid(code)), None)
