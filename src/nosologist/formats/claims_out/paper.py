"""Paper: what every PDF of ours needs. The letters are those that a PDF has without a font in it."""

from __future__ import annotations

import unicodedata

from nosologist.errors import UsageError

_SPELLED = {
    "≥": ">=",
    "≤": "<=",
    "→": "->",
    "←": "<-",
    "≠": "!=",
    "≈": "~",
    "‑": "-",
    "−": "-",
    "α": "alpha",
    "β": "beta",
}
_LETTERS = "cp1252"


def need_reportlab(form: str) -> None:
    """Raise where reportlab is not installed.

    Raises:
        UsageError: it is not; the message says how to install it.
    """
    try:
        import reportlab  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"{form}: reportlab is not installed; install it with: pip install 'nosologist[claims]'"
        ) from error


def printable(text: str) -> str:
    """A text in letters that can be printed: others are spelled, lose their accents, or become a question mark."""
    try:
        text.encode(_LETTERS)
    except UnicodeEncodeError:
        text = "".join(map(_letter, text))
    return "".join(letter if letter.isprintable() or letter == "\xa0" else " " for letter in text)


def _letter(letter: str) -> str:
    spelled = _SPELLED.get(letter, letter)
    for said in (spelled, unicodedata.normalize("NFKD", spelled)):
        if found := said.encode(_LETTERS, "ignore"):
            return found.decode(_LETTERS)
    return "" if unicodedata.combining(letter) else "?"
