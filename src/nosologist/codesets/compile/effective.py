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
_FISCAL = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])|fy[ _-]?([0-9]{2})(?![0-9])", re.IGNORECASE)


def named_date(source: Source) -> date | None:
    """The date that a name says (``April-1-2026``, ``2026-04``, ``2026Q3``, ``2025_JAN``), the nearest name first."""
    return next((named for place in source.places if (named := _date_in(place))), None)


def _date_in(place: str) -> date | None:
    found = next((found for pattern in _DATES if (found := pattern.search(place))), None)
    return _date(found) if found else None


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

    The year comes from the content (``year``), else from the names. The April update is told by the name of the file or zip
    (``April-1-2026``), by a zip that was made after the fiscal year had begun, or, for a file out of a zip, by its folder.

    Raises:
        BookError: nothing says the year, or the content and the user's date disagree.
    """
    if source.effective:
        if year and fiscal_year(source.effective) != year:
            raise BookError(
                f"{source.where}: the file says fiscal year {year}, --effective {source.effective} lies in "
                f"{fiscal_year(source.effective)}"
            )
        return source.effective
    year = year or _named_year(source.places)
    if year is None:
        raise BookError(
            f"{source.where}: neither the content nor the name says its year; add it with --effective YYYY-MM-DD"
        )
    october, april = date(year - 1, 10, 1), date(year, 4, 1)
    names = source.places[:-1] if source.modified else source.places
    if april in (_date_in(place) for place in names):
        return april
    return april if source.modified and source.modified >= october else october


def _named_year(places: tuple[str, ...]) -> int | None:
    """The fiscal year that the nearest name says, by a date or by a year alone (``2026``, ``FY26``)."""
    for place in places:
        if named := _date_in(place):
            return fiscal_year(named)
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
