"""Roman numerals that a recogniser took for letters or bars, put right only behind the words that such a numeral follows.

In serif letters III and IIIA are read as HI and HIA, INA or IITA, IV as [V; a lone I without serifs is read as a bar.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADS = frozenset({"type", "grade", "stage", "class"})
_LIKE = {"H": "II", "N": "II", "T": "I", "J": "I", "[": "I", "]": "I", "|": "I", "!": "I", "l": "I", "1": "I"}
_READ = re.compile(r"([IVXHNTJ\[\]|!l1]+[ABC]?)([),.;:]*)")
_NUMERAL = re.compile(r"(?:I{1,3}|IV|VI{0,3}|IX|X)[ABC]?")
_ALONE = frozenset("|l")  # of single marks only these: a type N or H may be one
_WORDS = {"type": frozenset({"HA", "TIA"}), "": frozenset({"TIA"})}  # what is meant as it stands: tension-type HA


def repaired_numerals(words: Sequence[str]) -> list[str]:
    """The words of a line; behind type, grade, stage and class, what can only be a Roman numeral is one."""
    found = list(words)
    for at in range(1, len(found)):
        head = found[at - 1].lstrip("([").rstrip(":").lower()
        if head in _HEADS and not found[at - 1].isupper():  # GRADE IN SITU
            found[at] = _numeral(found[at], head, found[at + 1] if at + 1 < len(found) else "")
    return found


def _numeral(word: str, head: str, following: str) -> str:
    read = _READ.fullmatch(word)
    if read is None or read[1].isdigit() or _NUMERAL.fullmatch(read[1]):
        return word
    mark, end = read[1], read[2]
    if mark in _WORDS.get(head, _WORDS[""]) or (len(mark) == 1 and mark not in _ALONE):
        return word
    if mark == "|" and not end and not following[:1].islower() and following:  # a rule between the columns of a table
        return word
    meant = "".join(_LIKE.get(letter, letter) for letter in mark)
    return meant + end if _NUMERAL.fullmatch(meant) else word
