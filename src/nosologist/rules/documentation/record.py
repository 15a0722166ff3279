"""What the record says of codes that are compared with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nosologist.codesets.contradictions import denied_by
from nosologist.codesets.library import Books
from nosologist.model.assignment import NotCoded
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.coded import CodedEncounter
from nosologist.model.mention import Assertion


def compared(claim: Claim) -> tuple[CodedEncounter, list[Code]] | None:
    """The record, and the codes of the claim that it does not support; None where the claim was coded from the record."""
    record = claim.record
    if record is None or any(one.assignment is not None for one in claim.diagnoses):
        return None
    supported = {assignment.code for assignment in record.assignments}
    return record, [one.code for one in claim.diagnoses if one.code not in supported]


def only_as(claim: Claim) -> Iterator[tuple[Code, NotCoded, Assertion]]:
    """Codes that the record names only in a statement that gives no code, with that statement."""
    found = compared(claim)
    if found is None:
        return
    record, codes = found
    for code in codes:
        for entry in record.not_coded:
            if entry.mention and any(code.value.startswith(one.value) for one in entry.candidates):
                yield code, entry, entry.mention.assertion
                break


def says_more(code: Code, better: Sequence[Code], books: Books) -> str:
    """How a code says less than what the record leads to, in words; empty where it does not."""
    found = books.tabular.get(code.value)
    if found and "unspecified" in found.title.lower():
        return "is unspecified"
    stated = denied_by(code.value, books)
    return "denies what the record states" if any(one.value in stated for one in better) else ""
