"""Martin Porter's English stemmer (Snowball "english"), written for one word at a time and short of work for most of them.

It is part of how terms and notes meet: kept here, it gives the same stems on every machine.
"""

from __future__ import annotations

import re

_V = "aeiouy"  # a "y" that is a consonant is written "Y" on the way
_CONSONANT_Y = re.compile(rf"^y|[{_V}]y")
_REGION = re.compile(rf"[^{_V}]*[{_V}]+[^{_V}]")
_SHORT_END = re.compile(rf"(?:[^{_V}][{_V}][^{_V}wxY]|^[{_V}][^{_V}]|past)$")
_HAS_VOWEL = re.compile(rf"[{_V}]")

_WHOLE = {
    "skis": "ski", "skies": "sky", "idly": "idl", "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli",
    "singly": "singl",
} | {word: word for word in ("andes", "atlas", "bias", "cosmos", "howe", "news", "sky")}  # fmt: skip
_OPENINGS = ("arsen", "commun", "emerg", "gener", "inter", "later", "organ", "past", "univers")
_KEEP_EED = frozenset({"succ", "proc", "exc"})
_KEEP_ING = frozenset({"even", "cann", "inn", "earr", "herr", "out"})
_DOUBLES = frozenset({"bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"})
_BEFORE_LI = frozenset("cdeghkmnrt")

_DERIVED = {  # step 2: endings of derived words in the region behind the first syllable, and what they become
    "anci": "ance", "enci": "ence", "bli": "ble", "abli": "able", "alli": "al", "fulli": "ful", "lessli": "less",
    "ousli": "ous", "entli": "ent", "aliti": "al", "biliti": "ble", "iviti": "ive", "tional": "tion", "ational": "ate",
    "alism": "al", "ation": "ate", "ization": "ize", "izer": "ize", "ator": "ate", "iveness": "ive", "fulness": "ful",
    "ousness": "ous", "ogist": "og",
}  # fmt: skip
_FURTHER = {  # step 3
    "icate": "ic", "alize": "al", "iciti": "ic", "ical": "ic", "tional": "tion", "ational": "ate", "ful": "", "ness": "",
}  # fmt: skip
_REMOVED = frozenset(  # step 4, behind the second syllable
    [
        "ic",
        "ance",
        "ence",
        "able",
        "ible",
        "ate",
        "ive",
        "ize",
        "iti",
        "al",
        "ism",
        "er",
        "ous",
        "ant",
        "ent",
        "ment",
        "ement",
    ]
)


def english_stem(word: str) -> str:
    """The stem of a word in small letters, without apostrophes."""
    if word in _WHOLE or len(word) < 3:
        return _WHOLE.get(word, word)
    if "y" in word:
        word = _CONSONANT_Y.sub(lambda found: found[0][:-1] + "Y", word)
    first, second = _regions(word)
    word = _without_inflection(_without_plural(word), first)
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in _V:
        word = word[:-1] + "i"
    word = _shorter_derived(word, first)
    word = _shorter_further(word, first, second)
    word = _without_ending(word, second)
    return _without_last_letter(word, first, second).replace("Y", "y")


def _regions(word: str) -> tuple[int, int]:
    """Where the part behind the first syllable begins, and that behind the second."""
    length = len(word)
    opening = next((len(opening) for opening in _OPENINGS if word.startswith(opening)), 0)
    found = None if opening else _REGION.match(word)
    first = opening or (found.end() if found else length)
    found = _REGION.match(word, first)
    return first, found.end() if found else length


def _without_plural(word: str) -> str:
    if word[-1] == "s":
        if word.endswith("sses"):
            return word[:-2]
        if word.endswith("ies"):
            return word[:-2] if len(word) > 4 else word[:-1]
        if word[-2] not in "su" and _HAS_VOWEL.search(word, 0, len(word) - 2):
            return word[:-1]
    elif word.endswith("ied"):
        return word[:-2] if len(word) > 4 else word[:-1]
    return word


def _without_inflection(word: str, first: int) -> str:
    """Cut -ed and -ing, and mend what is left."""
    for ending in ("eedly", "eed"):
        if word.endswith(ending):
            start = len(word) - len(ending)
            return word[:start] + "ee" if first <= start and word[:start] not in _KEEP_EED else word
    ending = next((ending for ending in ("ingly", "edly", "ing", "ed") if word.endswith(ending)), "")
    before = word[: len(word) - len(ending)]
    if not ending or (ending == "ing" and before in _KEEP_ING):
        return word
    if ending == "ing" and len(before) == 2 and before[1] == "y" and before[0] not in _V:
        return before[0] + "ie"
    return _mended(before, first) if _HAS_VOWEL.search(before) else word


def _mended(word: str, first: int) -> str:
    end = word[-2:]
    if end in ("at", "bl", "iz"):
        return word + "e"
    if end in _DOUBLES:
        return word if len(word) == 3 and word[0] in "aeo" else word[:-1]
    return word + "e" if len(word) == first and _SHORT_END.search(word) else word


def _shorter_derived(word: str, first: int) -> str:
    if word[-1:] not in ("i", "l", "m", "n", "r", "s", "t"):
        return word
    for size in (7, 6, 5, 4, 3):
        ending = word[-size:]
        if ending in _DERIVED:
            return word[:-size] + _DERIVED[ending] if first <= len(word) - size else word
        if ending == "ogi":
            return word[:-1] if first <= len(word) - 3 and word[-4:-3] == "l" else word
    if word.endswith("li") and first <= len(word) - 2 and word[-3:-2] in _BEFORE_LI:
        return word[:-2]
    return word


def _shorter_further(word: str, first: int, second: int) -> str:
    if word[-1:] not in ("e", "i", "l", "s"):
        return word
    for size in (7, 6, 5, 4, 3):
        ending = word[-size:]
        if ending in _FURTHER:
            return word[:-size] + _FURTHER[ending] if first <= len(word) - size else word
        if ending == "ative":
            return word[:-5] if max(first, second) <= len(word) - 5 else word
    return word


def _without_ending(word: str, second: int) -> str:
    for size in (5, 4, 3, 2):
        ending = word[-size:]
        if ending in _REMOVED:
            return word[:-size] if second <= len(word) - size else word
        if ending == "ion":
            return word[:-3] if second <= len(word) - 3 and word[-4:-3] in ("s", "t") else word
    return word


def _without_last_letter(word: str, first: int, second: int) -> str:
    last = len(word) - 1
    if word[-1] == "e":
        if second <= last or (first <= last and not _SHORT_END.search(word, 0, last)):
            return word[:-1]
    elif word.endswith("ll") and second <= last:
        return word[:-1]
    return word
