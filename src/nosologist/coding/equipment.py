"""Supplies, equipment and orthotics that left with the patient: words of the record to codes by kind, size and material."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache

from nosologist.codesets.drug_codes import WORD
from nosologist.coding.given import given_status
from nosologist.coding.level_two import LevelTwo
from nosologist.coding.line_modifiers import equipment_modifiers, side_modifiers
from nosologist.coding.phrases import Hit, Phrases, Words, words_of
from nosologist.coding.procedure_status import Clause
from nosologist.coding.service_mentions import Statement, named_today
from nosologist.coding.tables import table_lines
from nosologist.model.assignment import NotCoded, Reason
from nosologist.model.code import Code
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter, View
from nosologist.model.procedure import ProcedureStatus
from nosologist.model.service_line import FoundServices, Modifier, OpenService, Service

_TABLE = "services/equipment.txt"
_LEFT = re.compile(
    r"\b(?:dispensed|supplied|issued|fitted|fit with|provided|delivered|furnished|set up|sent home with|sold|"
    r"placed in(?:to)?|applied|transfused|"
    r"given(?: \w+){0,4}? (?:a|an|the|new|pair)|was given|were given|received (?:a|an|the|new))\b",
    re.IGNORECASE,
)
_WORN = ("L", "A456")
_WORN_LEFT = re.compile(rf"{_LEFT.pattern}|\b(?:placed|put on|donned|application of)\b", re.IGNORECASE)
_HANDED = re.compile(r"(?:set up|fit|fitted|provided|supplied|sent home|discharged|given) with$")
_SIZE = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:\"|in(?:ch(?:es)?)?|cm)?\s*(?:x|by)\s*(\d+(?:\.\d+)?)\s*(\"|in(?:ch(?:es)?)?\b|cm\b)?",
    re.IGNORECASE,
)
_COUNT_BEFORE = re.compile(r"(?:^|[\s#(:])(\d{1,4})\s+(?:[a-z-]+\s+){0,3}$", re.IGNORECASE)
_COUNT_AFTER = re.compile(r"^[\s,:(]*(?:#|x ?|qty:? ?|quantity:? ?)(\d{1,4})\b", re.IGNORECASE)
_SQUARE_INCH = Decimal("6.4516")  # square centimeters
_FINGER_SPLINT, _BLOOD = "Q4049", "P"


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the table: what must be said, and what follows."""

    needs: tuple[tuple[tuple[str, ...], ...], ...]  # each of them by one of its phrases
    limits: tuple[str, ...]  # "<=16", ">48"
    codes: tuple[str, ...]
    is_open: bool
    per: int | None  # pieces in one unit
    is_sided: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A thing with the choices between its codes."""

    name: str
    choices: list[Choice] = field(default_factory=list)


def equipment(coded: CodedEncounter, statements: Sequence[Statement], book: LevelTwo) -> FoundServices:
    """Lines of what was dispensed, fitted or delivered; what is used at home or only ordered gives none."""
    services: dict[str, Service] = {}
    opened: dict[str, OpenService] = {}
    ledger: list[NotCoded] = []
    for one in named_today("equipment", statements):
        run, statement = one.run, one.run.statement
        words = words_of(run.text, statement.start, statement.end)
        hits = list(_phrases().find(words))
        if not hits:
            continue
        clause = Clause(run.text, statement.span, statement.span, statement.section.kind, marks=one.marks)
        for found in _in_statement(hits, words, clause, coded, book):
            if isinstance(found, Service):
                services.setdefault(found.code.value, found)
            elif isinstance(found, OpenService):
                opened.setdefault(found.title, found)
            else:
                ledger.append(found)
    return FoundServices(tuple(services.values()), tuple(opened.values()), tuple(ledger))


def _in_statement(
    hits: Sequence[Hit[Item]], words: Words, clause: Clause, coded: CodedEncounter, book: LevelTwo
) -> Iterator[Service | OpenService | NotCoded]:
    for place, hit in enumerate(hits):
        span = words.span(hit.first, hit.last)
        status = given_status(clause, span)
        if status is ProcedureStatus.PERFORMED and _left(clause, span, hit.meaning):
            first = hits[place - 1].last + 1 if place else 0
            last = hits[place + 1].first if place + 1 < len(hits) else len(words.texts)
            if found := _line(hit, words, first, last, clause, coded, book):
                yield found
        elif status in (ProcedureStatus.PLANNED, ProcedureStatus.REFUSED):
            yield NotCoded(span, (), f"{hit.meaning.name} that is {status.value}")


def _left(clause: Clause, span: Span, item: Item) -> bool:
    """True where the statement tells that the thing was handed over or, of what is worn, put on."""
    is_worn = any(code.startswith(_WORN) for choice in item.choices for code in choice.codes)
    said = (_WORN_LEFT if is_worn else _LEFT).search(clause.text, clause.statement.start, clause.statement.end)
    before = clause.text[clause.statement.start : span.start].rstrip().lower()
    return said is not None and (
        not before.endswith((" by", " via", " with", "using")) or _HANDED.search(before) is not None
    )


def _line(
    hit: Hit[Item], words: Words, first: int, last: int, clause: Clause, coded: CodedEncounter, book: LevelTwo
) -> Service | OpenService | None:
    near = words.only(range(first, last))
    part = Span(near.spans[0].start, near.spans[-1].end)
    span = words.span(hit.first, hit.last)
    size = _size(clause.text[span.end : part.end]) or _size(clause.text[part.start : span.start])
    choice = next((one for one in hit.meaning.choices if _is_met(one, near, size)), None)
    codes = book.in_force(choice.codes) if choice else ()
    name, count = hit.meaning.name, _count(clause.text, span, part)
    if choice is None or not codes or count == 0 or not _is_billed(codes, coded.encounter):
        return None
    if choice.is_open or len(codes) > 1:
        missing = ("kind, size or material of the item",)
        return OpenService(name, codes, (span,), "the record does not say which kind", missing)
    if choice.per and choice.per > 1 and count is None:
        return OpenService(name, codes, (span,), "the number of pieces is not told", ("how many were dispensed",))
    [code] = codes
    pieces = Decimal(count or 1) / choice.per if choice.per else Decimal(1)
    units = Decimal(int(pieces.to_integral_value(ROUND_CEILING)))
    reasons = (
        book.reason(code.value, f"{name} that left with the patient", span),
        *_counted(code.value, choice, count, book),
    )
    modifiers = tuple(_modifiers(code.value, choice, span, part, clause))
    return Service(code, book.titles[code.value], (span,), reasons, units, modifiers, date=coded.encounter.date)


def _is_billed(codes: Sequence[Code], encounter: Encounter) -> bool:
    """Blood is the facility's; it is billed by the unit."""
    return encounter.view is View.FACILITY or codes[0].value[0] != _BLOOD


