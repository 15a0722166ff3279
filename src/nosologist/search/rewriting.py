"""Rewrite a query in words that the books know: spelling mended, abbreviations in capitals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nosologist.codesets.library import Books
from nosologist.codesets.spelling import Spelling
from nosologist.codesets.words import STOP_WORDS, TOKEN, acronym, fold

_SHORTEST_MENDED = 4  # letters; shorter words are too like one another
_SHORTEST_OPENING = 3
_SURELY_AN_OPENING = 6  # letters; fewer that begin a word are its beginning rather than another word misspelt
_SHORTEST_PART = 4  # of two words written as one
_SHORTEST_DOUBTED = 6  # letters of a word that exists and may be a slip for another all the same
_MOST_DOUBTED = 6  # words of a query in which slips are looked for
_COMMON = 5  # wordings that have a word which is an abbreviation in capitals as well


class Rewritten(NamedTuple):
    """A query as the books would write it."""

    text: str
    mended: tuple[tuple[str, str], ...]  # (as written, as read)
    unknown: tuple[str, ...]  # words that no wording has


def rewritten(text: str, books: Books) -> Rewritten:
    """Rewrite a query, or a part of one."""
    tokens = TOKEN.findall(text)
    if text.isupper() and sum(token.isalpha() for token in tokens) > 1:
        tokens = [token if _abbreviates(token, books) else token.lower() for token in tokens]
    written: list[str] = []
    mended: list[tuple[str, str]] = []
    unknown: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if found := _abbreviation(tokens, place, books):
            written.append(found[0])
            place += found[1]
            continue
        place += 1
        if place < len(tokens) and _is_one_word(token, tokens[place], books):
            written.append(token + tokens[place])
            place += 1
        elif not token[0].isalpha() or _is_known(token, books):
            written.append(token)
        elif read := _read(token, books):
            mended.append((token, read))
            written.append(read)
        else:
            unknown.append(token)
            written.append(token)
    return Rewritten(_joined(written), tuple(mended), tuple(unknown))


def likely_words(text: str, books: Books) -> list[tuple[str, str]]:
    """Words of a short query that exist but may be slips for another: (as written, as perhaps meant)."""
    words = [word for word in TOKEN.findall(text) if word.isalpha()]
    if len(words) > _MOST_DOUBTED:
        return []
    found = []
    for word in words:
        if len(word) >= _SHORTEST_DOUBTED and _is_known(word, books):
            corrections = books.spellings.corrections(fold(word))
            if corrections and corrections[0][1] <= 1.0:
                found.append((word, corrections[0][0].written))
    return found


def _joined(tokens: Sequence[str]) -> str:
    return " ".join(tokens).replace(" - ", "-").replace(" . ", ". ").replace(" / ", "/")


def _abbreviates(token: str, books: Books) -> bool:
    return bool(books.terms.abbreviations.at(token)) and not _is_word(token, books)


def _abbreviation(tokens: Sequence[str], place: int, books: Books) -> tuple[str, int] | None:
    """An abbreviation in whatever case, as it is written in the books, and how many tokens it takes."""
    at = books.terms.abbreviations.at
    token = tokens[place]
    entries = [*at(token), *(at(token.upper()) if token != token.upper() else ())]
    for words, _ in sorted(entries, key=lambda entry: -len(entry[0])):
        said = tokens[place : place + len(words)]
        if [one.lower() for one in said] != [word.lower() for word in words]:
            continue
        if tuple(said) != words and len(words) == 1 and _is_word(token, books):
            continue
        return _joined(words), len(words)
    if token.islower() and not _is_word(token, books) and _is_acronym(token, books):
        return token.upper(), 1
    return None


def _is_word(token: str, books: Books) -> bool:
    """True for an everyday word, and one that many wordings have."""
    lower = token.lower()
    known = books.spellings.get(lower)
    return lower in STOP_WORDS or (known is not None and known.uses >= _COMMON)


def _is_acronym(token: str, books: Books) -> bool:
    return books.terms.plain_word_id(acronym(token.upper())) > 0


def _is_known(token: str, books: Books) -> bool:
    folded = fold(token)
    known = books.spellings.get(folded)
    return (
        folded in STOP_WORDS
        or (known is not None and known.uses > 0)
        or books.terms.word_ids[token] != 0
        or len(token) == 1
    )


def _is_one_word(first: str, second: str, books: Books) -> bool:
    """True for a word that was written as two: "heart burn"; of two short words only where one of them is none."""
    if not (first.isalpha() and second.isalpha() and books.spellings.get(fold(first + second))):
        return False
    return min(len(first), len(second)) >= _SHORTEST_PART or not (_is_known(first, books) and _is_known(second, books))


def _read(token: str, books: Books) -> str | None:
    """What a word that is not known is read as: its opening, another spelling, or two words written as one."""
    folded = fold(token)
    if len(folded) < _SHORTEST_OPENING:
        return None
    opened = next((one for one in books.spellings.completions(folded, 1) if one.uses > 0), None)
    corrections = _corrections(token, books) if len(folded) >= _SHORTEST_MENDED else []
    if opened and len(folded) < _SURELY_AN_OPENING and not (corrections and _is_likelier(corrections[0], opened)):
        return opened.written
    if corrections and corrections[0][1] <= 1.0:
        return corrections[0][0].written
    parted = max(_parted(folded, books), default=None)
    if parted:
        return parted[1]
    return corrections[0][0].written if corrections else opened.written if opened else None


def _is_likelier(correction: tuple[Spelling, float], opened: Spelling) -> bool:
    """True where one slip explains more than that a rarer word was begun: "cancr" is cancer, not cancrum."""
    return correction[1] <= 1.0 and correction[0].uses > opened.uses


def _corrections(token: str, books: Books) -> list[tuple[Spelling, float]]:
    """The likeliest first, as it is written and as it is folded: "diseaes" is no British spelling."""
    each = {books.spellings.corrections(word)[:1] for word in (token.lower(), fold(token))}
    return sorted((found[0] for found in each if found), key=lambda pair: (pair[1], pair[0].written))


def _parted(word: str, books: Books) -> Iterator[tuple[int, str]]:
    for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        first, second = books.spellings.get(word[:place]), books.spellings.get(word[place:])
        if first and second and min(first.uses, second.uses) > 0:
            yield min(first.uses, second.uses), f"{word[:place]} {word[place:]}"
