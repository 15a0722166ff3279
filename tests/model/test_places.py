"""The table of places gives back what was put in, and finds the words of any span."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.model.document import Span
from nosologist.model.places import Place, Places, packed

PARTS = st.floats(0, 1)


@st.composite
def tables(draw: st.DrawFn) -> list[Place]:
    """Words one after the other, some of them without a gap."""
    found, at = [], 0
    for length, gap in draw(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 3)), max_size=20)):
        box = draw(st.tuples(PARTS, PARTS, PARTS, PARTS))
        found.append(Place(at, at + length, draw(st.integers(1, 3_000)), *box, draw(PARTS)))
        at += length + gap
    return found


@given(tables())
def test_what_goes_in_comes_out(places: list[Place]) -> None:
    table = packed(places)
    assert len(table) == len(places)
    for index, place in enumerate(places):
        assert table[index][:3] == place[:3]
        assert table[index][3:7] == pytest.approx(place[3:7], abs=1e-5)
        assert table[index].sure == pytest.approx(place.sure, abs=0.006)


@given(tables(), st.integers(0, 300), st.integers(0, 40))
def test_a_span_has_the_words_that_it_touches(places: list[Place], start: int, length: int) -> None:
    span = Span(start, start + length)
    touched = [(one.start, one.end) for one in places if one.start < span.end and one.end > span.start]
    assert [(one.start, one.end) for one in packed(places).of(span)] == touched


@pytest.mark.parametrize("part", [-0.2, 1.3, float("nan"), float("inf")])
def test_a_box_over_the_edge_is_cut_at_it(part: float) -> None:
    place = packed([Place(0, 4, 1, part, 0.25, 0.5, part, 1.0)])[0]
    assert 0 <= place.left <= 1
    assert 0 <= place.bottom <= 1
    assert place.top == pytest.approx(0.25, abs=1e-4)


def test_without_pages_there_is_no_place() -> None:
    assert Places().of(Span(0, 5)) == ()
