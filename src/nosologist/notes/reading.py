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
    TOKEN,
    acronym,
    fold,
    fused,
    is_acronym,
    merge_classes,
    side_letter,
    stem,
)
from nosologist.model.document import Document, NoteSection
from nosologist.notes.assertion import Cue, find_cues, negating_words
from nosologist.notes.sections import split_sections
from nosologist.notes.statements import Statement, split_statements

# What a token between two words of a term costs: the farther apart, the less they belong together.
_MARK_COST = {",": 4, ";": 8, ":": 6, "(": 2, ")": 2, ".": 3, "?": 3, "•": 8, "–": 5, "—": 5, "/": 2}
_CONJUNCTION_COST = {"and": 3, "or": 3, "but": 7, "with": 2, "without": 3, "versus": 6, "vs": 6}
_STOP_COST, _WORD_COST = 1, 2
_SIDES = frozenset({"right", "left", "bilateral", "both", "Right", "Left", "Bilateral", "Both"})
_SECONDARY = frozenset({"secondary", "Secondary"})
_MOST_MEMORISED = 100_000


class WordRun:
    """The words of one statement. Lists run in parallel, one entry a word; an abbreviation gives several on one place.

    Only ``ids`` are made for every statement; most statements name no term and never need the rest, which is made when
    first asked for (by hand: functools.cached_property takes a lock at each first call).
    """

    __slots__ = ("_costs", "_cues", "_raws", "_spans", "_tokens", "ids", "number", "statement", "surfaces", "text")

    def __init__(
        self,
        text: str,
        number: int,
        statement: Statement,
        surfaces: list[str],
        ids: list[int],
        raws: list[tuple[int, int]] | None,
    ) -> None:
        self.text = text  # the whole document
        self.number = number  # which statement of the note, from 0
        self.statement = statement
        self.surfaces = surfaces  # tokens as written, marks included
        self.ids = ids  # word ids; UNKNOWN or STOP where no term has the word
        self._raws = raws  # first and last token of each word; None where each word is its token
        self._costs: list[int] | None = None
        self._cues: list[Cue] | None = None
        self._spans: list[tuple[int, int]] | None = None
        self._tokens: list[str] | None = None

    @property
    def token_spans(self) -> list[tuple[int, int]]:
        """Character offsets of each token. Only blanks stand between tokens, so the next find is the next token."""
        if self._spans is None:
            spans = []
            end = self.statement.span.start
            find = self.text.find
            for surface in self.surfaces:
                start = find(surface, end)
                end = start + len(surface)
                spans.append((start, end))
            self._spans = spans
        return self._spans

    @property
    def tokens(self) -> list[str]:
        """Tokens in lower case, as cues are written; a dash between words is an en dash, a hyphen stays a hyphen."""
        if self._tokens is None:
            tokens = [surface.lower() for surface in self.surfaces]
            if "-" in tokens:
                for index, token in enumerate(tokens):
                    if token == "-" and _stands_alone(self.text, *self.token_spans[index]):
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
        return not negating_words().isdisjoint(self.surfaces)

    def token(self, position: int) -> int:
        """The first token of the word at a position."""
        return position if self._raws is None else self._raws[position][0]

    def opens_cause(self, position: int) -> bool:
        """True at "secondary to": it tells of what stands before it; what follows is the cause, not itself secondary."""
        token = self.token(position)
        return self.surfaces[token] in _SECONDARY and self.surfaces[token + 1 : token + 2] == ["to"]

    def span(self, position: int) -> tuple[int, int]:
        """Character offsets of the word at a position."""
        if self._raws is None:
            return self.token_spans[position]
        first, last = self._raws[position]
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
    ids = terms.word_ids(surfaces)
    if UNFOLDED not in ids:
        return ids, None
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
        if not sense.context or any(_calls_for(sense.context, token) for token in surfaces if token[0].isalnum()):
            return sense.ids
    return None


def _calls_for(context: frozenset[str], token: str) -> bool:
    """True for a word of the context; one in capitals stands there in capitals ("AS", "II" and "NG" are no words)."""
    return (is_acronym(token) and acronym(token) in context) or (token[0].isalpha() and stem(fold(token)) in context)


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
