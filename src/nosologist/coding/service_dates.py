"""The date of a line, where the record states one: beside the service in a stay, else in the head of its note or report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from nosologist.coding.procedure_times import clause_date, labelled_date
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.service_line import Service
from nosologist.notes.dates import document_date
from nosologist.notes.reading import Reading, WordRun
from nosologist.notes.signs import Rare

_OF_DAYS = frozenset({Setting.INPATIENT, Setting.OBSERVATION})
_TELLS_A_STAY = Rare(r"(?m)^[ \t*#]*(?:(?:brief )?hospital course|discharge summary|course in hospital)\b")
_OF_ANOTHER_DAY = re.compile(
    r"\b(?:exp\w*|lot|due|next|until|through|since|after|before|return|follow[- ]?up|scheduled|dob|born)\b[^.;]{0,25}?\d",
    re.IGNORECASE,
)


def dated(
    lines: Sequence[Service], readings: Sequence[Reading], encounter: Encounter, *, is_visit: bool = False
) -> list[Service]:
    """Each line with the date that the record states for it; without one where it states none, so that the claim's holds.

    A date beside the service counts in a stay of several days. The head of a note dates what it tells, unless it tells a stay.
    """
    if not readings:
        return list(lines)
    starts = [one.start for one in readings]
    found = []
    for one in lines:
        day = None
        if one.date is None and one.evidence:
            span = one.evidence[0]
            day = _date(span, readings[bisect_right(starts, span.start) - 1], encounter, is_visit)
        found.append(replace(one, date=day) if day else one)
    return found


def _date(span: Span, reading: Reading, encounter: Encounter, is_visit: bool) -> date | None:
    text = encounter.text
    run = next((run for run in reading.runs if run.statement.start <= span.start < run.statement.end), None)
    found = None
    if run is not None and not is_visit and encounter.setting in _OF_DAYS:
        found = _beside(text, run, span, reading)
    if found is None:
        section = run.statement.section if run else None
        is_of_days = _TELLS_A_STAY.search(reading.document.text) is not None
        within = (
            section.body if section and is_of_days else Span(reading.start, reading.start + len(reading.document.text))
        )
        found = labelled_date(text, within)
    return None if found and encounter.date and found > encounter.date else found


def _beside(text: str, run: WordRun, span: Span, reading: Reading) -> date | None:
    if _OF_ANOTHER_DAY.search(text, run.statement.start, run.statement.end):
        return None
    written = reading.document.written
    return clause_date(text, run.statement.span, span, lambda: written or document_date(reading.document.text))
