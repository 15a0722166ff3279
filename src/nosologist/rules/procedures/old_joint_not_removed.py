"""PCS229."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import definition, of_kind, recorded
from nosologist.rules.rule import Hit, rule

_JOINT = re.compile("0[RS]R")


@rule(
    "PCS229", definition("Replacement"), severity=Severity.INFO, concerns="T84.0, T84.50-T84.59", procedures=(_JOINT,)
)
def old_joint_not_removed(claim: Claim, books: Books) -> Iterator[Hit]:
    """A joint that has a prosthesis is replaced, and taking out the old one is not coded."""
    for code in of_kind(claim, _JOINT):
        removal = re.compile(f"0{code.value[1]}[PW]")
        if not of_kind(claim, removal):
            yield Hit(
                f"{code.value}: the diagnosis tells of a prosthesis that was there; its Removal is coded too",
                (code,),
                evidence=recorded(claim, code),
            )
