"""Integral: symptoms that belong to a coded disease, pain whose cause is coded, external causes of nothing (I.B.5, I.C.20.a)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from nosologist.codesets.library import Books
from nosologist.codesets.sides import side_of
from nosologist.coding.complete import DIAGNOSED
from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.coding.tables import covered, paired_patterns, read_patterns
from nosologist.model.assignment import NotCoded
from nosologist.model.code import dotted
from nosologist.model.document import SectionKind, Span
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Mention

_PAIN = read_patterns("G89.1, G89.2")
_PAIN_OF_CANCER = "G893"
_PAIN_ALONE = "R52"
# "Use additional code for any associated fever" (D70), "for associated symptoms" (N40.1, N40.3): whatever else explains them
_CALLED_FOR = ((read_patterns("R50.81"), ("D70",)), (read_patterns("R33, R35, R39.1, N39.4"), ("N401", "N403")))
_FOR = re.compile(r"\w\sfor\s(?:the\s|any\s|her\s|his\s)?$")
_SHADOW = "R918"
_MASS = re.compile(r"\b(?:mass(?:es)?|nodul\w+|lesions?)\b", re.IGNORECASE)
_WITH = re.compile(r"\bwith\s$", re.IGNORECASE)
_DRUGS = read_patterns("T36-T50")
_BESIDE = 60  # characters between a drug and what it did
_SHORT, _NEAR = 12, 120  # characters
PAINFUL = read_patterns("M25.5, M54, M79.1, M79.6, R07, R10, R51")  # of a place, as in tables/companions.txt
PLANNED = DIAGNOSED | {SectionKind.PLAN}
EXTERNAL_CAUSES = "VWXY"


def without_integral(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Drop symptoms that belong to a coded disease (I.B.5), and external causes of nothing."""
    if encounter.all_mentions:
        return draft
    return _external_causes(_without_integral_symptoms(draft, books))


def mentions_of(candidate: Candidate) -> tuple[Mention, ...]:
    """Every place that speaks of it."""
    return (candidate.mention, *candidate.more)


def _without_integral_symptoms(draft: Draft, books: Books) -> Draft:
    codes = [candidate.code for candidate in draft.candidates]
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        disease = _explained_by(candidate.code, codes, books)
        by_drug = is_done_by_drug(candidate, draft) and not _told_with(candidate, disease or "", draft)
        if disease and not by_drug and not _is_mass_beside_infection(candidate, disease):
            ledger.extend(dropped(candidate, f"integral to {dotted(disease)}", guideline("I.B.5")))
        else:
            kept.append(candidate)
    return _without_pain_of_known_cause(draft.passing(kept, ledger))


def _is_mass_beside_infection(candidate: Candidate, disease: str) -> bool:
    """True for "lung mass" beside a pneumonia, which explains a shadow but no mass."""
    quoted = candidate.mention.span.quote(candidate.run.text)
    return candidate.code == _SHADOW and disease.startswith("J") and _MASS.search(quoted) is not None


def _told_with(symptom: Candidate, disease: str, draft: Draft) -> bool:
    """True where one statement names the symptom and the disease that it belongs to."""
    told = {mention.statement for mention in mentions_of(symptom)}
    return any(
        mention.statement in told for one in draft.candidates if one.code == disease for mention in mentions_of(one)
    )


def is_done_by_drug(candidate: Candidate, draft: Draft) -> bool:
    """True for "chemo nausea": the nature of an adverse effect is coded with the drug that did it (I.C.19.e.5.a)."""
    return candidate.code[0] == "R" and any(
        mention.statement == other.statement and abs(mention.span.start - other.span.start) < _BESIDE
        for drug in draft.candidates
        if covered(_DRUGS, drug.code)
        for other in mentions_of(drug)
        for mention in mentions_of(candidate)
    )


def _without_pain_of_known_cause(draft: Draft) -> Draft:
    """Drop "chronic" of a pain that the code of its cause states ("chronic back pain", a degenerate disc)."""
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        if (covered(_PAIN, candidate.code) and _is_of_known_cause(candidate, draft)) or (
            candidate.code == _PAIN_ALONE and _is_only_of_disease(candidate, draft)
        ):
            ledger.extend(dropped(candidate, "pain whose cause is coded", guideline("I.C.6.b.1.a")))
        elif covered(PAINFUL, candidate.code) and _is_of_cancer(candidate, draft):
            ledger.extend(dropped(candidate, "the site of a pain of cancer", guideline("I.C.6.b.5")))
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger) if ledger else draft


