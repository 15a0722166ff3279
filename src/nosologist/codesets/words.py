"""Words as the Index and the reader both see them: tokens, folded spelling, stems.

A term and a note must be cut and folded by the same rules, or they never meet; this is the one place for those rules.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nosologist.codesets.stemming import english_stem

TOKEN = re.compile(
    r"[a-zA-Z]+(?![\w'’])"  # nearly every word: the shortest way
    r"|\d+(?:[.,/]\d+)*(?=(?:ppd|PPD|ppw)\b)"  # 1ppd: a number and what it counts
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
_CLASS_OF = {
    "types": "type",
    "stages": "stage",
    "stg": "stage",
    "grades": "grade",
    "gr": "grade",
    "degrees": "degree",
    "deg": "degree",
}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_SPELLED = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_ORDINAL = {"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4"}
_RANKED = frozenset({"degree", "stage", "grade"})
CLASS_FORMS = CLASS_WORDS | frozenset(_CLASS_OF) | frozenset(_ORDINAL)  # words that may open a class with its number
_ROMAN_LETTERED = re.compile(r"^(i{1,3}|iv|v|vi)([a-d])?$")
_NUMBER_LETTERED = re.compile(r"^\d[a-d]?$")

# Letters that a British spelling holds (to pass over most words quickly), the spelling, and the American one.
_BRITISH = (
    ("our", re.compile(r"(?<=[a-z])our(?=$|s$|ed$|ing$|al$|less$)"), "or"),
    ("is", re.compile(r"is(?=e$|es$|ed$|ing$|ation$|ations$)"), "iz"),
    ("ys", re.compile(r"ys(?=e$|es$|ed$|ing$)"), "yz"),
    ("e", re.compile(r"(?<!^)(?:ae|oe)(?!$)|^(?:oe|ae)(?=[sdt])"), "e"),
    ("re", re.compile(r"(?<=[a-z])(?:trop|metr|lit|fibr)re$"), "er"),
)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Fold case, accents, possessive and British spelling: ``Ménière's`` -> ``meniere``, ``oedema`` -> ``edema``."""
    word = word.lower()
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.replace("’", "'").replace("ß", "ss"))
        word = "".join(character for character in word if not unicodedata.combining(character))
    word = word.removesuffix("'s")
    if len(word) >= 6:
        for letters, pattern, american in _BRITISH:
            if letters in word:
                word = pattern.sub(american, word)
    return word


# Endings that name a disease. A general stemmer cuts them off and makes one word of retina, retinal and retinitis.
_DISEASE_NAMES = (
    "itis osis iasis oses iases itides emia uria algia pathy ectomy ostomy otomy plasty plegia paresis penia cele ism"
)
_DISEASE_ENDINGS = tuple(ending + plural for ending in _DISEASE_NAMES.split() for plural in ("", "s"))
_DISEASE_PLURAL = (
    ("itides", "itis"),
    ("oses", "osis"),
    ("iases", "iasis"),
    ("pathies", "pathy"),
    ("ectomies", "ectomy"),
)

# Words that share a stem with a term but not its sense.
_APART_WORDS = """depressible depressibility exhaustive exhaustively conduction testes teething embolization embolized burning
crushing pneumoniae punch radiate radiates radiated radiating ganglionic seizing organism organisms organic generic genital
severe severely severity illness losing influenzae lowe"""
_APART = frozenset(_APART_WORDS.split())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem under which a folded word is known: Snowball's English stemmer, but names of diseases keep their ending."""
    if not word.isalpha() or word in _APART:
        return word
    for plural, singular in _DISEASE_PLURAL:
        if word.endswith(plural):
            word = word.removesuffix(plural) + singular
    if word.endswith(_DISEASE_ENDINGS):
        return word.removesuffix("s") if not word.endswith("is") else word
    return english_stem(word)


def class_number(word: str) -> str | None:
    """Return the number that follows a class word, as a digit and a letter: ``IIIa`` after stage -> ``3a``."""
    if _NUMBER_LETTERED.match(word):
        return word
    if roman := _ROMAN_LETTERED.match(word):
        return _ROMAN[roman[1]] + (roman[2] or "")
    return _SPELLED.get(word)


# Words that take a letter: hepatitis A, vitamin B, group A. The letter is then a word; elsewhere it is none.
LETTERED = frozenset(
    {"hepatitis", "vitamin", "hypervitaminosis", "hemophilia", "haemophilia", "group", "influenza", "factor", "antigen"}
)
_LETTER = re.compile(r"^[a-k]$")


def letter(word: str) -> str:
    """The word under which a letter is known."""
    return "=letter " + word


def merge_classes(words: list[str]) -> list[tuple[str, int, int]]:
    """Join class words with their numbers. Returns (word, first, last) with positions in the list given.

    ``["ckd", "stage", "3a"]`` -> ``[("ckd", 0, 0), ("stage3a", 1, 2)]``; ``["second", "degree"]`` -> ``degree2``;
    ``["hepatitis", "a"]`` keeps its letter as a word.
    """
    count = len(words)
    if CLASS_FORMS.isdisjoint(words) and LETTERED.isdisjoint(words):
        return list(zip(words, range(count), range(count), strict=True))
    merged: list[tuple[str, int, int]] = []
    index = 0
    while index < count:
        word = words[index]
        if word in LETTERED and index + 1 < count and _LETTER.match(words[index + 1]):
            merged += [(word, index, index), (letter(words[index + 1]), index + 1, index + 1)]
            index += 2
            continue
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
        if index + step < count and (number := class_number(words[index + step])):
            return word + number, index + step
        return None
    if word in _ORDINAL and index + 1 < count:
        step = 2 if words[index + 1] == "-" and index + 2 < count else 1
        following = _CLASS_OF.get(words[index + step], words[index + step])
        if following in _RANKED:
            return following + _ORDINAL[word], index + step
    return None


