"""Present on admission: Y or N for each diagnosis of a stay, where the record or the guidelines decide it (Appendix I).

A code that needs none, by CDC's list where that was added, has 1. What nothing decides stays open: the indicator is then the
coder's, or the provider's by a query. U and W are never proposed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from nosologist.codesets.chronic import CHRONIC
from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.codesets.poa import poa_exempt
from nosologist.coding.draft import guideline
from nosologist.coding.onset import OPERATED, acquired_in_hospital, began_in_stay, in_column, under_heading, was_there
from nosologist.model.assignment import CodeAssignment, NotCoded, Reason, Role, Step
from nosologist.model.code import dotted
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import DocumentKind, SectionKind, Span
from nosologist.model.encounter import Setting
from nosologist.model.mention import Experiencer, Polarity
from nosologist.notes.authors import kind_of
from nosologist.notes.reading import Reading, WordRun
from nosologist.rules.guidelines.local_infection_before_sepsis import LOCAL_INFECTION, SEPSIS

_AT_THE_DOOR = frozenset({DocumentKind.EMERGENCY, DocumentKind.ADMISSION})
_TELLS_THE_BEGINNING = frozenset({None, DocumentKind.DISCHARGE, DocumentKind.VISIT})
_BEGINNING = frozenset({SectionKind.CHIEF_COMPLAINT, SectionKind.PRESENT_ILLNESS})
_OF_ADMISSION = re.compile(r"\badmi(?:t|ssion)|present(?:ing|ation)", re.IGNORECASE)
_ACUTE = re.compile(
    r"\b(?:acute|exacerbat\w+|decompensat\w+|flares?|crisis|status|A[RHK][RI]?F|AKI|ATN|AECOPD)\b", re.IGNORECASE
)

# Conditions that may be there on admission or begin in the stay: the history of one is not the one of today.
EITHER = read_patterns(
    "L89, A40, A41, R65, N17, J13-J18, J69.0, N39.0, I82, I26, G93.4, F05, A04.7, J96.0, T83.5, T80.2, K56.7, I21, D62, "
    "E87.0, E87.1, E87.5, E87.6, E16.2, D69.6, R57, I46, J95, L03, K92.2, D65, T81.4"
)
# An infection is present when its signs are, whenever its organism became known: one group, one condition.
_GROUPS = tuple(map(read_patterns, ("J12-J18", "A40-A41, R65", "N39.0, N10, N30")))
_GREW = re.compile(r"\b(?:evolv|progress(?:ed|ing|ion)|worsen|advanced|deteriorat)", re.IGNORECASE)
_FAILURE, _WITH_FAILURE = read_patterns("I50"), read_patterns("I11.0, I13.0, I13.2")
_INJURY = read_patterns("S00-T14, T20-T34")
_EXTERNAL = read_patterns("V00-Y38")
_SELDOM_THE_REASON = read_patterns("L89, D62, F05, K56.7, E87.0, E87.5, E87.6, E16.2, D69.6, I46, J95")
_BEFORE_LABOR = read_patterns("O10, O24, O30, O34.2, O44, O48, O99.21, O99.28, O99.31-O99.34")
_IN_LABOR = read_patterns("O70-O72")
_DELIVERED = read_patterns("Z37")
_BORN = read_patterns("Z38")
_FROM_BIRTH = read_patterns("P00-P15, P20-P22, P24, P35, P50, P70.0-P70.1")

_APPENDIX, _SEPSIS_RULE = guideline("Appendix I"), guideline("I.C.1.d.4")


class _Decided(NamedTuple):
    """An indicator, why, and the words that it rests on."""

    poa: str
    why: str
    words: Span | None = None


_EXEMPT = _Decided("1", "exempt from reporting")


@dataclass(frozen=True, slots=True)
class _Stay:
    """The record of a stay, and what is asked of it for each of its codes."""

    record: CodedEncounter
    readings: tuple[Reading, ...]
    kinds: tuple[DocumentKind | None, ...]

    @property
    def is_operated(self) -> bool:
        """True where an operation of this stay is told: what came after it came after admission."""
        if self.record.procedures or DocumentKind.OPERATIVE in self.kinds:
            return True
        sections = [section for reading in self.readings for section in reading.sections]
        return any(
            one.kind is SectionKind.PROCEDURES
            or (one.kind is SectionKind.COURSE and OPERATED.search(one.body.quote(self.record.encounter.text)))
            for one in sections
        )

    def has(self, patterns: dict[str, bool]) -> bool:
        """True where the stay has a code that the patterns cover."""
        return any(patterns[one.code.value] for one in self.record.assignments)

    def reading_at(self, place: int) -> int:
        """The number of the document, among those of this stay, that has a character."""
        return bisect_right(self.readings, place, key=lambda one: one.start) - 1

    def run_at(self, span: Span) -> WordRun | None:
        """The statement that has some words."""
        number = self.reading_at(span.start)
        runs = self.readings[number].runs if number >= 0 else ()
        at = bisect_right(runs, span.start, key=lambda run: run.statement.start) - 1
        return runs[at] if at >= 0 and span.start < runs[at].statement.end else None


def with_present_on_admission(record: CodedEncounter, readings: tuple[Reading, ...], books: Books) -> CodedEncounter:
    """The stay with an indicator for each diagnosis that it or the guidelines decide; other encounters as they are.

    ``readings`` are the documents of this encounter.
    """
    if record.encounter.setting is not Setting.INPATIENT:
        return record
    stay = _Stay(record, readings, tuple(one.document.about.kind or kind_of(one.document) for one in readings))
    exempt = poa_exempt(books, record.encounter.date) or frozenset()
    decided = [_EXEMPT if one.code.value in exempt else _decided(one, stay) for one in record.assignments]
    decided = _with_heart_failure(record.assignments, decided)
    decided = _with_causes(record.assignments, decided, exempt)
    marked = tuple(map(_marked, record.assignments, decided))
    return replace(record, assignments=marked if _is_sepsis_denied(record.not_coded) else _sepsis_first(marked))


def _is_sepsis_denied(ledger: Sequence[NotCoded]) -> bool:
    """True where someone denies it: providers who disagree are asked before sepsis goes first."""
    return any(
        entry.mention is not None
        and entry.mention.assertion.polarity is Polarity.NEGATED
        and any(SEPSIS[code.value] for code in entry.candidates)
        for entry in ledger
    )


def _sepsis_first(assignments: tuple[CodeAssignment, ...]) -> tuple[CodeAssignment, ...]:
    """Sepsis that the record tells for the admission stands before the localized infection (guideline I.C.1.d.4)."""
    if not assignments or not LOCAL_INFECTION[assignments[0].code.value]:
        return assignments
    local, *others = assignments
    sepsis = next((one for one in others if SEPSIS[one.code.value] and one.poa == "Y"), None)
    if sepsis is None:
        return assignments
    others.remove(sepsis)
    why = Reason(
        Step.SEQUENCE, "principal diagnosis: sepsis on admission stands before its localized infection", (_SEPSIS_RULE,)
    )
    first = replace(sepsis, role=Role.PRINCIPAL, reasons=(*sepsis.reasons, why))
    was = tuple(one for one in local.reasons if one.step is not Step.SEQUENCE)
    return (first, replace(local, role=Role.SECONDARY, reasons=was), *others)


def _marked(assignment: CodeAssignment, decided: _Decided | None) -> CodeAssignment:
    if decided is None:
        return assignment
    step = Step.RECORD if decided.words else Step.GUIDELINE
    why = Reason(step, f"present on admission {decided.poa}: {decided.why}", (_APPENDIX,), decided.words)
    return replace(assignment, poa=decided.poa, reasons=(*assignment.reasons, why))


def _decided(assignment: CodeAssignment, stay: _Stay) -> _Decided | None:
    """The indicator of one diagnosis; None where it stays open. What is documented goes before what a kind of code implies."""
    value = assignment.code.value
    if value[0] in "QZ" or _EXTERNAL[value]:  # mostly exempt; causes follow their injuries
        return None
    spans = (*assignment.evidence, *_told_elsewhere(value, stay.record.not_coded))
    if (grown := _later_stage(value, stay)) is not None:
        return grown
    told = {one.poa: one for span in dict.fromkeys(spans) if (one := _as_told(span, stay))}
    if CHRONIC[value] and not told:
        return _Decided("Y", "a chronic condition")
    if CHRONIC[value] and "N" in told:  # what is chronic began before, whenever it was found
        return None
    if len(told) == 1:
        return next(iter(told.values()))
    if told:  # the documents contradict each other
        return None
    return _by_kind(assignment, stay) or _by_place(assignment, spans, stay)


def _by_kind(assignment: CodeAssignment, stay: _Stay) -> _Decided | None:
    """As the guidelines decide for a kind of code."""
    value = assignment.code.value
    if stay.has(_BORN) and _FROM_BIRTH[value]:
        return _Decided("Y", "present at birth, or before it")
    if _BEFORE_LABOR[value]:
        return _Decided("Y", "there before labor")
    if _IN_LABOR[value] and stay.has(_DELIVERED):
        return _Decided("N", "it came with the delivery, after admission")
    is_birth = stay.has(_BORN) or stay.has(_DELIVERED)  # then the birth, not a condition, may have occasioned it
    is_sure = not (_SELDOM_THE_REASON[value] or (is_birth and value[0] in "OP"))
    if assignment.role is Role.PRINCIPAL and is_sure:
        return _Decided("Y", "it occasioned the admission")
    first = stay.record.assignments[0]
    if SEPSIS[first.code.value] and value.startswith("R652") and set(assignment.evidence) <= set(first.evidence):
        return _Decided("Y", "of the sepsis that occasioned the admission")
    if _INJURY[value] and _INJURY[stay.record.assignments[0].code.value]:
        return _Decided("Y", "of the injury that occasioned the admission")
    return None


def _later_stage(value: str, stay: _Stay) -> _Decided | None:
    """N for the higher of two stages of a pressure ulcer that the record says grew (guideline I.C.12.a.6)."""
    if not (value.startswith("L89") and value[-1] in "1234" and _GREW.search(stay.record.encounter.text)):
        return None
    stages = {one.code.value[-1] for one in stay.record.assignments if one.code.value[:-1] == value[:-1]} & set("1234")
    return _Decided("N", "the ulcer reached this stage after admission") if min(stages) < value[-1] else None


def _told_elsewhere(value: str, ledger: Sequence[NotCoded]) -> Iterator[Span]:
    """Where the record names the same condition without giving its code: suspected on admission, told less exactly."""
    group = next((one for one in _GROUPS if one[value]), None)
    named = re.compile(rf"{re.escape(dotted(value))}\b(?!\.)")
    for entry in ledger:
        said = entry.mention.assertion if entry.mention else None
        if said is None or said.polarity is Polarity.NEGATED or said.experiencer is not Experiencer.PATIENT:
            continue
        same = any(code.value == value or (group is not None and group[code.value]) for code in entry.candidates)
        if same or named.search(entry.reason):  # "I48.0 says more"
            yield entry.span


def _as_told(span: Span, stay: _Stay) -> _Decided | None:
    """What the statement around some words says of when the condition began."""
    run = stay.run_at(span)
    if run is None:
        return None
    statement, text = run.statement.span, run.text
    before, words, behind = text[statement.start : span.start], span.quote(text), text[span.end : statement.end]
    told = in_column(text, run.statement.section.body.start, span.start, span.end) or under_heading(text, span.start)
    if told:
        return _Decided(told, "documented so", span)
    if acquired_in_hospital(before, words, behind):
        return _Decided("N", "acquired in the hospital", span)
    if began_in_stay(before, words, behind, is_operated=stay.is_operated):
        return _Decided("N", "it began after admission", span)
    return _Decided("Y", "documented so", span) if was_there(before, behind) else None


def _by_place(assignment: CodeAssignment, spans: Sequence[Span], stay: _Stay) -> _Decided | None:
    """Y where an account of the admission tells the condition, or only the history does."""
    acute = bool(_ACUTE.search(assignment.title))
    for span in spans:
        run = stay.run_at(span)
        if run is None or (acute and not _ACUTE.search(run.statement.span.quote(run.text))):
            continue
        if _is_of_the_beginning(run, stay.kinds[stay.reading_at(span.start)]):
            return _Decided("Y", "told in the account of the admission", span)
    if acute or EITHER[assignment.code.value]:
        return None
    for span in assignment.evidence:
        run = stay.run_at(span)
        if run is not None and run.statement.section.kind is SectionKind.PAST_HISTORY:
            return _Decided("Y", "known before the admission", span)
    return None


def _is_of_the_beginning(run: WordRun, kind: DocumentKind | None) -> bool:
    """True for the notes of the door, the illness as it led here, and diagnoses of admission."""
    section = run.statement.section
    if kind in _AT_THE_DOOR:
        return section.kind not in (SectionKind.PAST_HISTORY, SectionKind.PLAN)
    if kind not in _TELLS_THE_BEGINNING:
        return False
    heading = section.heading.quote(run.text) if section.heading else ""
    return section.kind in _BEGINNING or (
        section.kind is SectionKind.PROVISIONAL and bool(_OF_ADMISSION.search(heading))
    )


def _with_heart_failure(assignments: Sequence[CodeAssignment], decided: list[_Decided | None]) -> list[_Decided | None]:
    """Hypertension with heart failure says both: N where a heart failure began in the stay, Y where each was there."""
    failures = {
        one.poa if one else None for code, one in zip(assignments, decided, strict=True) if _FAILURE[code.code.value]
    }
    if not failures:
        return decided
    poa = "N" if "N" in failures else "Y" if failures == {"Y"} else None
    of_both = _Decided(poa, "as the heart failure that it says too") if poa else None
    return [of_both if _WITH_FAILURE[code.code.value] else one for code, one in zip(assignments, decided, strict=True)]


def _with_causes(
    assignments: Sequence[CodeAssignment], decided: list[_Decided | None], exempt: frozenset[str]
) -> list[_Decided | None]:
    """External causes with the indicator of the injuries that they explain, where those have one and the same."""
    injuries = {
        one.poa if one else None for code, one in zip(assignments, decided, strict=True) if _INJURY[code.code.value]
    }
    if len(injuries) != 1 or None in injuries:
        return decided
    (poa,) = injuries
    return [
        _Decided(poa, "as the injury that it explains")
        if poa and _EXTERNAL[code.code.value] and code.code.value not in exempt
        else one
        for code, one in zip(assignments, decided, strict=True)
    ]
