"""CM101."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.model.code import Citation
from nosologist.model.coded import CodedEncounter
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, rule


@rule("CM101", Citation("ICD-10-CM Official Guidelines", "I.A.12.a"), severity=Severity.STOP)
def excludes1_conflict(coded: CodedEncounter, books: Books) -> Iterator[Hit]:
    """Two codes that an Excludes1 note keeps apart are not coded together, unless the conditions are unrelated."""
    codes = [assignment.code for assignment in coded.assignments]
    for first, second in combinations(codes, 2):
        for code, other in ((first, second), (second, first)):
            note = excluding(code.value, other.value, books)
            if note is not None:
                yield Hit(f"{code.dotted} excludes {other.dotted}: {note}", (code, other))
                break


def excluding(value: str, other: str, books: Books) -> str | None:
    """The text of an Excludes1 note in force at a code that names the other (undotted both)."""
    for note in books.tabular.notes(value, NoteKind.EXCLUDES1):
        if note.names(other) and not other.startswith(note.owner):
            return note.text
    return None
