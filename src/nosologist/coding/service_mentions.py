"""Where the record names a service, with what its statement says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nosologist.coding.given import may_be_of_today
from nosologist.coding.procedure_status import Clause
from nosologist.coding.service_gate import NAMING, Gate
from nosologist.coding.service_measures import measures
from nosologist.coding.service_report import is_imaging_report
from nosologist.coding.service_status import is_done, is_elsewhere, is_here, is_told, service_status
from nosologist.coding.service_tables import Fact, Family
from nosologist.coding.service_words import Hit, Words, apart, details, named, nearest
from nosologist.model.document import SectionKind, Span
from nosologist.model.noun import noun
from nosologist.model.procedure import ProcedureStatus
from nosologist.notes.chunks import MARKED
from nosologist.notes.made_once import made_once
from nosologist.notes.reading import Reading, WordRun
from nosologist.notes.signs import Marks

_SHARED = frozenset(
    {"contrast", "guidance", "nature", "closure", "anesthesia", "kind"}
)  # one word may hold for two services

_TIMED = frozenset({"therapy", "professional", "timed"})
_NOT_DONE = frozenset(
    {ProcedureStatus.HISTORY, ProcedureStatus.PLANNED, ProcedureStatus.NEGATED, ProcedureStatus.REFUSED}
)

Said = tuple[str, Fact]  # an axis and what is said on it


@noun
class ServiceMention:
    """One naming of a service with what belongs to it."""

    family: Family
    clause: Clause
    span: Span
    status: ProcedureStatus
    facts: dict[str, Fact]
    order: int  # of the statement in the record
    is_today: bool  # its heading says so


@dataclass(eq=False)  # frozen by the type checker alone, as every noun that a note makes by the hundred
class Statement:
    """A statement with everything in it that can decide a service; what it says is read when it is first asked for."""

    run: WordRun
    section: SectionKind
    start: int  # of its heading, where it is the first of a section
    order: int
    stretch: int  # statements one after the other in one kind of section share a number
    is_today: bool  # the heading says that what stands below it was done today
    signs: int  # of what it may hold
    gate: Gate

    @made_once
    def span(self) -> Span:
        """Its place, with its heading."""
        return Span(self.start, self.run.statement.end)

    @made_once
    def clause(self) -> Clause:
        """What is read for services."""
        section = self.run.statement.section
        whole = Span(section.heading.start if section.heading else section.body.start, section.body.end)
        return Clause(self.run.text, self.span, self.span, self.section, whole, marks=self.marks)

    @property
    def marks(self) -> Marks:
        """What it may hold."""
        return Marks(self.signs, self.gate.lanes)

    @made_once
    def words(self) -> Words:
        """Its words, those of its heading among them."""
        return Words(self.run.text, self.span, self.chunks)

    @made_once
    def names(self) -> tuple[Hit[Family], ...]:
        """The services that it names."""
        return tuple(named(self.words)) if self.gate.may_name(self.signs) else ()

    @property
    def chunks(self) -> list[str]:
        """What stands between its blanks."""
        if self.start == self.run.statement.start:
            return self.run.chunks
        return self.run.text[self.start : self.run.statement.end].split()

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place of a pattern in it, its heading included."""
        return pattern.search(self.run.text, self.start, self.run.statement.end)

    def may_hold(self, sign: str) -> bool:
        """True where it has what a pattern needs."""
        return self.signs & self.gate.signs[sign] != 0

    @made_once
    def is_done(self) -> bool:
        """True where it has a word of doing."""
        return self.may_hold("done") and is_done(self.clause)

    @made_once
    def said(self) -> tuple[Said, ...]:
        """The axes and their values."""
        found = [(axis, Fact(value, hit.span)) for hit in details(self.words) for axis, value in hit.meant]
        return (*found, *self._numbers)

    @made_once
    def _numbers(self) -> tuple[Said, ...]:
        """The axes of which it says a number."""
        return tuple(measures(self.run.text, self.span, self.may_hold)) if self.signs & self.gate.numbers else ()

    def may_say(self, axis: str) -> bool:
        """True where it has what a value of an axis needs."""
        return self.signs & self.gate.axes.get(axis, 0) != 0

    def on(self, axis: str) -> list[Fact]:
        """What it says on an axis."""
        if not self.may_say(axis):
            return []
        return [fact for name, fact in (self.said if self.gate.has_words(axis) else self._numbers) if name == axis]


def holding(sign: str, statements: Sequence[Statement]) -> list[Statement]:
    """The statements that have what a pattern needs."""
    bit = statements[0].gate.signs[sign] if statements else 0
    return [one for one in statements if one.signs & bit]


def named_today(sign: str, statements: Sequence[Statement], needed: re.Pattern[str] | None = None) -> list[Statement]:
    """Those that may tell something of today about what they name: that it was given, planned or denied.

    ``needed``: without it a statement counts only where something may be given.
    """
    return [
        one
        for one in holding(sign, statements)
        if may_be_of_today(
            one.section, one.marks, one.run.text,
            is_given=needed is not None and needed.search(one.run.text, *one.run.statement.span) is None,
        )
    ]  # fmt: skip


_STUDY = re.compile(r"\W*(?:exam|examination|study|procedure|technique|type of exam)\b", re.IGNORECASE)
_TODAY = re.compile(
    r"\b(?:today|given|administered|performed|this visit|treatments?|interventions?|services? (?:provided|rendered))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[A-Z][A-Za-z /&'-]{2,40}:")
_LONGEST_LABEL = 42


