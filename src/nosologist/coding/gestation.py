"""Weeks of gestation, as notes write them, and the trimester that they fall into (note at chapter 15)."""

from __future__ import annotations

import re

from nosologist.model.encounter import Encounter

WEEKS = re.compile(
    r"\b([1-4]?\d)\s?(?:w(?:k?s?)?\s?[0-6]d\b|[0-6]/7\s?w(?:ee)?ks?|\+\s?[0-6]\b|w(?:ee)?ks?(?:\s(?:and\s)?[0-6]\sdays?)?\s"
    r"(?:gestation|pregnant|ega|ga\b|of gestation|of pregnancy|iup|intrauterine))|"
    r"\bG\d{1,2}\s?(?:P\d{1,4})?,?\s(?:at\s|@\s?)?([1-4]?\d)\s?w(?:ee)?ks?\b",  # "G1P0 at 8 weeks"
    re.IGNORECASE,
)


def weeks_in(match: re.Match[str]) -> int:
    """The completed weeks that a match of ``WEEKS`` tells."""
    return int(match[1] or match[2])


def weeks_of(encounter: Encounter) -> int | None:
    """The completed weeks that the record documents first."""
    for document in encounter.own_documents:
        for match in WEEKS.finditer(document.text):
            if 1 <= weeks_in(match) <= 42:
                return weeks_in(match)
    return None


def trimester_of(weeks: int | None) -> str:
    """The trimester that completed weeks fall into (note at chapter 15): 14 weeks 0 days begin the second, 28 the third."""
    if weeks is None:
        return "unspecified trimester"
    return f"{'first' if weeks < 14 else 'second' if weeks < 28 else 'third'} trimester"
