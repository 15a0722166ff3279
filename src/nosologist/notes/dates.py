"""The date of a fact: as its clause says, else its line, else the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from nosologist.model.document import Span

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(
    r"(?<![\d/.-])(?:(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})|"
    r"(?P<month2>\d{1,2})/(?P<day2>\d{1,2})(?:/(?P<year2>(?:20)?\d\d))?|"
    r"(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?P<day3>\d{1,2})(?:,? (?P<year3>20\d\d))?)"
    r"(?![\d/%]|\.\d)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:date of (?:service|visit|admission|discharge|procedure|operation|surgery|delivery)|"
    r"(?:visit|procedure|surgery|service|admission|discharge) date|admitted|admit date|dos|seen on|date)\b"
    r"[ \t]*:?[ \t]*(?:on[ \t]+)?$",
    re.IGNORECASE,
)
_OWN_LABEL = re.compile(
    r"\b(?P<label>date of (?:service|visit|admission|discharge|procedure|operation|surgery|exam(?:ination)?|study|note|report|"
    r"consult(?:ation)?)|(?:visit|service|admission|discharge|admit|exam|study|note|report|procedure|surgery|collection|encounter|consult)"
    r" date|admitted|discharged|collected|dictated|performed|dos|seen on|date)[ \t]*:?[ \t]*(?:on[ \t]+)?$",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\b(?:dob|born|birth)\b", re.IGNORECASE)
_TITLE = 3  # lines in which a date needs no label
_HEAD = 800  # characters in which a document tells its date


def date_in(text: str, span: Span, around: Span, whole: date | None) -> date | None:
    """The date that a clause, or what stands before it in its statement, gives; else that of the whole document."""
    inside = _first(text, span.start, span.end, whole)
    if inside:
        return inside
    before = [found for match in _DATE.finditer(text, around.start, span.start) if (found := _date(match, whole))]
    return before[-1] if before else whole


def document_date(text: str) -> date | None:
    """The date that a document states as its own."""
    for match in _DATE.finditer(text, 0, _HEAD):
        if _LABEL.search(text, max(0, match.start() - 40), match.start()) and (found := _date(match, None)):
            return found
    return None


def dates_between(text: str, start: int, end: int, whole: date | None) -> Iterator[tuple[Span, date]]:
    """The dates between two places, each with its words; where no year is written, it is that of ``whole``."""
    for match in _DATE.finditer(text, start, end):
        if found := _date(match, whole):
            yield Span(*match.span()), found


def dates_in(text: str, whole: date | None) -> Iterator[tuple[str, date]]:
    """The dates in the head of a document with their labels in lower case; "" for one in its title. Births are left out.

    ``whole`` is a day of the encounter, for dates without a year.
    """
    title = len("\n".join(text.split("\n", _TITLE)[:_TITLE]))
    for match in _DATE.finditer(text, 0, _HEAD):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        label = _OWN_LABEL.search(line)
        if _BIRTH.search(line) and not label:
            continue
        if (label or match.end() <= title) and (found := _date(match, whole)):
            yield (label["label"].lower() if label else ""), found


def _first(text: str, start: int, end: int, whole: date | None) -> date | None:
    for match in _DATE.finditer(text, start, end):
        if found := _date(match, whole):
            return found
    return None


def _date(match: re.Match[str], whole: date | None) -> date | None:
    """A date; where no year is written, that of the document."""
    part = match.groupdict()
    year = part["year"] or part["year2"] or part["year3"]
    month = part["month"] or part["month2"] or str(_MONTHS.index(part["name"][:3].lower()) + 1)
    day = part["day"] or part["day2"] or part["day3"]
    number = int(year) % 100 + 2000 if year else whole.year if whole else None
    if number is None:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None  # "120/80" and fractions
