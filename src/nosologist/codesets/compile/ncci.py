"""What the documents of the National Correct Coding Initiative share: their quarter, and how CMS's names tell it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from nosologist.codesets.compile.effective import named_date, quarter_end, stated_date
from nosologist.codesets.compile.official import Recognised, release_id
from nosologist.codesets.compile.source import Source
from nosologist.errors import BookError

SCHEMA = "ncci.sql"
_EFFECTIVE = re.compile(r"eff[a-z]*[ _-]*(0[1-9]|1[0-2])-([0-3][0-9])-(20[0-9]{2})", re.IGNORECASE)  # Eff_07-01-2024
_VERSION = re.compile(r"(?<![a-z0-9])v([0-9]{2})\.?([0-3])(?:r|\.|[^0-9]|$)", re.IGNORECASE)  # v302r0: version 30.2
_VERSION_0 = 1994  # version 1.0 was of 1996 by halves; since version 2.0 the rule has been one version a year
_LONGEST_PAUSE = timedelta(days=500)
_SETTINGS = (
    ("dme", re.compile(r"\bdme|supplier", re.IGNORECASE)),
    ("outpatient_hospital", re.compile(r"oph|outpatient|hospital|ccioph|_out(?![a-z])", re.IGNORECASE)),
    ("practitioner", re.compile(r"practitioner|physician|ccipra|_prac?(?![a-z])", re.IGNORECASE)),
)


def recognised(source: Source, document: str, title: str) -> Recognised:
    """An NCCI document of the quarter that its name tells.

    Raises:
        BookError: no name tells it.
    """
    effective = stated_date(source, _dated(source))
    shown = f"{title}, {effective.year} Q{(effective.month + 2) // 3}"
    return Recognised(document, "ncci", release_id("ncci", effective), effective, quarter_end(effective), shown)


def _dated(source: Source) -> date | None:
    for place in source.places:
        if found := _EFFECTIVE.search(place):
            return date(int(found[3]), int(found[1]), int(found[2]))
        if found := _VERSION.search(place):
            return date(_VERSION_0 + int(found[1]), 3 * int(found[2]) + 1, 1)
    return named_date(source)


def setting(text: str) -> str | None:
    """Whose edits they are, by words of a heading or name: practitioner, outpatient_hospital or dme."""
    for name, pattern in _SETTINGS:
        if pattern.search(text):
            return name
    return None


def check_quarter(newest: str | None, release: Recognised, source: Source) -> None:
    """Refuse a file whose newest edit (ISO day of its beginning or end) cannot be of the quarter that it is to be.

    Edits begin by the end of their quarter, and every few quarters some begin or end.

    Raises:
        BookError: such a file.
    """
    if newest is None or release.effective_to is None:
        return
    oldest = release.effective_from - _LONGEST_PAUSE
    if not oldest.isoformat() <= newest <= release.effective_to.isoformat():
        raise BookError(
            f"{source.where}: is to count from {release.effective_from}, but its newest edit is of {newest}; "
            "another quarter? check its name, or --effective"
        )
