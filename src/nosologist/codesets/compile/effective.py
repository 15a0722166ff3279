"""The day from which an official file counts: from its content, else from its name, else from the user; never guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from nosologist.codesets.compile.source import Source
from nosologist.errors import BookError

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR = r"(?P<year>20[0-9]{2})"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![a-z]){_MONTH}[ _.-]*(?P<day>[0-9]{{1,2}})[ ,_.-]+{_YEAR}",  # April-1-2026
        rf"(?<![0-9]){_YEAR}-(?P<number>0[1-9]|1[0-2])-(?P<day>[0-3][0-9])(?![0-9])",  # 2026-04-01
        rf"(?<![0-9]){_YEAR}[_-](?P<number>0[1-9]|1[0-2])(?![0-9])",  # 2026-04
        rf"(?<![0-9]){_YEAR}[ _-]?q(?P<quarter>[1-4])(?![0-9])",  # 2026Q3
        rf"(?<![a-z0-9])q(?P<quarter>[1-4])[ _-]?{_YEAR}",  # Q3 2026
        rf"(?<![0-9]){_YEAR}[ _-]{_MONTH}(?![a-z])",  # 2025_JAN
        rf"(?<![a-z]){_MONTH}[ _-]*{_YEAR}",  # JAN2025, January 2025
    )
)
_FISCAL = re.compile(r"(?:fy[ _-]?)?(?<![0-9])(20[0-9]{2})(?![0-9])|fy[ _-]?([0-9]{2})(?![0-9])", re.IGNORECASE)


def named_date(source: Source) -> date | None:
    """The date that a name says (``April-1-2026``, ``2026-04``, ``2026Q3``, ``2025_JAN``), the nearest name first."""
    for place in source.places:
        for pattern in _DATES:
            if found := pattern.search(place):
                return _date(found)
    return None


def _date(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    if parts.get("month"):
        month = _MONTHS.index(parts["month"].lower()) + 1
    elif parts.get("quarter"):
        month = 3 * int(parts["quarter"]) - 2
    else:
        month = int(parts["number"])
    try:
        return date(int(parts["year"]), month, int(parts.get("day") or 1))
    except ValueError:
        return None


def stated_date(source: Source, content: date | None = None) -> date:
    """The effective date: what the user stated, what the content says, what a name says.

    Raises:
        BookError: none of them says it.
    """
    found = source.effective or content or named_date(source)
    if found is None:
        raise BookError(
            f"{source.where}: neither the content nor the name says from when it counts; "
            "add it with --effective YYYY-MM-DD"
        )
    return found


def fiscal_start(source: Source, year: int | None) -> date:
    """The effective date of an ICD-10 file of a fiscal year: 1 October before it, or 1 April in it for the April update.

    The year comes from the content (``year``), else from the names. An update of April is told by a date in the names
    (``April-1-2026``, folder ``2026-04``) or by a zip that was made after the fiscal year had begun.

    Raises:
        BookError: nothing says the year, or the content and the user's date disagree.
    """
    if source.effective:
        stated = fiscal_year(source.effective)
        if year and stated != year:
            raise BookError(
                f"{source.where}: the file says fiscal year {year}, --effective {source.effective} lies in {stated}"
            )
        return source.effective
    named = named_date(source)
    if named and year and fiscal_year(named) != year:
        named = None  # the day it was fetched, or the like
    if named and (named.month, named.day) in ((10, 1), (4, 1)):
        return named
    year = year or _named_year(source)
    if year is None:
        stated_date(source)
        raise BookError(
            f"{source.where}: {named} is no day on which ICD-10 changes; add it with --effective YYYY-MM-DD"
        )
    october = date(year - 1, 10, 1)
    if source.modified and october <= source.modified < date(year, 4, 1):
        return date(year, 4, 1)
    return october


def _named_year(source: Source) -> int | None:
    for place in source.places:
        if found := _FISCAL.search(place.replace("_", " ")):
            return int(found[1]) if found[1] else 2000 + int(found[2])
    return None


def fiscal_year(on: date) -> int:
    """The federal fiscal year of a day: October begins the next one."""
    return on.year + (on.month >= 10)


def fiscal_end(effective_from: date) -> date:
    """The last day of the fiscal year in which a release takes effect."""
    return date(fiscal_year(effective_from), 9, 30)


def quarter_end(on: date) -> date:
    """The last day of the calendar quarter of a day."""
    month = 3 * ((on.month - 1) // 3) + 4
    return date(on.year + month // 13, (month - 1) % 12 + 1, 1) - timedelta(days=1)
