"""Weeks of gestation, as notes write them, and the trimester that they fall into (note at chapter 15)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nosologist.coding.draft import Candidate
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter

# Words of a newborn, which say whose record it is where they open a note.
NEWBORN = re.compile(
    r"\b(?:newborn|neonat\w+|birth admission|(?:term|preterm|late[- ]preterm) (?:fe)?male|(?:baby|infant) (?:boy|girl)|infant|"
    r"NICU|nursery|DOL\s?#?\d|day of life|well[- ]baby|preemie|ex[- ](?:2[2-9]|3\d)[- ]?w\w*|"
    r"(?:2[2-9]|3\d|4[01])\s?(?:w\s?[0-6]d?|[0-6]/7|\+[0-6])\s?(?:w(?:ee)?ks?\s)?(?:[ASL]GA\s)?(?:fe)?male)\b",
    re.IGNORECASE,
)

_WEEKS = re.compile(
    r"\b([1-4]?\d)\s?(?:w(?:k?s?)?\s?[0-6]d\b|[0-6]/7\s?w(?:ee)?ks?|\+\s?[0-6]\b|w(?:ee)?ks?(?:\s(?:and\s)?[0-6]\sdays?)?\s"
    r"(?:gestation|pregnant|ega|ga\b|of gestation|of pregnancy|iup|intrauterine))|"
    r"\bG\d{1,2}\s?(?:P\d{1,4})?,?\s(?:mother\s)?(?:at\s|@\s?)?([1-4]?\d)\s?w(?:ee)?ks?\b|"  # "G1P0 at 8 weeks"
    r"\b(?:N?SVD|deliver(?:y|ed)|labou?r|IOL|induction|c-?section|cesarean|IUP)\s(?:at\s|@\s?)([1-4]?\d)\s?w(?:ee)?ks?\b|"
    r"(?:^|[:=,;])[ \t]*(?:\d[.)]\s)?(2[4-9]|3\d|4[0-2])\s?w(?:ee)?ks?\b(?=\s*[,;:.\n/]|$)",  # "DX: 39 wk, arrest of descent"
    re.IGNORECASE | re.MULTILINE,
)


# Codes beside which the weeks stand: not after abortion (O00-O08), not after delivery (I.C.21.c.11).
WITH_WEEKS = read_patterns("O09-O84, O88, O94-O9A, Z34")
# Right behind the name of a problem of pregnancy: "PROM 38 wks", "vaginosis in pregnancy at 20 weeks"; not how long it lasts.
_BEHIND_NAME = re.compile(
    r"[ ,;(]{0,3}(?:(?:at|@|now|today|currently|(?:in |of )?pregnancy)[ ,;]{1,2}){0,2}"
    r"([5-9]|[1-3]\d|4[0-2])\s?w(?:ee)?k?s?\b"
    r"(?!\s?(?:ago|old|post|pp\b|after|later|from|prior|before|follow|f/u|recheck|duration|hist))",
    re.IGNORECASE,
)


def weeks_told(encounter: Encounter, candidates: Iterable[Candidate]) -> tuple[int, Span] | None:
    """The completed weeks that the record documents first, and where: in the words of gestation, else right behind a name.

    Args:
        encounter: whose record is read.
        candidates: the codes under consideration; behind the names of those of pregnancy weeks need no further word.
    """
    own = [(encounter.starts[at], one.text) for at, one in enumerate(encounter.documents) if not one.about.is_earlier]
    for start, text in own:
        for match in _WEEKS.finditer(text):
            weeks = int(match[match.lastindex or 1])
            if 1 <= weeks <= 42:
                return weeks, Span(start + match.start(), start + match.end())
    names = (one.mention.span for one in candidates if covered(WITH_WEEKS, one.code))
    for name in names:
        if behind := _BEHIND_NAME.match(encounter.text, name.end):
            return int(behind[1]), Span(behind.start(1), behind.end())
    return None


def trimester_of(weeks: int | None) -> str:
    """The trimester that completed weeks fall into (note at chapter 15): 14 weeks 0 days begin the second, 28 the third."""
    if weeks is None:
        return "unspecified trimester"
    return f"{'first' if weeks < 14 else 'second' if weeks < 28 else 'third'} trimester"
