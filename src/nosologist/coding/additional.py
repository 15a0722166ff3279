"""Additional: what a coded condition calls for is coded wherever the record states it (I.A.17).

The assessment says "type 2 diabetes"; the list of drugs says what it is treated with. Which conditions call for what stands
in ``tables/additional.txt``.
"""

from __future__ import annotations

from collections.abc import Iterable

from nosologist.codesets.library import Books
from nosologist.coding.combine import combine
from nosologist.coding.draft import Candidate, Draft, found_by_rule, guideline
from nosologist.coding.tables import covered, leads_to, paired_patterns, read_patterns
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter

_FAMILY_HISTORY = read_patterns("Z80-Z84")
_LONG_TERM = read_patterns("Z79.0, Z79.6, Z79.81")  # drugs that no note of the Tabular calls for
_ONCE_SMOKED, _RECEPTORS = "Z87891", "Z17"
_NOT_OF_TODAY = frozenset(
    {SectionKind.FAMILY_HISTORY, SectionKind.ALLERGIES, SectionKind.REVIEW_OF_SYSTEMS, SectionKind.DISPOSITION}
)


def additional(draft: Draft, stated: Iterable[Candidate], encounter: Encounter, books: Books) -> Draft:
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
        if (
            caller
            and not _is_told(candidate.code, coded, books)
            and (of_family or candidate.mention.section not in _NOT_OF_TODAY)
        ):
            why = Reason(Step.TABULAR, f"{dotted(caller)} calls for it", (_source(candidate, caller),))
            added.append(candidate.because(why))
    if not added:
        return draft
    told = [candidate for candidate in draft.candidates if candidate.code.startswith(_RECEPTORS)]
    added = list(combine(Draft((*told, *added)), encounter, books).candidates)  # ER+, PR+ and HER2- are one code
    codes = {candidate.code for candidate in added}
    ledger: list[NotCoded] = [
        entry for entry in draft.not_coded if not any(code.value in codes for code in entry.candidates)
    ]
    kept = (candidate for candidate in draft.candidates if candidate not in told)
    return Draft((*kept, *added), tuple(ledger), draft.findings)


def _is_told(value: str, coded: list[str], books: Books) -> bool:
    """True for a code beside which the diagnoses say all: this one, a receptor's opposite, tobacco that is smoked to this day."""
    if value == _ONCE_SMOKED and any(code.startswith(("F17", "Z720")) for code in coded):
        return True
    receptors = [code for code in coded if value.startswith(_RECEPTORS) and code.startswith(_RECEPTORS)]
    return value in coded or any(_of_receptor(code, books) & _of_receptor(value, books) for code in receptors)


def _of_receptor(value: str, books: Books) -> frozenset[str]:
    """The receptors of which a code tells: "Hormone receptor positive with HER2 negative" tells of all three."""
    title = books.tabular[value].title.lower()
    whole = "hormone receptor" in title
    return frozenset(word for word in ("estrogen", "progesterone", "human epidermal") if whole or word in title)


def _source(candidate: Candidate, caller: str) -> Citation:
    if covered(_FAMILY_HISTORY, candidate.code):
        return guideline("I.C.21.c.4")
    if covered(_LONG_TERM, candidate.code):
        return guideline("I.C.21.c.3")
    return Citation("ICD-10-CM Tabular", dotted(caller[:3]))


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
