"""One key from a terminal, without Enter."""

from __future__ import annotations

import sys

BACK, DONE = "back", "done"  # Backspace; Enter, Escape or the end of the input


def read_key() -> str:
    """The key pressed: a character, BACK or DONE.

    Raises:
        KeyboardInterrupt: Control-C.
    """
    if sys.platform == "win32":
        import msvcrt

        pressed = msvcrt.getwch()
    else:
        import termios
        import tty

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal)
            pressed = sys.stdin.read(1)
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    if pressed == "\x03":
        raise KeyboardInterrupt
    if pressed in ("\x7f", "\b"):
        return BACK
    return DONE if pressed in ("", "\r", "\n", "\x1b", "\x04") else pressed