def _is_of_cancer(pain: Candidate, draft: Draft) -> bool:
    """True for the site in "cancer-related pain, right upper quadrant": it needs no code of its own."""
    told = {m.statement for one in draft.candidates if one.code == _PAIN_OF_CANCER for m in mentions_of(one)}
    named = [mention for mention in mentions_of(pain) if mention.section in PLANNED]
    return bool(told and named) and all(mention.statement in told for mention in named)


def _is_only_of_disease(pain: Candidate, draft: Draft) -> bool:
    """True for pain that the assessment names with a disease or a drug alone."""
    named = [mention for mention in mentions_of(pain) if mention.section in PLANNED]
    return bool(named) and all(_is_of_disease(mention, pain, draft) for mention in named)


def _is_of_disease(pain: Mention, candidate: Candidate, draft: Draft) -> bool:
    """True for "onychomycosis, painful" or "with pain", and "ibuprofen for pain": said of a disease, or of a drug."""
    if _FOR.search(candidate.run.text, max(0, pain.span.start - _SHORT), pain.span.start):
        return True
    text, start = candidate.run.text, pain.span.start
    beside = pain.span.quote(text).lower() == "painful" or _WITH.search(text, max(0, start - _SHORT), start) is not None
    return beside and any(
        other.code[0] not in "RZ" + EXTERNAL_CAUSES and mention.statement == pain.statement
        for other in draft.candidates
        for mention in mentions_of(other)
        if _overlap((Span(pain.span.start - _NEAR, pain.span.end + _NEAR),), (mention.span,))
    )


def _is_of_known_cause(pain: Candidate, draft: Draft) -> bool:
    """True where the pain was named within a symptom that is not coded any more, and within none that is."""
    if any(covered(PAINFUL, other.code) and _overlap(other.spans, pain.spans) for other in draft.candidates):
        return False
    return any(
        _overlap((gone.span,), pain.spans) and any(covered(PAINFUL, code.value) for code in gone.candidates)
        for gone in draft.not_coded
    )


def _overlap(some: Iterable[Span], others: Iterable[Span]) -> bool:
    return any(one.start < other.end and other.start < one.end for one, other in product(some, others))


def _explained_by(value: str, codes: list[str], books: Books) -> str | None:
    if any(covered(called, value) and code.startswith(callers) for called, callers in _CALLED_FOR for code in codes):
        return None
    of_it = (code for code in codes if code != value and is_integral(value, code))
    return next((code for code in of_it if not _are_opposite(value, code, books)), None)


def _are_opposite(value: str, other: str, books: Books) -> bool:
    """True for codes of two sides: pain of the left knee is no part of the arthritis of the right one."""
    named = (side_of(books.tabular[code].title) for code in (value, other))
    return {one.side for one in named if one} == {"right", "left"}


@lru_cache(maxsize=200_000)
def is_integral(symptom: str, disease: str) -> bool:
    """True when the symptom is part of the disease (``tables/integral_symptoms.txt``)."""
    return any(
        covered(symptoms, symptom) and covered(diseases, disease) and not covered(diseases, symptom)
        for diseases, symptoms in paired_patterns("integral_symptoms.txt")
    )


def _external_causes(draft: Draft) -> Draft:
    """External causes stand only beside an injury or another condition due to one."""
    if any(candidate.code[0] in "ST" for candidate in draft.candidates):
        return draft
    kept = [candidate for candidate in draft.candidates if not _is_cause(candidate.code)]
    ledger = [
        entry
        for candidate in draft.candidates
        if _is_cause(candidate.code)
        for entry in dropped(candidate, "external cause without an injury", guideline("I.C.20.a"))
    ]
    return draft.passing(kept, ledger)


def _is_cause(value: str) -> bool:
    """True for chapter 20, but for the supplementary factors that stand beside any condition (Y90-Y98)."""
    return value[0] in EXTERNAL_CAUSES and not value.startswith(("Y90", "Y95"))
