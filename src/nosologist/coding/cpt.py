"""CPT from the record: numbers for what was done, with our own plain words; what is not documented stays open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from nosologist.coding.procedure_status import is_placed, is_titled
from nosologist.coding.service_found import Found, completed, decided, each_one, put_together
from nosologist.coding.service_grafts import grafted
from nosologist.coding.service_measures import explored_again, stated_age
from nosologist.coding.service_mentions import ServiceMention, Statement, service_mentions
from nosologist.coding.service_place import billed_by, why_not_billed
from nosologist.coding.service_report import is_imaging_report
from nosologist.coding.service_status import is_done
from nosologist.coding.service_stopped import stopped
from nosologist.coding.service_sums import WOUNDS, summed
from nosologist.coding.service_tables import Fact, Family, Row, table_of
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter
from nosologist.model.noun import noun
from nosologist.model.procedure import ProcedureStatus
from nosologist.model.service_line import Modifier, OpenService, Service, service_code
from nosologist.notes.signs import Rare

_CANCELLED = Rare(
    r"\b(?:surgery|procedure|case|operation|arthroplasty|OR)\b(?: \w+){0,4} (?:cancell?ed|postponed)\b|"
    r"\bcancell?ed (?:surgery|case|procedure)\b"
)
_INJURED = re.compile(
    r"\b(?:lacerat\w+|gash|bite|bitten|stab\w*|cut (?:him|her|his|the|on|my|with)\w*)\b", re.IGNORECASE
)
_OF_BIRTH = re.compile(
    r"\b(?:degree|obstetric\w*) (?:perineal |vaginal |periurethral )*(?:laceration|tear)|\bperineal laceration",
    re.IGNORECASE,
)
_NATURES = (
    ("malignant", re.compile(r"C4[34A]|D0[34]")),
    ("premalignant", re.compile(r"L570")),
    ("benign", re.compile(r"D1[78]|D2[23]|L72|L82|L91|B07|B081|Q825|L918")),
)


@noun
class Line:
    """A service with what it came from, so that modifiers and pointers can be worked out."""

    service: Service
    found: Found | None = None  # None where a step of its own found it: infusions, vaccines, visits
    used: tuple[str, ...] = ()  # the axes that led to the number

    @property
    def flags(self) -> frozenset[str]:
        """What the tables say of its family."""
        return self.found.family.flags if self.found else frozenset()


@noun
class Lines:
    """What the tables gave."""

    lines: tuple[Line, ...]
    pending: frozenset[str]  # what the tables say of the families that stay open
    open_services: tuple[OpenService, ...]
    not_coded: tuple[NotCoded, ...]


def cpt_lines(coded: CodedEncounter, statements: Sequence[Statement]) -> Lines:
    """Every service of the record that our tables know."""
    mentions = list(service_mentions(statements))
    encounter = coded.encounter
    is_report = all(is_imaging_report(one.text) for one in encounter.own_documents)
    text = encounter.text
    cut_short = {one.span: why for one in mentions if (why := _stopped(one, text, encounter))}
    done = [
        one for one in mentions if (one.status is ProcedureStatus.PERFORMED or one.span in cut_short) and _is_real(one)
    ]
    lines: list[Line] = []
    still_open: list[OpenService] = []
    pending: frozenset[str] = frozenset()
    ledger: list[NotCoded] = []
    apart = list(
        _told_once(each for one in put_together(done) for each in each_one(one, statements, is_report=is_report))
    )
    apart = _closed_where_excised(apart)
    known = _known(coded) if apart else {}
    if any("arterial" in one.family.axes for one in apart):
        known |= grafted(text)
    cancelled = bool(apart) and _CANCELLED.search(text) is not None
    for whole in summed([completed(one, known, statements, is_report=is_report) for one in apart]):
        is_off = (
            cancelled and whole.family.flags & {"major", "minor"} and not any(span in cut_short for span in whole.spans)
        )
        if elsewhere := (is_off and "the operation was cancelled") or why_not_billed(
            whole, encounter, is_report=is_report
        ):
            ledger.append(NotCoded(whole.spans[0], (), f"{whole.family.title}: {elsewhere}"))
            continue
        decision = decided(whole.family, whole.facts)
        if decision.row is None and not decision.possible and "quiet" in whole.family.flags:
            ledger.append(NotCoded(whole.spans[0], (), f"{whole.family.title}: not told as a service of its own"))
        elif decision.row is None:
            still_open.append(_open(whole, decision.possible, decision.missing))
            pending |= whole.family.flags
        else:
            how = tuple([cut_short[span] for span in whole.spans if span in cut_short][:1])
            found = _lines(whole, decision.row)
            lines.extend(replace(line, service=replace(line.service, modifiers=how)) if how else line for line in found)
    ledger.extend(_not_done(mentions, lines, still_open))
    return Lines(tuple(_once(lines)), pending, tuple(still_open), tuple(ledger))


def _told_once(found: Iterable[Found]) -> Iterator[Found]:
    """What is done through a scope counts once for each value of its axis, however often the findings come back to it."""
    seen: list[tuple[Family, Fact]] = []
    for one in found:
        said = one.facts.get(one.family.each) if {"scope", "once"} <= one.family.flags else None
        if said is None:
            yield one
        elif not any(family is one.family and fact.value == said.value for family, fact in seen):
            seen.append((one.family, said))
            yield one


def _closed_where_excised(found: Sequence[Found]) -> list[Found]:
    """A closure in layers counts beside the excision of a lesion alone, and is of its place."""
    excised = next((one for one in found if "excision" in one.family.flags), None)
    kept = []
    for one in found:
        if "ofexcision" not in one.family.flags:
            kept.append(one)
        elif excised is not None:
            place = {axis: excised.facts[axis] for axis in ("spot",) if axis in excised.facts}
            kept.append(replace(one, facts={**one.facts, **place}))
    return kept


def _once(lines: Sequence[Line]) -> Iterator[Line]:
    """A number that two families gave is one service."""
    seen: dict[str, Line] = {}
    for line in lines:
        other = seen.setdefault(line.service.code.value, line)
        if other is line or (other.found and line.found and other.found.family is line.found.family):
            yield line


def _stopped(one: ServiceMention, text: str, encounter: Encounter) -> Modifier | None:
    if one.status is not ProcedureStatus.ABORTED or not one.family.flags & {"minor", "major"}:
        return None
    return stopped(text, one.span, encounter)


def _is_real(one: ServiceMention) -> bool:
    """False where a thing that is only there, or only seen, would be taken for something done."""
    flags = one.family.flags
    if "placed" in flags and not is_placed(one.clause):
        return False
    if "titled" in flags and not is_titled(one.clause):
        return False  # a step of another operation
    if "summed" in flags and not _INJURED.search(one.clause.text):
        return False  # the closure of an operation is part of it
    if "summed" in flags and _OF_BIRTH.search(one.clause.text, *one.clause.statement):
        return False  # a tear that is mended is part of the delivery
    return "needsdone" not in flags or is_done(one.clause)


def _known(coded: CodedEncounter) -> dict[str, Fact]:
    """What the claim and the coded diagnoses say."""
    encounter = coded.encounter
    known = {"by": Fact(billed_by(encounter), None)}
    age = stated_age(encounter.text) if encounter.age is None else Fact(Decimal(encounter.age), None)
    if age:
        known["age"] = age
    if encounter.sex is not None:
        known["sex"] = Fact(encounter.sex.value, None)
    if again := explored_again(encounter.text):
        known["explored"] = again
    natures = {
        name: Fact(name, one.evidence[0])
        for one in reversed(coded.assignments) if one.evidence
        for name, pattern in _NATURES if pattern.match(one.code.value)
    }  # fmt: skip
    if len(natures) == 1:
        known |= {"nature": next(iter(natures.values()))}
    return known


def _lines(one: Found, row: Row) -> Iterator[Line]:
    used = [condition.axis for condition in row.conditions]
    for numbered in row.numbers:
        units = numbered.units(one.facts)
        if units:
            facts = [one.facts[axis] for axis in (*used, numbered.axis) if axis in one.facts]
            evidence = tuple(sorted({*one.spans, *(fact.span for fact in facts if fact.span)}))
            yield Line(
                Service(
                    service_code(numbered.number), row.title or one.family.title, evidence,
                    tuple(_reasons(one, used, numbered.number, one.clauses[0].text)), Decimal(units),
                ),
                one,
                tuple(used),
            )  # fmt: skip


def _reasons(one: Found, used: Sequence[str], number: str, text: str) -> Iterator[Reason]:
    quote = " ".join(one.spans[0].quote(text).split())
    yield Reason(Step.RECORD, f"{one.family.title}: “{quote}”", evidence=one.spans[0])
    for axis in dict.fromkeys(used):
        fact = one.facts[axis]
        said = f"“{' '.join(fact.span.quote(text).split())}”" if fact.span else _unsaid(axis, fact)
        yield Reason(Step.RECORD, f"{axis_name(axis)} {_shown(fact)}: {said}", evidence=fact.span)
    if WOUNDS in one.facts:
        yield Reason(
            Step.RECORD, f"{one.facts[WOUNDS].value} wounds of one kind and group of places, their lengths together"
        )
    yield Reason(Step.TABLE, f"these together are {number}")


def _unsaid(axis: str, fact: Fact) -> str:
    return "a fact of the claim" if axis in ("by", "age", "sex") else "nothing else is said"


def _shown(fact: Fact) -> str:
    return fact.value if isinstance(fact.value, str) else f"{fact.value.normalize():f}"


def _open(one: Found, rows: Sequence[Row], missing: Sequence[str]) -> OpenService:
    numbers = sorted({row.numbers[0].number for row in rows})
    asked = tuple(axis_name(axis) for axis in missing)
    why = f"the record does not say: {', '.join(asked)}" if asked else "our tables have no number for what is said"
    return OpenService(one.family.title, tuple(map(service_code, numbers)), one.spans, why, asked)


def _not_done(
    mentions: Sequence[ServiceMention], lines: Sequence[Line], still_open: Sequence[OpenService]
) -> Iterator[NotCoded]:
    coded: set[Span] = {span for line in lines for span in line.service.evidence}
    coded |= {span for one in still_open for span in one.evidence}
    told: set[tuple[Span, str]] = set()
    for one in mentions:
        reason = f"{one.family.title}: a service that is {one.status.value}"
        if one.status is not ProcedureStatus.PERFORMED and one.span not in coded and (one.span, reason) not in told:
            told.add((one.span, reason))
            yield NotCoded(one.span, (), reason)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    lines = (line.partition(" = ") for line in table_of("asks.txt"))
    return {axis: name for axis, _, name in lines}


def axis_name(axis: str) -> str:
    """What an axis is, in plain words, for a reason or a query."""
    return _names().get(axis, axis)
