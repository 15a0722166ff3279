"""ICD-10-PCS from the record: what was done, each character from the words, then the legal row of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from nosologist.codesets.library import Books
from nosologist.codesets.procedures import opened
from nosologist.coding.procedure_builders import build
from nosologist.coding.procedure_course import attempts, converted, stopped
from nosologist.coding.procedure_depth import deepened
from nosologist.coding.procedure_harvest import with_harvests
from nosologist.coding.procedure_mentions import ProcedureMention, procedure_mentions
from nosologist.coding.procedure_principal import sequenced
from nosologist.coding.procedure_report import NOTHING, Reports
from nosologist.coding.procedure_rows import Built, Tables
from nosologist.coding.procedure_session import (
    merged,
    without_anesthesia,
    without_drains,
    without_fragments,
    without_guidance,
    without_inspection,
)
from nosologist.coding.procedure_times import Calendar
from nosologist.errors import BookError
from nosologist.model.assignment import NotCoded
from nosologist.model.code import Citation, Code, CodeSystem
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.procedure import Axis, OpenAxis, Procedure, ProcedureStatus
from nosologist.notes.reading import Reading

GUIDELINES = "ICD-10-PCS Official Guidelines"
_TABLES = "procedure tables"
_LOOKED = "looked at on the way to a procedure of the same body system, which is coded"
_PARTS = (
    (without_inspection, _LOOKED, "B3.11a"),
    (without_anesthesia, "done for the operation that is coded", "B3.1b"),
    (without_guidance, "done for the operation that is coded", "B3.1b"),
    (without_drains, "a drain that is left at the end of the operation", "B6.1b"),
    (without_fragments, "broken to be taken out, which is coded", "B3.1a"),
)


def with_procedures(coded: CodedEncounter, readings: Sequence[Reading], books: Books) -> CodedEncounter:
    """Add what was done to a coded encounter, where that is asked for and the tables are there.

    Raises:
        BookError: procedures are asked for expressly, and no ICD-10-PCS tables were added.
    """
    encounter = coded.encounter
    of_stay = encounter.setting is Setting.INPATIENT and encounter.view is not View.PROFESSIONAL
    wanted = of_stay if encounter.procedures is None else encounter.procedures
    tables = _tables(books, encounter) if wanted else None
    if tables is None:
        return coded
    text, calendar = encounter.text, Calendar()
    done: list[ProcedureMention] = []
    ledger: list[NotCoded] = []
    begun: list[Built] = []
    for mention in procedure_mentions(readings):
        if _is_asked(mention, encounter):
            if (why := _not_done(mention, encounter)) is None:
                done.append(mention)
            else:
                made = build(mention, tables, NOTHING, calendar)
                begun += stopped(mention, made, text, tables)
                ledger.append(NotCoded(mention.span, _codes(made), f"a procedure that is {why}"))
    reports = Reports(done)
    made_of = (build(one, tables, reports.of(one), calendar) for one in converted(done, text))
    found = merged((*attempts(chain.from_iterable(made_of), tables), *begun), tables)
    found = list(with_harvests(deepened(found, text), text, tables))
    if not encounter.all_mentions:
        for leave_out, why, locator in _PARTS:
            found, parts = leave_out(found)
            ledger.extend(_part_of(one, why, locator) for one in parts)
        found = sequenced(found, coded, readings)
    whole = (*coded.not_coded, *ledger)
    return replace(
        coded,
        procedures=tuple(_procedure(one, tables) for one in found),
        not_coded=tuple(sorted(whole, key=lambda entry: (entry.span, entry.candidates, entry.reason))),
        releases=tuple(dict.fromkeys((*coded.releases, *tables.books.releases))),
    )


def _tables(books: Books, encounter: Encounter) -> Tables | None:
    """The tables in force, opened once; None where none were added and procedures are not asked for expressly."""
    key = (_TABLES, encounter.date)
    if key not in books.memo:
        try:
            books.memo[key] = Tables(opened(books, encounter.date))
        except BookError:
            if encounter.procedures:
                raise
            return None
    found: Tables = books.memo[key]
    return found


def _not_done(mention: ProcedureMention, encounter: Encounter) -> str | None:
    """Why a procedure gives no code; with all mentions, what is only planned or ordered counts too."""
    status = mention.status
    if status is ProcedureStatus.PERFORMED:
        return None
    if encounter.all_mentions and status is ProcedureStatus.PLANNED:
        return None
    return str(status.value)


def _is_asked(mention: ProcedureMention, encounter: Encounter) -> bool:
    """False for what a facility rarely codes, and for lines that are only there."""
    if mention.operation.must_be_given and not mention.is_told:
        return False
    return encounter.all_mentions or (mention.is_told and not mention.operation.is_ward_measure)


def _part_of(one: Built, why: str, locator: str) -> NotCoded:
    return NotCoded(one.spans[0], _codes([one]), why, (Citation(GUIDELINES, locator),))


def _codes(made: list[Built]) -> tuple[Code, ...]:
    return tuple(Code(CodeSystem.ICD10PCS, one.pattern) for one in made if one.is_whole)


def _procedure(one: Built, tables: Tables) -> Procedure:
    columns = tables.columns(one.pattern)
    axes, missing = [], []
    for column, character, source, allowed in zip(columns, one.pattern, one.sources, one.allowed, strict=True):
        if source is None:
            values = tuple(
                (value.character, value.label) for value in column.values if not allowed or value.character in allowed
            )
            missing.append(OpenAxis(column.position, column.title, values))
        else:
            label = next((value.label for value in column.values if value.character == character), "")
            axes.append(Axis(column.position, column.title, character, label, source.span, source.why))
    title = (None if missing else tables.title(one.pattern)) or _head(one.pattern, tables)
    decided = dict.fromkeys(source.guideline for source in one.sources if source and source.guideline)
    cited = (_definition(one.pattern, tables), *(Citation(GUIDELINES, locator) for locator in decided))
    return Procedure(one.pattern, title, one.spans, tuple(axes), tuple(missing), cited, one.date, one.operator)


def _head(pattern: str, tables: Tables) -> str:
    _, system, operation = (column.values[0].label for column in tables.columns(pattern)[:3])
    return f"{operation}, {system}"


def _definition(pattern: str, tables: Tables) -> Citation:
    return Citation("ICD-10-PCS table", pattern[:3])
