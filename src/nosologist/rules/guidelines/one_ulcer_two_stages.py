"""OG184."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim, Diagnosis
from nosologist.model.encounter import Setting
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, guideline, rule

_ULCER = read_patterns("L89")


@rule("OG184", guideline("I.C.12.a.1"), guideline("I.C.12.a.6"), severity=Severity.WARN, concerns="L89")
def one_ulcer_two_stages(claim: Claim, books: Books) -> Iterator[Hit]:
    """One pressure ulcer is coded with two stages."""
    places: dict[str, list[Diagnosis]] = defaultdict(list)
    for diagnosis in claim.diagnoses:
        if covered(_ULCER, diagnosis.code.value):
            places[diagnosis.code.value[:-1]].append(diagnosis)
    for ulcers in places.values():
        codes = tuple(ulcer.code for ulcer in ulcers)
        evolved = claim.setting is Setting.INPATIENT and {ulcer.poa for ulcer in ulcers} >= {"Y", "N"}
        if len(set(codes)) > 1 and not evolved:
            yield Hit(f"{' and '.join(code.dotted for code in codes)}: two stages of one site", codes)
