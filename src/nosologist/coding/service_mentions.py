"""Where the record names a service, with what its statement says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nosologist.coding.procedure_status import Clause
from nosologist.coding.service_measures import measures
from nosologist.coding.service_report import is_imaging_report
from nosologist.coding.service_status import is_done, is_elsewhere, is_here, is_told, service_status
from nosologist.coding.service_tables import Fact, Family, Row
from nosologist.coding.service_words import Hit, Words, apart, details, may_name, named, nearest, words_of
from nosologist.model.document import SectionKind, Span
from nosologist.model.procedure import ProcedureStatus
from nosologist.notes.made_once import made_once
from nosologist.notes.reading import Reading

_SHARED = frozenset(
    {"contrast", "guidance", "nature", "closure", "anesthesia", "kind"}
)  # one word may hold for two services

Said = tuple[str, Fact]  # an axis and what is said on it


@dataclass(frozen=True, slots=True)
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

    clause: Clause
    order: int
    is_today: bool  # the heading says that what stands below it was done today
    chunks: list[str]  # what stands between its blanks

    @made_once
    def words(self) -> Words:
        """Its words, those of its heading among them."""
        return words_of(self.clause.text, self.clause.named)

    @made_once
    def names(self) -> tuple[Hit[Family], ...]:
        """The services that it names."""
        return tuple(named(self.words)) if may_name(self.chunks) else ()

    @made_once
    def said(self) -> tuple[Said, ...]:
        """The axes and their values."""
        found = [(axis, Fact(value, hit.span)) for hit in details(self.words) for axis, value in hit.meant]
        return (*found, *measures(self.clause.text, self.clause.named, self.chunks))


def read_statements(readings: Sequence[Reading]) -> tuple[Statement, ...]:
    """Every statement of the documents, read for services."""
    return tuple(_statement(clause, order, today) for order, (clause, today) in enumerate(_clauses(readings)))


_STUDY = re.compile(r"\W*(?:exam|examination|study|procedure|technique|type of exam)\b", re.IGNORECASE)
_TODAY = re.compile(
    r"\b(?:today|given|administered|performed|this visit|treatments?|interventions?|services? (?:provided|rendered))\b",
    re.IGNORECASE,
)


def _clauses(readings: Sequence[Reading]) -> Iterator[tuple[Clause, bool]]:
    """Every statement, and whether it tells of today; the first of a section together with its heading: "EKG: sinus rhythm".

    Where a history comes to what was done here today, what is told after it is of today too.
    """
    for reading in readings:
        section, today, carried = None, False, False
        report = is_imaging_report(reading.document.text)
        for run in reading.runs:
            span = run.statement.span
            if run.statement.section is not section:
                section, today, carried = run.statement.section, False, False
                if section.heading is not None:
                    span = Span(section.heading.start, span.end)
                    heading = section.heading.quote(run.text)
                    today = _TODAY.search(heading) is not None or (report and _STUDY.match(heading) is not None)
            elif label := _LABEL.match(run.text, span.start, span.end):
                today = _TODAY.search(label[0]) is not None
            clause = Clause(run.text, span, span, run.statement.section.kind)
            yield clause, today or (carried and not is_elsewhere(clause))
            carried = carried or (is_told(clause) and is_here(clause) and is_done(clause))


_LABEL = re.compile(r"[A-Z][A-Za-z /&'-]{2,40}:")


def _statement(clause: Clause, order: int, is_today: bool) -> Statement:
    return Statement(clause, order, is_today, clause.named.quote(clause.text).split())


def service_mentions(statements: Sequence[Statement]) -> Iterator[ServiceMention]:
    """Every service that the statements name, in the order of the text."""
    for statement in statements:
        for at, hit in enumerate(statement.names):
            for family in hit.meant:
                yield from _mentions(statement, at, family)


def _mentions(statement: Statement, at: int, family: Family) -> Iterator[ServiceMention]:
    span = statement.names[at].span
    asked = [one for one in statement.said if one[0] in family.axes and wanted(family, *one)]
    own = [one for one in asked if _owner(statement, one, at)]
    found = {axis for axis, _ in own}
    for axis in (family.axes & _SHARED) - found:
        others = [one for one in asked if one[0] == axis]
        if len({fact.value for _, fact in others}) == 1:
            own.append(others[0])
    if not all(any(one.axis == axis and one.holds({axis: fact}) for axis, fact in own) for one in family.needs):
        return
    is_timed = bool(family.flags & {"therapy", "professional", "timed"}) and (
        any(axis == "minutes" for axis, _ in own) or is_done(statement.clause)
    )
    status = service_status(statement.clause, span, is_today=statement.is_today or is_timed)
    mention = ServiceMention(family, statement.clause, span, status, {}, statement.order, statement.is_today)
    anchors = _anchors(family, own)
    chosen: list[Said | None] = [*anchors] if anchors else [None]
    for anchor in chosen:
        yield replace(mention, facts=_facts(own, anchor, span))


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


def _anchors(family: Family, own: list[Said]) -> list[Said]:
    """The values of the axis of which each is a service of its own, every one once."""
    once: dict[object, Said] = {}
    for axis, fact in own:
        if axis == family.each:
            once.setdefault(fact.value, (axis, fact))
    return list(once.values())


def wanted(family: Family, axis: str, fact: Fact) -> bool:
    """True where a value is one that the family asks for, or a number, or an axis that only modifiers read."""
    asked = [one for row in (*family.rows, *_needed(family)) for one in row.conditions if one.axis == axis]
    return not asked or not isinstance(fact.value, str) or any(one.holds({axis: fact}) for one in asked)


def _needed(family: Family) -> tuple[Row, ...]:
    return (Row(family.needs, (), ""),)


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
