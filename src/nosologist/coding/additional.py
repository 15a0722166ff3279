"""Additional: what a coded condition calls for is coded wherever the record states it (I.A.17).

The assessment says "type 2 diabetes"; the list of drugs says what it is treated with. Which conditions call for what stands
in ``tables/additional.txt``.
"""

from __future__ import annotations

from collections.abc import Iterable

from nosologist.coding.combine import joined
from nosologist.coding.draft import Candidate, Draft, found_by_rule, guideline
from nosologist.coding.tables import covered, leads_to, paired_patterns, read_patterns
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter

_FAMILY_HISTORY = read_patterns("Z80-Z84")
_NOT_OF_TODAY = frozenset(
    {SectionKind.FAMILY_HISTORY, SectionKind.ALLERGIES, SectionKind.REVIEW_OF_SYSTEMS, SectionKind.DISPOSITION}
)


def additional(draft: Draft, stated: Iterable[Candidate], encounter: Encounter) -> Draft:
    """Add what the coded conditions call for, from all that the record states."""
    if encounter.all_mentions:
        return draft
    coded = [candidate.code for candidate in draft.candidates]
    called = [
        (wanted, next(code for code in coded if covered(callers, code)))
        for callers, wanted in paired_patterns("additional.txt")
        if any(covered(callers, code) for code in coded)
    ]
    if not called:
        return draft
    added = []
    for candidate in stated:
        caller = next((code for wanted, code in called if covered(wanted, candidate.code)), None)
        of_family = covered(_FAMILY_HISTORY, candidate.code)
        if caller and candidate.code not in coded and (of_family or candidate.mention.section not in _NOT_OF_TODAY):
            source = guideline("I.C.21.c.4") if of_family else Citation("ICD-10-CM Tabular", dotted(caller[:3]))
            added.append(candidate.because(Reason(Step.TABULAR, f"{dotted(caller)} calls for it", (source,))))
    if not added:
        return draft
    codes = {candidate.code for candidate in added}
    ledger: list[NotCoded] = [
        entry for entry in draft.not_coded if not any(code.value in codes for code in entry.candidates)
    ]
    return Draft((*draft.candidates, *joined(tuple(added))), tuple(ledger), draft.findings)


def with_named_drugs(draft: Draft, encounter: Encounter) -> Draft:
    """Add the adverse effect of the drugs that the title of a coded condition names: "anemia due to chemotherapy"."""
    if encounter.all_mentions:
        return draft
    coded = {candidate.code for candidate in draft.candidates}
    for candidate in draft.candidates:
        effect = leads_to("named_drugs.txt", candidate.code)
        if effect and effect not in coded:
            why = f"{dotted(candidate.code)} names the drugs that did harm"
            found = found_by_rule(candidate.run, candidate.mention.span, effect, why, guideline("I.C.19.e.5.a"))
            return draft.passing((*draft.candidates, found))
    return draft
