"""A note, read: its statements as runs of words that the terms of a release can be matched against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nosologist.codesets.terms import STOP, UNFOLDED, Sense, Terms
from nosologist.codesets.words import CLASS_FORMS, STOP_WORDS, TOKEN, fold, merge_classes, stem
from nosologist.model.document import Document, NoteSection
from nosologist.notes.assertion import Cue, find_cues
from nosologist.notes.sections import split_sections
from nosologist.notes.statements import Statement, split_statements

# What a token between two words of a term costs: the farther apart, the less they belong together.
_MARK_COST = {",": 4, ";": 8, ":": 6, "(": 2, ")": 2, ".": 3, "?": 3, "•": 8, "–": 5, "—": 5, "/": 2}
_CONJUNCTION_COST = {"and": 3, "or": 3, "but": 7, "with": 2, "without": 3, "versus": 6, "vs": 6}
_STOP_COST, _WORD_COST = 1, 2


class WordRun:
    """The words of one statement. Lists run in parallel, one entry a word; an abbreviation gives several on one place.

    Only ``ids`` are made for every statement; most statements name no term and never need the rest.
    """

    def __init__(
        self,
        text: str,
        number: int,
        statement: Statement,
        surfaces: list[str],
        ids: list[int],
        raws: list[tuple[int, int]] | None,
    ) -> None:
        self._text = text
        self.number = number  # which statement of the note, from 0
        self.statement = statement
        self.surfaces = surfaces  # tokens as written, marks included
        self.ids = ids  # word ids; UNKNOWN or STOP where no term has the word
        self._raws = raws

    @cached_property
    def raws(self) -> list[tuple[int, int]]:
        """First and last token of each word."""
        return self._raws if self._raws is not None else [(index, index) for index in range(len(self.ids))]

    @cached_property
    def token_spans(self) -> list[tuple[int, int]]:
        """Character offsets of each token."""
        span = self.statement.span
        return [match.span() for match in TOKEN.finditer(self._text, span.start, span.end)]

    @cached_property
    def tokens(self) -> list[str]:
        """Tokens in lower case, as cues are written; a dash between words is an en dash, a hyphen stays a hyphen."""
        tokens = [surface.lower() for surface in self.surfaces]
        for index, token in enumerate(tokens):
            if token == "-" and _stands_alone(self._text, *self.token_spans[index]):
                tokens[index] = "–"
        return tokens

    @cached_property
    def cues(self) -> list[Cue]:
        """The cues of the statement, with their scopes in tokens."""
        return find_cues(self.tokens)

    @cached_property
    def costs(self) -> list[int]:
        """costs[i]: what the words before word i cost together."""
        costs = [0]
        for word, (first, _) in zip(self.ids, self.raws, strict=True):
            costs.append(costs[-1] + _cost(word, self.surfaces[first]))
        return costs

    def span(self, position: int) -> tuple[int, int]:
        """Character offsets of the word at a position."""
        first, last = self.raws[position]
        return self.token_spans[first][0], self.token_spans[last][1]


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
            runs.append(read_statement(document.text, statement, len(runs), terms))
    return Reading(document, sections, tuple(runs))


def read_statement(text: str, statement: Statement, number: int, terms: Terms) -> WordRun:
    """Read the words of one statement."""
    surfaces = TOKEN.findall(text, statement.span.start, statement.span.end)
    ids, raws = _words(surfaces, terms)
    return WordRun(text, number, statement, surfaces, ids, raws)


def _stands_alone(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isspace() and text[end : end + 1].isspace()


def _words(surfaces: list[str], terms: Terms) -> tuple[list[int], list[tuple[int, int]] | None]:
    """Word ids with the tokens that they stand on (first and last); None where each word is its token."""
    known = terms.word_ids(surfaces)
    if UNFOLDED not in known:
        return known, None
    ids: list[int] = []
    raws: list[tuple[int, int]] = []
    index = 0
    while index < len(known):
        if known[index] != UNFOLDED:
            ids.append(known[index])
            raws.append((index, index))
            index += 1
            continue
        words, last = _unfolded(surfaces, index, terms)
        ids.extend(words)
        raws.extend([(index, last)] * len(words))
        index = last + 1
    return ids, raws


def _unfolded(surfaces: list[str], index: int, terms: Terms) -> tuple[tuple[int, ...], int]:
    """The words of an abbreviation, or of a class word with its number; and the last token that they take."""
    for written, senses in terms.abbreviations_at(surfaces[index]):
        tokens = surfaces[index : index + len(written)]
        if written == tuple(tokens) or written == tuple(token.lower() for token in tokens):
            meaning = _sense(senses, surfaces)
            if meaning is not None:
                return meaning or (STOP,), index + len(written) - 1
            break
    if surfaces[index].lower() in CLASS_FORMS:
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


@lru_cache(maxsize=50_000)
def _mark_cost(token: str) -> int:
    token = token.lower()
    if token in _MARK_COST:
        return _MARK_COST[token]
    if token in _CONJUNCTION_COST:
        return _CONJUNCTION_COST[token]
    if token in STOP_WORDS:
        return _STOP_COST
    return _WORD_COST if token[0].isalnum() else 0


def _cost(word: int, token: str) -> int:
    return _WORD_COST if word > 0 else _mark_cost(token)
