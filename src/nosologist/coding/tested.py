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
# "Screening for STIs: GC/CT, HIV, RPR sent": what infections a screening looks for, up to the end of its line
_SCREENED = re.compile(
    r"\bscreen\w*\b[^.;:\n]{0,40}?\b(?:STIs?|STDs?|sexually|infectio\w+|HIV|syphilis|hepatitis|venereal)\b|"
    r"\b(?:STIs?|STDs?|sexually transmitted \w+|HIV|infectious disease)\s(?:screen\w*|testing|tests|panel|check)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:positive|pos|reactive|detected|confirm\w*|reveal\w*|diagnos\w*|known|treat\w*|controlled|on (?:ART|PrEP|therapy))\b|\+",
    re.IGNORECASE,
)
# "Check HIV, hepatitis B and RPR": an order for tests from its first word on, but for how much there is of a known infection
_CHECKED = re.compile(
    r"(?:will |please |we will |I will )?(?:check|send|order|ordered|obtain|draw|sent|get|add|test for)\s"
    r"(?:an? |for |labs?:? |repeat |serum )?(?:[\w/-]+(?:\s[\w/-]+)?(?:,|,? and| or|,? &)\s){0,8}$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\b(?:viral load|VL|CD4|genotyp\w+|RNA|DNA|resistance)\b", re.IGNORECASE)
_SCREENING = read_patterns("Z11")
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
    if not covered(_SCREENING, candidate.code) and _is_looked_for(candidate):
        return True
    if not _ORDERED.search(said) or _ANSWERED.search(said):
        return False
    if any(m.start("what") <= named.start < m.end("what") for m in _FOR.finditer(text, statement.start, statement.end)):
        return True
    return bool(_NEXT.match(text, named.end, statement.end) or _NAMED.search(named.quote(text)))


def _is_looked_for(candidate: Candidate) -> bool:
    """True for an infection in the list of tests of a screening or an order."""
    text, statement, named = candidate.run.text, candidate.run.statement, candidate.mention.span
    line = text.rfind("\n", 0, named.start) + 1
    around = text[line : statement.end]
    if _RESULT.search(around) or _AMOUNT.search(around):
        return False
    if _SCREENED.search(text, line, named.start):
        return True
    return _CHECKED.fullmatch(text[statement.start : named.start]) is not None
