"""The visit as a line of a professional's claim: its level, and whether it stands beside the procedures of the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nosologist.codesets.edits import EditSetting
from nosologist.codesets.library import Books
from nosologist.codesets.line_books import line_books
from nosologist.coding.cpt import Line
from nosologist.coding.em_level import em_level, visits
from nosologist.coding.service_modifiers import AUDIO_ONLY, SYNCHRONOUS
from nosologist.coding.service_preventive import other_visit
from nosologist.coding.service_report import is_imaging_report
from nosologist.errors import UsageError
from nosologist.model.assignment import Reason, Step
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import SectionKind, Span
from nosologist.model.em import EmFact, EmFactKind, EmGrade, EmLevel, EmProblem, EmSetting, EmVisit
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.service_line import FoundServices, Modifier, OpenService, Service, service_code
from nosologist.notes.reading import Reading

_NEW = re.compile(
    r"\b(?:new patient|establish(?:ing)? care|initial (?:office )?visit|first visit|"
    r"new to (?:the |this |our )?(?:clinic|practice|office))\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"\b(?:established patient|est\.? (?:pt|patient)\b|follow[- ]?up(?! (?:in|with|if|as|at|on|next|prn|after|for suture|\d))"
    r"(?: visit)?|"
    r"returns (?:for|to|today)|return visit|"
    r"recheck|(?:since|at) (?:his|her|their|the) last visit|"
    r"last (?:seen|visit)|known to (?:me|us|this clinic)|routine visit|well known to)\b",
    re.IGNORECASE,
)
_STAY = (
    (
        EmVisit.DISCHARGE,
        re.compile(r"\b(?:discharge summary|discharge day|discharged (?:home )?today)\b", re.IGNORECASE),
    ),
    (
        EmVisit.INITIAL,
        re.compile(
            r"\b(?:admission (?:note|h&p|history)|history and physical|h&p|admitted (?:today|for))\b", re.IGNORECASE
        ),
    ),
    (
        EmVisit.SUBSEQUENT,
        re.compile(r"\b(?:progress note|hospital day|HD ?#? ?\d|daily note|post-?op(?:erative)? day)\b", re.IGNORECASE),
    ),
)
_OPERATION = re.compile(r"^\W*(?:post|pre)[- ]?(?:op|procedure)\w*", re.IGNORECASE | re.MULTILINE)
_TALK = frozenset({SectionKind.PRESENT_ILLNESS, SectionKind.CHIEF_COMPLAINT, SectionKind.COURSE, SectionKind.EXAM,
                   SectionKind.REVIEW_OF_SYSTEMS})  # fmt: skip
_THOUGHT = frozenset({SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.DIAGNOSES, SectionKind.COURSE})
_APART = re.compile(
    r"\b(?:separate(?:ly)? (?:from|identifiable|evaluat\w+)|significant(?:ly)?,? separate\w*|in addition to the procedure|"
    r"apart from the procedure)\b[^.]*",
    re.IGNORECASE,
)
_UNRELATED = re.compile(
    r"\bunrelated to (?:the |his |her |their )?(?:\w+ ){0,2}(?:surgery|procedure|operation|\w+ectomy|\w+plasty)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"\b(?:decision (?:was made )?(?:for|to proceed|to operate|to perform)|"
    r"decided to proceed|after discussion of operative)\b[^.]*",
    re.IGNORECASE,
)
_TREATMENT = re.compile(r"\W*(?:treatment|intervention)", re.IGNORECASE)
_WITH_VISIT25 = ("96372", "96374", "96365", "96360", "90471", "90473", "90460", "90480", "96413", "96401", "96402")
_PROFESSIONAL_INSTEAD = frozenset({"therapy", "professional", "critical"})


class _Kind(NamedTuple):
    setting: EmSetting
    visit: EmVisit
    said: Span | None


class _Day(NamedTuple):
    """What else was done that day, and whether the note has an examination or a plan."""

    lines: Sequence[Line]
    pending: frozenset[str]
    is_worked_up: bool

    @property
    def flags(self) -> frozenset[str]:
        """What the tables say of everything that was done, decided or not."""
        return self.pending.union(*(line.flags for line in self.lines))


def visit_line(
    coded: CodedEncounter, readings: Sequence[Reading], lines: Sequence[Line], pending: frozenset[str], books: Books
) -> FoundServices:
    """The visit that the record documents, as a line, as an open service, or with the reason why it is none."""
    encounter = coded.encounter
    text = encounter.documents[0].text
    if not _is_visit(readings, text, lines):
        return FoundServices()
    if encounter.view is View.FACILITY:
        return _of_facility(coded)
    if encounter.setting is Setting.SAME_DAY_SURGERY:
        return FoundServices()
    kind = _kind(encounter, text, readings)
    if of_kind := other_visit(coded, None if isinstance(kind, EmSetting) else kind.visit):
        return of_kind
    if isinstance(kind, EmSetting):
        return _which_visit(coded, kind)
    try:
        level = em_level(coded, kind.setting, kind.visit)
    except UsageError:
        return FoundServices()  # a date before the rules that we keep
    return _line(coded, level, kind, _Day(lines, pending, _is_worked_up(readings)), books)


def _is_visit(readings: Sequence[Reading], text: str, lines: Sequence[Line]) -> bool:
    kinds = {section.kind for reading in readings for section in reading.sections}
    if is_imaging_report(text) or not kinds & _THOUGHT or not kinds & _TALK:
        return False
    if _OPERATION.search(text) and not kinds & {SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.COURSE}:
        return False  # the note of an operation, with its diagnoses before and after
    instead = [line for line in lines if line.flags & _PROFESSIONAL_INSTEAD]
    return all("visit" in str(line.found.facts["beside"].value) if line.found and "beside" in line.found.facts else
               line.service.code.value in ("99497", "99498", "99152", "99153") for line in instead)  # fmt: skip


def _is_worked_up(readings: Sequence[Reading]) -> bool:
    """True where the note has an examination or a plan; what was given under "Treatment" is none."""
    for reading in readings:
        for section in reading.sections:
            heading = section.heading.quote(reading.document.text).lower() if section.heading else ""
            if section.kind is SectionKind.EXAM or "plan" in heading:
                return True
            if section.kind is SectionKind.PLAN and not _TREATMENT.match(heading):
                return True
    return False


def _of_facility(coded: CodedEncounter) -> FoundServices:
    """A facility levels its visits by guidelines of its own (CMS, 2008 OPPS final rule), which no record tells."""
    if coded.encounter.setting is not Setting.ED:
        return FoundServices()
    numbers = tuple(map(service_code, ("99281", "99282", "99283", "99284", "99285")))
    missing = "the facility's own guidelines for the level of an emergency visit"
    return FoundServices((), (OpenService("emergency visit of the facility", numbers, (),
                                          f"the level follows {missing}", (missing,)),))  # fmt: skip


def _kind(encounter: Encounter, text: str, readings: Sequence[Reading]) -> _Kind | EmSetting:
    """Which visit of which family; the family alone where the record does not say which visit."""
    setting = encounter.setting
    if setting is Setting.ED:
        return _Kind(EmSetting.ED, EmVisit.ANY, None)
    if setting is Setting.OUTPATIENT:
        if encounter.established is not None:
            return _Kind(EmSetting.OFFICE, EmVisit.ESTABLISHED if encounter.established else EmVisit.NEW, None)
        for visit, pattern in ((EmVisit.NEW, _NEW), (EmVisit.ESTABLISHED, _KNOWN)):
            for found in pattern.finditer(text):
                if not _is_ahead(found.start(), readings):
                    return _Kind(EmSetting.OFFICE, visit, Span(*found.span()))
        return EmSetting.OFFICE
    for visit, pattern in _STAY:
        if said := pattern.search(text):
            return _Kind(EmSetting.INPATIENT, visit, Span(*said.span()))
    return EmSetting.INPATIENT


def _is_ahead(at: int, readings: Sequence[Reading]) -> bool:
    """True in the plan, where "follow-up" is still to come."""
    return any(
        section.kind in (SectionKind.PLAN, SectionKind.DISPOSITION) and section.body.start <= at < section.body.end
        for reading in readings for section in reading.sections
    )  # fmt: skip


def _which_visit(coded: CodedEncounter, setting: EmSetting) -> FoundServices:
    levels = [(visit, em_level(coded, setting, visit)) for visit in visits(setting)]
    numbers = sorted({level.code for _, level in levels if level.code})
    if not numbers:
        return FoundServices()
    missing = (
        "whether the patient is new or established" if setting is EmSetting.OFFICE else "which visit of the stay it was"
    )
    spans = tuple(span for _, level in levels[:1] for one in level.addressed for span in one.spans[:1])
    return FoundServices((), (OpenService("visit", tuple(map(service_code, numbers)), spans,
                                          f"the record does not say {missing}", (missing,)),))  # fmt: skip


def _line(coded: CodedEncounter, level: EmLevel, kind: _Kind, day: _Day, books: Books) -> FoundServices:
    if level.code is None:
        return FoundServices()
    counted = [one for one in level.addressed if not one.not_counted]
    evidence = tuple(
        dict.fromkeys((*((kind.said,) if kind.said else ()), *(span for one in counted for span in one.spans)))
    )
    reasons = tuple(Reason(Step.RECORD, text) for text in level.reasons)
    modifiers, why_open = _beside(coded, level, counted, day, books)
    if why_open:
        missing = "work of the visit beyond that of the procedure"
        if "major" in day.flags:
            missing = "the decision for the operation at this visit"
        return FoundServices(
            (), (OpenService("visit beside a procedure", (service_code(level.code),), evidence, why_open, (missing,)),)
        )
    text = coded.encounter.documents[0].text
    return FoundServices((Service(
        service_code(level.code), f"visit, {kind.setting.value}" + ("" if kind.visit is EmVisit.ANY else f", {kind.visit.value}"),
        evidence, reasons, modifiers=(*modifiers, *_way(text), *_unrelated(text)), pointers=_pointers(coded, counted),
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


def _beside(
    coded: CodedEncounter, level: EmLevel, counted: Sequence[EmProblem], day: _Day, books: Books
) -> tuple[tuple[Modifier, ...], str]:
    """Modifier 25 or 57 with what documents it; or why the visit is part of a procedure of the day."""
    text = coded.encounter.documents[0].text
    if "major" in day.flags:
        decision = _surgery(level) or _DECIDED.search(text)
        if decision is None:
            return (), "a visit on the day of an operation counts where the decision for it was made there"
        span = decision.span if isinstance(decision, EmFact) else Span(*decision.span())
        return (Modifier("57", "the decision for the operation was made at this visit", span),), ""
    minor = [line for line in day.lines if "minor" in line.flags]
    if "minor" in day.flags:
        said = _APART.search(text)
        other = next((one for one in counted if one.codes and not _is_treated(coded, one, minor)), None)
        if said:
            return (Modifier("25", "separate work is stated", Span(*said.span())),), ""
        if other is None or max(level.risk.grade, level.data.grade) <= EmGrade.STRAIGHTFORWARD:
            return (), "a visit is part of a minor procedure of the day, unless the record shows separate work"
        return (Modifier("25", f"another problem was worked up: {other.title}", other.spans[0]),), ""
    if level.code and (beside := _needs_25(level.code, day.lines, coded, books)):
        if not day.is_worked_up:
            return (), f"beside {beside} a visit counts where it is documented apart: an examination or a plan"
        spans = [span for one in counted for span in one.spans]
        return (Modifier("25", f"the visit is documented apart from {beside}", spans[0] if spans else None),), ""
    return (), ""


def _surgery(level: EmLevel) -> EmFact | None:
    return next((one for one in level.risk.facts if one.kind is EmFactKind.SURGERY and not one.not_counted), None)


def _is_treated(coded: CodedEncounter, problem: EmProblem, minor: Sequence[Line]) -> bool:
    """True for a problem that one of the procedures was done for."""
    done_for = {coded.assignments[at - 1].code.dotted for line in minor for at in line.service.pointers}
    return bool(done_for & set(problem.codes)) or not done_for


def _needs_25(visit: str, lines: Sequence[Line], coded: CodedEncounter, books: Books) -> str:
    """A service without global days beside which a visit needs modifier 25: by NCCI's pairs where they were added."""
    added = line_books(books)
    for line in lines:
        number = line.service.code.value
        if added.has_pairs(EditSetting.PRACTITIONER):
            edit = added.pair(number, visit, coded.encounter.date, EditSetting.PRACTITIONER)
            if edit and edit.modifier_allowed:
                return number
        elif "visit25" in line.flags or number in _WITH_VISIT25:
            return number
    return ""


def _way(text: str) -> tuple[Modifier, ...]:
    for value, pattern, why in (
        ("93", AUDIO_ONLY, "by sound alone"),
        ("95", SYNCHRONOUS, "by sound and picture at the same time"),
    ):
        if said := pattern.search(text):
            return (Modifier(value, why, Span(*said.span())),)
    return ()


def _unrelated(text: str) -> tuple[Modifier, ...]:
    said = _UNRELATED.search(text)
    return (
        (Modifier("24", "unrelated to the operation in whose global period it falls", Span(*said.span())),)
        if said
        else ()
    )
