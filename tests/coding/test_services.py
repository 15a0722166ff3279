"""Whose claim has service lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nosologist.coding.services import has_lines
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.service_line import is_cpt, service_code


@pytest.mark.parametrize(
    ("setting", "view", "expected"),
    [
        (Setting.OUTPATIENT, None, False),
        (Setting.OUTPATIENT, View.FACILITY, True),
        (Setting.ED, View.PROFESSIONAL, True),
        (Setting.INPATIENT, View.PROFESSIONAL, True),
        (Setting.INPATIENT, View.FACILITY, False),
    ],
)
def test_the_setting_and_the_view_decide(setting: Setting, view: View | None, expected: bool) -> None:
    assert has_lines(replace(Encounter(()), setting=setting, view=view)) is expected


def test_level_one_is_told_from_level_two() -> None:
    assert [is_cpt(service_code(value)) for value in ("12001", "0001F", "J1885")] == [True, True, False]
