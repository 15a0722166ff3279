"""A note, read: its statements as runs of words that the terms of a release can be matched against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from operator import itemgetter
from typing import Any, Generic, TypeVar

from nosologist.codesets.abbreviations import Sense
from nosologist.codesets.gaps import gap_cost
from nosologist.codesets.terms import OPENER, STOP, TELLING, UNFOLDED, Terms
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
from nosologist.model.document import Document, NoteSection, Span
from nosologist.notes.assertion import MAY_CUE, MAY_NEGATE, Cue, cue_flags, find_cues
from nosologist.notes.sections import split_sections
from nosologist.notes.statements import Statement, split_statements

_KNOWN, _IDS, _COSTS, _TOKENS, _ADVANCES = map(itemgetter, (0, 1, 2, 3, 5))  # the parts of a chunk, for use with map
_SECONDARY = frozenset({"secondary", "Secondary"})


Value = TypeVar("Value")


class made_once(Generic[Value]):  # noqa: N801 (a decorator)
    """An attribute that is made when it is first asked for; like functools.cached_property, which takes a lock besides."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, run: Any, owner: type) -> Value:
        value = self._make(run)
        setattr(run, self._name, value)  # hides this descriptor from now on
        return value


class Spelled:
    """What a document says in full: "Parkinson's disease" tells what PD is in another statement."""

    def __init__(self, text: str, terms: Terms) -> None:
        self.text = text
        self._terms = terms

    @made_once
    def _ids(self) -> list[int]:
        chunks = map(self._terms.chunks.__getitem__, self.text.split())
        return [word for word in chain.from_iterable(map(_IDS, chunks)) if word > 0]

    def says(self, words: tuple[int, ...]) -> bool:
        """True where the words stand together in this order."""
        ids, size = self._ids, len(words)
        return any(
            word == words[0] and tuple(ids[at : at + size]) == words for at, word in enumerate(ids[: 1 - size or None])
        )


