"""What stands among the ICD-10-PCS codes of a claim: the words that rules of procedures are written with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from nosologist.codesets.library import Books
from nosologist.codesets.procedures import Procedures, opened
from nosologist.errors import BookError
from nosologist.model.claim import Claim, Procedure
from nosologist.model.code import Citation, Code, CodeSystem
from nosologist.model.document import Span
from nosologist.model.finding import Replace
from nosologist.model.procedure import Procedure as Built
from nosologist.rules.rule import Hit

_DEVICE, _QUALIFIER = 5, 6  # places of the characters


class Differing(NamedTuple):
    """A code of the claim, and what the record says in its place where one character differs."""

    code: Code
    recorded: Built
    position: int  # of the character, 1 to 7


def procedure_guideline(locator: str) -> Citation:
    """A paragraph of the ICD-10-PCS Official Guidelines."""
    return Citation("ICD-10-PCS Official Guidelines", locator)


def definition(operation: str) -> Citation:
    """The official definition of a root operation."""
    return Citation("ICD-10-PCS definitions", operation)


def whole(claim: Claim) -> tuple[Procedure, ...]:
    """The procedures whose code has seven characters, in the order of the claim."""
    return claim.whole_procedures


def of_kind(claim: Claim, pattern: re.Pattern[str]) -> list[Code]:
    """The procedure codes that begin as the pattern says, each once."""
    return list(dict.fromkeys(one.code for one in whole(claim) if pattern.match(one.code.value)))


def beside(claim: Claim, these: re.Pattern[str], those: re.Pattern[str]) -> Iterator[tuple[Code, Code]]:
    """Every code of one kind beside every other code of another kind that may be of the same day."""
    procedures = claim.whole_procedures
    if len(procedures) == 1:
        return
    others = [one for one in procedures if those.match(one.code.value)]
    if others:
        for one in procedures:
            if these.match(one.code.value):
                for other in others:
                    if other is not one and same_day(one, other):
                        yield one.code, other.code


def pairs_in_order(claim: Claim, pattern: re.Pattern[str]) -> Iterator[tuple[Code, Code]]:
    """Every two procedures of one kind that may be of the same day, in the order of the claim; equal codes too."""
    procedures = [one for one in whole(claim) if pattern.match(one.code.value)]
    for first, second in combinations(procedures, 2):
        if same_day(first, second):
            yield first.code, second.code


def same_day(first: Procedure, second: Procedure) -> bool:
    """True unless both have a date, and not the same."""
    return first.date is None or second.date is None or first.date == second.date


def same_site(first: Code, second: Code) -> bool:
    """True where section, body system and body part are the same."""
    return first.value[:2] == second.value[:2] and first.value[3] == second.value[3]


def same_manner(first: Code, second: Code) -> bool:
    """True where device and qualifier are the same."""
    return first.value[_DEVICE:] == second.value[_DEVICE:]


def with_character(code: Code, position: int, character: str) -> Code:
    """The code with another character at a position, 1 to 7."""
    return Code(code.system, code.value[: position - 1] + character + code.value[position:])


def tables(claim: Claim, books: Books) -> Procedures | None:
    """The tables in force on the claim's date, where they were added."""
    try:
        return opened(books, claim.date)
    except BookError:
        return None


def recorded(claim: Claim, *codes: Code) -> tuple[Span, ...]:
    """The words of the record that led to these procedure codes."""
    if claim.record is None:
        return ()
    return tuple(span for one in claim.record.procedures if one.code in codes for span in one.evidence)


def differing(claim: Claim, position: int) -> Iterator[Differing]:
    """Codes of the claim that the record has with one other character, at this position, and not as they stand.

    Silent for a claim that was coded from its record, where nothing differs.
    """
    if claim.record is None or (claim.diagnoses and claim.diagnoses[0].assignment is not None):
        return
    built = [one for one in claim.record.procedures if one.code]
    patterns = {one.pattern for one in built}
    claimed = {one.code.value for one in claim.procedures}
    for procedure in whole(claim):
        value = procedure.code.value
        if value in patterns:
            continue
        for one in built:
            if one.pattern not in claimed and _apart(value, one.pattern) == [position]:
                yield Differing(procedure.code, one, position)


def as_recorded(claim: Claim, position: int) -> Iterator[Hit]:
    """The code of the record in the place of one that differs from it in this character."""
    for code, record, _ in differing(claim, position):
        said = next(axis for axis in record.axes if axis.position == position)
        if record.code:
            yield Hit(
                f"{code.value}: the record says {said.label} ({said.character})",
                (code,),
                (Replace(code, (record.code,)),),
                evidence=(said.evidence,) if said.evidence else record.evidence,
            )


def _apart(first: str, second: str) -> list[int]:
    return [at for at, (a, b) in enumerate(zip(first, second, strict=True), 1) if a != b]


def pcs(value: str) -> Code:
    """An ICD-10-PCS code."""
    return Code(CodeSystem.ICD10PCS, value)