def _counted(value: str, choice: Choice, count: int | None, book: LevelTwo) -> Iterator[Reason]:
    if choice.per and choice.per > 1:
        yield book.reason(value, f"{count} pieces, one unit for {choice.per}")


def _modifiers(value: str, choice: Choice, span: Span, part: Span, clause: Clause) -> Iterator[Modifier]:
    if choice.is_sided:
        yield from side_modifiers(clause.text, part, with_digits=value == _FINGER_SPLINT)
    yield from equipment_modifiers(
        clause.text, clause.statement, Span(span.start, part.end), is_durable=value[0] in "EK"
    )


def _is_met(choice: Choice, near: Words, size: Decimal | None) -> bool:
    if not all(any(near.says(phrase) for phrase in phrases) for phrases in choice.needs):
        return False
    return all(size is not None and _within(size, limit) for limit in choice.limits)


def _within(size: Decimal, limit: str) -> bool:
    return size <= Decimal(limit[2:]) if limit.startswith("<=") else size > Decimal(limit[1:])


def _size(text: str) -> Decimal | None:
    """Square inches of a size in inches or centimeters; None where the measure is not told."""
    found = _SIZE.search(text)
    if found is None or found[3] is None:
        return None
    area = Decimal(found[1]) * Decimal(found[2])
    return area / _SQUARE_INCH if found[3].lower() == "cm" else area


def _count(text: str, span: Span, part: Span) -> int | None:
    before = _COUNT_BEFORE.search(text[part.start : span.start])
    after = _COUNT_AFTER.search(text[span.end : part.end])
    told = before or after
    return int(told[1]) if told else None


@lru_cache(maxsize=1)
def _phrases() -> Phrases[Item]:
    return Phrases((name, item) for names, item in _items() for name in names)


def names_of_things() -> frozenset[str]:
    """The words that tell the names of things."""
    return _phrases().telling


def table_codes() -> frozenset[str]:
    """Every code that the table of equipment leads to."""
    return frozenset(code for _, item in _items() for choice in item.choices for code in choice.codes)


def _items() -> Iterator[tuple[list[str], Item]]:
    names: list[str] = []
    item: Item | None = None
    for line in table_lines(_TABLE):
        if line.startswith("["):
            if item:
                yield names, item
            names = [name.strip() for name in line.strip("[]").split(",")]
            item = Item(names[0])
        elif item:
            item.choices.append(_choice(line))
    if item:
        yield names, item


def _choice(line: str) -> Choice:
    left, _, right = line.rpartition("= " if line.startswith("= ") else " = ")
    needs, limits = [], []
    for part in (part.strip() for part in left.split("&") if part.strip()):
        if part[0] in "<>":
            limits.append(part)
        else:
            needs.append(tuple(tuple(WORD.findall(phrase)) for phrase in part.split("|")))
    told = right.split()
    codes = tuple(word for word in told if len(word) == 5 and word[1:].isdigit())
    per = int(told[told.index("per") + 1]) if "per" in told else 1 if "each" in told else None
    return Choice(tuple(needs), tuple(limits), codes, told[0] == "?", per, "sided" in told)
