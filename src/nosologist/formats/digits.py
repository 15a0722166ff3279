"""Letters that a recogniser took for digits, put right only where nothing but a digit can stand."""

from __future__ import annotations

import re

_DIGIT_OF = {"O": "0", "l": "1", "I": "1"}
# A number with such a letter where only a digit can stand: between digits, or beside the mark of a number, as in 1l2, 14O/9O,
# 3.O5, l0/12/2026, 1O%. What could be a word, a code, a unit, a formula, a bar or a degree sign (O2, H2O, B12, 5l, 3|4, 101O) is
# left alone.
_PLACES = (
    re.compile(r"(?<=\d)[OlI]+(?=\d)"),
    re.compile(r"(?<=\d)O+(?=[/.:]\d|%)"),
    re.compile(r"(?<=\d[/.:])[Ol]+(?=\d)"),
    re.compile(r"(?<=/\d)O(?=[),.;:]*$)"),
    re.compile(r"^[Ol](?=\d?/\d{1,2}/\d{2,4}[),.;:]*$)"),
)
_NUMBER = re.compile(r"[(<>=~+-]*[\dOlI][\dOlI/.:,%-]*[),.;:%]*")


def repaired(word: str) -> str:
    """The word; where it can only be a number, with digits for the letters that look like them."""
    if not _NUMBER.fullmatch(word) or sum(map(str.isdigit, word)) * 2 <= sum(map(str.isalpha, word)):
        return word
    for pattern in _PLACES:
        word = pattern.sub(_digits, word)
    return word


def _digits(found: re.Match[str]) -> str:
    return "".join(_DIGIT_OF[letter] for letter in found[0])
