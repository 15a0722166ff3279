"""Complete: a problem that the assessment names in general takes the details that the record states elsewhere.

"Heart failure" in the assessment and "chronic systolic heart failure" in the history are one problem: coded to the highest
specificity documented in the encounter (I.B.2). Where the record gives two different details, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.coding.draft import Candidate, guideline
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import dotted
from nosologist.model.document import SectionKind

_OPEN = re.compile(r"(?<!or )\bunspecified\b", re.IGNORECASE)
_RESIDUAL = re.compile(r"\bother\b", re.IGNORECASE)  # "other chest pain" is no closer than "chest pain"
_SIDES = re.compile(r"\b(?:right|left|bilateral)\b")
# What stands here is no detail of a problem: questionnaires, relatives, orders.
_NO_DETAILS = frozenset(
    {
        SectionKind.REVIEW_OF_SYSTEMS,
        SectionKind.FAMILY_HISTORY,
        SectionKind.ALLERGIES,
        SectionKind.IMMUNIZATIONS,
        SectionKind.DISPOSITION,
        SectionKind.ADMINISTRATIVE,
    }
)


def completed(kept: Iterable[Candidate], others: Iterable[Candidate], books: Books) -> list[Candidate]:
    """Replace each kept code that leaves something open by the one code of ``others`` that says it."""
    by_category: dict[str, list[Candidate]] = {}
    for other in others:
        if other.mention.section not in _NO_DETAILS:
            by_category.setdefault(other.code[:3], []).append(other)
    return [_completed(candidate, by_category.get(candidate.code[:3], ()), books) for candidate in kept]


def _completed(candidate: Candidate, others: Iterable[Candidate], books: Books) -> Candidate:
    title = books.tabular[candidate.code].title
    left_open = len(_OPEN.findall(title))
    if not left_open:
        return candidate
    saying_more = {
        other.code: other for other in others if _says_more(books.tabular[other.code].title, title, left_open)
    }
    if len(saying_more) != 1:
        return candidate
    [(code, found)] = saying_more.items()
    reason = Reason(Step.GUIDELINE, f"{dotted(code)}: the record states the detail elsewhere", (guideline("I.B.2"),))
    return replace(candidate, more=(*candidate.more, found.mention, *found.more)).because(reason, code)


def _says_more(title: str, than: str, left_open: int) -> bool:
    """True where a title leaves less open and contradicts no side of the other."""
    if _RESIDUAL.search(title):
        return False
    sides = set(_SIDES.findall(than.lower()))
    return len(_OPEN.findall(title)) < left_open and (not sides or sides <= set(_SIDES.findall(title.lower())))