class WordRun:
    """The words of one statement. Lists run in parallel, one entry a word; an abbreviation gives several on one place.

    Only ``known`` is made for every statement; most statements name no term and never need the rest, which is made when
    first asked for.
    """

    _raws: list[tuple[int, int]] | None = None  # first and last token of each word; None where each word is its token

    def __init__(self, spelled: Spelled, number: int, statement: Statement, terms: Terms) -> None:
        self.text = text = spelled.text  # the whole document
        self.number = number  # which statement of the note, from 0
        self.statement = statement
        self._terms = terms
        self._chunks = chunks = list(map(terms.chunks.__getitem__, text[statement.start : statement.end].split()))
        # Ids of the words that terms have, in order; or below 0.
        self.known = known = list(chain.from_iterable(map(_KNOWN, chunks)))
        self._is_unfolded = UNFOLDED in known or (TELLING in known and OPENER in known)
        if self._is_unfolded:
            self.ids, self._raws = _unfolded_words(self.surfaces, terms, spelled)
            self.known = [word for word in self.ids if word > 0]

    @property
    def opening(self) -> tuple[str, ...]:
        """What stands before the first blank, and before the second; before the third as well where "the" comes first."""
        chunks = self._chunks
        count = 3 if chunks[0].written in ("The", "the") else 2
        return tuple([chunk.written for chunk in chunks[:count]])

    @made_once
    def ids(self) -> list[int]:
        """Word ids; UNKNOWN or STOP where no term has the word."""
        return list(chain.from_iterable(map(_IDS, self._chunks)))

    @made_once
    def surfaces(self) -> list[str]:
        """Tokens as written, marks included."""
        return list(chain.from_iterable(map(_TOKENS, self._chunks)))

    @property
    def token_spans(self) -> list[tuple[int, int]]:
        """Character offsets of each token."""
        return [self.token_span(token) for token in range(len(self.surfaces))]

    def token_span(self, token: int) -> tuple[int, int]:
        """Character offsets of a token."""
        start = self._token_starts[token]
        return start, start + len(self.surfaces[token])

    @made_once
    def _token_starts(self) -> list[int]:
        start, end = self.statement.start, self.statement.end
        starts = list(accumulate(chain.from_iterable(map(_ADVANCES, self._chunks)), initial=start))
        if starts[-1] == end + 1:
            return starts
        starts = []  # somewhere more than one blank; only blanks stand between tokens, so the next find is the next token
        for surface in self.surfaces:
            start = self.text.find(surface, start)
            starts.append(start)
            start += len(surface)
        return starts

    @made_once
    def tokens(self) -> list[str]:
        """Tokens in lower case, as cues are written; a dash between words is an en dash, a hyphen stays a hyphen."""
        tokens = list(map(str.lower, self.surfaces))
        if "-" in tokens:
            for index, token in enumerate(tokens):
                if token == "-" and _stands_alone(self.text, *self.token_span(index)):
                    tokens[index] = "–"
        if self._raws is None:
            self.words, self.written = tokens, self.surfaces  # made together, because they are asked for together
        self.flags = cue_flags(tokens)
        return tokens

    @made_once
    def words(self) -> list[str]:
        """The first token of each word, in lower case."""
        return self.tokens if self._raws is None else [self.tokens[first] for first, _ in self._raws]

    @made_once
    def written(self) -> list[str]:
        """The first token of each word, as written."""
        return self.surfaces if self._raws is None else [self.surfaces[first] for first, _ in self._raws]

    @made_once
    def cues(self) -> list[Cue]:
        """The cues of the statement, with their scopes in tokens."""
        flags = self.flags
        return find_cues(self.tokens, flags) if MAY_CUE in flags or MAY_NEGATE in flags else []

    @made_once
    def flags(self) -> list[int]:
        """What each token may be to the cues."""
        return cue_flags(self.tokens)

    @made_once
    def costs(self) -> list[int]:
        """costs[i]: what the words before word i cost together."""
        if self._is_unfolded:
            costs = [gap_cost(surface, word > 0) for surface, word in zip(self.written, self.ids, strict=True)]
        else:
            costs = list(chain.from_iterable(map(_COSTS, self._chunks)))
        return list(accumulate(costs, initial=0))

    def token(self, position: int) -> int:
        """The first token of the word at a position."""
        return position if self._raws is None else self._raws[position][0]

    def opens_cause(self, position: int) -> bool:
        """True at "secondary to": it tells of what stands before it; what follows is the cause, not itself secondary."""
        if self.words[position] != "secondary":
            return False
        token = self.token(position)
        return self.surfaces[token] in _SECONDARY and self.surfaces[token + 1 : token + 2] == ["to"]

    def span(self, first: int, last: int) -> Span:
        """From the word at one position to the word at another."""
        if self._raws is not None:
            first, last = self._raws[first][0], self._raws[last][1]
        starts = self._token_starts
        return Span(starts[first], starts[last] + len(self.surfaces[last]))

    def _on_one_token(self, before: int, after: int) -> bool:
        """True for two words of one abbreviation."""
        return self._raws is not None and self._raws[after][0] <= self._raws[before][1]

    def spans(self, positions: tuple[int, ...]) -> tuple[Span, ...]:
        """One span for each run of words that touch; stop words between two of the words belong to it."""
        first = before = positions[0]
        if positions[-1] - first < len(positions):
            return (self.span(first, positions[-1]),)
        spans: list[Span] = []
        for position in positions[1:]:
            if any(word >= 0 for word in self.ids[before + 1 : position]) and not self._on_one_token(before, position):
                spans.append(self.span(first, before))
                first = position
            before = position
        spans.append(self.span(first, before))
        return tuple(spans)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its sections and statements; their spans count in the record, in which the document begins at ``start``."""

    document: Document
    sections: tuple[NoteSection, ...]
    runs: tuple[WordRun, ...]
    start: int = 0


def read(document: Document, terms: Terms) -> Reading:
    """Cut a document into sections, statements and words."""
    sections = split_sections(document.text)
    runs: list[WordRun] = []
    spelled = Spelled(document.text, terms)
    for section in sections:
        for statement in split_statements(document.text, section):
            runs.append(WordRun(spelled, len(runs), statement, terms))
    return Reading(document, sections, tuple(runs))


def _stands_alone(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isspace() and text[end : end + 1].isspace()


def _unfolded_words(
    surfaces: list[str], terms: Terms, spelled: Spelled
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
        words, last = _unfolded(surfaces, index, terms, spelled)
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


def _unfolded(surfaces: list[str], index: int, terms: Terms, spelled: Spelled) -> tuple[tuple[int, ...], int]:
    """The words of an abbreviation, a prefix with its word, or a class word with its number; and their last token."""
    following = surfaces[index + 1].lower() if index + 1 < len(surfaces) else ""
    for written, senses in terms.abbreviations.at(surfaces[index]):
        if len(written) > 1 and written[1].lower() != following:
            continue
        tokens = surfaces[index : index + len(written)]
        if written == tuple(tokens) or written == tuple(token.lower() for token in tokens):
            meaning = _sense(senses, surfaces, spelled if len(written) == 1 else None)
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


def _sense(senses: tuple[Sense, ...], surfaces: Sequence[str], spelled: Spelled | None) -> tuple[int, ...] | None:
    """The meaning of an abbreviation: what its statement tells, else the one that the document spells out, else its default.

    () where it is no term there, None where nothing applies.
    """
    default = None
    for sense in senses:
        if not sense.context:
            default = default or sense
        elif any(not sense.context.isdisjoint(_context_words(token)) for token in surfaces):
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
