"""HCPCS Level II from the record, with a made-up release: units, waste, what was not given, what stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_hcpcs import DAY, ENDED, TITLES, found_in, made_shelf, told
from nosologist.codesets.amounts import Amount, Measured
from nosologist.codesets.library import Books
from nosologist.codesets.shelf import Shelf
from nosologist.coding.drug_choice import units_of
from nosologist.coding.drug_names import drug_book
from nosologist.coding.medicare_lines import medicare_lines
from nosologist.coding.service_mentions import read_statements
from nosologist.coding.services import sought
from nosologist.coding.supplies import has_level_two, supplies
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document, Span
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.service_line import Service, service_code
from nosologist.notes.record import read_record


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return made_shelf(tmp_path_factory.mktemp("hcpcs"))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Inventol 60 mg IM was given.", ["J9001 x4"]),
        ("Inventol 61 mg IM was given.", ["J9001 x5"]),
        ("Fictacillin 1 g IV was infused.", ["J9002 x4"]),
        ("Inventol 10 mg PO was given.", ["J9003 x2"]),
        ("Marvelumab 400 mg IV was infused.", ["J9004 x40"]),
        ("Marvelumab-abcd 400 mg IV was infused.", ["Q5199 x40"]),
        ("Marvelosa 400 mg IV was infused.", ["Q5199 x40"]),
        ("Inventol (Hospira) 30 mg IV was given.", ["J9007 x2"]),
        ("Dreamepoetin 4,000 units SC was given.", ["J9005 x4"]),
        ("Dialysis session. Dreamepoetin 4,000 units IV was given.", ["J9006 x40"]),
        ("Total 44 sq cm was applied to the ulcer.", ["Q4199 x44"]),
        ("Fictacillin total 500 mg IM was given.", ["J9002 x2"]),
        ("2 mL of fictacillin 250 mg/mL IM was given.", ["J9002 x2"]),
    ],
)  # fmt: skip
def test_units_by_the_amount_of_the_code(text: str, lines: list[str], books: Books, shelf: Shelf) -> None:
    assert told(found_in(text, books, shelf).services) == lines


@pytest.mark.parametrize(
    "text",
    [
        "PLAN: Inventol 60 mg IM ordered.",
        "PLAN: Will give inventol 60 mg IM tomorrow.",
        "MEDICATIONS: Inventol 60 mg IM weekly",
        "Inventol 60 mg IM was offered, but she declined.",
        "Inventol was not given.",
        "ALLERGIES: Inventol 60 mg IM caused hives",
        "Last year she received inventol 60 mg IM.",
        "EMS gave inventol 60 mg IM before arrival.",
        "PLAN: Prescribed inventol 60 mg to use at home.",
        "Inventol was given.",
    ],
)
def test_what_was_not_given_here_has_no_line(text: str, books: Books, shelf: Shelf) -> None:
    found = found_in(text, books, shelf)
    assert (found.services, found.open_services) == ((), ())


@pytest.mark.parametrize(
    ("text", "code", "missing"),
    [
        ("Inventol IM was given.", "J9001", "dose"),
        ("2 mL of fictacillin IM was given.", "J9002", "concentration"),
        ("Inventol 60 mg was given.", "J9001", "route"),
        ("Marvelumab 5 mg/kg IV was infused.", "J9004", "whole dose"),
    ],
)
def test_what_is_missing_is_told(text: str, code: str, missing: str, books: Books, shelf: Shelf) -> None:
    [one] = found_in(text, books, shelf).open_services
    assert code in [possible.value for possible in one.possible]
    assert missing in " ".join(one.missing)


WASTED = "Marvelumab 375 mg IV was infused from a single-dose vial of 400 mg; 25 mg discarded."


def test_waste_is_a_line_of_its_own_and_never_more_than_the_container(books: Books, shelf: Shelf) -> None:
    assert told(found_in(WASTED, books, shelf).services) == ["J9004 x2 JW", "J9004 x38"]
    within = found_in(WASTED.replace("375", "391").replace("25 mg", "9 mg"), books, shelf).services
    assert told(within) == ["J9004 x40"]  # the last unit is billed whole
    assert "within the last unit" in within[0].reasons[-1].text


def test_none_discarded_is_told_from_july_2023_and_of_single_doses_alone(books: Books, shelf: Shelf) -> None:
    whole = "Marvelumab 400 mg IV was infused from a single-dose vial, nothing was discarded."
    assert told(found_in(whole, books, shelf).services) == ["J9004 x40 JZ"]
    assert told(found_in(whole, books, shelf, date(2023, 6, 30)).services) == ["J9004 x40"]
    assert told(found_in(whole.replace("single", "multiple"), books, shelf).services) == ["J9004 x40"]
    assert told(found_in("Marvelumab 400 mg IV was infused.", books, shelf).services) == ["J9004 x40"]


def test_a_giving_counts_once_and_two_times_or_sides_are_two(books: Books, shelf: Shelf) -> None:
    again = "Inventol 30 mg IM was given.\n\nASSESSMENT: Pain. Inventol 30 mg IM given."
    assert told(found_in(again, books, shelf).services) == ["J9001 x2"]
    twice = "At 10:05 inventol 30 mg IM was given.\nAt 14:00 inventol 30 mg IM was given."
    assert told(found_in(twice, books, shelf).services) == ["J9001 x4"]
    sides = "The left knee was injected with inventol 15 mg. The right knee was injected with inventol 15 mg."
    assert told(found_in(sides, books, shelf).services) == ["J9001 x2"]
    summed = "Inventol 15 mg IV was given. Another 15 mg of inventol IV was given. Inventol total 30 mg IV given."
    assert told(found_in(summed, books, shelf).services) == ["J9001 x2"]


def test_only_codes_in_force_on_the_date(books: Books, shelf: Shelf) -> None:
    text = "Inventol 30 mg IM was given."
    assert told(found_in(text, books, shelf).services) == ["J9001 x2"]
    assert told(found_in(text, books, shelf, date(2030, 6, 1)).services) == ["J9008 x1"]  # fills its unit


def test_each_line_tells_why_with_its_words(books: Books, shelf: Shelf) -> None:
    text = "Inventol 61 mg IM was given."
    [line] = found_in(text, books, shelf).services
    assert line.title == TITLES["J9001"]
    assert [span.quote(text) for span in line.evidence] == ["Inventol", "61 mg"]
    entry, units, makers = line.reasons
    assert entry.citations[0].source == "hcpcs:2031-01" and entry.citations[0].locator == "J9001"
    assert units.text == "61 mg: 5 units, rounded up"
    assert units.evidence and units.evidence.quote(text) == "61 mg"
    assert "NDC" in makers.text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A new quad cane was dispensed today, purchased.", ["E0105 x1 NU"]),
        ("A quad cane was delivered, rental. ABN signed and on file.", ["E0105 x1 RR GA"]),
        ("She uses a quad cane at home.", []),
        ("PLAN: Quad cane ordered.", []),
        ("Dispensed: 120 test strips.", ["A4253 x3"]),
        ("Aluminum crutches were dispensed. KX", ["E0114 x1 KX"]),
    ],
)  # fmt: skip
def test_equipment_that_left_with_the_patient(text: str, lines: list[str], books: Books, shelf: Shelf) -> None:
    assert told(found_in(text, books, shelf).services) == lines


def test_a_cast_by_its_description(books: Books, shelf: Shelf) -> None:
    text = "A plaster short arm cast was applied to the left arm."
    assert told(found_in(text, books, shelf, age=40).services) == ["Q4099 x1 LT"]
    assert told(found_in(text, books, shelf, age=6).services) == []


def test_miles_in_tenths_below_a_hundred(books: Books, shelf: Shelf) -> None:
    report = "AMBULANCE RUN REPORT\nBLS emergency transport from residence to Mercy Hospital. Loaded miles {}."
    for miles, units in (("12.41", "12.5"), ("99.9", "99.9"), ("100.2", "101")):
        assert told(found_in(report.format(miles), books, shelf).services) == [f"A0425 x{units} RH", "A0429 x1 RH"]


def test_without_a_release_nothing_is_coded(books: Books, tmp_path: Path) -> None:
    empty = Shelf(tmp_path / "none")
    assert found_in("Inventol 60 mg IM was given.", books, empty) == ((), (), ())
    assert not has_level_two(books) or books.shelf.releases("hcpcs")


def test_medicare_codes_stand_for_the_numbers_of_the_same_service() -> None:
    def line(value: str, units: int = 1) -> Service:
        return Service(service_code(value), value, (Span(0, 1),), (), Decimal(units))

    shots = medicare_lines((line("90662"), line("90471"), line("90472", 2), line("G0008")))
    assert told(shots) == ["90471 x1", "90472 x1", "90662 x1", "G0008 x1"]
    assert told(medicare_lines((line("90471"), line("G0008")))) == ["G0008 x1"]
    assert told(medicare_lines((line("45378"), line("G0121")))) == ["G0121 x1"]
    assert told(medicare_lines((line("45378"), line("90471")))) == ["45378 x1", "90471 x1"]


AMOUNTS = st.decimals(min_value="0.001", max_value="50000", places=3)


@given(AMOUNTS, AMOUNTS)
def test_units_are_the_fewest_that_hold_the_dose(dose: Decimal, unit: Decimal) -> None:
    units = units_of(Amount(dose, Measured.MASS), Amount(unit, Measured.MASS))
    assert units == int(units) and units * unit >= dose > (units - 1) * unit


_PIECES = """Inventol|marvelumab-abcd|Fictacillin|was given|IM|IV|PO|60 mg|1 g|2 mL|250 mg/mL|single-dose vial|25 mg discarded
no waste|and|.|,|;|PLAN:|ordered|declined|quad cane|dispensed|aluminum crutches|each|x2|short arm cast|applied
plaster|left|10:05|total
5 mg/kg|every 6 hours|0 mg|1:1000|1%"""
_TEXTS = st.lists(st.sampled_from(["\n", *_PIECES.replace("\n", "|").split("|")]), max_size=25)


@settings(max_examples=150, deadline=None)
@given(pieces=_TEXTS)
def test_any_words_give_codes_in_force_with_words_of_the_record(pieces: list[str], books: Books, shelf: Shelf) -> None:
    text = " ".join(pieces)
    first, second = found_in(text, books, shelf), found_in(text, books, shelf)
    assert first == second
    for line in first.services:
        assert TITLES[line.code.value] == line.title and line.code.value not in ENDED
        assert line.units > 0 and line.date == DAY
        assert all(0 <= span.start < span.end <= len(text) for span in line.evidence)
    for one in first.open_services:
        assert one.missing and all(code.value in TITLES for code in one.possible)


@pytest.mark.parametrize("measure", ["mg", "g"])
def test_units_are_the_told_dose_by_the_unit_rounded_up(measure: str, books: Books, shelf: Shelf) -> None:
    worth = {"mg": 1, "g": 1_000}[measure]
    for number in (1, 249, 250, 251, 999, 1_000, 4_321):
        [line] = found_in(f"Fictacillin {number} {measure} IM was administered.", books, shelf).services
        assert line.units == -(-number * worth // 250)


def test_dates_of_the_same_codes_share_one_book(books: Books, shelf: Shelf) -> None:
    there = replace(books, shelf=shelf, memo={})
    first, second = (drug_book(there, on) for on in (date(2031, 2, 1), date(2031, 3, 1)))
    assert first is not None and first is second
    assert drug_book(there, date(2030, 6, 1)) is not first  # a code that has ended since


def test_what_a_second_document_tells_has_its_place_in_the_record(books: Books, shelf: Shelf) -> None:
    there = replace(books, shelf=shelf, memo={})
    first = Document("visit", "HPI: Knee pain.\nASSESSMENT: Knee pain.\n")
    given_then = "Marvelumab 375 mg IV was infused. It came in a single-dose vial of 400 mg. 25 mg was discarded."
    report = "AMBULANCE RUN REPORT\nBLS emergency transport from residence to Mercy Hospital. Loaded miles 12.4."
    for text, lines, quotes in (
        (given_then, ["J9004 x2 JW", "J9004 x38"], {"25 mg"}),
        (report, ["A0425 x12.4 RH", "A0429 x1 RH"], {"Loaded miles 12.4", "BLS"}),
    ):
        encounter = Encounter((first, Document("more", text)), Setting.OUTPATIENT, DAY, view=View.PROFESSIONAL)
        readings = read_record(encounter, there.terms)
        statements = read_statements(readings, sought(encounter, there))
        found = supplies(CodedEncounter(encounter, ()), readings, statements, there).services
        assert told(found) == lines
        assert quotes <= {span.quote(encounter.text) for one in found for span in one.evidence}
