"""ICD-10-PCS: legal codes, rows, narrowing columns, definitions; every row of the official tables."""

from __future__ import annotations

import time
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import data
from mini import DEFINITIONS, TABLE_CODES, TABLES, codes, write
from nosologist.codesets.compile.add import add
from nosologist.codesets.procedures import Procedures, Value
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError


def silent(what: str, part: float) -> None:
    pass


@pytest.fixture
def with_tables(shelf: Shelf, tmp_path: Path) -> Shelf:
    add([write(tmp_path, "t.xml", TABLES), write(tmp_path, "d.xml", DEFINITIONS)], shelf, silent)
    return shelf


def test_what_the_rows_make_is_legal_and_nothing_else(with_tables: Shelf) -> None:
    procedures = Procedures(with_tables)
    every = {"0QT" + "".join(rest) for rest in product("012", "03X", "JKZ", "Z1")} | {"0QS00ZZ", "0QT", ""}
    assert {code for code in every if procedures.legal(code)} == set(TABLE_CODES)
    assert procedures.title("0QT10JZ") == "Planing, Chair Leg, Open, Glue, No Qualifier"
    assert procedures.title("0QT00JZ") is None


def test_columns_narrow(with_tables: Shelf) -> None:
    procedures = Procedures(with_tables)
    table = procedures.table("0QT")
    assert table
    assert (table.section, table.operation, table.definition) == ("Carpentry", "Planing", "Making flat")
    assert [len(column.values) for column in procedures.columns("0")] == [1, 1, 1, 0, 0, 0, 0]
    narrowed = procedures.columns("0QT...J")
    assert [column.title for column in narrowed[3:]] == ["", "", "", ""]  # no row has J in the seventh place
    narrowed = procedures.columns("0QT..J.")
    assert [column.values for column in narrowed[3:]] == [
        (Value("1", "Chair Leg"),), (Value("0", "Open"),), (Value("J", "Glue"),), (Value("Z", "No Qualifier"),),
    ]  # fmt: skip
    assert [value.character for value in procedures.columns("0QT1")[5].values] == ["J", "K", "Z"]
    assert [value.character for value in procedures.columns("0QT13")[5].values] == ["Z"]


def test_a_newer_list_adds_and_ends_codes(with_tables: Shelf, tmp_path: Path) -> None:
    newer = [*TABLE_CODES[1:], "0QT03JZ"]
    listed = codes(*((code, f"Title of {code}") for code in newer))
    add([write(tmp_path, "pcs_codes_2031.txt", listed)], with_tables, silent, date(2031, 4, 1))
    before, after = Procedures(with_tables, date(2031, 3, 31)), Procedures(with_tables, date(2031, 4, 1))
    assert (before.legal("0QT03JZ"), after.legal("0QT03JZ")) == (False, True)
    assert (before.legal(TABLE_CODES[0]), after.legal(TABLE_CODES[0])) == (True, False)
    assert after.title("0QT03JZ") == "Title of 0QT03JZ"
    assert after.releases == ("icd10pcs:2030-10", "icd10pcs:2031-04")
    assert Value("J", "Glue") in after.columns("0QT03")[5].values
    ended = TABLE_CODES[0]
    at = after.columns(ended[:4] + "." + ended[5:])[4]
    assert ended[4] not in [value.character for value in at.values]


def test_definitions_and_keys(with_tables: Shelf) -> None:
    procedures = Procedures(with_tables)
    [leg] = procedures.definitions("spindle  foot")
    assert leg.titles == ("Chair Leg, Left", "Chair Leg, Right")
    [planing] = procedures.definitions("Planing")
    assert (planing.definition, planing.explanation) == ("Making flat", "With a plane")
    assert procedures.definitions("nothing of the kind") == ()


