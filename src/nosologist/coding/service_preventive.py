"""Visits with numbers of their own: preventive ones by age, and antepartum care, which belongs to the delivery."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nosologist.coding.service_measures import stated_age
from nosologist.model.assignment import CodeAssignment, Reason, Step
from nosologist.model.coded import CodedEncounter
from nosologist.model.em import EmVisit
from nosologist.model.encounter import Setting
from nosologist.model.service_line import FoundServices, OpenService, Service, service_code
from nosologist.notes.signs import Rare

_PREVENTIVE = ("Z000", "Z001", "Z0141")
_ANTEPARTUM = ("Z34", "O09")
_BY_MEDICARE = Rare(r"\b(?:annual wellness|AWV|medicare wellness|welcome to medicare|IPPE)\b")
_FROM_AGE = ((65, "99387", "99397"), (40, "99386", "99396"), (18, "99385", "99395"), (12, "99384", "99394"),
             (5, "99383", "99393"), (1, "99382", "99392"), (0, "99381", "99391"))  # fmt: skip
_PACKAGE = ("59400", "59425", "59426", "59510")


def other_visit(coded: CodedEncounter, visit: EmVisit | None) -> FoundServices | None:
    """A preventive or antepartum visit of the office, as a line or open; None for any other visit."""
    if coded.encounter.setting is not Setting.OUTPATIENT or not coded.assignments:
        return None
    first = coded.assignments[0].code.value
    if first.startswith(_ANTEPARTUM):
        return _antepartum(coded.assignments[0])
    if first.startswith(_PREVENTIVE) and not _BY_MEDICARE.search(coded.encounter.text):
        return _preventive(coded, visit)
    return None


def _antepartum(reason: CodeAssignment) -> FoundServices:
    missing = "who delivers, and how many antepartum visits there were"
    why = "antepartum care is part of one number with the delivery, or is counted by visits"
    numbers = tuple(map(service_code, _PACKAGE))
    return FoundServices((), (OpenService("antepartum visit", numbers, reason.evidence, why, (missing,)),))


def _preventive(coded: CodedEncounter, visit: EmVisit | None) -> FoundServices:
    stated = stated_age(coded.encounter.text)
    age = Decimal(coded.encounter.age) if coded.encounter.age is not None else stated.value if stated else None
    rows = [row for row in _FROM_AGE if isinstance(age, Decimal) and age >= row[0]][:1] or _FROM_AGE
    column = 1 if visit is EmVisit.NEW else 2
    evidence = coded.assignments[0].evidence
    if visit is not None and len(rows) == 1:
        number = str(rows[0][column])
        reasons = (Reason(Step.RECORD, f"{coded.assignments[0].code.dotted} at {age} years: {number}"),)
        title = f"preventive visit, {visit.value} patient"
        return FoundServices((Service(service_code(number), title, evidence, reasons, pointers=(1,)),), _beside(coded))
    columns: Sequence[int] = (1, 2) if visit is None else (column,)
    numbers = tuple(service_code(str(row[at])) for at in columns for row in reversed(rows))
    missing = tuple(
        what for what, is_missing in (("whether the patient is new or established", visit is None), ("age", len(rows) > 1))
        if is_missing
    )  # fmt: skip
    why = f"the record does not say: {', '.join(missing)}"
    return FoundServices((), (OpenService("preventive visit", numbers, evidence, why, missing),))


def _beside(coded: CodedEncounter) -> tuple[OpenService, ...]:
    """What another problem at a preventive visit may add: only with significant work of its own."""
    others = [one for one in coded.assignments[1:] if not one.code.value.startswith("Z")]
    if not others:
        return ()
    missing = "significant work on the problem, separate from the preventive visit"
    numbers = tuple(map(service_code, ("99212", "99213", "99214", "99215")))
    why = f"{others[0].code.dotted} was found at a preventive visit; a visit beside it needs {missing}"
    return (OpenService("problem beside a preventive visit", numbers, others[0].evidence, why, (missing,)),)
