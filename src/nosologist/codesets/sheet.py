"""Everything that the books say of one code: its place, its notes with where each is inherited from, its 7th characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nosologist.codesets.tabular import NoteKind, Tabular, TabularCode, TabularNote
from nosologist.codesets.validity import open_validity
from nosologist.errors import BookError
from nosologist.model.code import CodeSystem, dotted, undotted

if TYPE_CHECKING:
    from nosologist.codesets.code_lists import Conversion
    from nosologist.codesets.facts import Fact
    from nosologist.codesets.library import Books

_OF_ITS_OWN = frozenset({NoteKind.INCLUSION})  # kinds that are not inherited
_MOST_BELOW = 40
_RANGE = re.compile(r" \([A-Z0-9]{3}(?:-[A-Z0-9]{3})?\)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A code, header or block with its title, codes as printed."""

    code: str
    title: str
    valid: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Codes that a note names: one, or from the first to the last, with the titles of both ends."""

    first: str
    last: str
    title: str
    valid_codes: int  # how many valid codes the range holds


@dataclass(frozen=True, slots=True)
class SheetNote:
    """An instructional note, where it is printed, and the codes that it names."""

    kind: str
    text: str
    printed_at: str  # "I12", "block I10-I1A", "chapter 9"
    inherited: bool
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown of a code."""

    system: str
    release: str
    effective_from: str
    effective_to: str | None
    code: str
    title: str
    valid: bool
    chapter: str
    block: str
    above: tuple[Line, ...]
    below: tuple[Line, ...]
    more_below: int  # codes below that are not listed
    sevenths: tuple[tuple[str, str], ...]  # character and meaning
    notes: tuple[SheetNote, ...]
    periods: tuple[
        tuple[str, str | None], ...
    ]  # first and last date (ISO) on which it was or is valid; None: no end is known
    flags: tuple[str, ...]  # of the Medicare Code Editor: unacceptable, manifestation, newborn, ...
    poa_exempt: bool | None  # from reporting whether it was present on admission; None where no list is added
    conversions: tuple[Conversion, ...]  # what it came from and what it became, where a conversion table was added
    fact: Fact | None
    said_by: tuple[tuple[str, str], ...]  # which version of what the fact is from


def sheet(code: str, books: Books) -> Sheet | None:
    """The sheet of a code or header as people write it (``e11.22``, ``S72001``); None where the release has none."""
    tabular = books.tabular
    value = undotted(code.rstrip("-"))
    found = tabular.get(value)
    if found is None:
        return None
    *above, _ = tabular.lineage(value)
    below = tabular.children(value)
    facts = books.facts() if found.valid else None
    return Sheet(
        CodeSystem.ICD10CM.value,
        books.releases[0],
        books.source.effective_from,
        books.source.effective_to,
        dotted(value),
        found.title,
        found.valid,
        _named(f"{found.chapter} {tabular.chapter_title(found.chapter)}"),
        _named(f"{found.block} {tabular.block_title(found.block)}"),
        tuple(map(_line, above)),
        tuple(map(_line, below[:_MOST_BELOW])),
        max(0, len(below) - _MOST_BELOW),
        tabular.sevenths(value) if found.seventh or any(child.seventh for child in below) else (),
        tuple(_notes(found, tabular)),
        *(_dates(value, books) if found.valid else ((), (), None)),
        books.lists().conversions(CodeSystem.ICD10CM.value, value),
        facts.get(value) if facts else None,
        tuple(facts.said_by().items()) if facts else (),
    )


def _dates(value: str, books: Books) -> tuple[tuple[tuple[str, str | None], ...], tuple[str, ...], bool | None]:
    """When a code is valid; and, at the end of the release, what the code editor says of it and whether it is exempt from POA."""
    at_the_end = date.fromisoformat(books.source.effective_to or books.source.effective_from)
    code_set = CodeSystem.ICD10CM.value
    try:
        validity = open_validity(books.folder)
        exempt = books.lists().is_poa_exempt(value, at_the_end)
    except BookError:  # the library that carries the dates is not installed
        return (), (), None
    periods = validity.periods(code_set, value)
    dates = tuple((one.first.isoformat(), one.last.isoformat() if one.last else None) for one in periods)
    return dates, validity.flags(code_set, value, at_the_end), exempt


def _line(code: TabularCode) -> Line:
    return Line(dotted(code.value), code.title, code.valid)


def _named(text: str) -> str:
    """The title of a chapter or block; the range that ends it says what the number says already."""
    return _RANGE.sub("", text)


def _notes(code: TabularCode, tabular: Tabular) -> Iterator[SheetNote]:
    """In the order in which they are read: what the code is, what it is not, what goes with it."""
    order = {kind: place for place, kind in enumerate(NoteKind)}
    own = {code.value, code.parent if code.seventh else code.value}
    for note in sorted(tabular.notes(code.value), key=lambda note: order[note.kind]):
        inherited = note.owner not in own
        if not (inherited and note.kind in _OF_ITS_OWN):
            links = tuple(_links(note, tabular))
            yield SheetNote(note.kind.value, note.text, _printed_at(note.owner), inherited, links)


def _printed_at(owner: str) -> str:
    place = owner.removeprefix("#")
    if place == owner:
        return dotted(owner)
    return f"chapter {place}" if place.isdecimal() else f"block {place}"


def _links(note: TabularNote, tabular: Tabular) -> Iterator[Link]:
    for first, last, _only in note.ranges:
        title = _title(first, last, tabular)
        if title is not None:
            yield Link(dotted(first), dotted(last), title, tabular.count_valid(first, last))


def _title(first: str, last: str, tabular: Tabular) -> str | None:
    """What a range is called: its block or chapter, or its ends; None where the release has neither of them."""
    if first != last and (title := tabular.range_title(first, last)):
        return _named(title)
    ends = [code.title for value in dict.fromkeys((first, last)) if (code := tabular.get(value))]
    return " … ".join(ends) if ends else None
