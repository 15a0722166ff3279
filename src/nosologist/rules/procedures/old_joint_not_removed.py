"""PCS229."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.among import has
from nosologist.rules.procedure_codes import definition, of_kind, recorded
from nosologist.rules.rule import Hit, Needs, rule

_JOINT = re.compile("0[RS]R")
_TROUBLE = read_patterns("T84.0, T84.50-T84.59")


@rule("PCS229", definition("Replacement"), severity=Severity.INFO, needs=Needs.PROCEDURES)
def old_joint_not_removed(claim: Claim, books: Books) -> Iterator[Hit]:
    """A joint that has a prosthesis is replaced, and taking out the old one is not coded."""
    if has(claim, _TROUBLE):
        for code in of_kind(claim, _JOINT):
            removal = re.compile(f"0{code.value[1]}[PW]")
            if not of_kind(claim, removal):
                yield Hit(
                    f"{code.value}: the diagnosis tells of a prosthesis that was there; its Removal is coded too",
                    (code,),
                    evidence=recorded(claim, code),
                )
