"""Words as the Index and the reader both see them: tokens, folded spelling, stems.

A term and a note must be cut and folded by the same rules, or they never meet; this is the one place for those rules.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TOKEN = re.compile(
    r"\d+(?:[.,/]\d+)*[^\W\d_]*"  # 120/80, 41.2, 3a, 2nd
    r"|[^\W_]+(?:['’](?:s|t|S|T)\b)?"  # words, Crohn's, don't
    r"|[^\w\s]|_"
)

# Words that carry no meaning for finding a term. "without" and "no" do carry one.
STOP_WORDS = frozenset(
    ["a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "as", "and", "or", "is", "are", "was", "were", "be", "been", "this", "that", "these", "those", "her", "his", "their", "its", "my", "due", "nos", "nec", "unspecified", "other", "specified", "elsewhere", "classified", "unclassified", "type-unspecified", "not-elsewhere", "which", "who", "whom", "has", "have", "had"]
)

# A number after one of these words belongs to it: "stage 3a" is one word, so a stray number never completes a term.
CLASS_WORDS = frozenset(["type", "stage", "grade", "degree", "class", "phase", "category", "level"])
_CLASS_OF = {"types": "type", "stages": "stage", "grades": "grade", "degrees": "degree"}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_SPELLED = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_ORDINAL = {"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4"}
_RANKED = frozenset({"degree", "stage", "grade"})
CLASS_FORMS = CLASS_WORDS | frozenset(_CLASS_OF) | frozenset(_ORDINAL)  # words that may open a class with its number
_ROMAN_LETTERED = re.compile(r"^(i{1,3}|iv|v|vi)([a-d])?$")
_NUMBER_LETTERED = re.compile(r"^\d[a-d]?$")

_BRITISH = (
    (re.compile(r"(?<=[a-z])our(?=$|s$|ed$|ing$|al$|less$)"), "or"),
    (re.compile(r"is(?=e$|es$|ed$|ing$|ation$|ations$)"), "iz"),
    (re.compile(r"ys(?=e$|es$|ed$|ing$)"), "yz"),
    (re.compile(r"(?<!^)(?:ae|oe)(?!$)|^(?:oe|ae)(?=[sdt])"), "e"),
    (re.compile(r"(?<=[a-z])(?:trop|metr|lit|fibr)re$"), "er"),
)


def fold(word: str) -> str:
    """Fold case, accents, possessive and British spelling: ``Ménière's`` -> ``meniere``, ``oedema`` -> ``edema``."""
    word = word.lower()
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.replace("’", "'").replace("ß", "ss"))
        word = "".join(character for character in word if not unicodedata.combining(character))
    word = word.removesuffix("'s")
    if len(word) >= 6:
        for pattern, american in _BRITISH:
            word = pattern.sub(american, word)
    return word


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem under which a folded word is known (Snowball's English stemmer)."""
    return str(_stemmer().stemWord(word)) if word.isalpha() else word


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]
    # Imported late: a note whose words are all known never needs it.
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def class_number(word: str, class_word: str) -> str | None:
    """Return the number that follows a class word, as a digit and a letter: ``IIIa`` after stage -> ``3a``."""
    if _NUMBER_LETTERED.match(word):
        return word
    if roman := _ROMAN_LETTERED.match(word):
        return _ROMAN[roman[1]] + (roman[2] or "")
    return _SPELLED.get(word)


def merge_classes(words: list[str]) -> list[tuple[str, int, int]]:
    """Join class words with their numbers. Returns (word, first, last) with positions in the list given.

    ``["ckd", "stage", "3a"]`` -> ``[("ckd", 0, 0), ("stage3a", 1, 2)]``; ``["second", "degree"]`` -> ``degree2``.
    """
    merged: list[tuple[str, int, int]] = []
    index = 0
    count = len(words)
    while index < count:
        word = words[index]
        joined = _class_at(words, index, count)
        if joined is None:
            merged.append((word, index, index))
            index += 1
        else:
            merged.append((joined[0], index, joined[1]))
            index = joined[1] + 1
    return merged


def _class_at(words: list[str], index: int, count: int) -> tuple[str, int] | None:
    word = _CLASS_OF.get(words[index], words[index])
    if word in CLASS_WORDS:
        step = 2 if index + 2 < count and words[index + 1] in ("-", "#", ":") else 1
        if index + step < count and (number := class_number(words[index + step], word)):
            return word + number, index + step
        return None
    if word in _ORDINAL and index + 1 < count:
        step = 2 if words[index + 1] == "-" and index + 2 < count else 1
        following = _CLASS_OF.get(words[index + step], words[index + step])
        if following in _RANKED:
            return following + _ORDINAL[word], index + step
    return None


def term_words(text: str) -> list[str]:
    """Cut a term into folded words, class words joined, stop words and marks dropped; the order is kept."""
    words = [fold(token) for token in TOKEN.findall(text)]
    return [word for word, _, _ in merge_classes(words) if word not in STOP_WORDS and word[0].isalnum()]
