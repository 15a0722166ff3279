"""The visit as a line of a professional's claim: its level, and whether it stands beside the procedures of the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from nosologist.codesets.library import Books
from nosologist.coding.cpt import Line
from nosologist.coding.em_level import Documented, em_level, level_code, visits
from nosologist.coding.service_beside import Day, beside, unrelated, way
from nosologist.coding.service_mentions import Statement
from nosologist.coding.service_preventive import other_visit
from nosologist.coding.service_report import is_imaging_report
from nosologist.errors import UsageError
from nosologist.model.assignment import Reason, Step
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import SectionKind, Span
from nosologist.model.em import EmLevel, EmProblem, EmSetting, EmVisit
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.service_line import FoundServices, OpenService, Service, service_code
from nosologist.notes.em_facts import DecidingFacts, Facts
from nosologist.notes.em_statements import Said, Visit
from nosologist.notes.reading import Reading
from nosologist.notes.signs import Rare, Sought

_NEW = re.compile(
    r"\b(?:new (?:patient|pt)\b|establish(?:ing)? care|initial (?:office )?visit|first visit|"
    r"new to (?:the |this |our )?(?:clinic|practice|office))\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"\b(?:established patient|est\.? (?:pt|patient)\b|"
    r"(?:follow[- ]?up|f/u)(?! (?:in|with|if|as|at|on|next|prn|after|for suture|\d))"
    r"(?: visit)?|"
    r"returns (?:for|to|today)|return visit|"
    r"recheck|(?:since|at) (?:his|her|their|the) last visit|"
    r"last (?:seen|visit)|known to (?:me|us|this clinic)|routine visit|well known to)\b",
    re.IGNORECASE,
)
_PATIENTS = ((EmVisit.NEW, "new patient", _NEW), (EmVisit.ESTABLISHED, "known patient", _KNOWN))
SOUGHT: Sought = {sign: pattern for _, sign, pattern in _PATIENTS}  # in every statement
_AHEAD = frozenset({SectionKind.PLAN, SectionKind.DISPOSITION})  # where "follow-up" is still to come
_STAY = (
    (EmVisit.DISCHARGE, Rare(r"\b(?:discharge summary|discharge day|discharged (?:home )?today)\b")),
    (EmVisit.INITIAL, Rare(r"\b(?:admission (?:note|h&p|history)|history and physical|h&p|admitted (?:today|for))\b")),
    (EmVisit.SUBSEQUENT, Rare(r"\b(?:progress note|hospital day|HD ?#? ?\d|daily note|post-?op(?:erative)? day)\b")),
)
_OPERATION = re.compile(r"^\W*(?:post|pre)[- ]?(?:op|procedure)\w*", re.IGNORECASE | re.MULTILINE)
_TALK = frozenset({SectionKind.PRESENT_ILLNESS, SectionKind.CHIEF_COMPLAINT, SectionKind.COURSE, SectionKind.EXAM,
                   SectionKind.REVIEW_OF_SYSTEMS})  # fmt: skip
_THOUGHT = frozenset({SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.DIAGNOSES, SectionKind.COURSE})
_TREATMENT = re.compile(r"\W*(?:treatment|intervention)", re.IGNORECASE)
_PROFESSIONAL_INSTEAD = frozenset({"therapy", "professional", "critical"})


class _Kind(NamedTuple):
    setting: EmSetting
    visit: EmVisit
    said: Span | None


def visit_line(
    coded: CodedEncounter,
    seen: Visit,
    statements: Sequence[Statement],
    lines: Sequence[Line],
    pending: frozenset[str],
    books: Books,
) -> FoundServices:
    """The visit that the record documents, as a line, as an open service, or with the reason why it is none."""
    encounter, readings = coded.encounter, seen.readings
    text = encounter.text
    of_facility = encounter.view is View.FACILITY
    if of_facility and encounter.setting is not Setting.ED:
        return FoundServices()
    if not _is_visit(statements, readings, text, lines):
        return FoundServices()
    if of_facility:
        return _of_facility()
    if encounter.setting is Setting.SAME_DAY_SURGERY:
        return FoundServices()
    kind = _kind(encounter, statements, readings)
    if of_kind := other_visit(coded, None if isinstance(kind, EmSetting) else kind.visit):
        return of_kind
    if isinstance(kind, EmSetting):
        return _which_visit(coded, kind, seen.said)
    day = Day(lines, pending, _is_worked_up(readings, text))
    try:
        # Beside an operation it matters where it was decided.
        facts = Facts(seen.said) if "major" in day.flags else DecidingFacts(seen.said)
        level = em_level(coded, kind.setting, kind.visit, Documented(coded, seen.said, facts))
    except UsageError:
        return FoundServices()  # a date before the rules that we keep
    return _line(coded, level, kind, day, books)


def _is_visit(statements: Sequence[Statement], readings: Sequence[Reading], text: str, lines: Sequence[Line]) -> bool:
    kinds = {section.kind for reading in readings for section in reading.sections}
    # In sections of its own, or in the first lines of a short note.
    is_told = kinds & _TALK or _which_patient(statements, readings, text)
    if is_imaging_report(text) or not kinds & _THOUGHT or not is_told:
        return False
    if not kinds & {SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.COURSE} and _OPERATION.search(text):
        return False  # the note of an operation, with its diagnoses before and after
    instead = [line for line in lines if line.flags & _PROFESSIONAL_INSTEAD]
    return all("visit" in str(line.found.facts["beside"].value) if line.found and "beside" in line.found.facts else
               line.service.code.value in ("99497", "99498", "99152", "99153") for line in instead)  # fmt: skip


def _is_worked_up(readings: Sequence[Reading], text: str) -> bool:
    """True where the note has an examination or a plan; what was given under "Treatment" is none."""
    for reading in readings:
        for section in reading.sections:
            heading = section.heading.quote(text).lower() if section.heading else ""
            if section.kind is SectionKind.EXAM or "plan" in heading:
                return True
            if section.kind is SectionKind.PLAN and not _TREATMENT.match(heading):
                return True
    return False


def _of_facility() -> FoundServices:
    """A facility levels its visits by guidelines of its own (CMS, 2008 OPPS final rule), which no record tells."""
    numbers = tuple(map(service_code, ("99281", "99282", "99283", "99284", "99285")))
    missing = "the facility's own guidelines for the level of an emergency visit"
    return FoundServices((), (OpenService("emergency visit of the facility", numbers, (),
                                          f"the level follows {missing}", (missing,)),))  # fmt: skip


def _kind(encounter: Encounter, statements: Sequence[Statement], readings: Sequence[Reading]) -> _Kind | EmSetting:
    """Which visit of which family; the family alone where the record does not say which visit."""
    setting = encounter.setting
    if setting is Setting.ED:
        return _Kind(EmSetting.ED, EmVisit.ANY, None)
    if setting is Setting.OUTPATIENT:
        if encounter.established is not None:
            return _Kind(EmSetting.OFFICE, EmVisit.ESTABLISHED if encounter.established else EmVisit.NEW, None)
        return _which_patient(statements, readings, encounter.text) or EmSetting.OFFICE
    for visit, told in _STAY:
        if said := told.search(encounter.text):
            return _Kind(EmSetting.INPATIENT, visit, Span(*said.span()))
    return EmSetting.INPATIENT


def _which_patient(statements: Sequence[Statement], readings: Sequence[Reading], text: str) -> _Kind | None:
    """Whether the patient is new or established, as the record says it of this visit."""
    titles = [title for reading in readings for title in _titles(reading, text)]
    for visit, sign, pattern in _PATIENTS:
        places = chain(
            (pattern.search(text, *title) for title in titles),
            (one.search(pattern) for one in statements if one.may_hold(sign) and one.section not in _AHEAD),
        )
        if place := next(filter(None, places), None):
            return _Kind(EmSetting.OFFICE, visit, Span(*place.span()))
    return None


def _titles(reading: Reading, text: str) -> Iterator[Span]:
    """Headings with nothing below them, as the title of a note."""
    for section in reading.sections:
        if section.heading and not section.body.quote(text).strip():
            yield section.heading


def _which_visit(coded: CodedEncounter, setting: EmSetting, said: tuple[Said, ...]) -> FoundServices:
    found = Documented(coded, said, DecidingFacts(said))
    codes = {level_code(coded, setting, visit, found) for visit in visits(setting)}
    numbers = sorted(code for code in codes if code)
    if not numbers:
        return FoundServices()
    missing = (
        "whether the patient is new or established" if setting is EmSetting.OFFICE else "which visit of the stay it was"
    )
    spans = tuple(span for one in found.addressed for span in one.spans[:1])
    return FoundServices((), (OpenService("visit", tuple(map(service_code, numbers)), spans,
                                          f"the record does not say {missing}", (missing,)),))  # fmt: skip


def _line(coded: CodedEncounter, level: EmLevel, kind: _Kind, day: Day, books: Books) -> FoundServices:
    if level.code is None:
        return FoundServices()
    counted = [one for one in level.addressed if not one.not_counted]
    evidence = tuple(
        dict.fromkeys((*((kind.said,) if kind.said else ()), *(span for one in counted for span in one.spans)))
    )
    reasons = tuple(Reason(Step.RECORD, text) for text in level.reasons)
    modifiers, why_open = beside(coded, level, counted, day, books)
    if why_open:
        missing = "work of the visit beyond that of the procedure"
        if "major" in day.flags:
            missing = "the decision for the operation at this visit"
        return FoundServices(
            (), (OpenService("visit beside a procedure", (service_code(level.code),), evidence, why_open, (missing,)),)
        )
    text = coded.encounter.text
    return FoundServices((Service(
        service_code(level.code), f"visit, {kind.setting.value}" + ("" if kind.visit is EmVisit.ANY else f", {kind.visit.value}"),
        evidence, reasons, modifiers=(*modifiers, *way(text), *unrelated(text)), pointers=_pointers(coded, counted),
    ),), _prolonged(level, evidence))  # fmt: skip


def _prolonged(level: EmLevel, evidence: tuple[Span, ...]) -> tuple[OpenService, ...]:
    if not level.prolonged:
        return ()
    numbers = tuple(service_code(one.code) for one in level.prolonged)
    units = max(one.units for one in level.prolonged)
    return (
        OpenService(f"prolonged visit, {units} units", numbers, evidence, "the payer decides the code", ("the payer",)),
    )


def _pointers(coded: CodedEncounter, counted: Sequence[EmProblem]) -> tuple[int, ...]:
    codes = [code for one in counted for code in one.codes]
    at = {one.code.dotted: place for place, one in enumerate(coded.assignments, 1)}
    return tuple(sorted(dict.fromkeys(at[code] for code in codes if code in at)))[:4]
