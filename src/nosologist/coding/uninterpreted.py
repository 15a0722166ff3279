"""What is no condition where it is told in passing, though it is one where it is listed.

Findings that no provider has interpreted (III.B): "laboratory tests showed an elevated CRP" reports a result, "Elevated
PSA" on a line of its own, or in the assessment, states a problem. Findings that bear the name of a condition
(hyperglycemia, proteinuria, lung nodule) always state one. Likewise the use of a substance with no disorder (I.C.5.b.3).
"""

from __future__ import annotations

from nosologist.coding.draft import UNINTERPRETED, Candidate, Draft, dropped, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import NotCoded
from nosologist.model.document import SectionKind

# Codes that say no more than that something measured, seen or heard is not as usual, or that there are symptoms.
_FINDINGS = read_patterns(
    "R09.89, R29.90, R29.91, R39.9, R70-R72, R74.02-R74.9, R75-R77, R78.0-R78.7, R78.89-R78.9, R79, "
    "R82.5-R82.79, R82.89-R89, R90, R92-R97"
)
_USE = read_patterns("F10.90, F11.90, F12.90, F13.90, F14.90, F15.90, F16.90, F18.90, F19.90")
_TOLD = frozenset(
    {
        SectionKind.NARRATIVE,
        SectionKind.PRESENT_ILLNESS,
        SectionKind.COURSE,
        SectionKind.EXAM,
        SectionKind.RESULTS,
        SectionKind.IMAGING,
        SectionKind.VITALS,
        SectionKind.SOCIAL_HISTORY,
    }
)
_MOST_OTHERS = 3  # words beside the finding in a statement that names it rather than tells of it


def without_uninterpreted(draft: Draft) -> Draft:
    """Drop findings and substance use that are told in passing."""
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        if covered(_FINDINGS, candidate.code) and _in_passing(candidate):
            ledger.extend(dropped(candidate, UNINTERPRETED, guideline("III.B")))
        elif covered(_USE, candidate.code) and _in_passing(candidate):
            ledger.extend(dropped(candidate, "use alone, with no disorder stated", guideline("I.C.5.b.3")))
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger)


def _in_passing(candidate: Candidate) -> bool:
    if candidate.mention.section not in _TOLD:
        return False
    words = sum(surface[0].isalnum() for surface in candidate.run.surfaces)
    return words > len(candidate.positions) + _MOST_OTHERS
