"""Words that take a closer look: abbreviations by their sense, class words with their number, prefixes with their word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from nosologist.codesets.abbreviations import OPENS_TITLE, Sense
from nosologist.codesets.terms import STOP, UNFOLDED, Terms
from nosologist.codesets.words import (
    CLASS_FORMS,
    LETTERED,
    acronym,
    fold,
    fused,
    is_acronym,
    merge_classes,
    side_letter,
    stem,
)
from nosologist.notes.chunks import chunks_of
from nosologist.notes.made_once import made_once


class Spelled:
    """What a document says in full: "Parkinson's disease" tells what PD is in another statement."""

    def __init__(self, text: str, terms: Terms) -> None:
        self.text = text
        self.terms = terms
        self.chunks = chunks_of(terms)

    @made_once
    def _ids(self) -> list[int]:
        chunks = map(self.chunks.__getitem__, self.text.split())
        return [word for chunk in chunks for word in chunk.ids if word > 0]

    def says(self, words: tuple[int, ...]) -> bool:
        """True where the words stand together in this order."""
        ids, size = self._ids, len(words)
        return any(
            word == words[0] and tuple(ids[at : at + size]) == words for at, word in enumerate(ids[: 1 - size or None])
        )


_RISK = "HCC"
_BEHIND_TITLE = frozenset(",.:;-–—(")


def unfolded_words(
    surfaces: list[str], terms: Terms, spelled: Spelled, *, is_title: bool = False
) -> tuple[list[int], list[tuple[int, int]] | None]:
    """Word ids with the tokens that they stand on (first and last); None where each word is its token."""
    ids = list(map(terms.word_ids.__getitem__, surfaces))
    longer: list[tuple[int, int, tuple[int, ...]]] = []
    end = 0
    index = -1
    for _ in range(ids.count(UNFOLDED)):
        index = ids.index(UNFOLDED, index + 1)
        if index < end:
            continue
        behind = terms.abbreviations.opens_only(surfaces[index])
        if behind is not None and (index + 1 == len(surfaces) or surfaces[index + 1].lower() not in behind):
            ids[index] = terms.plain_word_id(surfaces[index])
            continue
        opens = is_title and (index == 0 or surfaces[index - 1] == ";")  # "PAD; tobacco; gout"
        words, last = _unfolded(surfaces, index, terms, spelled, is_title=opens)
        end = last + 1
        if last == index and len(words) == 1:
            ids[index] = words[0]
        else:
            longer.append((index, last, words))
    return _spread(ids, longer) if longer else (ids, None)


def _spread(ids: list[int], longer: list[tuple[int, int, tuple[int, ...]]]) -> tuple[list[int], list[tuple[int, int]]]:
    """Put words that take several tokens, and tokens that stand for several words, into their places."""
    spread: list[int] = []
    raws: list[tuple[int, int]] = []
    at = 0
    for first, last, words in (*longer, (len(ids), len(ids), ())):
        spread.extend(ids[at:first])
        raws.extend((index, index) for index in range(at, first))
        spread.extend(words)
        raws.extend([(first, last)] * len(words))
        at = last + 1
    return spread, raws


def _unfolded(
    surfaces: list[str], index: int, terms: Terms, spelled: Spelled, *, is_title: bool
) -> tuple[tuple[int, ...], int]:
    """The words of an abbreviation, a prefix with its word, or a class word with its number; and their last token."""
    if _marks_risk(surfaces, index):
        return (STOP,), index
    following = surfaces[index + 1].lower() if index + 1 < len(surfaces) else ""
    for written, senses in terms.abbreviations.at(surfaces[index]):
        if len(written) > 1 and written[1].lower() != following:
            continue
        tokens = surfaces[index : index + len(written)]
        if written == tuple(tokens) or written == tuple(token.lower() for token in tokens):
            behind = surfaces[index + len(written) : index + len(written) + 1]
            names_problem = is_title and _BEHIND_TITLE.issuperset(behind)
            meaning = _sense(senses, surfaces, spelled if len(written) == 1 else None, names_problem=names_problem)
            if meaning is not None:
                return meaning or (STOP,), index + len(written) - 1
            break
    side = side_letter(surfaces, index)
    if side is not None:
        return (terms.plain_word_id(side),), index
    found = fused(surfaces, index)
    if found is not None:
        return (terms.plain_word_id(found[0]),), found[1]
    lower = surfaces[index].lower()
    if lower in LETTERED:
        pair = merge_classes([fold(token) for token in surfaces[index : index + 2]])
        if len(pair) == 2 and pair[1][0].startswith("="):
            return tuple(terms.plain_word_id(word) for word, _, _ in pair), index + 1
    elif lower in CLASS_FORMS:
        merged, _, last = merge_classes([fold(token) for token in surfaces[index : index + 3]])[0]
        if last > 0:
            return (terms.plain_word_id(merged),), index + last
    return (terms.plain_word_id(surfaces[index]),), index


def _marks_risk(surfaces: list[str], index: int) -> bool:
    """True for "(HCC)" behind a diagnosis: systems mark so what counts for risk adjustment, whatever the disease."""
    return (
        surfaces[index] == _RISK
        and index > 0
        and surfaces[index - 1] in "(/-"
        and surfaces[index + 1 : index + 2] == [")"]
    )


def _sense(
    senses: tuple[Sense, ...], surfaces: Sequence[str], spelled: Spelled | None, *, names_problem: bool
) -> tuple[int, ...] | None:
    """The meaning of an abbreviation: what its statement tells, else the one that the document spells out, else its default.

    () where it is no term there, None where nothing applies.
    """
    default = None
    for sense in senses:
        if not sense.context:
            default = default or sense
        elif (names_problem and OPENS_TITLE in sense.context) or any(
            not sense.context.isdisjoint(_context_words(token)) for token in surfaces
        ):
            return sense.ids
    if spelled and len(senses) > 1 and not (default and default.ids):
        written = {sense.ids for sense in senses if len(sense.ids) > 1 and spelled.says(sense.ids)}
        if len(written) == 1:
            return written.pop()
    return default.ids if default else None


@lru_cache(maxsize=50_000)
def _context_words(token: str) -> tuple[str, ...]:
    """What a token may be in a context; one in capitals stands there in capitals ("AS", "II" and "NG" are no words)."""
    words = (stem(fold(token)),) if token[0].isalpha() else ()
    return (acronym(token), *words) if is_acronym(token) else words
