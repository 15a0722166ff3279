"""Whose claim has service lines."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import data
from nosologist.coding import infusions
from nosologist.coding.immunizations import vaccines
from nosologist.coding.service_tables import families, table_of
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


def table_numbers() -> set[str]:
    """Every number that our tables and modules can give."""
    tables = {one.number for family in families() for row in family.rows for one in row.numbers}
    products = {number for vaccine in vaccines() for number in vaccine.numbers.split() if number != "-"}
    folder = Path(infusions.__file__).parent
    written = "".join(
        (folder / name).read_text("utf-8") for name in ("infusions.py", "immunizations.py", "service_preventive.py")
    )
    products |= {line.split("|")[1].strip() for line in table_of("anesthesia.txt")}
    return tables | products | set(re.findall(r'"(\d{5})"', written))


@pytest.mark.real
def test_each_number_stands_in_a_file_of_the_government() -> None:
    listed: set[str] = set()
    for name in ("mue_practitioner_2026-07.csv", "addon_2026Q3.csv"):
        rows = csv.reader(data("official", "ncci", name).read_text("utf-8-sig").splitlines())
        listed.update(cell for row in rows for cell in row[:2])
    for name in ("pfs_rvu_2025.no_cpt_descriptors.csv.gz", "opps_addendum_b_2026-04.csv.gz"):
        with gzip.open(data("official", "payment", name), "rt", encoding="utf-8-sig") as file:
            listed.update(row[0] for row in csv.reader(file))
    assert len(table_numbers()) > 700
    assert sorted(table_numbers() - listed) == []


def test_each_axis_of_a_family_has_words_or_a_measure() -> None:
    said = {part.split(" ", 1)[0] for line in table_of("words.txt") for part in line.partition(" = ")[0].split(" + ")}
    known = said | {
        "by",
        "age",
        "sex",
        "views",
        "cm",
        "area",
        "margin",
        "excised",
        "defect",
        "arterial",
        "venous",
        "joints",
        "bodies",
        "segments",
        "minutes",
        "count",
        "times",
        "grams",
    }
    for family in families():
        assert {axis for axis in family.axes if axis not in known} == set(), family.title


def test_each_value_that_a_row_asks_for_can_be_said() -> None:
    said = {part.strip() for line in table_of("words.txt") for part in line.partition(" = ")[0].split(" + ")}
    for family in families():
        defaults = {f"{axis} {value}" for axis, value in family.defaults}
        for row in family.rows:
            for one in row.conditions:
                known = {f"{one.axis} {value}" for value in one.values} - said - defaults
                assert one.axis in ("by", "age", "sex") or known == set(), (family.title, known)


def test_each_axis_that_may_be_missing_has_a_name_for_the_query() -> None:
    names = {line.partition(" = ")[0] for line in table_of("asks.txt")}
    for family in families():
        defaults = {axis for axis, _ in family.defaults}
        asked = {one.axis for row in family.rows for one in row.conditions} - defaults
        assert asked <= names, (family.title, asked - names)
