"""OG284."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among, pairs
from nosologist.rules.guidelines.former_cancers import SITES_BY_HISTORY
from nosologist.rules.rule import Hit, guideline, rule

_FOLLOW_UP = read_patterns("Z08")
_MALIGNANT = read_patterns("C00-C96")
_SECONDARY = read_patterns("C77-C79, C7B, C80")
_HISTORY = read_patterns("Z85")


@rule("OG284", guideline("I.C.21.c.8"), severity=Severity.STOP, concerns="Z08", beside="C00-C96")
def followup_of_present_cancer(claim: Claim, books: Books) -> Iterator[Hit]:
    """Follow-up after cancer is coded with a current cancer."""
    for followup, tumor in pairs(claim, _FOLLOW_UP, _MALIGNANT):
        if not _is_another(tumor, claim):
            yield Hit(
                f"{followup.dotted} with {tumor.dotted}: follow-up means that treatment is completed and nothing is left",
                (followup, tumor),
                (Remove(followup),),
            )
            break


def _is_another(tumor: Code, claim: Claim) -> bool:
    """True where the histories on the claim are of other sites than the tumor, and it is no metastasis."""
    histories = among(claim, _HISTORY)
    sites = [sites for history, sites in SITES_BY_HISTORY for one in histories if covered(history, one.value)]
    known = len(sites) >= len(histories) > 0 and not covered(_SECONDARY, tumor.value)
    return known and not any(covered(site, tumor.value) for site in sites)
