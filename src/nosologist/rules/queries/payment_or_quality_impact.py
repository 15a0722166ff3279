"""QRY104."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.queries.practice import PRACTICE, asked, own_words
from nosologist.rules.rule import Hit, Needs, rule

_IMPACT = re.compile(
    r"\b(?:(?:is|as|be|becomes?) (?:an? )?(?:major )?(?:CC|complication/comorbidity)|"
    r"MS-?DRGs?|APR-?DRGs?|DRGs?|CC/MCC|MCCs?|SOI|ROM|severity of illness|risk of mortality|"
    r"CMI|case[- ]mix|HCCs?|RAF|risk adjust\w+|"
    r"risk scores?|reimburs\w+|payments?|paid|payers?|insurance|billing|billed|revenue|"
    r"relative weight|denials?|denied|deny|medical necessity denial|"
    r"quality (?:metric|measure|score|indicator|rating)s?|PSI(?:[ -]?\d+)?|HACs?|"
    r"hospital[- ]acquired condition|report cards?|"
    r"(?:physician|provider|your) (?:profile|scorecard|ranking)s?|mortality (?:index|O/E|rate|ratio)|O/E|star ratings?|"
    r"readmission (?:penalt\w+|rate)|"
    r"length of stay (?:target|index)|GMLOS|expected length of stay|value[- ]based|"
    r"HEDIS|MIPS|bonus|capture rate|recapture)\b|\$ ?\d",
    re.IGNORECASE,
)


@rule("QRY104", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def payment_or_quality_impact(claim: Claim, books: Books) -> Iterator[Hit]:
    """A query speaks of payment, quality measures, severity scores or profiles."""
    query = asked(claim)
    found = _IMPACT.search(own_words(query))
    if found:
        yield Hit(f'"{found.group()}": a query says nothing of payment, quality or severity scores; take it out')
