"""A procedure's characters against the tables: approach and contrast, the only value left, the legal row."""

from __future__ import annotations

from dataclasses import dataclass

from nosologist.codesets.procedures import OPEN, Column, Procedures
from nosologist.coding.procedure_mentions import ProcedureMention, Said
from nosologist.coding.procedure_words import Choice, Part
from nosologist.model.document import Span

_SIDES = ("right", "left")
_AFTER = 8  # characters that a side behind its place seems farther away
_NAMED, _TABLE = "named by the words", "the only value that the table leaves"
_CONTRAST = {"no contrast": "Z", "low osmolar": "1", "gadolinium": "Y"}
_BOTH_WAYS = "with and without contrast"
_FIRST_COLUMN = 3  # of the columns of a row: the first three characters are the table


class Tables:
    """The tables in force, with what was asked of them before: the same few codes come back in note after note."""

    def __init__(self, procedures: Procedures) -> None:
        self.books = procedures
        self._columns: dict[str, tuple[Column, ...]] = {}
        self._titles: dict[str, str | None] = {}

    def columns(self, pattern: str) -> tuple[Column, ...]:
        """The seven columns, narrowed by the characters of a pattern."""
        if pattern not in self._columns:
            self._columns[pattern] = self.books.columns(pattern)
        return self._columns[pattern]

    def has(self, pattern: str) -> bool:
        """True where some row has every chosen character, and a whole code is legal."""
        if OPEN not in pattern:
            return self.title(pattern) is not None
        return all(column.values for column in self.columns(pattern))

    def title(self, code: str) -> str | None:
        """The official title of a legal code; None for what is none."""
        if code not in self._titles:
            self._titles[code] = self.books.title(code)
        return self._titles[code]


@dataclass(frozen=True, slots=True)
class Source:
    """What fixed a character: its place in the record (None where the table did), and how."""

    span: Span | None
    why: str
    guideline: str = ""  # of ICD-10-PCS, where one decides


@dataclass(frozen=True, slots=True)
class Built:
    """Seven characters, ``.`` where neither words nor table decide, with what fixed each."""

    pattern: str
    sources: tuple[Source | None, ...]
    spans: tuple[Span, ...]  # the namings
    order: int  # of the statement
    is_looked: bool = False  # an inspection that is coded beside the operation (B3.2d, B3.3)

    @property
    def is_whole(self) -> bool:
        """True where no character is open."""
        return OPEN not in self.pattern


def built(mention: ProcedureMention, tables: Tables) -> list[Built]:
    """The codes, or what is certain of them, that one naming gives."""
    found: list[Built] = []
    for places, patterns in _by_place(mention):
        for pattern in patterns:
            for side in _sides(pattern, mention, places):
                one = _one(pattern, side, places, mention, tables)
                if one is not None:
                    found.append(one)
    return found


def _by_place(mention: ProcedureMention) -> list[tuple[tuple[Said, ...], tuple[tuple[Part, ...], ...]]]:
    """The patterns of the places that are named: the largest sets of places first, each place once."""
    left = {said.name: said for said in reversed(mention.places)}
    chosen = []
    for wanted, patterns in mention.operation.by_place:
        if wanted and wanted <= left.keys():
            chosen.append((tuple(left.pop(name) for name in sorted(wanted)), patterns))
    if chosen:
        return chosen
    return [((), patterns) for wanted, patterns in mention.operation.by_place if not wanted]


def _sides(pattern: tuple[Part, ...], mention: ProcedureMention, places: tuple[Said, ...]) -> tuple[str | None, ...]:
    """The side that is named nearest to the place, or to the procedure; both where the table has no value for both."""
    names = {name for part in pattern if isinstance(part, Choice) for name, _ in part.options}
    if not names.issuperset(_SIDES):
        return (None,)
    about = places[0].span if places else mention.span
    named = [said for said in mention.details if said.name in (*_SIDES, "bilateral")]
    nearest = min(named, key=lambda said: _apart(said.span, about), default=None)
    if nearest is None:
        return (None,)
    if nearest.name == "bilateral" and "bilateral" not in names:
        return _SIDES
    return (nearest.name,)


def _apart(side: Span, about: Span) -> int:
    """Characters between a side and what it is said of; a side stands before its place more often than after it."""
    return about.start - side.end if side.end <= about.start else side.start - about.end + _AFTER


def _one(
    pattern: tuple[Part, ...], side: str | None, places: tuple[Said, ...], mention: ProcedureMention, tables: Tables
) -> Built | None:
    characters: list[str] = []
    sources: list[Source | None] = []
    named = {said.name: said for said in reversed(mention.details)}
    for at, part in enumerate(pattern):
        if isinstance(part, Choice):
            character, source = _decided(part, side, named, mention)
        else:
            at_place = places[0].span if places and at >= 1 and at == _FIRST_COLUMN else mention.span
            character, source = part, None if part == OPEN else Source(at_place, _NAMED)
        characters.append(character)
        sources.append(source)
    _say_manner(characters, sources, named, mention, tables)
    if not _settle(characters, sources, tables):
        return None
    value = "".join(characters)
    if not tables.has(value):
        return None
    return Built(value, tuple(sources), (mention.span,), mention.order)


def _decided(
    choice: Choice, side: str | None, named: dict[str, Said], mention: ProcedureMention
) -> tuple[str, Source | None]:
    for name, character in choice.options:
        if name in (*_SIDES, "bilateral"):
            if name == side:
                said = named.get(name) or named.get("bilateral")
                return character, Source(said.span if said else mention.span, _NAMED)
        elif name in named:
            return character, Source(named[name].span, _NAMED)
    default = choice.default
    if default is None or default == OPEN:
        return OPEN, None
    return default, Source(mention.span, "what these words mean where nothing else is said")


def _say_manner(
    characters: list[str], sources: list[Source | None], named: dict[str, Said], mention: ProcedureMention,
    tables: Tables,
) -> None:  # fmt: skip
    """The approach or the contrast of an open fifth character, as far as the table has it."""
    at = _FIRST_COLUMN + 1
    if characters[at] != OPEN or OPEN in characters[:3]:
        return
    column = tables.columns("".join(characters))[at]
    values = {value.character for value in column.values}
    if "Approach" in column.title and mention.approach and mention.approach.name in values:
        way = mention.approach
        characters[at], sources[at] = way.name, Source(way.span, _NAMED, way.guideline)
    elif "Contrast" in column.title:
        said = next((named[name] for name in _CONTRAST if name in named), None)
        if said and _CONTRAST[said.name] in values:
            characters[at], sources[at] = _CONTRAST[said.name], Source(said.span, _NAMED)
            if said.name != "no contrast" and characters[at + 1] == OPEN:
                both = named.get(_BOTH_WAYS)
                characters[at + 1] = "0" if both else "Z"
                sources[at + 1] = Source((both or said).span, _NAMED)


def _settle(characters: list[str], sources: list[Source | None], tables: Tables) -> bool:
    """Take every value that the table leaves no choice of; False where it has no row for what is named."""
    if OPEN in characters[:3]:
        return False
    while True:
        columns = tables.columns("".join(characters))
        if any(not column.values for column in columns):
            return False
        single = [at for at in range(_FIRST_COLUMN, 7) if characters[at] == OPEN and len(columns[at].values) == 1]
        if not single:
            return True
        for at in single:
            characters[at], sources[at] = columns[at].values[0].character, Source(None, _TABLE)
