"""Chunks: what stands between two blanks, read once. No token crosses a blank, and the same few thousand fill most notes."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from sys import intern
from typing import NamedTuple

from nosologist.codesets.gaps import gap_cost
from nosologist.codesets.memo import Memo
from nosologist.codesets.terms import UNFOLDED, Terms
from nosologist.codesets.words import TOKEN
from nosologist.notes.assertion import MAY_CUE, MAY_NEGATE, SCOPE_END, cue_flags, may_tell_past

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
APPOSES = 128  # a mark behind which an apposition may stand
OVERDOSES = 256  # may speak of an overdose or ingestion
PAST = 512  # may belong to a cue of the past
DEVICES = 1024  # names a device that lies in the body
MARKED = 16  # the bit at which begins what others look for (``look_for``)
_OF_OVERDOSES = ("overdos", "odd", "od'd", "ingest", "poison", "swallow", "intoxication")
_OF_FLAGS = {SCOPE_END: 0, MAY_CUE: CUES, MAY_NEGATE: CUES | NEGATES}
_DEVICES = ("ppm", "pacemaker", "aicd", "icd", "bivicd", "crt-d", "crtd", "lvad", "defibrillator")
_OF_TOKENS = {
    **dict.fromkeys(_DEVICES, DEVICES),
    **dict.fromkeys((",", ":", "–", "—"), APPOSES),
    **dict.fromkeys((",", "and", "or", "&", "/", "+"), JOINS),
    ",": APPOSES | JOINS,
}


class Token(NamedTuple):
    """A word, a number or a mark."""

    surface: str  # as written
    token: str  # in lower case, as cues are written
    cost: int  # where it stands between two words of a term
    flag: int  # what it may be to the cues
    advance: int  # from its start to that of the next token, with one blank behind a chunk


class Chunk(NamedTuple):
    """What stands between two blanks."""

    ids: tuple[int, ...]  # of words; UNKNOWN or STOP where no term has the word, UNFOLDED where it needs a closer look
    tokens: tuple[Token, ...]
    bits: int


Marking = Callable[[str], int]  # the bits that a chunk, as it is written, has for somebody


class Chunks(Memo[Chunk]):
    """The chunks that notes have used, by how they are written."""

    def __init__(self, terms: Terms, marking: Marking | None = None) -> None:
        super().__init__(_Reader(terms, marking).chunk, _MOST_CHUNKS)
        self.marking = marking  # by which they are marked


def chunks_of(terms: Terms) -> Chunks:
    """The chunks of a release."""
    found: Chunks | None = terms.memo.get(Chunk)
    if found is None:
        found = terms.memo[Chunk] = Chunks(terms)
    return found


def look_for(terms: Terms, marking: Marking) -> None:
    """Mark what is read from now on, unless it is marked by somebody: who then asks a statement need not go through it again."""
    if chunks_of(terms).marking is None:
        terms.memo[Chunk] = Chunks(terms, marking)


class _Reader:
    """Reads chunks with the words of one release."""

    def __init__(self, terms: Terms, marking: Marking | None) -> None:
        self._terms = terms
        self._marking = marking
        self._inside = Memo(lambda surface: self._token(surface, 0), _MOST_TOKENS)
        self._closing = Memo(lambda surface: self._token(surface, 1), _MOST_TOKENS)

    def chunk(self, written: str) -> Chunk:
        """What a chunk says."""
        surfaces = TOKEN.findall(written)
        marks = self._marking(written) << MARKED if self._marking else 0
        if not surfaces:
            return Chunk((), (), marks)
        ids = tuple(map(self._terms.word_ids.__getitem__, surfaces))
        tokens = (*map(self._inside.__getitem__, surfaces[:-1]), self._closing[surfaces[-1]])
        bits = TELLING if self._terms.abbreviations.may_tell(surfaces[0]) else 0
        if UNFOLDED in ids:
            ids, opener = self._opened(surfaces, ids)
            tokens = tuple(
                token._replace(cost=gap_cost(token.surface, word > 0)) for token, word in zip(tokens, ids, strict=True)
            )
            bits |= opener | (LOOK_CLOSER if UNFOLDED in ids else 0)
        elif written == "-":
            tokens = (tokens[0]._replace(token="–", flag=cue_flags(("–",))[0]),)
            bits |= DASH
        return Chunk(ids, tokens, reduce(or_, map(_bits_of, tokens), bits | marks))

    def _opened(self, surfaces: list[str], ids: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
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

    def _token(self, surface: str, blank: int) -> Token:
        lower = intern(surface.lower())  # one object for one word: what is asked for often stays near at hand
        surface = lower if surface == lower else surface
        cost = gap_cost(surface, self._terms.word_ids[surface] > 0)
        return Token(surface, lower, cost, cue_flags((lower,))[0], len(surface) + blank)


def _bits_of(token: Token) -> int:
    """What a token makes of its chunk."""
    word = token.token
    taken = OVERDOSES if any(letters in word for letters in _OF_OVERDOSES) else 0
    past = PAST if may_tell_past(word) else 0
    return _OF_TOKENS.get(word, 0) | _OF_FLAGS.get(token.flag, 0) | taken | past
