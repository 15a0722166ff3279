"""CM101."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books, by_code
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Remove, Severity
from nosologist.rules.conventions.notes import exclusions
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM101", guideline("I.A.12.a"), severity=Severity.STOP)
def excludes1_conflict(claim: Claim, books: Books) -> Iterator[Hit]:
    """Two codes that an Excludes1 note keeps apart are not coded together, unless the conditions are unrelated."""
    said: set[frozenset[str]] = set()
    known = by_code(exclusions, books)
    for diagnosis in claim.diagnoses:
        code = diagnosis.code
        excluded = known[code.value].categories
        if excluded.isdisjoint(claim.categories):
            continue
        for other in [one.code for one in claim.diagnoses if one.code.value[:3] in excluded]:
            pair = frozenset((code.value, other.value))
            note = excluding(code.value, other.value, books) if len(pair) == 2 and pair not in said else None
            if note is not None:
                said.add(pair)
                changes = (Remove(other), Remove(code), Ask("Are the two conditions unrelated to each other?"))
                yield Hit(f"{code.dotted} excludes {other.dotted}: {note}", (code, other), changes)


def excluding(value: str, other: str, books: Books) -> str | None:
    """The text of an Excludes1 note in force at a code that names the other (undotted both)."""
    found = exclusions(value, books)
    if other[:3] in found.categories:
        for note in found.notes:
            if note.names(other) and not other.startswith(note.owner):
                return note.text
    return None
