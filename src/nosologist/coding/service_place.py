"""Who bills a service: the office that did it all, the professional who read it, or the facility that ran it."""

from __future__ import annotations

import re

from nosologist.coding.service_found import Found
from nosologist.coding.service_status import is_done, is_here
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter, Setting, View

OFFICE, READER, HOSPITAL = "office", "reader", "hospital"
_OWN_READING = re.compile(
    r"\b(?:interpreted by me|(?:my|own|independent|personal)\W+(?:\w+\W+){0,2}?(?:interpretation|read(?:ing)?|review)|"
    r"as (?:read|interpreted) by me|i (?:have )?(?:personally |independently )?(?:read|interpreted)|"
    r"(?:independently|personally) interpreted|interpretation (?:by|per) (?:me|ed physician|emergency physician)|"
    r"interpretation:|read by (?:me|ed physician))\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|by me|my)\b")
_IN_HOUSE = re.compile(
    r"\b(?:point[- ]of[- ]care|POC|POCT|in[- ](?:office|house|clinic)|office lab|"
    r"(?:run|performed|done) in (?:the |our )?(?:office|clinic))\b",
    re.IGNORECASE,
)
_NEXT = 80  # characters behind a statement in which its reading may be told
_WHOLE = re.compile(r"\b(?:performed|obtained|done|completed|acquired|taken)\b", re.IGNORECASE)


def billed_by(encounter: Encounter) -> str:
    """``office``: all of a service; ``reader``: a professional's part in a facility; ``hospital``: the facility's part."""
    if encounter.view is View.FACILITY:
        return HOSPITAL
    return OFFICE if encounter.setting is Setting.OUTPATIENT else READER


def why_not_billed(one: Found, encounter: Encounter, *, is_report: bool) -> str:
    """Why a service that was done is no line of this claim; "" where it is one."""
    flags = one.family.flags
    by = billed_by(encounter)
    if by == READER and flags & {"staff", "lab"}:
        return "done by the staff of the facility, which bills it"
    if by == HOSPITAL and "professional" in flags:
        return "work of the professional, who bills it"
    if why := _not_the_authors(one, encounter, by):
        return why
    if not flags & {"imaging", "test", "lab"} or is_report:
        return ""
    if by == OFFICE and "lab" in flags and "poc" not in flags and not _says(one, _IN_HOUSE):
        return "the record does not say that it was run in the office; the laboratory bills it"
    if by == READER and not _is_read(one):
        return "no own interpretation is documented; who read it bills the reading"
    if encounter.setting is Setting.OUTPATIENT and not _is_done_here(one):
        return "the record does not say that it was done at this visit"
    return ""


def _not_the_authors(one: Found, encounter: Encounter, by: str) -> str:
    """Why a procedure that is told of is none of this encounter's, or none of the one who writes; "" where it may be."""
    flags = one.family.flags
    if not flags & {"minor", "major"} or _in_procedures(one) or one.is_today or _says(one, _FIRST_PERSON):
        return ""
    if by == READER and encounter.setting in (Setting.INPATIENT, Setting.OBSERVATION):
        return "told in the course of the stay; who did it bills it"
    if "major" in flags and encounter.setting is not Setting.ED:
        return "an operation that is told of, without a description of it"
    if encounter.setting is Setting.OUTPATIENT and not any(
        is_done(clause) or is_here(clause) for clause in one.clauses
    ):
        return "the record does not say that it was done at this visit"
    return ""


def _says(one: Found, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(clause.text, clause.statement.start, clause.statement.end) for clause in one.clauses)


def _is_read(one: Found) -> bool:
    return _in_procedures(one) or any(
        _OWN_READING.search(clause.text, clause.statement.start, min(len(clause.text), clause.statement.end + _NEXT))
        for clause in one.clauses
    )


def _is_done_here(one: Found) -> bool:
    return _in_procedures(one) or any(
        is_here(clause) or _WHOLE.search(clause.text, clause.statement.start, clause.statement.end)
        for clause in one.clauses
    )


def _in_procedures(one: Found) -> bool:
    return any(clause.section is SectionKind.PROCEDURES for clause in one.clauses)
