"""Preventive: a routine examination that finds something is one "with abnormal findings" (IV.P, I.C.21.c.13).

Abnormal is what the examination newly finds, or a chronic condition that has become worse; a stable one is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nosologist.codesets.library import Books
from nosologist.coding.draft import Candidate, Draft, dropped, found_by_rule, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.coding.vaccines import VACCINE
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.mention import Mention
from nosologist.notes.signs import needed
from nosologist.notes.sought import Sought

# Without abnormal findings -> with (Tabular Z00-Z01).
_WITH_FINDINGS = {
    "Z0000": "Z0001",
    "Z00129": "Z00121",
    "Z0100": "Z0101",
    "Z0110": "Z01118",
    "Z01419": "Z01411",
    "Z0130": "Z0131",
}
_EXAMINATIONS = read_patterns("Z00-Z02")
_NEWLY_FOUND = re.compile(
    r"\bnew(?:ly)?\b(?! (?:patient|pt|rx|med|prescription|job|baby))|\b(?:found|noted|"
    r"identified|discovered|detected|seen) (?:today|on (?:exam|screen))"
    r"|\bincidental|\bfirst noted|\babnormal|\bworse(?:n\w*)?\b|\buncontrolled|\b(?:not|"
    r"poorly) controlled|\bnot at goal|\bexacerbat|\bflare",
    re.IGNORECASE,
)
_ACUTE = re.compile(r"\bacute\b", re.IGNORECASE)
_CHRONIC = re.compile(r"\bchronic\b", re.IGNORECASE)
# Short by their nature, or found abnormal by their name: none of them is a stable chronic condition.
_SHORT = read_patterns(
    "A00-A09, A37, A38, A49, B00-B01, B05-B09, B30, B34, B35.4, B35.6, B37.0, B37.2, B37.3, B80, B85-B88, H10, H65, H66, J00-J22, "
    "J36, L00-L05, L08, L22, L23, L50, N10, N30.0, N30.9, N39.0, N76.0, R03.0, R87, R92, R94"
)
_VACCINES = Sought(
    rf"(?<!no )(?<!decline )\b{VACCINE}(?: (?:were|was))? (?:given |administered |updated )?(?:today|given|administered)\b"
    r"(?! (?:in|on|at|by|last|\d))(?!.{0,40}\b(?:declined|refused|deferred)\b)|"
    rf"\b(?:gave|administered) (?:the |a |an )?{VACCINE}\b|"
    rf"(?<!no )\b(?:{VACCINE})(?: (?:status|imm\w*))?(?: (?:was|were))? (?:updated|boosted)\b(?! (?:in|on|at|by|last|\d))",
    ("given", "administered", "today", "gave", "updated", "boosted"),
    needed(re.compile(VACCINE)),
)
_ORDERS = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.PLAN})
_ASSESSED = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.PLAN, SectionKind.NARRATIVE})


def preventive(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Say of a routine examination that it found something, where a coded condition is new or worse."""
    if encounter.all_mentions or not draft.candidates:
        return draft
    if encounter.setting.follows_section_iv:
        draft = _with_vaccines(draft)
    if not any(covered(_EXAMINATIONS, candidate.code) for candidate in draft.candidates):
        return draft
    if encounter.setting in (Setting.INPATIENT, Setting.ED, Setting.OBSERVATION):
        return _without_examinations(draft)
    draft = _without_planned(draft)
    finding = next((candidate for candidate in draft.candidates if _is_finding(candidate, books)), None)
    if finding is None:
        return draft
    why = Reason(Step.GUIDELINE, f"{finding.mention.term} is a finding of this examination", (guideline("IV.P"),))
    return draft.passing(
        candidate.because(why, _WITH_FINDINGS[candidate.code]) if candidate.code in _WITH_FINDINGS else candidate
        for candidate in draft.candidates
    )


def _without_examinations(draft: Draft) -> Draft:
    """An examination or certificate is no reason for a stay or an emergency visit: it is only planned or given on leaving."""
    gone = [candidate for candidate in draft.candidates if covered(_EXAMINATIONS, candidate.code)]
    if len(gone) == len(draft.candidates):
        return draft
    kept = [candidate for candidate in draft.candidates if not covered(_EXAMINATIONS, candidate.code)]
    return draft.passing(
        kept,
        [
            entry
            for one in gone
            for entry in dropped(one, "not the reason for this encounter", guideline("I.C.21.c.13"))
        ],
    )


def _without_planned(draft: Draft) -> Draft:
    """Drop an examination that is only an order behind another problem: "Tamoxifen - refill. Annual gyn exam."."""
    if all(candidate.code[0] == "Z" for candidate in draft.candidates):
        return draft
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        if candidate.code in _WITH_FINDINGS and all(map(_is_order(candidate), (candidate.mention, *candidate.more))):
            ledger.extend(dropped(candidate, "only ordered", guideline("IV.P")))
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger)


def _is_order(candidate: Candidate) -> Callable[[Mention], bool]:
    text = candidate.run.text

    def ordered(mention: Mention) -> bool:
        line = text[text.rfind("\n", 0, mention.span.start) + 1 : mention.span.start]
        return mention.section in _ORDERS and bool(re.search(r"[a-z)][.;]\s", line))

    return ordered


def _with_vaccines(draft: Draft) -> Draft:
    """Immunization given at this visit (I.C.21.c.2)."""
    if any(candidate.code == "Z23" for candidate in draft.candidates):
        return draft
    for run in {id(candidate.run.text): candidate.run for candidate in draft.candidates}.values():
        found = _VACCINES.search(run.text)
        if found is not None:
            given = found_by_rule(run, found.span(), "Z23", "given at this visit", guideline("I.C.21.c.2"))
            return draft.passing((*draft.candidates, given))
    return draft


def _is_finding(candidate: Candidate, books: Books) -> bool:
    if candidate.code[0] in "VWXYZ" or candidate.mention.section not in _ASSESSED:
        return False
    said = candidate.run.statement.span.quote(candidate.run.text)
    title = books.tabular[candidate.code].title
    short = covered(_SHORT, candidate.code) and not _CHRONIC.search(title)
    return short or bool(_NEWLY_FOUND.search(said) or _ACUTE.search(title))
