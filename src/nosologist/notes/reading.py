"""A note, read: its statements as runs of words that the terms of a release can be matched against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from nosologist.codesets.terms import STOP, UNFOLDED, Sense, Terms
from nosologist.codesets.words import (
    CLASS_FORMS,
    LETTERED,
    STOP_WORDS,
    fold,
    fused,
    merge_classes,
    side_letter,
    stem,
    tokens_of,
)
from nosologist.model.document import Document, NoteSection, Span
from nosologist.notes.assertion import Cue, find_cues, negating_words
from nosologist.notes.sections import split_sections
from nosologist.notes.statements import Statement, split_statements

# What a token between two words of a term costs: the farther apart, the less they belong together.
_MARK_COST = {",": 4, ";": 8, ":": 6, "(": 2, ")": 2, ".": 3, "?": 3, "•": 8, "–": 5, "—": 5, "/": 2}
_CONJUNCTION_COST = {"and": 3, "or": 3, "but": 7, "with": 2, "without": 3, "versus": 6, "vs": 6}
_STOP_COST, _WORD_COST = 1, 2
_SIDES = frozenset({"right", "left", "bilateral", "both", "Right", "Left", "Bilateral", "Both"})
_MOST_MEMORISED = 100_000


class WordRun:
    """The words of one statement. Lists run in parallel, one entry a word; an abbreviation gives several on one place.

    Only ``ids`` are made for every statement; most statements name no term and never need the rest, which is made when
    first asked for (by hand: functools.cached_property takes a lock at each first call).
    """

    _surfaces: list[str] | None = None
    _tokens: list[str] | None = None
    _starts: list[int] | None = None
    _costs: list[int] | None = None
    _cues: list[Cue] | None = None
    _may_negate: bool | None = None
    _raws: list[tuple[int, int]] | None = None  # first and last token of each word; None where each word is its token

    def __init__(self, text: str, number: int, statement: Statement, terms: Terms) -> None:
        self.text = text  # the whole document
        self.number = number  # which statement of the note, from 0
        self.statement = statement
        start, end = statement.span
        self._chunks = text[start:end].split()
        self.ids = ids = terms.word_ids(self._chunks)  # UNKNOWN or STOP where no term has the word
        if UNFOLDED in ids:
            self.ids, self._raws = _unfolded_words(self.surfaces, ids, terms)

    @property
    def surfaces(self) -> list[str]:
        """Tokens as written, marks included."""
        if self._surfaces is None:
            self._surfaces = tokens_of(self._chunks)
        return self._surfaces

    @property
    def token_spans(self) -> list[tuple[int, int]]:
        """Character offsets of each token."""
        return [self.token_span(token) for token in range(len(self.surfaces))]

    def token_span(self, token: int) -> tuple[int, int]:
        """Character offsets of a token. Only blanks stand between tokens, so the next find is the next token."""
        if self._starts is None:
            starts = []
            find = self.text.find
            end = self.statement.span.start
            for surface in self.surfaces:
                start = find(surface, end)
                starts.append(start)
                end = start + len(surface)
            self._starts = starts
        start = self._starts[token]
        return start, start + len(self.surfaces[token])

    @property
    def tokens(self) -> list[str]:
        """Tokens in lower case, as cues are written; a dash between words is an en dash, a hyphen stays a hyphen."""
        if self._tokens is None:
            tokens = [surface.lower() for surface in self.surfaces]
            if "-" in tokens:
                for index, token in enumerate(tokens):
                    if token == "-" and _stands_alone(self.text, *self.token_span(index)):
                        tokens[index] = "–"
            self._tokens = tokens
        return self._tokens

    @property
    def cues(self) -> list[Cue]:
        """The cues of the statement, with their scopes in tokens."""
        if self._cues is None:
            self._cues = find_cues(self.tokens)
        return self._cues

    @property
    def costs(self) -> list[int]:
        """costs[i]: what the words before word i cost together."""
        if self._costs is None:
            surfaces = self.surfaces if self._raws is None else [self.surfaces[first] for first, _ in self._raws]
            own = [
                _WORD_COST if word > 0 and surface not in _SIDES else _COSTS[surface]
                for word, surface in zip(self.ids, surfaces, strict=True)
            ]
            self._costs = list(accumulate(own, initial=0))
        return self._costs

    def may_negate(self) -> bool:
        """False where no word of the statement can open a negation: quicker than looking for cues."""
        if self._may_negate is None:
            self._may_negate = not negating_words().isdisjoint(self.surfaces)
        return self._may_negate

    def token(self, position: int) -> int:
        """The first token of the word at a position."""
        return position if self._raws is None else self._raws[position][0]

    def span(self, first: int, last: int) -> Span:
        """From the word at one position to the word at another."""
        if self._raws is not None:
            first, last = self._raws[first][0], self._raws[last][1]
        return Span(self.token_span(first)[0], self.token_span(last)[1])

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
    """A document with its sections and statements."""

    document: Document
    sections: tuple[NoteSection, ...]
    runs: tuple[WordRun, ...]


def read(document: Document, terms: Terms) -> Reading:
    """Cut a document into sections, statements and words."""
    sections = split_sections(document.text)
    runs: list[WordRun] = []
    for section in sections:
        for statement in split_statements(document.text, section):
            runs.append(WordRun(document.text, len(runs), statement, terms))
    return Reading(document, sections, tuple(runs))


def _stands_alone(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isspace() and text[end : end + 1].isspace()


def _unfolded_words(
    surfaces: list[str], ids: list[int], terms: Terms
) -> tuple[list[int], list[tuple[int, int]] | None]:
    """Word ids with the tokens that they stand on (first and last); None where each word is its token."""
    longer: list[tuple[int, int, tuple[int, ...]]] = []
    end = 0
    for index in [index for index, word in enumerate(ids) if word == UNFOLDED]:
        if index < end:
            continue
        behind = terms.opens_only(surfaces[index])
        if behind is not None and (index + 1 == len(surfaces) or surfaces[index + 1].lower() not in behind):
            ids[index] = terms.plain_word_id(surfaces[index])
            continue
        words, last = _unfolded(surfaces, index, terms)
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


def _unfolded(surfaces: list[str], index: int, terms: Terms) -> tuple[tuple[int, ...], int]:
    """The words of an abbreviation, a prefix with its word, or a class word with its number; and their last token."""
    following = surfaces[index + 1].lower() if index + 1 < len(surfaces) else ""
    for written, senses in terms.abbreviations_at(surfaces[index]):
        if len(written) > 1 and written[1].lower() != following:
            continue
        tokens = surfaces[index : index + len(written)]
        if written == tuple(tokens) or written == tuple(token.lower() for token in tokens):
            meaning = _sense(senses, surfaces)
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


def _sense(senses: tuple[Sense, ...], surfaces: Sequence[str]) -> tuple[int, ...] | None:
    """The meaning of an abbreviation in its statement; () where it is no term there, None where nothing applies."""
    for sense in senses:
        if not sense.context or any(stem(fold(token)) in sense.context for token in surfaces if token.isalpha()):
            return sense.ids
    return None


class _Costs(dict[str, int]):
    """What a token costs that is no word of a term; kept once found."""

    def __missing__(self, surface: str) -> int:
        if len(self) > _MOST_MEMORISED:
            self.clear()
        token = surface.lower()
        cost = _MARK_COST.get(token) or _CONJUNCTION_COST.get(token)
        if cost is None:
            cost = _STOP_COST if token in STOP_WORDS or token in _SIDES else _WORD_COST if token[0].isalnum() else 0
        self[surface] = cost
        return cost


_COSTS = _Costs()
