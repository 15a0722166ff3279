"""CM118."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Severity
from nosologist.rules.conventions.notes import at_codes, having
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM118", guideline("I.A.12.b"), severity=Severity.INFO, concerns=having(NoteKind.EXCLUDES2))
def excludes2_both_coded(claim: Claim, books: Books) -> Iterator[Hit]:
    """Two codes that an Excludes2 note names are both coded, which is right where the patient has both."""
    for diagnosis, groups in at_codes(claim, NoteKind.EXCLUDES2, books):
        code = diagnosis.code
        for group in groups:
            if not group.names_any(claim):
                continue
            for value in claim.values:
                if value != code.value and group.names(value) and not value.startswith(group.owner):
                    yield Hit(
                        f"{icd10cm(value).dotted} is not included in {code.dotted}; both stand where the patient has both",
                        (code, icd10cm(value)),
                    )
