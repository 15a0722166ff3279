"""Wellness visits, screenings, counseling and vaccine administration that have codes of Medicare's own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from nosologist.coding.given import given_status
from nosologist.coding.level_two import LevelTwo
from nosologist.coding.payer import medicare
from nosologist.coding.procedure_status import Clause, status_of
from nosologist.coding.service_place import READER, billed_by
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import SectionKind, Span
from nosologist.model.encounter import Encounter, View
from nosologist.model.procedure import ProcedureStatus
from nosologist.model.service_line import FoundServices, OpenService, Service, service_code
from nosologist.notes.reading import Reading

_TABLE = Path(__file__).with_name("tables") / "services" / "visits.toml"
_MINUTES = re.compile(r"\b(\d{1,3})\s*(?:-\s*)?(?:min(?:ute)?s?)\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:due|overdue|schedul\w+|return|next|will|order(?:ed)?|recommend\w*|refer\w*|plan(?:ned|s)?(?! of care)|declin\w+|"
    r"refus\w+|offer(?:ed)?|"
    r"last|previous|up to date|not done|deferred|in \d+ (?:months?|weeks?|years?)|discussed|eligible|needs?)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:performed|completed|done|provided|given|obtained|reviewed|today|was|were)\b", re.IGNORECASE)
_PAST = frozenset({SectionKind.PAST_HISTORY, SectionKind.SURGICAL_HISTORY, SectionKind.FAMILY_HISTORY,
                   SectionKind.IMMUNIZATIONS, SectionKind.MEDICATIONS, SectionKind.ALLERGIES, SectionKind.PLAN})  # fmt: skip


@dataclass(frozen=True, slots=True)
class GService:
    """A service of the table."""

    codes: tuple[str, ...]
    said: re.Pattern[str]
    not_said: re.Pattern[str] | None
    beside: tuple[re.Pattern[str], ...]
    missing: tuple[str, ...]
    which: str | None
    minutes: int | None
    per_minutes: int | None
    is_professional: bool
    is_vaccine: bool
    is_quiet: bool  # without what must stand beside it, it is another service, not an open one


def g_services(coded: CodedEncounter, readings: Sequence[Reading], book: LevelTwo) -> FoundServices:
    """Lines of Medicare's own services, where the record says that Medicare pays."""
    texts = [reading.document.text for reading in readings]
    payer = medicare(texts)
    if payer is None:
        return FoundServices()
    services: list[Service] = []
    opened: list[OpenService] = []
    whole = "\n".join(texts)
    for one in g_table():
        if not _is_billed(one, coded.encounter):
            continue
        codes = book.in_force(one.codes)
        if not codes or (one.not_said and one.not_said.search(whole)):
            continue
        found = next(_done(one, readings), None)
        if found is None:
            continue
        line = _line(one, found, whole, coded, book)
        if isinstance(line, Service):
            services.append(line)
        elif line:
            opened.append(line)
    return FoundServices(tuple(services), tuple(opened))


def _is_billed(one: GService, encounter: Encounter) -> bool:
    """The professional's own work is no facility's; the staff of a facility gives its vaccines."""
    if one.is_professional:
        return encounter.view is View.PROFESSIONAL
    return not one.is_vaccine or billed_by(encounter) != READER


def _done(one: GService, readings: Sequence[Reading]) -> Iterator[tuple[Clause, Span]]:
    """Where the record names a service and does not say that it is to come, refused or of the past."""
    for reading in readings:
        for run in reading.runs:
            start, end = run.statement.span
            match = one.said.search(run.text, start, end)
            if match is None:
                continue
            clause = Clause(run.text, run.statement.span, run.statement.span, run.statement.section.kind)
            span = Span(*match.span())
            if _was_done(one, clause, span):
                yield clause, span


def _was_done(one: GService, clause: Clause, span: Span) -> bool:
    if one.is_vaccine:
        return given_status(clause, span) is ProcedureStatus.PERFORMED
    sentence = clause.text[clause.statement.start : clause.statement.end]
    if clause.section in _PAST and not _DONE.search(sentence):
        return False
    if status_of(Clause(clause.text, clause.named, clause.statement, SectionKind.NARRATIVE), span) in (
        ProcedureStatus.NEGATED, ProcedureStatus.REFUSED, ProcedureStatus.ABORTED, ProcedureStatus.HISTORY,
    ):  # fmt: skip
        return False
    around = clause.text[max(clause.statement.start, span.start - 40) : min(clause.statement.end, span.end + 30)]
    outside = around.replace(clause.text[span.start : span.end], " ")
    return not _TO_COME.search(outside)


def _line(
    one: GService, found: tuple[Clause, Span], whole: str, coded: CodedEncounter, book: LevelTwo
) -> Service | OpenService | None:
    clause, span = found
    codes = book.in_force(one.codes)
    lacking = [
        what
        for what, written in zip(one.missing or ("",) * len(one.beside), one.beside, strict=True)
        if not written.search(whole)
    ]
    if lacking and one.is_quiet:
        return None
    title = " ".join(clause.text[span.start : span.end].split())
    minutes = _MINUTES.search(clause.text, clause.statement.start, clause.statement.end)
    told = int(minutes[1]) if minutes else None
    if (one.minutes or one.per_minutes) and told is None:
        lacking.append("the minutes")
    if one.which:
        lacking.append(one.which)
    least = one.minutes or one.per_minutes or 0
    if not lacking and told is not None and told < least:
        return OpenService(
            title, codes, (span,), f"{told} minutes are less than the {least} of the code", ("the minutes",)
        )
    if lacking:
        return OpenService(title, codes, (span,), "the record does not say all that the code asks for", tuple(lacking))
    units = Decimal(told // one.per_minutes) if one.per_minutes and told else Decimal(1)
    value = codes[0].value
    spans = (span, Span(*minutes.span())) if minutes and least else (span,)
    reasons = [book.reason(value, f"{title}; Medicare pays", span)]
    if one.per_minutes and told:
        reasons.append(book.reason(value, f"{told} minutes, one unit for each whole {one.per_minutes}"))
    return Service(
        service_code(value), book.titles[value], tuple(sorted(spans)), tuple(reasons), units, date=coded.encounter.date
    )


@lru_cache(maxsize=1)
def g_table() -> tuple[GService, ...]:
    """The services of the table, in order."""
    return tuple(map(_service, tomllib.loads(_TABLE.read_text("utf-8"))["service"]))


def _service(line: dict[str, Any]) -> GService:
    def pattern(text: str) -> re.Pattern[str]:
        return re.compile(text, re.IGNORECASE)

    return GService(
        tuple(line["codes"]),
        pattern(rf"(?<!\w)(?:{line['said']})(?!\w)"),
        pattern(line["not_said"]) if "not_said" in line else None,
        tuple(map(pattern, line.get("beside", ()))),
        tuple(line.get("missing", ())),
        line.get("which"),
        line.get("minutes"),
        line.get("per_minutes"),
        line.get("professional", False),
        line.get("vaccine", False),
        line.get("quiet", False),
    )
