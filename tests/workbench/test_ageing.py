"""Days of waiting and their buckets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nosologist.workbench.ageing import BUCKETS, waiting

TODAY = date(2026, 3, 1)


def test_waiting_counts_days_and_never_less_than_none() -> None:
    assert waiting(date(2026, 2, 27), TODAY) == 2
    assert waiting(TODAY + timedelta(days=3), TODAY) == 0


@pytest.mark.parametrize(
    ("days", "name"),
    [(-5, "3"), (0, "3"), (3, "3"), (4, "7"), (7, "7"), (8, "14"), (14, "14"), (15, "30"), (30, "30"), (31, "more"), (900, "more")],
)  # fmt: skip
def test_every_day_is_in_one_bucket(days: int, name: str) -> None:
    since = TODAY - timedelta(days=days)
    bounds = {one.name: one.days(TODAY) for one in BUCKETS}
    holding = [
        one
        for one, (first, last) in bounds.items()
        if (first is None or since >= first) and (last is None or since <= last)
    ]
    assert holding == [name]


def test_titles_say_the_days() -> None:
    assert [one.title for one in BUCKETS] == [
        "0 to 3 days", "4 to 7 days", "8 to 14 days", "15 to 30 days", "over 30 days",
    ]  # fmt: skip
