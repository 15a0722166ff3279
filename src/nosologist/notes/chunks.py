"""Chunks: what stands between two blanks, read once. No token crosses a blank, and the same few thousand fill most notes."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import NamedTuple

from nosologist.codesets.gaps import gap_cost
from nosologist.codesets.memo import Memo
from nosologist.codesets.terms import UNFOLDED, Terms
from nosologist.codesets.words import TOKEN
from nosologist.notes.assertion import MAY_CUE, MAY_NEGATE, SCOPE_END, cue_flags

_MOST_CHUNKS = 50_000
_MOST_TOKENS = 50_000

# What a chunk may be to its statement, as bits of one number: most questions about a statement are answered by its bits.
LOOK_CLOSER = 1  # an abbreviation, or a class word that may take a number
OPENER = 2  # opens an abbreviation with the word behind it only ("a fib"), where a telling token stands behind it
TELLING = 4
CUES = 8  # may open a cue that says something
NEGATES = 16  # may open a negation
DASH = 32  # a hyphen that stands alone
JOINS = 64  # a comma or a conjunction: the statement may be a list
SIZED_BY_CASE = 256  # a token has another length in small letters
APPOSES = 128  # a mark behind which an apposition may stand
_OF_FLAGS = {SCOPE_END: 0, MAY_CUE: CUES, MAY_NEGATE: CUES | NEGATES}
_OF_TOKENS = {
    **dict.fromkeys((",", ":", "–", "—"), APPOSES),
    **dict.fromkeys((",", "and", "or", "&", "/", "+"), JOINS),
    ",": APPOSES | JOINS,
}


class Chunk(NamedTuple):
    """An entry for each token, but for ``bits`` and ``written``."""

    ids: tuple[int, ...]  # of words; UNKNOWN or STOP where no term has the word, UNFOLDED where it needs a closer look
    surfaces: tuple[str, ...]  # as written
    tokens: tuple[str, ...]  # in lower case, as cues are written
    costs: tuple[int, ...]  # of tokens that stand between two words of a term
    flags: tuple[int, ...]  # what each may be to the cues
    advances: tuple[int, ...]  # from the start of each token to the next, with one blank behind the chunk
    bits: int
    written: str


class _Token(NamedTuple):
    """A token by itself."""

    id: int
    token: str  # in lower case
    cost: int
    flag: int
    bits: int
    length: int


def chunks_of(terms: Terms) -> Memo[Chunk]:
    """The chunks that notes have used, by how they are written."""
    found: Memo[Chunk] | None = terms.memo.get(Chunk)
    if found is None:
        found = terms.memo[Chunk] = Memo(_Reader(terms).chunk, _MOST_CHUNKS)
    return found


class _Reader:
    """Reads chunks with the words of one release."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._tokens = Memo(self._token, _MOST_TOKENS)

    def chunk(self, written: str) -> Chunk:
        """What a chunk says."""
        surfaces = tuple(TOKEN.findall(written))
        if not surfaces:
            return Chunk((), (), (), (), (), (), 0, written)
        ids, tokens, costs, flags, bits, lengths = zip(*map(self._tokens.__getitem__, surfaces), strict=True)
        said = reduce(or_, bits)
        if self._terms.abbreviations.may_tell(surfaces[0]):
            said |= TELLING
        advances = (*lengths[:-1], lengths[-1] + 1)
        if UNFOLDED in ids:
            ids, opener = self._opened(surfaces, ids)
            costs = tuple(map(gap_cost, surfaces, [word > 0 for word in ids]))
            said |= opener | (LOOK_CLOSER if UNFOLDED in ids else 0)
        elif written == "-":
            tokens, flags, said = ("–",), tuple(cue_flags(("–",))), said | DASH
        return Chunk(ids, surfaces, tokens, costs, flags, advances, said, written)

    def _opened(self, surfaces: tuple[str, ...], ids: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
        """The ids, where a token that only opens abbreviations opens none here; and OPENER where the next chunk decides."""
        abbreviations, found = self._terms.abbreviations, list(ids)
        for index, token in enumerate(surfaces):
            behind = abbreviations.opens_only(token) if ids[index] == UNFOLDED else None
            if behind is None:
                continue
            if index + 1 < len(surfaces):
                if surfaces[index + 1].lower() not in behind:
                    found[index] = self._terms.plain_word_id(token)
            elif abbreviations.is_told_later(token):
                found[index] = self._terms.plain_word_id(token)
        return tuple(found), OPENER if ids[-1] == UNFOLDED != found[-1] else 0

    def _token(self, surface: str) -> _Token:
        lower = surface.lower()
        word = self._terms.word_ids[surface]
        [flag] = cue_flags((lower,))
        bits = _OF_TOKENS.get(lower, 0) | _OF_FLAGS.get(flag, 0) | (SIZED_BY_CASE if len(lower) != len(surface) else 0)
        return _Token(word, lower, gap_cost(surface, word > 0), flag or 0, bits, len(surface))
