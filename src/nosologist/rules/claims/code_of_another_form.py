"""CLM018."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, rule

_LINE = re.compile(r"[0-9]{4}[0-9AFMTU]|[A-V][0-9]{4}")
_PROCEDURE = re.compile(r"[0-9A-HJ-NP-Z]{7}")


@rule("CLM018", Citation("45 CFR", "162.1002"), severity=Severity.STOP)
def code_of_another_form(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code has not the form of its code set."""
    for number, line in enumerate(claim.lines, 1):
        if not _LINE.fullmatch(line.code.value):
            yield Hit(
                f"line {number}: {line.code.value[:12]} has not the form of a CPT or HCPCS code",
                (line.code,),
                lines=(number,),
            )
    for procedure in claim.procedures:
        if not _PROCEDURE.fullmatch(procedure.code.value):
            yield Hit(f"{procedure.code.value[:12]} has not the form of an ICD-10-PCS code", (procedure.code,))
