"""Anesthesia: in the anesthesia record the operation leads to the number of its anesthesia, where there is only one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from nosologist.coding.cpt import Line
from nosologist.coding.service_tables import in_ranges, ranges, table_of
from nosologist.model.assignment import Reason, Step
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter, View
from nosologist.model.service_line import Modifier, service_code
from nosologist.notes.signs import Rare

_RECORD = Rare(r"(?m)^\W*anesthe(?:sia|tic) (?:record|report|procedure note|note)\b")
_STATUS = re.compile(r"\bASA(?: class| physical status| PS)?[: ]*([1-6]|I{1,3}V?|IV|V|VI)\b")
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}
_ROLES = (
    ("QZ", re.compile(r"\bCRNA (?:without|with no) medical direction\b|\bnon-?medically directed CRNA\b", re.IGNORECASE)),
    ("QX", re.compile(r"\bCRNA (?:with|under) medical direction\b|\bmedically directed CRNA\b", re.IGNORECASE)),
    ("AA", re.compile(r"\bpersonally performed by (?:the )?anesthesiologist\b|"
                      r"\bI personally (?:performed|provided) the anesthe\w+\b",
                      re.IGNORECASE)),
)  # fmt: skip
_ROLE_WHY = {
    "QZ": "CRNA without medical direction",
    "QX": "CRNA under medical direction",
    "AA": "by the anesthesiologist in person",
}


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[tuple[tuple[str, str], ...], str, str], ...]:
    lines = ([cell.strip() for cell in line.split("|")] for line in table_of("anesthesia.txt"))
    return tuple((ranges(operations), number, what) for operations, number, what in lines)


def for_anesthesia(lines: Sequence[Line], encounter: Encounter) -> list[Line]:
    """In an anesthesia record of a professional, the operation's line becomes that of its anesthesia; one alone, the first."""
    text = encounter.text
    if encounter.view is not View.PROFESSIONAL or not _RECORD.search(text):
        return list(lines)
    found = [one for line in lines if line.flags & {"minor", "major"} for one in _anesthesia(line, text)]
    return [*found[:1], *(line for line in lines if not line.flags & {"minor", "major", "imaging"})]


def _anesthesia(line: Line, text: str) -> Iterator[Line]:
    operation = line.service.code.value
    for operations, number, what in _rows():
        if in_ranges(operations, operation):
            why = Reason(
                Step.TABLE, f"anesthesia of {operation} is {number}; base units and minutes are added in billing"
            )
            service = replace(
                line.service, code=service_code(number), title=f"anesthesia for {what}",
                reasons=(*line.service.reasons, why), modifiers=tuple(_modifiers(text)),
            )  # fmt: skip
            yield replace(line, service=service)
            return


def _modifiers(text: str) -> Iterator[Modifier]:
    for value, pattern in _ROLES:
        if said := pattern.search(text):
            yield Modifier(value, _ROLE_WHY[value], Span(*said.span()))
            break
    if status := _STATUS.search(text):
        grade = _ROMAN.get(status[1], status[1])
        yield Modifier(f"P{grade}", f"physical status {grade}", Span(*status.span()))