# "R knee", "fracture L ulna": a side, unless a number stands beside it ("2 L", "L 4").
_RIBS = frozenset({"rib", "ribs"})
SIDE_LETTERS = {"R": "right", "L": "left"}
_ORDINAL_TOKEN = re.compile(r"[1-5](?:st|nd|rd|th)")
_SMALL_SIDES = {"r": "right", "l": "left"}  # before a part of the body only: "r knee pain"
_PARTS_OF_BODY = """knee shoulder hip ankle foot hand wrist elbow arm forearm leg calf thigh heel toe finger thumb index
ear eye breast flank lower upper ring middle little great big distal proximal inguinal rib ribs
hemiparesis hemiplegia"""
_SIDED = frozenset(_PARTS_OF_BODY.split())


def _stands_between_words(tokens: list[str], index: int) -> bool:
    """True for a letter behind a dash that parts two words, no letter of a name such as "T-R"."""
    ahead, after = tokens[max(index - 2, 0)], tokens[index + 1 : index + 2]
    return ahead.isalpha() and len(ahead) > 2 and bool(after) and after[0].isalpha() and len(after[0]) > 2


def side_letter(tokens: list[str], index: int) -> str | None:
    """The side that a single letter means at its place, or None."""
    before = tokens[index - 1] if index else ""
    if before == "/" and tokens[index - 2 : index - 1] in (["w"], ["W"]):
        before = ""  # "w/ R hemiparesis"
    after = tokens[index + 1] if index + 1 < len(tokens) else ""
    if before == "-" and (after.lower() in _SIDED or _stands_between_words(tokens, index)):
        before = ""  # "OA - R knee", "SAH - R ACA infarct"
    if tokens[index] in _SMALL_SIDES:
        return _SMALL_SIDES[tokens[index]] if after.lower() in _SIDED and not before[:1].isdigit() else None
    near = (*tokens[max(0, index - 4) : index], *tokens[index + 1 : index + 7])
    if after[:1].isdigit() and not _RIBS.isdisjoint(map(str.lower, near)):
        return SIDE_LETTERS.get(tokens[index])  # "L 4-7 ribs"
    if _ORDINAL_TOKEN.fullmatch(after):
        return SIDE_LETTERS.get(tokens[index]) if not before[:1].isdigit() else None  # "hammertoe L 2nd"
    if before[:1].isdigit() or after[:1].isdigit() or after in ("/", "-", "'") or before in ("/", "-"):
        return None
    return SIDE_LETTERS.get(tokens[index])


# A prefix and the word behind its hyphen are one word: pre-eclampsia is preeclampsia. "non" needs no hyphen.
_PREFIXES = """pre post non anti co extra hyper hypo infra inter intra macro micro multi para peri poly pseudo semi sub
supra trans"""
PREFIXES = frozenset(_PREFIXES.split())


def fused(tokens: list[str], index: int) -> tuple[str, int] | None:
    """The word that a prefix makes with what follows, and the last token it takes; None where it makes none."""
    prefix = tokens[index].lower()
    if prefix not in PREFIXES:
        return None
    last = index + 2 if tokens[index + 1 : index + 2] == ["-"] else index + 1
    if last >= len(tokens) or (last == index + 1 and prefix != "non"):
        return None
    word = tokens[last]
    if not word.isalpha() or len(word) < 4 or (word.isupper() and not tokens[index].isupper()):
        return None
    return prefix + word.lower(), last


def fuse(tokens: list[str]) -> list[str]:
    """Join every prefix of a term with its word."""
    if PREFIXES.isdisjoint(map(str.lower, tokens)):
        return tokens
    joined: list[str] = []
    index = 0
    while index < len(tokens):
        found = fused(tokens, index)
        joined.append(found[0] if found else tokens[index])
        index = found[1] + 1 if found else index + 1
    return joined


# Capitals that are read like words, in any case.
_SPOKEN_CAPITALS = frozenset({"HIV", "COVID", "SARS", "HPV", "DNA", "RNA", "AIDS", "MRSA", "MSSA", "RSV", "HTLV"})
_ACRONYM = re.compile(r"^(?=.*[A-Z])[A-Z0-9]{2,7}$")


@lru_cache(maxsize=100_000)
def is_acronym(token: str) -> bool:
    """True for a token in capitals that names something only when it is written in capitals: HAVS, FIT, PIN."""
    return (
        _ACRONYM.match(token) is not None
        and token not in _SPOKEN_CAPITALS
        and not token[0].isdigit()
        and not _ROMAN_LETTERED.match(token.lower())
    )


def acronym(token: str) -> str:
    """The word under which an acronym is known; no stem of another word is ever the same."""
    return "=" + token


def term_words(text: str) -> list[str]:
    """Cut a term into folded words, class words joined, stop words and marks dropped; the order is kept."""
    tokens = fuse(TOKEN.findall(text))
    whole_in_capitals = text.isupper() and sum(token.isalpha() for token in tokens) > 2
    words = [acronym(token) if is_acronym(token) and not whole_in_capitals else fold(token) for token in tokens]
    return [
        word for word, _, _ in merge_classes(words) if word not in STOP_WORDS and (word[0].isalnum() or word[0] == "=")
    ]
