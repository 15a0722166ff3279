"""Looking up as one types: what is listed, which line is chosen, and how the keys move it. No terminal in here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from nosologist.codesets.library import Books
from nosologist.codesets.sheet import Line
from nosologist.model.code import dotted, undotted

_FEWEST = 2  # characters from which on codes are listed
_MOST = 12


@dataclass(frozen=True, slots=True)
class Browsing:
    """The state of a look-up on a terminal."""

    typed: str = ""
    lines: tuple[Line, ...] = ()
    chosen: int = 0
    notes: tuple[str, ...] = ()
    place: str | None = None  # the code below which the lines stand; None for what a query found
    shown: str | None = None  # the code whose sheet is open

    @property
    def line(self) -> Line | None:
        """The chosen line."""
        return self.lines[self.chosen] if self.lines else None


Move = Callable[[Browsing, Books], Browsing]


def typed(text: str, books: Books) -> Browsing:
    """What is listed once this is typed."""
    if len(text.strip()) < _FEWEST:
        return Browsing(text)
    answer = books.find(text, top=_MOST, typing=not text.endswith(" "))
    found = tuple(Line(one.code, one.title, one.valid) for one in answer.results)
    return Browsing(text, found, notes=answer.notes)


def down(state: Browsing, books: Books) -> Browsing:
    """The next line."""
    return replace(state, chosen=min(state.chosen + 1, max(0, len(state.lines) - 1)), shown=None)


def up(state: Browsing, books: Books) -> Browsing:
    """The line before."""
    return replace(state, chosen=max(0, state.chosen - 1), shown=None)


def show(state: Browsing, books: Books) -> Browsing:
    """Open the sheet of the chosen code, or close it."""
    return replace(state, shown=None if state.shown or not state.line else state.line.code)


def into(state: Browsing, books: Books) -> Browsing:
    """Walk down the tree: what lies below the chosen code; of a code with nothing below, its sisters."""
    if state.line is None:
        return state
    value = undotted(state.line.code)
    if below := books.tabular.children(value):
        return _listed(state, value, None, books) if below else state
    parent = books.tabular[value].parent
    return _listed(state, parent, value, books) if parent and state.place != dotted(parent) else state


def out(state: Browsing, books: Books) -> Browsing:
    """Walk up the tree: to the level above, and from a category back to what the query found."""
    if state.place is None:
        parent = books.tabular[undotted(state.line.code)].parent if state.line else None
        return _listed(state, parent, undotted(state.line.code), books) if state.line and parent else state
    here = undotted(state.place)
    parent = books.tabular[here].parent
    return _listed(state, parent, here, books) if parent else typed(state.typed, books)


def _listed(state: Browsing, header: str, chosen: str | None, books: Books) -> Browsing:
    children = books.tabular.children(header)
    lines = tuple(Line(dotted(child.value), child.title, child.valid) for child in children)
    place = next((nth for nth, child in enumerate(children) if child.value == chosen), 0)
    return replace(state, lines=lines, chosen=place, place=dotted(header), shown=None, notes=())
