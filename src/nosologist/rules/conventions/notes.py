"""Instructional notes of the Tabular as rules read them: a heading with what stands under it is one note."""

from __future__ import annotations

from typing import NamedTuple

from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.code import Code

_CONDITIONAL = ("if applicable", "if known", "where applicable", "if any", "when applicable", "as applicable")


class NoteGroup(NamedTuple):
    """The notes of one kind at one place: "use additional code to identify:" and the lines below it."""

    owner: str  # undotted code, or "#" and a block or chapter
    text: str
    ranges: tuple[tuple[str, str], ...]
    conditional: bool  # it says "if applicable" or the like

    def names(self, value: str) -> bool:
        """True when a range of the note covers the code."""
        return any(first <= value[: len(first)] and value[: len(last)] <= last for first, last in self.ranges)


Groups = dict[NoteKind, tuple[NoteGroup, ...]]
_KINDS = (NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL, NoteKind.CODE_ALSO, NoteKind.EXCLUDES2)


def note_groups(value: str, kind: NoteKind, books: Books) -> tuple[NoteGroup, ...]:
    """The notes of a kind that name other codes, at a code and at its headers up to the category, its own first."""
    return _all_groups(value, books).get(kind, ())


@kept_by_code
def _all_groups(value: str, books: Books) -> Groups:
    found: Groups = {}
    if not books.tabular.is_valid(value):
        return found  # its own rules say so
    for owner in [code.value for code in reversed(books.tabular.lineage(value))]:
        for kind, group in _own(owner, books).items():
            found[kind] = (*found.get(kind, ()), group)
    return found


@kept_by_code
def _own(owner: str, books: Books) -> dict[NoteKind, NoteGroup]:
    found = {}
    for kind in _KINDS:
        notes = [note for note in books.tabular.own_notes(owner) if note.kind is kind]
        ranges = tuple(one for note in notes for one in note.ranges)
        if ranges:
            text = "; ".join(note.text.rstrip(".;") for note in notes).replace(":; ", ": ")
            conditional = any(words in text.lower() for words in _CONDITIONAL)
            found[kind] = NoteGroup(owner, text, ranges, conditional)
    return found


def named_before(claim: Claim, group: NoteGroup, code: Code) -> tuple[list[Code], list[Code]]:
    """The codes of a claim that a note at a code names: those that stand before it, and those behind."""
    before: list[Code] = []
    behind: list[Code] = []
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
