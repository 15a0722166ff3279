"""CM101."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Remove, Severity
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM101", guideline("I.A.12.a"), severity=Severity.STOP)
def excludes1_conflict(claim: Claim, books: Books) -> Iterator[Hit]:
    """Two codes that an Excludes1 note keeps apart are not coded together, unless the conditions are unrelated."""
    codes = [diagnosis.code for diagnosis in claim.diagnoses]
    for first, second in combinations(codes, 2):
        for code, other in ((first, second), (second, first)):
            note = excluding(code.value, other.value, books)
            if note is not None:
                changes = (Remove(other), Remove(code), Ask("Are the two conditions unrelated to each other?"))
                yield Hit(f"{code.dotted} excludes {other.dotted}: {note}", (code, other), changes)
                break


def excluding(value: str, other: str, books: Books) -> str | None:
    """The text of an Excludes1 note in force at a code that names the other (undotted both)."""
    for note in books.tabular.notes(value, NoteKind.EXCLUDES1):
        if note.names(other) and not other.startswith(note.owner):
            return note.text
    return None
