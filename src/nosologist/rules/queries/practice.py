"""The practice that the QRY rules rest on, and the query that they read."""

from __future__ import annotations

import re

from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.query import NamedDiagnosis, Query

PRACTICE = Citation("AHIMA/ACDIS Guidelines for Achieving a Compliant Query Practice", "2022")

# What asks for something that is no new diagnosis: yes and no are allowed for it.
ALLOWED_YES_NO = re.compile(
    r"present (?:on|at)|on admission|POA|complication|due to|related to|relat\w+|caused by|associated|result of|"
    r"because of|adverse effect|agree with the (?:\w+ )?(?:path\w*|radiolog\w*|findings)|clinically valid|confirmed by|inherent",
    re.IGNORECASE,
)


_QUOTED = re.compile(r"[\"“][^\"“”\n]{0,300}[\"”]")


def own_words(query: Query) -> str:
    """The words of a query without what it quotes: a provider's "clearly improved" leads to nothing."""
    return _QUOTED.sub('""', query.whole)


def asked(claim: Claim) -> Query:
    """The query that is checked; the framework asks these rules only where there is one."""
    assert claim.query is not None
    return claim.query


def undocumented(query: Query, named: tuple[NamedDiagnosis, ...]) -> list[NamedDiagnosis]:
    """Of some named diagnoses, those that no indicator quotes from the record."""
    return [one for one in named if one.affirmed and not query.documents(one)]
