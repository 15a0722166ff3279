"""Marked texts: the pieces joined are the text, and each word knows the codes that rest on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nosologist.workbench.marking import COPIED, anchors, pieces

PLACES = st.lists(
    st.tuples(st.integers(-2, 30), st.integers(-2, 34), st.sampled_from(["s0", "s1", "n-0", COPIED])), max_size=8
)


@given(st.text(max_size=30), PLACES)
def test_pieces_joined_are_the_text_and_every_mark_covers_its_own(
    text: str, places: list[tuple[int, int, str]]
) -> None:
    found = pieces(text, places)
    assert "".join(piece.text for piece in found) == text
    covered = [set(piece.keys.split()) for piece in found for _ in piece.text]
    for at in range(len(text)):
        wanted = {key for start, end, key in places if 0 <= start <= at < end <= len(text)}
        assert covered[at] == wanted


def test_kinds_of_pieces() -> None:
    found = pieces("abcdef", [(0, 1, "s0"), (1, 2, "n-1"), (2, 3, COPIED), (3, 4, "s0"), (3, 4, COPIED)])
    assert [(one.is_evidence, one.is_code, one.is_copied) for one in found] == [
        (True, True, False), (True, False, False), (False, False, True), (True, True, True), (False, False, False),
    ]  # fmt: skip


def test_a_quote_stands_in_the_document_that_it_names() -> None:
    owners = [("s0", [{"document": "a", "start": 0, "end": 1}, {"start": 2, "end": 3}])]
    assert anchors(owners, "a", False) == [(0, 1, "s0")]
    assert anchors(owners, "b", True) == [(2, 3, "s0")]


def test_text_is_escaped_and_keeps_its_carriage_returns() -> None:
    assert pieces("<b>\r\n", [])[0].shown == "&lt;b&gt;&#13;\n"
