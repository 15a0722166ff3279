"""Instructional notes of the Tabular as rules read them: a heading with what stands under it is one note.

A million claims ask the same few notes again and again, so what they name is kept by category, and codes below the same
headers share it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from nosologist.codesets.code_range import CodeRange, in_any
from nosologist.codesets.library import Books, by_code, kept_by_code, kept_with_claim
from nosologist.codesets.tabular import NoteKind, TabularCode, TabularNote
from nosologist.model.claim import Claim, Diagnosis
from nosologist.model.code import Code

# What a record need not have: a complication of which examples are named, an organism that nobody found, tobacco.
_CONDITIONAL = (
    "if applicable", "if known", "where applicable", "if any", "when applicable", "as applicable", "if present",
    "when specified", "such as", "associated", "any acquired", "if radiation-induced", "for adverse effect", "findings of",
    "organism", "infectious agent", "bacterial agent", "tobacco", "sex reassignment", "chapter 20",
)  # fmt: skip
_OPENING = re.compile(r"(?:external cause )?codes?\b", re.IGNORECASE)  # of a note that asks for a code of its own
_KINDS = (NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL, NoteKind.CODE_ALSO, NoteKind.EXCLUDES2)


class NoteGroup(NamedTuple):
    """The notes of one kind at one place: "use additional code to identify:" and the lines below it."""

    owner: str  # undotted code
    text: str
    ranges: tuple[CodeRange, ...]
    categories: frozenset[str]  # that the ranges touch
    conditional: bool  # it says "if applicable" or the like

    def names(self, value: str) -> bool:
        """True when a range of the note covers the code."""
        return value[:3] in self.categories and in_any(self.ranges, value)

    def names_any(self, claim: Claim) -> bool:
        """True when a range of the note covers any code of the claim."""
        categories = self.categories
        if categories.isdisjoint(claim.categories):
            return False
        return True in [in_any(self.ranges, value) for value in claim.values if value[:3] in categories]


class Exclusions(NamedTuple):
    """The Excludes1 notes in force at a code that name other codes."""

    categories: frozenset[str]
    notes: tuple[TabularNote, ...]


_NOTHING = Exclusions(frozenset(), ())


def note_groups(value: str, kind: NoteKind, books: Books) -> tuple[NoteGroup, ...]:
    """The notes of a kind that name other codes, at a code and at its headers up to the category, its own first."""
    return _all_groups(value, books).get(kind, ())


def at_codes(claim: Claim, kind: NoteKind, books: Books) -> Sequence[tuple[Diagnosis, tuple[NoteGroup, ...]]]:
    """The diagnoses at which notes of a kind name other codes, with these notes; worked out once for all rules."""
    return _all_at_codes(claim, books)[kind]


@kept_with_claim
def _all_at_codes(claim: Claim, books: Books) -> dict[NoteKind, list[tuple[Diagnosis, tuple[NoteGroup, ...]]]]:
    found: dict[NoteKind, list[tuple[Diagnosis, tuple[NoteGroup, ...]]]] = {kind: [] for kind in _KINDS}
    known = by_code(_all_groups, books)
    for diagnosis in claim.diagnoses:
        for kind, groups in known[diagnosis.code.value].items():
            found[kind].append((diagnosis, groups))
    return found


@cache
def having(kind: NoteKind) -> Callable[[str, Books], object]:
    """Codes at which, or above which, a note of a kind names other codes: what such a rule concerns."""
    return lambda value, books: note_groups(value, kind, books)


@kept_by_code
def _all_groups(value: str, books: Books) -> dict[NoteKind, tuple[NoteGroup, ...]]:
    code = books.tabular.get(value)
    if code is None or not code.valid:
        return {}  # its own rules say so
    return _groups_from(code, books)


@kept_by_code
def _groups_above(header: str, books: Books) -> dict[NoteKind, tuple[NoteGroup, ...]]:
    return _groups_from(books.tabular[header], books)


def _groups_from(code: TabularCode, books: Books) -> dict[NoteKind, tuple[NoteGroup, ...]]:
    """The notes at a code and at its headers; a code without notes of its own shares what its header has."""
    above = _groups_above(code.parent, books) if code.parent else {}
    own = _own(code.value, books)
    if not own:
        return above
    return above | {kind: (*groups, *above.get(kind, ())) for kind, groups in own.items()}


def _own(owner: str, books: Books) -> dict[NoteKind, tuple[NoteGroup, ...]]:
    found = {}
    own = books.tabular.own_notes(owner)
    for kind in _KINDS if own else ():
        notes = [note for note in own if note.kind is kind]
        groups = tuple([group for some in _asked(notes) if (group := _group(owner, some, books))])
        if groups:
            found[kind] = groups
    return found


def _asked(notes: Sequence[TabularNote]) -> Iterator[Sequence[TabularNote]]:
    """Notes of a kind, those together of which a code for each is not asked: "code for the type", "code for the stage" are two."""
    begins = [
        at for at, note in enumerate(notes) if at and note.kind is NoteKind.USE_ADDITIONAL and _OPENING.match(note.text)
    ]
    for start, end in zip([0, *begins], [*begins, len(notes)], strict=True):
        yield notes[start:end]


def _group(owner: str, notes: Sequence[TabularNote], books: Books) -> NoteGroup | None:
    ranges = tuple(one for note in notes for one in note.ranges)
    if not ranges:
        return None
    text = "; ".join(note.text.rstrip(".;") for note in notes).replace(":; ", ": ").replace(" ,", ",").lstrip(", ")
    conditional = any(words in text.lower() for words in _CONDITIONAL)
    return NoteGroup(owner, text, ranges, _categories(ranges, books), conditional)


@kept_by_code
def exclusions(value: str, books: Books) -> Exclusions:
    """What Excludes1 notes exclude from a code: its own, and those of its headers, block and chapter."""
    code = books.tabular.get(value)
    if code is None:
        return _NOTHING
    if code.parent:
        return _and_at(value, exclusions(code.parent, books), books)
    return _and_at(value, _and_at(f"#{code.block}", _and_at(f"#{code.chapter}", _NOTHING, books), books), books)


def _and_at(owner: str, above: Exclusions, books: Books) -> Exclusions:
    """What the Excludes1 notes at one place exclude, and what those above it do."""
    own = tuple([note for note in books.tabular.own_notes(owner) if note.kind is NoteKind.EXCLUDES1 and note.ranges])
    if not own:
        return above
    ranges = tuple([one for note in own for one in note.ranges])
    return Exclusions(_categories(ranges, books) | above.categories, own + above.notes)


def _categories(ranges: tuple[CodeRange, ...], books: Books) -> frozenset[str]:
    """Every category that ranges touch."""
    every: list[str] | None = books.memo.get(_categories)
    if every is None:
        every = books.memo[_categories] = books.tabular.categories()
    found: set[str] = set()
    for first, last, _only in ranges:
        found.update(every[bisect_left(every, first[:3]) : bisect_right(every, last[:3])])
    return frozenset(found)


def named_before(claim: Claim, group: NoteGroup, code: Code) -> tuple[list[Code], list[Code]]:
    """The codes of a claim that a note at a code names: those that stand before it, and those behind."""
    before: list[Code] = []
    behind: list[Code] = []
    if group.categories.isdisjoint(claim.categories):
        return before, behind
    found = before
    for diagnosis in claim.diagnoses:
        if diagnosis.code == code:
            found = behind
        elif group.names(diagnosis.code.value):
            found.append(diagnosis.code)
    return before, behind


def short(text: str, most: int = 160) -> str:
    """A note's text, cut short for a message."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
