"""For which diagnosis a service was done: where the record names both together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from nosologist.coding.em_named import Where
from nosologist.coding.service_mentions import Statement
from nosologist.coding.service_tables import in_ranges, ranges, table_of
from nosologist.coding.tables import Patterns, covered, read_patterns
from nosologist.model.assignment import CodeAssignment, Reason, Step
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import SectionKind, Span
from nosologist.model.service_line import Service
from nosologist.notes.em_statements import Said, Visit

_MOST = 4  # pointers of a line (837P SV107, CMS-1500 item 24E)
_CAUSES = frozenset("VWXY")  # external causes are never why a service was done
_VACCINATION = "Z23"
_PARTS = frozenset(
    ("knee", "shoulder", "hip", "elbow", "wrist", "hand", "finger", "thumb", "ankle", "foot", "toe", "forearm", "leg", "thigh",
     "neck", "back", "scalp", "cheek", "forehead", "nose", "ear", "eye", "eyelid", "lip", "breast", "chest", "abdomen", "head")
)  # fmt: skip
_WHY_SECTIONS = (SectionKind.INDICATION, SectionKind.DIAGNOSES, SectionKind.PROVISIONAL)


def pointed(
    services: Sequence[Service], coded: CodedEncounter, statements: Sequence[Statement], visit: Visit
) -> list[Service]:
    """Each service with the places of the diagnoses that it was done for; without any where the record links none."""
    return [one if one.pointers else _pointed(one, coded, statements, visit) for one in services]


def _pointed(service: Service, coded: CodedEncounter, statements: Sequence[Statement], visit: Visit) -> Service:
    found, why = _for(service, coded.assignments, statements, visit)
    if not found:
        return service
    pointers = tuple(found[:_MOST])
    codes = ", ".join(coded.assignments[at - 1].code.dotted for at in pointers)
    return replace(
        service, pointers=pointers, reasons=(*service.reasons, Reason(Step.RECORD, f"done for {codes}: {why}"))
    )


def _for(
    service: Service, assignments: Sequence[CodeAssignment], statements: Sequence[Statement], visit: Visit
) -> tuple[list[int], str]:
    eligible = [(at, one) for at, one in enumerate(assignments, 1) if one.code.value[0] not in _CAUSES]
    if service.code.value.startswith(("904", "906", "907", "9048")) and (
        shots := [at for at, one in eligible if one.code.value == _VACCINATION]
    ):
        return shots, "the encounter for immunization"
    beside = [at for at, one in eligible if one.code.value != _VACCINATION or len(eligible) == 1]
    eligible = [(at, one) for at, one in eligible if at in beside]
    spans = [
        part.span
        for part in statements
        if any(part.start <= span.start < part.run.statement.end for span in service.evidence)
    ]
    if same := _said_in(eligible, spans):
        return same, "named in the same statement"
    places = Where(visit.said)
    block = places.blocks(service.evidence)
    if near := [at for at, one in eligible if block & places.blocks(one.evidence)]:
        return near, "named in the same problem"
    if usual := [at for at, one in eligible if _is_usual(service.code.value, one.code.value)]:
        return usual, "the usual reason for it, and stated"
    if part := _same_part(service, eligible, visit.said):
        return part, "the same part of the body"
    if len(eligible) == 1:
        return [eligible[0][0]], "the only diagnosis"
    if any(part.section is SectionKind.PROCEDURES for part in statements):
        for section in _WHY_SECTIONS:
            of_section = [part.span for part in statements if part.section is section]
            if stated := _said_in(eligible, of_section):
                return stated, f"the {section.value} of the procedure"
    return [], ""


@lru_cache(maxsize=1)
def _purposes() -> tuple[tuple[tuple[tuple[str, str], ...], Patterns], ...]:
    lines = (line.partition(" | ") for line in table_of("purposes.txt"))
    return tuple((ranges(numbers), read_patterns(codes.replace(" ", ", "))) for numbers, _, codes in lines)


@lru_cache(maxsize=1_000)
def _usual(number: str) -> tuple[Patterns, ...]:
    """What a service is usually done for."""
    return tuple(codes for numbers, codes in _purposes() if in_ranges(numbers, number))


def _is_usual(number: str, diagnosis: str) -> bool:
    return any(covered(codes, diagnosis) for codes in _usual(number))


def _same_part(service: Service, eligible: Iterable[tuple[int, CodeAssignment]], places: Sequence[Said]) -> list[int]:
    """Diagnoses whose title has the word for the place that the service was done at."""
    text = places[0].text if places else ""
    words = {word for span in service.evidence for word in span.quote(text).lower().split() if word in _PARTS}
    return [at for at, one in eligible if words & set(re.findall(r"[a-z]+", one.title.lower()))]


def _said_in(eligible: Iterable[tuple[int, CodeAssignment]], places: Sequence[Span]) -> list[int]:
    return [at for at, one in eligible if any(_within(span, place) for span in one.evidence for place in places)]


def _within(span: Span, place: Span) -> bool:
    return place.start <= span.start < place.end
