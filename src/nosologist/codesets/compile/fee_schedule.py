"""From when a file of the Physician Fee Schedule counts: January, or the quarter of its update."""

from __future__ import annotations

import re
from datetime import date

from nosologist.codesets.compile.effective import named_date, stated_date
from nosologist.codesets.compile.official import Recognised, release_id
from nosologist.codesets.compile.source import Source
from nosologist.errors import BookError

SCHEMA = "pfs.sql"
_UPDATE = re.compile(r"rvu(?:20)?([0-9]{2})[_ -]?([a-d])[r0-9]*(?![a-z])", re.IGNORECASE)  # rvu25b: April 2025
_MONTH = re.compile(r"(?:rvu|gpci)(?:20)?([0-9]{2})[_ -](jan|apr|jul|oct)", re.IGNORECASE)  # PPRRVU25_JAN
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])|(?:rvu|gpci|cy)[ _-]?([0-9]{2})(?![0-9])", re.IGNORECASE)
_MONTHS = {"jan": 1, "apr": 4, "jul": 7, "oct": 10}


def recognised(source: Source, document: str, title: str, headline: str) -> Recognised:
    """A document of the fee schedule; ``headline`` is what stands in and above its headings.

    Raises:
        BookError: nothing says the year, or names and content say different years.
    """
    said = _YEAR.search(headline)
    year = int(said[1] or f"20{said[2]}") if said else None
    named = _named(source)
    if source.effective is None and year and named and named.year != year:
        raise BookError(
            f"{source.where}: its name says {named.year}, its content {year}; check which it is, and add it with --effective"
        )
    effective = stated_date(source, named or (date(year, 1, 1) if year else None))
    end = date(effective.year, 12, 31)
    return Recognised(document, "pfs", release_id("pfs", effective), effective, end, f"{title}, CY{effective.year}")


def _named(source: Source) -> date | None:
    for place in source.places:
        if found := _UPDATE.search(place):
            return date(2000 + int(found[1]), 3 * "abcd".index(found[2].lower()) + 1, 1)
        if found := _MONTH.search(place):
            return date(2000 + int(found[1]), _MONTHS[found[2].lower()], 1)
    if dated := named_date(source):
        return dated
    years = (found for place in source.places if (found := _YEAR.search(place)))
    return next((date(int(found[1] or f"20{found[2]}"), 1, 1) for found in years), None)
