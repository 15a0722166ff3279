"""A note, read: its statements as runs of words that the terms of a release can be matched against."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate, chain, pairwise
from operator import itemgetter, or_
from typing import Any

from nosologist.codesets.gaps import gap_cost
from nosologist.codesets.terms import Terms
from nosologist.model.document import Document, NoteSection, Span
from nosologist.notes.assertion import Cue, cue_flags, find_cues
from nosologist.notes.chunks import CUES, DASH, LOOK_CLOSER, OPENER, TELLING, Chunk, Marking, Token
from nosologist.notes.made_once import made_once
from nosologist.notes.sections import split_sections
from nosologist.notes.statements import TITLES, Statement, split_statements
from nosologist.notes.unfolding import Spelled, unfolded_words

_IDS, _TOKENS, _BITS = map(itemgetter, range(3))  # the parts of a chunk, for use with map
_SECONDARY = frozenset({"secondary", "Secondary"})
_TOLD_LATER = OPENER | TELLING


class WordRun:
    """The words of one statement. Lists run in parallel, one entry a word; an abbreviation gives several on one place.

    Only ``ids`` and ``bits`` are made for every statement; most statements name no term and never need the rest, which is made
    when first asked for.
    """

    _raws: list[tuple[int, int]] | None = None  # first and last token of each word; None where each word is its token
    _is_unfolded = False

    def __init__(
        self, spelled: Spelled, number: int, statement: Statement, written: list[str], chunks: list[Chunk]
    ) -> None:
        self.text = spelled.text  # the whole document
        self.number = number  # which statement of the note, from 0
        self.statement = statement
        self.chunks = written  # what stands between its blanks
        self._chunks = chunks
        self.bits = bits = reduce(or_, map(_BITS, chunks), 0)  # what its chunks may be
        if bits & LOOK_CLOSER or (bits & _TOLD_LATER == _TOLD_LATER and _opens_abbreviation(chunks, spelled.terms)):
            self._is_unfolded = True
            self.ids, self._raws = unfolded_words(
                self.surfaces, spelled.terms, spelled, is_title=statement.kind in TITLES
            )
        else:
            # Word ids; UNKNOWN or STOP where no term has the word.
            self.ids = list(chain.from_iterable(map(_IDS, chunks)))

    @property
    def opening(self) -> list[str]:
        """What stands before each of the first blanks."""
        return self.chunks[:3]

    def _open(self) -> None:
        """Make what is told of each token: all at once, because most of it is asked for together."""
        tokens_of_all = chain.from_iterable(map(_TOKENS, self._chunks))
        columns: Any = tuple(zip(*tokens_of_all, strict=True)) or ((),) * len(Token._fields)
        surfaces, tokens, self._costs, self._flags, self._advances = columns
        self.surfaces = list(surfaces)
        self.tokens = tokens = list(tokens)
        if self.bits & DASH:
            for edge in (0, len(tokens) - 1):
                if self.surfaces[edge] == "-" and not self._stands_alone(edge):
                    tokens[edge] = "-"
            self._flags = cue_flags(tokens)
        if not self._is_unfolded:
            self.words, self.written = tokens, self.surfaces

    @made_once
    def surfaces(self) -> list[str]:
        """Tokens as written, marks included."""
        self._open()
        return self.surfaces

    @property
    def token_spans(self) -> list[tuple[int, int]]:
        """Character offsets of each token."""
        return [self.token_span(token) for token in range(len(self.surfaces))]

    def token_span(self, token: int) -> tuple[int, int]:
        """Character offsets of a token."""
        start = self._token_starts[token]
        return start, start + len(self.surfaces[token])

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """The first and last token that some words of the statement have a part of."""
        starts = self._token_starts
        last = bisect_left(starts, span.end) - 1
        first = bisect_right(starts, span.start, 0, max(last, 0)) - 1
        return max(first, 0), max(last, 0)

    @made_once
    def _costs(self) -> Sequence[int]:
        self._open()
        return self._costs

    @made_once
    def _advances(self) -> Sequence[int]:
        self._open()
        return self._advances

    @made_once
    def _token_starts(self) -> list[int]:
        start, end = self.statement.start, self.statement.end
        starts = list(accumulate(self._advances, initial=start))
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
        self._open()
        return self.tokens

    def _stands_alone(self, token: int) -> bool:
        start = self._token_starts[token]
        end = start + len(self.surfaces[token])
        return self.text[start - 1 : start].isspace() and self.text[end : end + 1].isspace()

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
        if not self.bits & CUES:
            return []
        return find_cues(self.tokens, self._flags)

    @made_once
    def costs(self) -> list[int]:
        """costs[i]: what the words before word i cost together."""
        costs: Iterable[int]
        if self._is_unfolded:
            costs = [gap_cost(surface, word > 0) for surface, word in zip(self.written, self.ids, strict=True)]
        else:
            costs = self._costs
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
    marking: Marking | None = None  # by which the bits of its runs are marked


def read(document: Document, terms: Terms) -> Reading:
    """Cut a document into sections, statements and words."""
    text = document.text
    sections = split_sections(text)
    statements = [statement for section in sections for statement in split_statements(text, section)]
    spelled = Spelled(text, terms)
    return Reading(document, sections, runs_of(statements, spelled), marking=spelled.chunks.marking)


def runs_of(statements: Iterable[Statement], spelled: Spelled, first: int = 0) -> tuple[WordRun, ...]:
    """The words of each statement of a text; the statements are numbered from ``first`` on."""
    text, chunk_of = spelled.text, spelled.chunks.__getitem__
    runs = []
    for number, statement in enumerate(statements, first):
        written = text[statement.start : statement.end].split()
        runs.append(WordRun(spelled, number, statement, written, list(map(chunk_of, written))))
    return tuple(runs)


def _opens_abbreviation(chunks: list[Chunk], terms: Terms) -> bool:
    """True where a chunk ends with a token that opens an abbreviation together with the token behind it."""
    return any(
        chunk.bits & OPENER
        and behind.tokens[0].surface.lower() in (terms.abbreviations.opens_only(chunk.tokens[-1].surface) or ())
        for chunk, behind in pairwise(chunks)
    )
