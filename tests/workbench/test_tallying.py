"""Sums, shares and percentiles."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from nosologist.workbench.outcomes import What
from nosologist.workbench.tallying import Tally, an_hour, percent, percentile, summed, tallied

FACTS = [
    {"what": "accepted", "kind": "visit", "reason": "", "count": 8},
    {"what": "rejected", "kind": "visit", "reason": "duplicate", "count": 2},
    {"what": "changed", "kind": "", "reason": "own words", "count": 1},
    {"what": "added", "kind": "", "reason": "", "count": 3},
    {"what": "overridden", "kind": "", "reason": "own words", "count": 9},
    {"what": "rejected", "kind": "", "reason": "other", "count": 2},
]


def test_suggestions_are_summed_up_by_group() -> None:
    found = tallied(FACTS, "kind")
    assert found == {"visit": Tally(8, 0, 2, 0), "": Tally(0, 1, 2, 3)}
    assert (found["visit"].right, found["visit"].found) == (80.0, 100.0)
    assert (found[""].right, found[""].found) == (0.0, 0.0)
    assert Tally().right is None


def test_facts_of_a_kind_are_counted_by_reason() -> None:
    assert summed(FACTS, What.REJECTED, "reason") == {"duplicate": 2, "other": 2}
    assert summed(FACTS, What.OVERRIDDEN, "reason") == {"own words": 9}


@given(st.lists(st.integers(0, 50), min_size=1), st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_a_percentile_is_that_of_the_values_in_order(values: list[int], part: float) -> None:
    counted = {value: values.count(value) for value in values}
    assert percentile(counted, part) == sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


def test_nothing_has_no_share_no_median_and_no_rate() -> None:
    assert percentile({}, 0.5) is None
    assert percent(1, 0) is None
    assert an_hour(3, 0) is None
    assert an_hour(3, 90) == 2.0