def test_without_tables_or_definitions_it_is_told(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(BookError, match="no ICD-10-PCS tables"):
        Procedures(shelf)
    add([write(tmp_path, "t.xml", TABLES)], shelf, silent)
    with pytest.raises(BookError, match="no ICD-10-PCS tables for 2029-01-01"):
        Procedures(shelf, date(2029, 1, 1))
    with pytest.raises(BookError, match="no ICD-10-PCS definitions"):
        Procedures(shelf).definitions("Planing")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shelf, float]:
    shelf = Shelf(tmp_path_factory.mktemp("pcs"))
    began = time.process_time()
    add([data("official", "icd10pcs")], shelf, silent)
    return shelf, time.process_time() - began


@pytest.mark.real
def test_the_official_tables_and_lists_have_the_official_counts(real: tuple[Shelf, float]) -> None:
    shelf, seconds = real
    counts = {
        (release.id, document.name): document.rows for release in shelf.releases() for document in release.documents()
    }
    assert counts["icd10pcs:2024-10", "icd10pcs_tables"] == 78948
    assert counts["icd10pcs:2025-10", "icd10pcs_tables"] == 79115
    assert counts["icd10pcs:2026-04", "icd10pcs_codes"] == 79193
    assert counts["icd10pcs:2026-04", "icd10pcs_order"] == 80110
    assert counts["icd10pcs:2026-04", "icd10pcs_conversion"] == 17848
    assert counts["icd10pcs:2026-10", "icd10pcs_codes"] == 79256
    assert counts["icd10pcs:2025-10", "icd10pcs_definitions"] == 954
    assert counts["icd10pcs:2024-10", "icd10pcs_body_part_key"] == 1106
    assert counts["icd10pcs:2024-10", "icd10pcs_device_key"] == 407
    assert seconds < 20


@pytest.mark.real
def test_every_row_of_the_official_tables_is_legal_and_nothing_else(real: tuple[Shelf, float]) -> None:
    procedures = Procedures(real[0], date(2025, 11, 1))
    tables = procedures.tables.connection
    keys = [key for (key,) in tables.execute("SELECT id FROM pcs_table")]
    made = {
        key + "".join(value.character for value in values)
        for key in keys
        for row in procedures.rows(key)
        for values in product(*(column.values for column in row.columns))
    }
    assert len(made) == 79115
    assert all(procedures.legal(code) for code in sorted(made)[::7])
    one_off = {
        code[:at] + other + code[at + 1 :] for code in sorted(made)[::97] for at in range(7) for other in "0ZAX1"
    }
    assert all(procedures.legal(code) == (code in made) for code in one_off)
    procedures = Procedures(real[0], date(2026, 5, 1))
    known = procedures._list.titles()
    assert len(known) == 79193
    assert (len(known.keys() - made), len(made - known.keys())) == (80, 2)
    assert all(procedures.legal(code) for code in known.keys() - made)
    assert not any(procedures.legal(code) for code in made - known.keys())


@pytest.mark.real
@settings(max_examples=60, deadline=None)
@given(picks=st.lists(st.integers(0, 10_000), min_size=7, max_size=7), order=st.permutations(range(3, 7)))
def test_choosing_any_offered_values_ends_at_a_legal_code(
    real: tuple[Shelf, float], picks: list[int], order: list[int]
) -> None:
    procedures = Procedures(real[0], date(2026, 5, 1))
    chosen = list(".......")
    for at in (0, 1, 2, *order):
        offered = procedures.columns("".join(chosen))[at].values
        if not offered:  # the last open value was ended by the newer list
            return
        chosen[at] = offered[picks[at] % len(offered)].character
    assert procedures.legal("".join(chosen))
    assert procedures.title("".join(chosen))


@pytest.mark.real
def test_looking_up_takes_no_time(real: tuple[Shelf, float]) -> None:
    procedures = Procedures(real[0], date(2026, 5, 1))
    sample = sorted(procedures._list.titles())[::80]
    began = time.process_time()
    assert all(procedures.legal(code) and procedures.title(code) for code in sample)
    assert (time.process_time() - began) / len(sample) < 0.001
