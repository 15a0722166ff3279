"""Typing ahead, by the keys that a coder presses."""

from __future__ import annotations

from nosologist.cli.typing_ahead import application, fragments
from nosologist.codesets.library import Books
from nosologist.search import browsing


def pressed(keys: str, books: Books) -> str | None:
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    with create_pipe_input() as source:
        source.send_text(keys)
        return application(books, source, DummyOutput()).run()


def test_enter_shows_the_first_code_and_escape_ends(books: Books) -> None:
    assert pressed("pneumonia\r\x1b", books) == "J18.9 Pneumonia, unspecified organism"


def test_nothing_was_shown(books: Books) -> None:
    assert pressed("pneumonia\x03", books) is None


def test_one_character_lists_nothing_and_two_do(books: Books) -> None:
    assert browsing.typed("p", books).lines == ()
    assert browsing.typed("pn", books).lines


def test_a_word_is_completed_while_it_is_typed(books: Books) -> None:
    assert any(line.code.startswith("J18") for line in browsing.typed("pneumo", books).lines)


def test_tab_walks_the_tree_down_and_up(books: Books) -> None:
    state = browsing.typed("E11.2", books)
    beside = browsing.into(state, books)
    assert beside.place == "E11.2"
    above = browsing.out(beside, books)
    assert (above.place, above.line.code if above.line else None) == ("E11", "E11.2")
    below = browsing.into(above, books)
    assert (below.place, below.lines[0].code) == ("E11.2", "E11.21")
    top = browsing.out(above, books)
    assert top.place is None
    assert top.lines == state.lines


def test_arrows_stay_inside_the_list(books: Books) -> None:
    state = browsing.typed("asthma", books)
    assert browsing.up(state, books).chosen == 0
    for _ in range(50):
        state = browsing.down(state, books)
    assert state.chosen == len(state.lines) - 1


def test_the_open_sheet_fills_the_screen(books: Books) -> None:
    state = browsing.show(browsing.typed("I12.9", books), books)
    text = "".join(part for _, part in fragments(state, books))
    assert "Excludes1" in text
    assert browsing.show(state, books).shown is None
