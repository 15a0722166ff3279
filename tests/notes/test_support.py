"""What a note says was done about a condition."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nosologist.model.document import Document, Span
from nosologist.notes.support import ELEMENTS, support

NOTE = """Past medical history: COPD, heart failure.

Assessment and Plan:
1. Type 2 diabetes - A1c 7.2
   - continue metformin
2. Chronic kidney disease
3. COPD, stable. Recheck spirometry in 6 months.
"""


def told(words: str, text: str = NOTE) -> dict[str, str]:
    start = text.rindex(words)
    found = support(Document("note", text), [Span(start, start + len(words))])
    return {one.element: one.words.quote(text) for one in found}


def test_the_statement_and_what_stands_below_its_title() -> None:
    assert told("Type 2 diabetes") == {"evaluate": "A1c", "treat": "continue"}
    assert told("COPD")["monitor"] in ("stable", "Recheck") and told("COPD")["evaluate"] == "spirometry"


def test_a_condition_that_is_only_named_has_none() -> None:
    assert told("Chronic kidney disease") == {}
    assert told("heart failure") == {}


def test_the_name_of_the_condition_is_no_support() -> None:
    assert told("insulin resistance", "Assessment:\n1. insulin resistance\n") == {}


@given(st.text(max_size=300), st.integers(0, 300), st.integers(1, 50))
def test_every_word_quotes_the_note(text: str, start: int, size: int) -> None:
    for one in support(Document("note", text), [Span(start, start + size)]):
        assert one.element in ELEMENTS
        assert 0 <= one.words.start < one.words.end <= len(text)
