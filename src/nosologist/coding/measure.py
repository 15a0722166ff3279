"""Measure: the body mass index beside a weight diagnosis of the provider (guidelines I.B.14, I.C.21.c.3)."""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.codesets.terms import Term
from nosologist.coding.draft import Candidate, Draft, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import Reason, Step
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Assertion, Mention

_BMI = re.compile(r"\b(?:BMI|body mass index)\b[^\d\n]{0,12}?(\d{2}(?:\.\d{1,2})?)(?!\d|\s?%)", re.IGNORECASE)
_WEIGHT_DIAGNOSES = read_patterns("E66, E40-E46, R63.0, R63.4-R63.6, E88.A, F50, O99.21")
_ADULT = 20  # years; below that the index is given as a percentile
_TERM = Term(("Body mass index",), "Z68", None, "index", frozenset())


def measure(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Add the code of a documented body mass index where a coded diagnosis calls for it."""
    if any(candidate.code.startswith("Z68") for candidate in draft.candidates):
        return draft
    weight = next((candidate for candidate in draft.candidates if covered(_WEIGHT_DIAGNOSES, candidate.code)), None)
    found = _BMI.search(weight.run.text) if weight else None
    if weight is None or found is None or (encounter.age is not None and encounter.age < _ADULT):
        return draft
    code = _code(float(found[1]))
    if not books.tabular.is_valid(code):
        return draft
    mention = Mention(
        (Span(*found.span()),), _TERM.path[0], Assertion(), weight.mention.section, weight.mention.statement
    )
    reason = Reason(Step.GUIDELINE, f"body mass index {found[1]} beside {weight.code[:3]}", (guideline("I.B.14"),))
    added = Candidate(mention, code, _TERM, weight.run, weight.positions, 0, (reason,))
    return draft.passing((*draft.candidates, added))


def _code(index: float) -> str:
    """``32.4`` -> ``Z6832``; one code for each unit from 20 to 39, ranges outside."""
    if index < 20:
        return "Z681"
    if index < 40:
        return f"Z68{int(index)}"
    limits = ((45, "Z6841"), (50, "Z6842"), (60, "Z6843"), (70, "Z6844"))
    return next((code for limit, code in limits if index < limit), "Z6845")
