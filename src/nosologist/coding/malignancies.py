"""Malignancies: current as long as treatment is directed to them, history once it is completed (I.C.2.m)."""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate
from nosologist.coding.tables import covered, read_patterns

_PRIMARY = read_patterns("C00-C76, C7A, C81-C96, D00-D09")
_SECONDARY = read_patterns("C77-C79, C7B")
_DRUG = (
    r"(?:chemo\w*|radiation|radiotherapy|XRT|RT|immuno\w+|hormon\w+|endocrine|ADT|androgen|anti-?androgen\w*|tamoxifen|anastrozole|"
    r"letrozole|exemestane|aromatase|fulvestrant|\w+ciclib|leuprolide|lupron|goserelin|degarelix|bicalutamide|"
    r"enzalutamide|abiraterone|apalutamide|\w+mab|\w+tinib|trastuzumab|herceptin|capecitabine|xeloda|FOLF\w+|"
    r"carbo\w*|cisplatin|\w+taxel|taxol|pemetrexed|BCG|lenalidomide|revlimid|bortezomib)"
)
_TREATED_NOW = re.compile(
    rf"\b(?:on|undergoing|receiving|getting|continu\w+|currently|started|starting|adjuvant|maintenance|cycle \d+ of)\s"
    rf"(?:\w+\s){{0,2}}?{_DRUG}\b",
    re.IGNORECASE,
)
_STILL_THERE = re.compile(
    r"\b(?:stable|progress\w*|residual|persist\w*|recurr\w+|active|enlarg\w+|grow\w+)\b", re.IGNORECASE
)
_TREATED = re.compile(r"\b(?:s/p|status post)\b", re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:no evidence|NED|resolved|in remission|cured|disease[- ]free|no recurrence|without recurrence)\b",
    re.IGNORECASE,
)


def is_under_treatment(candidate: Candidate) -> bool:
    """True for a malignancy that only seems past: "breast cancer s/p lumpectomy, on adjuvant chemotherapy"."""
    said = candidate.run.statement.span.quote(candidate.run.text)
    if not _TREATED.search(said) or _GONE.search(said):
        return False
    if covered(_SECONDARY, candidate.code):
        return True
    return covered(_PRIMARY, candidate.code) and bool(_TREATED_NOW.search(said) or _STILL_THERE.search(said))
