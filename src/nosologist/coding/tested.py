"""What a test was sent for: "Lyme serology sent", "PCR for adenovirus pending" order a test and state no infection.

A code rests on the provider's statement that the infection is there (I.A.19, III.B); a test whose result is not told says nothing.
"""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate
from nosologist.coding.tables import covered, read_patterns

_INFECTIONS = read_patterns("A00-A39, A42-B99, J09-J11, U07.1, Z11, Z21")  # sepsis is never what a test looks for
_TEST = (
    r"(?:serolog\w+|serum markers|(?:viral|infectious|microbiological) (?:markers|studies|workup|work-up|panel)|antibod(?:y|ies)|"
    r"titers?|PCRs?|cultures?|(?:rapid )?antigens?(?: test)?|toxins?|ELISA|Western blot|VDRL|RPR|NAAT|swabs?|tests?|testing|panel)"
)
_ORDERED = re.compile(
    r"\b(?:sent|requested|ordered|pending|drawn|collected|sampled|submitted|to be (?:sent|done|obtained)|awaited|awaiting|"
    r"await|will (?:send|order|check|obtain|test)|send|check|order|in process|not (?:yet )?(?:back|available))\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    rf"\b{_TEST}\b[^.;:()\n]{{0,40}}?\b(?:for|against|to detect|of|including|such as)\b(?P<what>[^.;:\n]*)",
    re.IGNORECASE,
)
_NAMED_TEST = r"(?:serolog\w+|antibod(?:y|ies)|titers?|PCRs?|antigens?|toxins?|NAAT|swabs?|tests?|testing|panel)"
# "influenza/RSV/COVID-19 PCR": agents in a row before the test
_NEXT = re.compile(
    rf"(?:-\d+)?(?:\s*(?:/|&|\band\b|\bor\b)\s*[\w-]+){{0,4}}\s+(?:\w+\s+)?{_NAMED_TEST}\b", re.IGNORECASE
)
_NAMED = re.compile(rf"\b{_NAMED_TEST}\b", re.IGNORECASE)
# What says more than that a test was sent: a result, or why it was sent.
_ANSWERED = re.compile(
    r"\b(?:positive|pos|reactive|detected|confirm\w*|show\w*|reveal\w*|grew|growing|isolated|identified|elevated|high|diagnos\w*|"
    r"known|given|because|history|exposure|treat\w*|screen\w*|suspect\w*|presum\w*|possible|probable|likely|concern\w*)\b|\+",
    re.IGNORECASE,
)


def is_only_tested(candidate: Candidate) -> bool:
    """True for an infection that a statement names only as what an ordered test looks for."""
    if not covered(_INFECTIONS, candidate.code):
        return False
    text, statement, named = candidate.run.text, candidate.run.statement, candidate.mention.span
    said = text[statement.start : statement.end]
    if not _ORDERED.search(said) or _ANSWERED.search(said):
        return False
    if any(m.start("what") <= named.start < m.end("what") for m in _FOR.finditer(text, statement.start, statement.end)):
        return True
    return bool(_NEXT.match(text, named.end, statement.end) or _NAMED.search(named.quote(text)))
