"""What an amount beside a drug is: dose, total, strength, by weight, container, discarded, a level in the blood."""

from __future__ import annotations

import pytest

from nosologist.coding.drug_doses import Use, routes_in, said_amounts, waste_in
from nosologist.coding.drug_parts import is_course, routes_of, side_of, times_given
from nosologist.model.document import Span


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("60 mg IM", [("60 mg", Use.DOSE)]),
        ("2 mL of 40 mg/mL", [("2 mL", Use.DOSE), ("40 mg", Use.STRENGTH)]),
        ("0.05 mg per 0.1 mL", [("0.5 mg", Use.STRENGTH), ("0.1 mL", Use.DOSE)]),
        ("0.3 mL of 1:1000", [("0.3 mL", Use.DOSE), ("1 mg", Use.STRENGTH)]),
        ("5 mL of 1%", [("5 mL", Use.DOSE), ("10 mg", Use.STRENGTH)]),
        ("2 mg/kg (200 mg total)", [("2 mg", Use.BY_WEIGHT), ("200 mg", Use.TOTAL)]),
        ("2 mg.kg-1", [("2 mg", Use.BY_WEIGHT)]),
        ("8 mcg/kg/min", [("0.008 mg", Use.RATE)]),
        ("125 mL/hr", [("125 mL", Use.RATE)]),
        ("glucose of 340 mg/dL", [("340 mg", Use.LEVEL)]),
        ("from a 400 mg single-dose vial", [("400 mg", Use.CONTAINER)]),
        ("45 units were discarded", [("45 units", Use.DISCARDED)]),
        ("discarded: 1.2 mg", [("1.2 mg", Use.DISCARDED)]),
        ("total of 15 mg", [("15 mg", Use.TOTAL)]),
    ],
)
def test_what_an_amount_is(text: str, told: list[tuple[str, Use]]) -> None:
    found = sorted(said_amounts(text, 0, len(text)), key=lambda one: one.span)
    assert [(str(one.amount), one.use) for one in found] == told


@pytest.mark.parametrize(
    ("text", "single", "nothing", "multiple"),
    [
        ("single-dose vial, no drug was wasted", True, True, False),
        ("SDV used; waste: none", True, True, False),
        ("prefilled syringe, none discarded", True, True, False),
        ("entire contents of the single-use vial given", True, True, False),
        ("multi-dose vial", False, False, True),
        ("20 mg wasted from the vial", False, False, False),
    ],
)
def test_container_and_waste(text: str, single: bool, nothing: bool, multiple: bool) -> None:
    waste = waste_in(text, Span(0, len(text)), list(said_amounts(text, 0, len(text))))
    assert (waste.single_dose is not None, waste.nothing_left is not None, waste.is_multiple_dose) == (
        single,
        nothing,
        multiple,
    )


def test_the_way_of_giving_is_the_nearest_that_is_told() -> None:
    assert routes_of("inventol 60 mg PO", " 4 mg IV, ", "") == {"oral"}
    assert routes_of("inventol 60 mg", " intravenous boluses of ", "") == {"intravenous"}
    assert routes_of("inventol followed by oral tablets", " intravenous boluses of ", "") == {"intravenous"}
    assert routes_of("inventol 60 mg", " 4 mg PO, ", "given IM") == {"intramuscular"}
    assert routes_in("injected into the left knee") == {"injected", "joint"}


@pytest.mark.parametrize(
    ("part", "sentence", "before", "times"),
    [
        ("inventol 5 mg x 2", "", "", 2),
        ("inventol 5 mg", "injected into each knee", "", 2),
        ("inventol 5 mg", "injected into each joint", "Bilateral injections.", 2),
        ("inventol 5 mg", "injected into each joint", "", 1),
        ("inventol 5 mg", "as two injections, one in each gluteal", "", 1),
        ("inventol 5 mg x 3 days", "", "", 1),
    ],
)
def test_how_often_a_dose_was_given(part: str, sentence: str, before: str, times: int) -> None:
    assert times_given(part, sentence, before) == times


def test_courses_and_sides() -> None:
    assert is_course("inventol 5 mg every 6 h", "") and is_course("inventol 5 mg BID", "")
    assert not is_course("inventol 5 mg every 3 months", "Inventol 5 mg given, every 3 months")
    assert side_of("inventol into the left knee", "") == "left"
    assert side_of("inventol", "left and right knee") is None