def read_statements(readings: Sequence[Reading], gate: Gate) -> tuple[Statement, ...]:
    """Every statement of the documents, read for services; the first of a section with its heading: "EKG: sinus rhythm".

    Where a history comes to what was done here today, what is told after it is of today too.
    """
    found: list[Statement] = []
    stretch = 0
    here, done = gate.signs["here"], gate.signs["done"]
    for reading in readings:
        section, today, carried, told = None, False, False, False
        is_marked = reading.marking == gate.bits_of
        for run in reading.runs:
            statement, start = run.statement, run.statement.start
            signs = run.bits >> MARKED if is_marked else gate.of(run.chunks)
            if statement.section is not section:
                section, today, carried = statement.section, False, False
                told = is_told(section.kind)
                if section.heading is not None:
                    start = section.heading.start
                    signs |= gate.of(run.text[start : statement.start].split())
                    today = _opens_today(section.heading.quote(run.text), reading)
                stretch += not found or found[-1].section is not section.kind
            elif run.text.find(":", start, start + _LONGEST_LABEL) > 0 and (
                label := _LABEL.match(run.text, start, statement.end)
            ):
                today = _TODAY.search(label[0]) is not None
            one = Statement(run, section.kind, start, len(found), stretch, today, signs, gate)
            if carried and not today:
                one.is_today = not (one.may_hold("elsewhere") and is_elsewhere(one.clause))
            if told and not carried:
                carried = signs & here != 0 != signs & done and is_here(one.clause) and one.is_done
            found.append(one)
    return tuple(found)


@lru_cache(maxsize=1_000)
def _heading(heading: str) -> tuple[bool, bool]:
    """Whether a heading tells of today, and whether it does in the report of a study."""
    return _TODAY.search(heading) is not None, _STUDY.match(heading) is not None


def _opens_today(heading: str, reading: Reading) -> bool:
    tells, is_of_study = _heading(heading)
    return tells or (is_of_study and is_imaging_report(reading.document.text))


def service_mentions(statements: Sequence[Statement]) -> Iterator[ServiceMention]:
    """Every service that the statements name, in the order of the text."""
    for statement in statements:
        if not statement.signs & NAMING:
            continue
        for at, hit in enumerate(statement.names):
            for family in hit.meant:
                yield from _mentions(statement, at, family)


def _mentions(statement: Statement, at: int, family: Family) -> Iterator[ServiceMention]:
    span = statement.names[at].span
    may_be_timed = bool(family.flags & _TIMED)
    status = None if family.needs or may_be_timed else _status(statement, span)
    if status in _NOT_DONE:  # what else is said of it decides nothing
        yield ServiceMention(family, statement.clause, span, status, {}, statement.order, statement.is_today)
        return
    if not all(statement.may_say(one.axis) for one in family.needs):
        return
    own = _own(statement, at, family)
    if not all(any(one.axis == axis and one.holds({axis: fact}) for axis, fact in own) for one in family.needs):
        return
    if status is None:
        is_timed = may_be_timed and (any(axis == "minutes" for axis, _ in own) or statement.is_done)
        status = _status(statement, span, is_timed=is_timed)
    for anchor in _anchors(family, own) or [None]:
        facts = _facts(own, anchor, span)
        yield ServiceMention(family, statement.clause, span, status, facts, statement.order, statement.is_today)


def _status(statement: Statement, span: Span, *, is_timed: bool = False) -> ProcedureStatus:
    return service_status(statement.clause, span, is_today=statement.is_today or is_timed)


def _own(statement: Statement, at: int, family: Family) -> list[Said]:
    """What the statement says of the service that it names."""
    asked = [one for one in statement.said if one[0] in family.axes and wanted(family, *one)]
    own = [one for one in asked if _owner(statement, one, at)]
    found = {axis for axis, _ in own}
    for axis in (family.axes & _SHARED) - found:
        others = [one for one in asked if one[0] == axis]
        if len({fact.value for _, fact in others}) == 1:
            own.append(others[0])
    return own


def _owner(statement: Statement, said: Said, at: int) -> bool:
    """True where no other naming that asks for this axis stands nearer."""
    axis, fact = said
    if fact.span is None:
        return True
    own = statement.names[at].meant
    once = [family for family in own if "once" in family.flags]
    place = fact.span
    rivals = [
        number
        for number, hit in enumerate(statement.names)
        if number == at or any(axis in one.axes and one not in once for one in hit.meant)
    ]
    return min(rivals, key=lambda number: apart(place, statement.names[number].span, follows=axis == "minutes")) == at


def _anchors(family: Family, own: list[Said]) -> list[Said | None]:
    """The values of the axis of which each is a service of its own, every one once."""
    once: dict[object, Said] = {}
    for axis, fact in own:
        if axis == family.each:
            once.setdefault(fact.value, (axis, fact))
    return list(once.values())


def wanted(family: Family, axis: str, fact: Fact) -> bool:
    """True where a value is one that the family asks for, or a number, or an axis that only modifiers read."""
    asked = family.asked.get(axis)
    return not asked or not isinstance(fact.value, str) or any(fact.value in one.values for one in asked)


def _facts(own: list[Said], anchor: Said | None, span: Span) -> dict[str, Fact]:
    about = anchor[1].span if anchor and anchor[1].span else span
    found: dict[str, Fact] = {}
    for axis in dict.fromkeys(axis for axis, _ in own):
        said = [fact for name, fact in own if name == axis]
        if anchor and axis == anchor[0]:
            found[axis] = anchor[1]
            continue
        chosen = nearest([(str(number), fact.span) for number, fact in enumerate(said) if fact.span], about)
        if chosen:
            found[axis] = said[int(chosen[0])]
    return found


def is_procedure_part(section: SectionKind) -> bool:
    """True where a procedure is described."""
    return section in (SectionKind.PROCEDURES, SectionKind.NARRATIVE, SectionKind.COURSE, SectionKind.IMAGING)
