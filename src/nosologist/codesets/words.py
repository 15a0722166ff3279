"""Words as the Index and the reader both see them: tokens, folded spelling, stems.

A term and a note must be cut and folded by the same rules, or they never meet; this is the one place for those rules.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TOKEN = re.compile(
    r"[a-zA-Z]+(?![\w'’])"  # nearly every word: the shortest way
    r"|\d+(?:[.,/]\d+)*[^\W\d_]*"  # 120/80, 41.2, 3a, 2nd
    r"|\w+(?:['’][stST]\b)?"  # Ménière, Crohn's, don't, T12
    r"|[^\w\s]"
)

# Words that carry no meaning for finding a term. "without" and "no" do carry one.
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "as",
        "and",
        "or",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "this",
        "that",
        "these",
        "those",
        "her",
        "his",
        "their",
        "its",
        "my",
        "due",
        "nos",
        "nec",
        "unspecified",
        "other",
        "specified",
        "elsewhere",
        "classified",
        "unclassified",
        "type-unspecified",
        "not-elsewhere",
        "which",
        "who",
        "whom",
        "has",
        "have",
        "had",
    ]
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


# Endings that name a disease. A general stemmer cuts them off and makes one word of retina, retinal and retinitis.
_DISEASE_ENDING = re.compile(
    r"(?:itis|osis|iasis|oses|iases|itides|emia|uria|algia|pathy|ectomy|ostomy|otomy|plasty|plegia|paresis|penia|cele|ism)s?$"
)
_DISEASE_PLURAL = (
    ("itides", "itis"),
    ("oses", "osis"),
    ("iases", "iasis"),
    ("pathies", "pathy"),
    ("ectomies", "ectomy"),
)

# Words that share a stem with a term but not its sense.
_APART_WORDS = """depressible depressibility exhaustive exhaustively conduction testes teething embolization embolized burning
