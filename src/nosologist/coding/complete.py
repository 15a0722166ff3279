"""Complete: the assessment and the rest of the record speak of one problem.

"Heart failure" in the assessment and "chronic systolic heart failure" in the history are one problem: coded to the highest
specificity documented in the encounter (I.B.2). Where the record gives two different details, none is taken. "CKD stage 4"
among the diagnoses and "CKD 3a" in an old list are one problem as well: the diagnoses decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nosologist.codesets.contradictions import completion
from nosologist.codesets.library import Books
from nosologist.coding.draft import Candidate, guideline
from nosologist.coding.tables import covered, paired_patterns, pattern_lines
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import dotted
from nosologist.model.document import SectionKind

_OPEN = re.compile(r"(?<!or )\bunspecified\b", re.IGNORECASE)
# "Other chest pain" is no closer than "chest pain"; dementia "in other diseases" is that of a disease which is named.
_RESIDUAL = re.compile(r"\bother\b(?! diseases classified elsewhere)", re.IGNORECASE)
_SIDES = re.compile(r"\b(?:right|left|bilateral)\b")
DIAGNOSED = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES})  # where a record states its problems
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
    telling = [other for other in others if other.mention.section not in _NO_DETAILS]
    by_category: dict[str, list[Candidate]] = {}
    for other in telling:
        by_category.setdefault(other.code[:3], []).append(other)
    found: list[Candidate] = []
    for candidate in kept:
        found += _named_elsewhere(candidate, telling) or (
            _completed(candidate, by_category.get(candidate.code[:3], ()), books),
        )
    return found


def _named_elsewhere(candidate: Candidate, others: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The one kind of a disease that the record names in another category, with the cause that the same words state."""
    kinds = next(
        (kinds for general, kinds in paired_patterns("named_elsewhere.txt") if covered(general, candidate.code)), None
    )
    named = {other.code: other for other in others if kinds is not None and covered(kinds, other.code)}
    if len(named) != 1:
        return ()
    [(code, found)] = named.items()
    reason = Reason(Step.GUIDELINE, f"{dotted(code)}: the record names the kind elsewhere", (guideline("I.B.2"),))
    kind = candidate.with_more((found.mention, *found.more)).because(reason, code)
    cause = [other for other in others if other is not found and other.mention.span == found.mention.span]
    return (*cause, kind)


def _completed(candidate: Candidate, others: Iterable[Candidate], books: Books) -> Candidate:
    title = books.tabular[candidate.code].title
    left_open = _left_open(candidate, books)
    if not left_open:
        return candidate
    saying_more = {
        other.code: other
        for other in others
        if _says_more(books.tabular[other.code].title, title, left_open)
        and _same_kind(other.code, candidate.code, books)
    }
    if len(saying_more) != 1:
        return candidate
    [(stated, found)] = saying_more.items()
    code = completion(stated, candidate.code, books) or stated
    reason = Reason(Step.GUIDELINE, f"{dotted(code)}: the record states the detail elsewhere", (guideline("I.B.2"),))
    return candidate.with_more((found.mention, *found.more)).because(reason, code)


def _same_kind(other: str, code: str, books: Books) -> bool:
    """True for a closer code of the same disease: below its own header, or where that header leaves the kind open.

    "Psoriatic arthritis" is not told by "plaque psoriasis"; of an injury the 4th character says which bone of the leg is broken.
    """
    if code[0] in "ST":
        return other[3] == code[3] or code[3] == "9"
    return other[:4] == code[:4] or _OPEN.search(books.tabular[code[:4]].title) is not None


def superseded(candidates: Sequence[Candidate], books: Books) -> dict[int, str]:
    """Places of candidates that older parts of the record state and the diagnoses state otherwise, with the later code."""
    found: dict[int, str] = {}
    for disease in pattern_lines("one_at_a_time.txt"):
        places = [place for place, candidate in enumerate(candidates) if covered(disease, candidate.code)]
        stated = [candidates[place] for place in places if _among_diagnoses(candidates[place])]
        if not stated:
            continue
        later = min(stated, key=lambda candidate: _left_open(candidate, books))
        known = {candidate.code for candidate in stated}
        for place in places:
            older = candidates[place]
            if older.code not in known and _left_open(later, books) <= _left_open(older, books):
                found[place] = later.code
    return found


def _among_diagnoses(candidate: Candidate) -> bool:
    return any(mention.section in DIAGNOSED for mention in (candidate.mention, *candidate.more))


def _left_open(candidate: Candidate, books: Books) -> int:
    return len(_OPEN.findall(books.tabular[candidate.code].title))


def _says_more(title: str, than: str, left_open: int) -> bool:
    """True where a title leaves less open and contradicts no side of the other."""
    if _RESIDUAL.search(title) or (" with " in than and " without " in title):
        return False
    sides = set(_SIDES.findall(than.lower()))
    return len(_OPEN.findall(title)) < left_open and (not sides or sides <= set(_SIDES.findall(title.lower())))
