"""From when an official file counts: content, name, zip, folder, user, in that order of trust."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.codesets.compile.effective import (
    fiscal_end,
    fiscal_start,
    fiscal_year,
    named_date,
    quarter_end,
    stated_date,
)
from nosologist.codesets.compile.source import Source
from nosologist.errors import BookError


def source(*places: str, modified: date | None = None, effective: date | None = None) -> Source:
    return Source(places, places[0], lambda: (Path().open("rb"), lambda: 0.0), modified, effective)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x-drug-April-1-2031-XML.xml", date(2031, 4, 1)),
        ("ptp_2031-07.csv", date(2031, 7, 1)),
        ("list 2031-07-15.csv", date(2031, 7, 15)),
        ("AOC_V2031Q3-F-MCR.txt", date(2031, 7, 1)),
        ("ABCD2031_JAN_WEB_12172030.txt", date(2031, 1, 1)),
        ("October 2031.zip", date(2031, 10, 1)),
        ("codes_2031.txt", None),
        ("2031-13.csv", None),
    ],
)
def test_a_name_says_the_date(name: str, expected: date | None) -> None:
    assert named_date(source(name)) == expected


@pytest.mark.parametrize(
    ("place", "year", "expected"),
    [
        (source("icd10_codes_2031.txt"), None, date(2030, 10, 1)),
        (source("tables.xml"), 2031, date(2030, 10, 1)),
        (source("table-April-1-2031.xml"), 2031, date(2031, 4, 1)),
        (source("codesFY31.txt"), None, date(2030, 10, 1)),
        (source("codes.txt", "2031-04"), None, date(2031, 4, 1)),
        (source("codes.txt", "2030-10"), None, date(2030, 10, 1)),
        (source("codes_2031.txt", "a.zip", "2031-04", modified=date(2030, 6, 1)), None, date(2030, 10, 1)),
        (source("codes_2031.txt", "a.zip", modified=date(2030, 12, 1)), None, date(2031, 4, 1)),
        (source("codes_2031.txt", "downloads 2035-01-07"), None, date(2030, 10, 1)),
        (source("codes.txt", effective=date(2031, 4, 1)), None, date(2031, 4, 1)),
    ],
)
def test_the_fiscal_year_begins_in_october_and_is_updated_in_april(
    place: Source, year: int | None, expected: date
) -> None:
    assert fiscal_start(place, year) == expected


def test_what_nothing_says_is_asked_for() -> None:
    with pytest.raises(BookError, match="--effective YYYY-MM-DD"):
        fiscal_start(source("codes.txt"), None)
    with pytest.raises(BookError, match="--effective YYYY-MM-DD"):
        stated_date(source("codes.txt"))
    with pytest.raises(BookError, match=r"fiscal year 2031.*lies in 2029"):
        fiscal_start(source("codes.txt", effective=date(2029, 4, 1)), 2031)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_years_and_quarters_hold_their_days(on: date) -> None:
    assert date(fiscal_year(on) - 1, 10, 1) <= on <= fiscal_end(on)
    assert on <= quarter_end(on)
    assert (quarter_end(on) - on).days < 92
