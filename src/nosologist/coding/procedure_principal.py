"""Which of the treatments of a stay was for its principal diagnosis, where the record says for what each was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nosologist.codesets.code_patterns import Patterns, covered, read_patterns
from nosologist.coding.procedure_rows import Built
from nosologist.coding.procedure_session import in_order
from nosologist.model.assignment import CodeAssignment, Role
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import SectionKind, Span
from nosologist.notes.reading import Reading

_WHY = frozenset({SectionKind.DIAGNOSES, SectionKind.INDICATION, SectionKind.PROVISIONAL})  # of a report
_NO_DISEASE = "VWXYZ"  # chapters of external causes, and of what is no disease
_FEWEST = 2  # treatments that an order can be between
_SHORT = 3  # letters: abbreviations may stand in other words
# What treats: no look, no sample, and no line, packing or exchange, which serve other care.
_TREATS = re.compile(r"(?!0.[JHPW2])(?!0.[9BD]...X)[01X]")


@dataclass(frozen=True, slots=True)
class _Diagnosis:
    is_principal: bool
    names: frozenset[str]  # as the record names it


def sequenced(found: list[Built], coded: CodedEncounter, readings: Sequence[Reading]) -> list[Built]:
    """The procedures in order; a treatment of the principal diagnosis goes before the treatments of other diagnoses.

    What the record says moves a procedure: a diagnosis in the same statement, or in the report of the operation as its
    diagnosis or indication. Where it says nothing, what such an operation is usually done for (``purposes.txt``).
    Cites: ICD-10-PCS Official Guidelines, Selection of Principal Procedure; UHDDS.
    """
    ordered = in_order(found)
    treatments = [one for one in ordered if _TREATS.match(one.pattern)]
    if len(treatments) < _FEWEST:
        return ordered
    text = coded.encounter.text
    diagnoses = [_diagnosis(one, text) for one in coded.assignments if one.code.value[0] not in _NO_DISEASE]
    why = {id(one): _is_for_principal(_reasons(one, readings), diagnoses, text) for one in treatments}
    for one in treatments:
        if why[id(one)] is None:
            why[id(one)] = _is_usually_for_principal(one.pattern, coded.assignments)
    if not {True, False} <= set(why.values()):
        return ordered
    first = [one for one in ordered if why.get(id(one))]
    return [*first, *(one for one in ordered if not why.get(id(one)))]


@lru_cache(maxsize=1)
def _purposes() -> tuple[tuple[tuple[str, ...], Patterns], ...]:
    """Heads of codes, and the diagnoses that such operations are done for."""
    text = (Path(__file__).with_name("tables") / "procedures" / "purposes.txt").read_text("utf-8")
    lines = (line.partition("|") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple((tuple(heads.split()), read_patterns(diagnoses.strip())) for heads, _, diagnoses in lines)


def _is_usually_for_principal(pattern: str, assignments: Sequence[CodeAssignment]) -> bool | None:
    """True where such an operation treats the principal diagnosis, False where another alone; None where neither is known."""
    wanted = next((diagnoses for heads, diagnoses in _purposes() if pattern.startswith(heads)), None)
    if wanted is None:
        return None
    treated = [one.role is Role.PRINCIPAL for one in assignments if covered(wanted, one.code.value)]
    return any(treated) if treated else None


def _diagnosis(one: CodeAssignment, text: str) -> _Diagnosis:
    names = (" ".join(span.quote(text).lower().split()) for span in one.evidence)
    return _Diagnosis(one.role is Role.PRINCIPAL, frozenset(name for name in names if len(name) > _SHORT))


def _reasons(one: Built, readings: Sequence[Reading]) -> Iterator[list[Span]]:
    """Where the record may tell for what a procedure was done: its statement, else the diagnoses of its report."""
    runs = (run.statement.span for reading in readings for run in reading.runs)
    yield [span for span in runs if span.start <= one.spans[0].start < span.end]
    sections = (section for reading in readings for section in reading.sections if section.kind in _WHY)
    yield [part.body for part in sections if one.session.start <= part.body.start < one.session.end]


def _is_for_principal(places: Iterable[list[Span]], diagnoses: Sequence[_Diagnosis], text: str) -> bool | None:
    """True for the principal diagnosis, False for others alone; None where the record tells no reason."""
    for spans in places:
        words = " ".join(" ".join(span.quote(text).lower().split()) for span in spans)
        told = [one.is_principal for one in diagnoses if any(name in words for name in one.names)]
        if told:
            return any(told)
    return None
