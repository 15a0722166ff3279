"""What stands among the diagnoses of a claim, and in which order: the words that rules are written with."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import Patterns, covered
from nosologist.model.claim import Claim
from nosologist.model.code import Code, icd10cm


def among(claim: Claim, patterns: Patterns) -> list[Code]:
    """The ICD-10-CM codes that the patterns cover, in the order of the claim."""
    deciding = patterns.deciding
    return [icd10cm(value) for value in claim.values if patterns[value[:deciding]]]


def has(claim: Claim, patterns: Patterns) -> bool:
    """True when any code of the claim is covered."""
    deciding = patterns.deciding
    return True in [patterns[value[:deciding]] for value in claim.values]


def is_first(claim: Claim, patterns: Patterns) -> Code | None:
    """The principal or first-listed diagnosis where the patterns cover it."""
    first = claim.first
    return first.code if first and covered(patterns, first.code.value) else None


def pairs(claim: Claim, these: Patterns, those: Patterns) -> Iterator[tuple[Code, Code]]:
    """Every code of one kind beside every code of another."""
    others = among(claim, those)
    if others:
        for one in among(claim, these):
            for other in others:
                if other != one:
                    yield one, other


def too_early(claim: Claim, these: Patterns, those: Patterns) -> tuple[Code, Code] | None:
    """The first of these codes with the first of those, where it stands before all of those; it should stand behind."""
    codes = [one.code for one in claim.diagnoses]
    early = next((code for code in codes if covered(these, code.value)), None)
    first = next((code for code in codes if covered(those, code.value)), None)
    if early is None or first is None or codes.index(first) < codes.index(early):
        return None
    return early, first
