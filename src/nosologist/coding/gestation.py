"""Weeks of gestation, as notes write them, and the trimester that they fall into (note at chapter 15)."""

from __future__ import annotations

import re

from nosologist.model.encounter import Encounter

# Words of a newborn, which say whose record it is where they open a note.
NEWBORN = re.compile(
    r"\b(?:newborn|neonat\w+|birth admission|(?:term|preterm|late[- ]preterm) (?:fe)?male|(?:baby|infant) (?:boy|girl)|infant|"
    r"NICU|nursery)\b",
    re.IGNORECASE,
)

WEEKS = re.compile(
    r"\b([1-4]?\d)\s?(?:w(?:k?s?)?\s?[0-6]d\b|[0-6]/7\s?w(?:ee)?ks?|\+\s?[0-6]\b|w(?:ee)?ks?(?:\s(?:and\s)?[0-6]\sdays?)?\s"
    r"(?:gestation|pregnant|ega|ga\b|of gestation|of pregnancy|iup|intrauterine))|"
    r"\bG\d{1,2}\s?(?:P\d{1,4})?,?\s(?:mother\s)?(?:at\s|@\s?)?([1-4]?\d)\s?w(?:ee)?ks?\b|"  # "G1P0 at 8 weeks"
    r"\b(?:N?SVD|deliver(?:y|ed)|labou?r|IOL|induction|c-?section|cesarean|IUP)\s(?:at\s|@\s?)([1-4]?\d)\s?w(?:ee)?ks?\b|"
    r"(?:^|[:=,;])[ \t]*(?:\d[.)]\s)?(2[4-9]|3\d|4[0-2])\s?w(?:ee)?ks?\b(?=\s*[,;:.\n/]|$)",  # "DX: 39 wk, arrest of descent"
    re.IGNORECASE | re.MULTILINE,
)


def weeks_in(match: re.Match[str]) -> int:
    """The completed weeks that a match of ``WEEKS`` tells."""
    return int(match[1] or match[2] or match[3] or match[4])


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
