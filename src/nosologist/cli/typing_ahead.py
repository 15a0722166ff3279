"""``noso find`` on a terminal: type and see. All by keyboard; the state is in ``search/browsing.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nosologist.cli.sheet import lines as sheet_lines
from nosologist.errors import UsageError
from nosologist.search import browsing
from nosologist.search.browsing import Browsing, Move

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from nosologist.codesets.library import Books

_HELP = "arrows choose · Enter shows, again closes · Tab into the tree · Shift-Tab out · Ctrl-U clears · Esc ends"
_KEYS: dict[str, Move] = {
    "down": browsing.down,
    "up": browsing.up,
    "enter": browsing.show,
    "tab": browsing.into,
    "s-tab": browsing.out,
}
_AROUND = 8  # lines above the chosen one that stay in sight


def type_and_see(books: Books) -> int:
    """Run until Esc or Ctrl-C; prints the code that was open last, so that it stands in the terminal's history."""
    last = application(books).run()
    if last:
        print(last)
    return 0


def application(books: Books, source: Input | None = None, target: Output | None = None) -> Application[str | None]:
    """The application; its result is the line that was chosen last, or None."""
    try:
        from prompt_toolkit.application import Application
        from prompt_toolkit.buffer import Buffer
        from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
        from prompt_toolkit.layout import HSplit, Layout, Window
        from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
        from prompt_toolkit.layout.processors import BeforeInput
    except ImportError:
        raise UsageError("typing ahead needs prompt_toolkit: pip install prompt_toolkit, or give words") from None

    state = Browsing()

    def retyped(buffer: Buffer) -> None:
        nonlocal state
        state = browsing.typed(buffer.text, books)

    keys = KeyBindings()

    def bind(key: str, move: Move) -> None:
        @keys.add(key)
        def moved(event: KeyPressEvent) -> None:
            nonlocal state
            state = move(state, books)

    for key, move in _KEYS.items():
        bind(key, move)

    @keys.add("escape", eager=True)
    @keys.add("c-c")
    @keys.add("c-d")
    def ended(event: KeyPressEvent) -> None:
        line = state.line
        event.app.exit(result=f"{line.code} {line.title}" if line and state.shown else None)

    buffer = Buffer(multiline=False, on_text_changed=retyped)
    field = Window(BufferControl(buffer, input_processors=[BeforeInput("find: ")]), height=1)
    listed = Window(FormattedTextControl(lambda: fragments(state, books)), wrap_lines=False)
    foot = Window(FormattedTextControl(_HELP), height=1, style="reverse")
    return Application(
        Layout(HSplit([field, listed, foot]), field), key_bindings=keys, full_screen=True, input=source, output=target
    )


def fragments(state: Browsing, books: Books) -> StyleAndTextTuples:
    """What is shown below the field: notes, the lines, and the open sheet."""
    if state.shown:
        sheet = books.show(state.shown)
        return [("", f"{line}\n") for line in sheet_lines(sheet, colour=False)] if sheet else []
    shown: StyleAndTextTuples = [("italic", f"{note}\n") for note in state.notes]
    if state.place:
        shown.append(("bold", f"below {state.place}\n"))
    first = max(0, state.chosen - _AROUND)
    for place, line in enumerate(state.lines[first:], first):
        mark = ">" if place == state.chosen else " "
        style = "reverse" if place == state.chosen else "" if line.valid else "italic"
        shown.append((style, f"{mark} {line.code:<9}{'' if line.valid else '-'} {line.title}\n"))
    if not state.lines and len(state.typed.strip()) >= 2 and not state.notes:
        shown.append(("italic", "nothing found\n"))
    return shown
