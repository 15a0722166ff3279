"""What the rules on medical necessity share: the policies and the diagnoses of a line."""

from __future__ import annotations

from nosologist.codesets.coverage import Policy
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim, ClaimLine
from nosologist.model.code import Code
from nosologist.rules.service_lines import asked


def line_policies(line: ClaimLine, claim: Claim, books: Books) -> tuple[Policy, ...]:
    """The policies that speak of a line; with a payer on the form, those of that payer and of any."""
    payer = claim.form.payer if claim.form else None
    found = asked(books).policies(line.code.value, line.date or claim.date)
    return tuple(one for one in found if not payer or not one.payer or one.payer.casefold() == payer.casefold())


def line_diagnoses(line: ClaimLine, claim: Claim) -> tuple[Code, ...]:
    """The diagnoses that a line points to; all of them where it points to none."""
    if not line.pointers:
        return tuple(one.code for one in claim.diagnoses)
    return tuple(claim.diagnoses[at - 1].code for at in line.pointers if 1 <= at <= len(claim.diagnoses))
