"""Fractures of diseased bone: the cause that the statement names decides the code, and no traumatic fracture stands beside it.

"Pathologic fracture of L1 due to metastatic prostate cancer" is a fracture in neoplastic disease (M84.5-), neither a collapsed
vertebra (M48.5-) nor a fracture of a healthy one (S32.-) (I.C.2.l.6, I.C.13.c, Excludes1 at M48.5, M84.4).
"""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import NotCoded, Reason, Step

_CAUSE_OPEN = read_patterns("M84.4, M48.5")
_DISEASED = read_patterns("M80, M84.3-M84.6, M48.4, M48.5")
_TRAUMATIC = read_patterns("S02, S12, S22, S32, S42, S52, S62, S72, S82, S92")
_NOT_TRAUMA = re.compile(r"\b(?:pathologic(?:al)?|insufficiency|fragility|osteoporotic|stress)\b", re.IGNORECASE)
_NEOPLASM = re.compile(
    r"\b(?:due to|from|secondary to|2/2|d/t|through|thru|in|with|"
    r"of)\b[^.;\n]{0,40}\b(?:metasta\w+|mets|cancer|carcinoma|adenoca\w*|myeloma|"
    r"lymphoma|tumou?r|malignan\w+|neoplas\w+|lytic lesions?)\b",
    re.IGNORECASE,
)
_OPEN_SIDE = frozenset("039X")
# Where a disease broke a bone, and how the classification counts the same place among injuries; with a side or none.
_BONES = tuple(
    (tuple(map(read_patterns, places)), sided)
    for places, sided in (
        (("M80.01, M80.81", "S42.0-S42.2"), True),
        (("M80.02, M80.82", "S42.2-S42.4"), True),
        (("M80.03, M80.83", "S52"), True),
        (("M80.04, M80.84", "S62"), True),
        (("M80.05, M80.85, M84.35, M84.45, M84.55, M84.65", "S72"), True),
        (("M80.06, M80.86", "S82.0-S82.4"), True),
        (("M80.07, M80.87", "S82.5-S82.8, S92"), True),
        (("M80.08, M80.88", "S12.0-S12.6, S22.0, S32.0"), False),  # known osteoporosis (I.C.13.d.2)
        (("M80.0B, M80.8B", "S32.1-S32.8"), False),
    )
)
_PELVIS = {"M84454": "M84550"}  # the one site whose characters differ


def fractures(draft: Draft, books: Books) -> Draft:
    """Name the cause of pathological fractures, and drop the traumatic reading of their words."""
    if not any(covered(_DISEASED, candidate.code) for candidate in draft.candidates):
        return draft
    candidates = [_with_cause(candidate, books) for candidate in draft.candidates]
    diseased = [candidate for candidate in candidates if covered(_DISEASED, candidate.code)]
    told = {id(candidate.run) for candidate in diseased}
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in candidates:
        said = candidate.run.statement.span.quote(candidate.run.text)
        same = (id(candidate.run) in told and _NOT_TRAUMA.search(said)) or any(
            _is_same_bone(one.code, candidate.code) for one in diseased
        )
        if same and covered(_TRAUMATIC, candidate.code):
            ledger.extend(dropped(candidate, "a fracture of diseased bone, not of an injury", guideline("I.C.13.c")))
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger)


def _is_same_bone(diseased: str, traumatic: str) -> bool:
    """True for one fracture told twice, once with what weakened the bone: "osteoporotic hip fracture", "R femoral neck fx"."""
    for (diseases, injuries), sided in _BONES:
        if covered(diseases, diseased) and covered(injuries, traumatic):
            sides = {diseased[5:6], traumatic[5:6]}
            return not sided or len(sides) == 1 or not sides.isdisjoint(_OPEN_SIDE)
    return False


def _with_cause(candidate: Candidate, books: Books) -> Candidate:
    if not covered(_CAUSE_OPEN, candidate.code):
        return candidate
    said = candidate.run.statement.span.quote(candidate.run.text)
    if not _NEOPLASM.search(said):
        return candidate
    seventh = candidate.code[6:] or "A"
    header = (
        "M8458X" if candidate.code.startswith("M485") else _PELVIS.get(candidate.code[:6], f"M845{candidate.code[4:6]}")
    )
    code = header + seventh
    if not books.tabular.is_valid(code):
        return candidate
    return candidate.because(
        Reason(Step.GUIDELINE, "a fracture in neoplastic disease", (guideline("I.C.2.l.6"),)), code
    )
