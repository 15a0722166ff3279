"""A procedure's characters against the tables: approach and contrast, the only value left, the legal row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from nosologist.codesets.procedures import OPEN, Column, Procedures
from nosologist.coding.procedure_devices import DeviceNames, are_several
from nosologist.coding.procedure_distinct import numbered
from nosologist.coding.procedure_mentions import ProcedureMention, Said
from nosologist.coding.procedure_part_names import PartNames
from nosologist.coding.procedure_report import NOTHING, Report
from nosologist.coding.procedure_words import BY_INCISION, Choice, Part
from nosologist.model.document import Span
from nosologist.model.noun import noun
from nosologist.rules.procedure_layers import is_over

_SIDES = ("right", "left")
_AFTER = 8  # characters that a side behind its place seems farther away
_NAMED, _TABLE = "named by the words", "the only value that the table leaves"
_CONTRAST = {"no contrast": "Z", "low osmolar": "1", "gadolinium": "Y"}
_BY_XRAY = ("B0", "B1")  # section, and type of imaging: films and fluoroscopy
_BOTH_WAYS = "with and without contrast"
_FIRST_COLUMN = 3  # of the columns of a row: the first three characters are the table
_LAYERS = frozenset(
    {("H", "J"), ("H", "K"), ("J", "K"), ("H", "Q"), ("J", "Q"), ("K", "Q")}
)  # body systems, outer and deeper
_APPROACH = 4  # index of the character
_DEVICE = 5  # index of the character
_THROUGH_SKIN = {"8": "4"}  # a scope, where the table has no opening that leads there


class Tables:
    """The tables in force, with what was asked of them before: the same few codes come back in note after note."""

    def __init__(self, procedures: Procedures) -> None:
        self.books = procedures
        self._columns: dict[str, tuple[Column, ...]] = {}
        self._titles: dict[str, str | None] = {}
        self._devices: DeviceNames | None = None
        self._names: dict[tuple[str, str], PartNames] = {}

    def columns(self, pattern: str) -> tuple[Column, ...]:
        """The seven columns, narrowed by the characters of a pattern."""
        if pattern not in self._columns:
            self._columns[pattern] = self.books.columns(pattern)
        return self._columns[pattern]

    def names(self, section: str, operation: str) -> PartNames:
        """What the body parts of a root operation are called."""
        key = (section, operation)
        if key not in self._names:
            self._names[key] = PartNames(self.books.part_labels(*key), self.books.keys())
        return self._names[key]

    def devices(self) -> DeviceNames:
        """What devices are called by their brands."""
        if self._devices is None:
            self._devices = DeviceNames(self.books.keys())
        return self._devices

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


@noun
class Source:
    """What fixed a character: its place in the record (None where the table did), and how."""

    span: Span | None
    why: str
    guideline: str = ""  # of ICD-10-PCS, where one decides


@noun
class Built:
    """Seven characters, ``.`` where neither words nor table decide, with what fixed each."""

    pattern: str
    sources: tuple[Source | None, ...]
    spans: tuple[Span, ...]  # the namings
    order: int  # of the statement
    session: Span  # the report that it stands in, else the statement: what one operation is told in
    date: date | None = None
    operator: str | None = None
    allowed: tuple[str, ...] = ("",) * 7  # of an open character, where only the side is open: its values
    is_looked: bool = False  # an inspection that is coded beside the operation (B3.2d, B3.3)
    is_step: bool = False  # told in the description of an operation, not named as one
    is_in_room: bool = False  # said to be done in the room of an operation
    part: str = ""  # which of several body parts that the value includes, where the record tells it (B3.2b)

    @property
    def is_whole(self) -> bool:
        """True where no character is open."""
        return OPEN not in self.pattern


def built(mention: ProcedureMention, tables: Tables, report: Report = NOTHING) -> list[Built]:
    """The codes, or what is certain of them, that one naming gives."""
    found: list[Built] = []
    for places, patterns in _by_place(mention):
        for pattern in patterns:
            found += built_as(pattern, places, mention, tables, report)
    return [one for one in found if not any(_lies_over(one.pattern, other.pattern) for other in found)]


def built_as(
    pattern: tuple[Part, ...], places: tuple[Said, ...], mention: ProcedureMention, tables: Tables, report: Report
) -> list[Built]:
    """What one pattern gives: a code for each side, and for each of several bones that its value includes (B3.2b)."""
    made = (_one(pattern, side, places, mention, tables, report) for side in _sides(pattern, mention, places))
    which = [part for said in places for part in numbered(mention, said)] or [""]
    return [replace(one, part=part) for one in made if one is not None for part in which]


def _lies_over(outer: str, deeper: str) -> bool:
    """True for a layer over another that the same words name, where its place is the same or not said (B3.5)."""
    if outer[3] != OPEN:
        return is_over(outer, deeper)
    return outer[2] == deeper[2] and (outer[1], deeper[1]) in _LAYERS


def _sides_of(part: Part) -> str:
    """The values of a choice that hangs on the side alone."""
    if not isinstance(part, Choice) or not {*_SIDES} <= dict(part.options).keys() <= {*_SIDES, "bilateral"}:
        return ""
    return "".join(character for _, character in part.options)


def session_of(mention: ProcedureMention, report: Report) -> Span:
    """What an operation is told in: its report, else its statement."""
    return report.span if report.span.end else mention.statement


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
        farther = {said.name: said for said in mention.around if said.name in (*_SIDES, "bilateral")}
        if len(farther) != 1:
            return (None,)
        nearest = next(iter(farther.values()))  # the one side that the statement names
    if nearest.name == "bilateral" and "bilateral" not in names:
        return _SIDES
    return (nearest.name,)


def _apart(side: Span, about: Span) -> int:
    """Characters between a side and what it is said of; a side stands before its place more often than after it."""
    return about.start - side.end if side.end <= about.start else side.start - about.end + _AFTER


def _one(
    pattern: tuple[Part, ...], side: str | None, places: tuple[Said, ...], mention: ProcedureMention, tables: Tables,
    report: Report,
) -> Built | None:  # fmt: skip
    characters: list[str] = []
    sources: list[Source | None] = []
    named = {said.name: said for said in reversed(mention.details)}
    usual = pattern[_APPROACH] == BY_INCISION
    for at, part in enumerate(pattern):
        if isinstance(part, Choice):
            character, source = _decided(part, side, named, mention, report)
        elif part == BY_INCISION:
            character, source = OPEN, None
        else:
            at_place = places[0].span if places and at >= 1 and at == _FIRST_COLUMN else mention.span
            character, source = part, None if part == OPEN else Source(at_place, _NAMED)
        characters.append(character)
        sources.append(source)
    _say_manner(characters, sources, named, report, tables)
    _nailed_closed(characters, sources, mention, report)
    _say_approach(characters, sources, mention, report, tables, usual=usual)
    _only_held(characters, sources, named, tables)
    if not _settle(characters, sources, tables):
        return None
    if characters[_DEVICE] == OPEN and _say_device(characters, sources, mention, report, tables):
        _settle(characters, sources, tables)
    value = "".join(characters)
    if not tables.has(value):
        return None
    allowed = tuple(map(_sides_of, pattern))
    return Built(value, tuple(sources), (mention.span,), mention.order, session_of(mention, report), allowed=allowed)


def _decided(
    choice: Choice, side: str | None, named: dict[str, Said], mention: ProcedureMention, report: Report
) -> tuple[str, Source | None]:
    sided = {name for name, _ in choice.options}.issuperset(_SIDES)
    for name, character in choice.options:
        if sided and name in (*_SIDES, "bilateral"):
            if name == side:
                said = named.get(name) or named.get("bilateral")
                return character, Source(said.span if said else mention.span, _NAMED)
        elif name in named:
            return character, Source(named[name].span, _NAMED)
    if (farther := _farther(choice, mention, report)) is not None:
        return farther
    default = choice.default
    if default is None or default == OPEN:
        return OPEN, None
    return default, Source(mention.span, "what these words mean where nothing else is said")


def _only_held(characters: list[str], sources: list[Source | None], named: dict[str, Said], tables: Tables) -> None:
    """Fixation of a fracture that is not displaced puts a device in, and moves no bone (B3.15)."""
    said = named.get("nondisplaced")
    moved = "".join(characters[:3])
    if said is None or moved not in ("0PS", "0QS") or characters[5] in (OPEN, "Z"):
        return
    if tables.has("".join((characters[0], characters[1], "H", *characters[3:]))):
        characters[2], sources[2] = "H", Source(said.span, "a fracture that is not displaced is only held", "B3.15")


def _nailed_closed(
    characters: list[str], sources: list[Source | None], mention: ProcedureMention, report: Report
) -> None:
    """A nail after a closed reduction goes in through the skin: the fracture is not laid open."""
    if characters[2] != "S" or characters[_DEVICE] != "6" or characters[_APPROACH] != OPEN or mention.approach:
        return
    told = {said.name: said for said in (*report.details, *mention.around)}
    if "closed reduced" in told and "open reduced" not in told:
        characters[_APPROACH] = "3"
        sources[_APPROACH] = Source(told["closed reduced"].span, "the fracture was reduced closed")


def _farther(choice: Choice, mention: ProcedureMention, report: Report) -> tuple[str, Source] | None:
    """What the rest of the statement, else the report, says of a choice, where it names one of its values alone."""
    options = dict(choice.options)
    wanted = frozenset(options.keys() - {"-", *_SIDES, "bilateral"})
    near = {said.name: said for said in reversed(mention.around) if said.name in wanted}
    if len({options[name] for name in near}) == 1:
        said = next(iter(near.values()))
        return options[said.name], Source(said.span, "said in the same statement")
    if not near and (only := report.only(wanted)):
        return options[only.name], Source(only.span, "said in the report")
    return None


def _say_approach(
    characters: list[str], sources: list[Source | None], mention: ProcedureMention, report: Report, tables: Tables,
    *, usual: bool,
) -> None:  # fmt: skip
    """The approach of an open fifth character: as named for the operation, else the one that the report names alone.

    ``usual``: done by incision where nothing else is said.
    """
    if characters[_APPROACH] != OPEN or OPEN in characters[:3]:
        return
    column = tables.columns("".join(characters))[_APPROACH]
    if "Approach" not in column.title:
        return
    values = {value.character for value in column.values}
    way, why = mention.approach, _NAMED
    if way is None and (way := report.approach_to(characters[1])):
        why = "the only approach that the report names"
    if way is not None:
        lent = usual and why != _NAMED
        name = way.name if way.name in values or lent else _THROUGH_SKIN.get(way.name, "")
        if name in values:
            characters[_APPROACH], sources[_APPROACH] = name, Source(way.span, why, way.guideline)
    if usual and characters[_APPROACH] == OPEN:
        characters[_APPROACH], sources[_APPROACH] = (
            "0",
            Source(mention.span, "done by incision where nothing else is said"),
        )


def _say_device(
    characters: list[str], sources: list[Source | None], mention: ProcedureMention, report: Report, tables: Tables
) -> bool:
    """The device of an open sixth character, where the record names one by a brand of the official device key."""
    column = tables.columns("".join(characters))[_DEVICE]
    if "Device" not in column.title or are_several(mention.text, mention.statement):
        return False
    by_label = {value.label: value.character for value in column.values}
    for place in (mention.statement, report.span):
        told = {
            by_label[label]: span for label, span in tables.devices().told(mention.text, place) if label in by_label
        }
        if len(told) == 1:
            [(characters[_DEVICE], span)] = told.items()
            sources[_DEVICE] = Source(span, "by the device key", "A11")
            return True
    return False


def _say_manner(
    characters: list[str], sources: list[Source | None], named: dict[str, Said], report: Report, tables: Tables
) -> None:
    """The contrast of an open fifth character, and a helping hand, as far as the table has them."""
    at = _APPROACH
    if OPEN in characters[:3]:
        return
    if "hand assisted" in named and characters[6] == "Z" and tables.has("".join((*characters[:6], "G"))):
        characters[6], sources[6] = "G", Source(named["hand assisted"].span, _NAMED)
    if characters[at] != OPEN:
        return
    column = tables.columns("".join(characters))[at]
    values = {value.character for value in column.values}
    if "Contrast" in column.title:
        said = next((named[name] for name in _CONTRAST if name in named), None)
        if said is None and characters[0] + characters[2] in _BY_XRAY:  # one contrast serves all pictures of a report
            said = report.only(frozenset(_CONTRAST))
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
