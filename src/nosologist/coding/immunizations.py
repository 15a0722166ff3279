"""Vaccines given at this visit and their administration: by counseling and component up to 18 years, else by vaccine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from nosologist.coding.procedure_words import WORD
from nosologist.coding.service_measures import stated_age
from nosologist.coding.service_mentions import Statement, holding
from nosologist.coding.service_place import READER, billed_by
from nosologist.coding.service_status import is_here, service_status
from nosologist.coding.service_tables import table_of
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter
from nosologist.model.noun import noun
from nosologist.model.procedure import ProcedureStatus
from nosologist.model.service_line import FoundServices, OpenService, Service, service_code
from nosologist.notes.signs import Sought
from nosologist.notes.sought import small

_YOUNG = 18  # years: up to the 18th counts as under 19
_ADULT = {"90632 90633": (19, "90633", "90632"), "90744 90746": (20, "90744", "90746")}  # from which age the second
_COUNSEL = re.compile(r"\bcounsel\w*", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:vaccin\w+|immuniz\w+|component|shots?|side effects|risks? and benefits?)\b", re.IGNORECASE)
_NOT_GIVEN = re.compile(
    r"\b(?:titer|antibod\w+|surface antigen|infection|exposure|chronic|test|screen\w*|carrier)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Vaccine:
    """A line of ``vaccines.txt``."""

    words: re.Pattern[str]
    first: frozenset[str]  # the first word of each naming
    numbers: str
    components: int
    route: str  # injected, swallowed (or sprayed into the nose), covid
    title: str


@noun
class _Shot:
    vaccine: Vaccine
    span: Span


@lru_cache(maxsize=1)
def vaccines() -> tuple[Vaccine, ...]:
    """Every vaccine of the table, in its order."""
    return tuple(_vaccine(line) for line in table_of("vaccines.txt"))


def _vaccine(line: str) -> Vaccine:
    words, numbers, components, route, title = (part.strip() for part in line.split("|"))
    said = "|".join(re.escape(word.strip()).replace(r"\ ", r"\s+") for word in words.split(","))
    first = frozenset(WORD.findall(name)[0].lower() for name in words.split(","))
    return Vaccine(
        re.compile(rf"(?<![\w-])(?:{said})(?![\w-])", re.IGNORECASE), first, numbers, int(components), route, title
    )


def immunized(statements: Sequence[Statement], encounter: Encounter) -> FoundServices:
    """The vaccines that were given, and their administration."""
    shots, ledger = _shots(statements)
    if not shots:
        return FoundServices((), (), tuple(ledger))
    if billed_by(encounter) == READER:
        why = "a vaccine given by the staff of the facility, which bills it"
        return FoundServices((), (), (*ledger, *(NotCoded(one.span, (), why) for one in shots)))
    text = encounter.text
    stated = stated_age(text)
    age = encounter.age if encounter.age is not None else int(Decimal(stated.value)) if stated else None
    lines: list[Service] = []
    still_open: list[OpenService] = []
    for one in shots:
        number = _product(one.vaccine, age)
        if number:
            lines.append(_line(number, one.vaccine.title, one.span, "the vaccine"))
        elif one.vaccine.numbers != "-":
            still_open.append(_open(one))
    given = tuple(_administration(shots, age, _counseled(statements)))
    return FoundServices((*lines, *given), tuple(still_open), tuple(ledger))


@lru_cache(maxsize=1)
def sought() -> Sought:
    """The first word of every naming: most statements have none of them."""
    first = frozenset[str]().union(*(vaccine.first for vaccine in vaccines()))
    return {"vaccine": lambda chunk: not first.isdisjoint(WORD.findall(chunk))}


def _shots(statements: Sequence[Statement]) -> tuple[list[_Shot], list[NotCoded]]:
    found: dict[str, _Shot] = {}
    ledger: list[NotCoded] = []
    for statement in holding("vaccine", statements):
        text, span = statement.run.text, statement.span
        taken: list[Span] = []
        said = set(chain.from_iterable(map(WORD.findall, map(small, statement.chunks))))
        for vaccine in vaccines():
            if said.isdisjoint(vaccine.first):
                continue
            for match in vaccine.words.finditer(text, span.start, span.end):
                at = Span(*match.span())
                if any(at.start < other.end and other.start < at.end for other in taken):
                    continue
                taken.append(at)
                if _NOT_GIVEN.match(text[at.end : span.end].lstrip()):
                    continue
                status = service_status(statement.clause, at, is_today=statement.is_today)
                told = statement.is_today or statement.is_done or is_here(statement.clause)
                if status is ProcedureStatus.PERFORMED and told:
                    found.setdefault(vaccine.title, _Shot(vaccine, at))
                else:
                    ledger.append(NotCoded(at, (), f"{vaccine.title}: {_why(status)}"))
    return sorted(found.values(), key=lambda one: one.span), ledger


def _why(status: ProcedureStatus) -> str:
    if status is ProcedureStatus.PERFORMED:
        return "the record does not say that it was given at this visit"
    return f"a service that is {status.value}"


def _product(vaccine: Vaccine, age: int | None) -> str | None:
    """The number of a vaccine; where the age decides, by the age."""
    if vaccine.numbers in _ADULT and age is not None:
        limit, young, old = _ADULT[vaccine.numbers]
        return young if age < limit else old
    return vaccine.numbers if " " not in vaccine.numbers and vaccine.numbers != "-" else None


def _counseled(statements: Sequence[Statement]) -> Span | None:
    """Where it stands that the patient or family was counseled about the vaccines."""
    for statement in statements:
        text, span = statement.run.text, statement.span
        said = _COUNSEL.search(text, span.start, span.end)
        if said and _ABOUT.search(text, span.start, span.end):
            return Span(*said.span())
    return None


def _administration(shots: Sequence[_Shot], age: int | None, counseled: Span | None) -> Iterator[Service]:
    covid = [one for one in shots if one.vaccine.route == "covid"]
    others = [one for one in shots if one.vaccine.route != "covid"]
    if covid:
        yield _line("90480", "administration of a COVID-19 vaccine", covid[0].span, "a COVID-19 vaccine was given")
    if others and counseled and age is not None and age <= _YOUNG:
        more = sum(one.vaccine.components - 1 for one in others)
        why = f"given with counseling at {age} years: first component of {len(others)} vaccines"
        yield _line(
            "90460", "administration of a vaccine with counseling, first component", counseled, why, len(others)
        )
        if more:
            yield _line("90461", "administration of a vaccine with counseling, each further component", counseled,
                        f"{more} further components", more)  # fmt: skip
        return
    injected = [one for one in others if one.vaccine.route == "injected"]
    swallowed = [one for one in others if one.vaccine.route == "swallowed"]
    yield from _by_route(injected, "90471", "90472", "injection of a vaccine")
    first = "90474" if injected else "90473"
    yield from _by_route(swallowed, first, "90474", "vaccine by mouth or nose")


def _by_route(shots: Sequence[_Shot], first: str, more: str, title: str) -> Iterator[Service]:
    if not shots:
        return
    rest = len(shots) - 1
    if first == more:
        yield _line(first, title, shots[0].span, f"{len(shots)} beside an injected one", len(shots))
        return
    yield _line(first, f"{title}, first", shots[0].span, "the first vaccine")
    if rest:
        yield _line(more, f"{title}, each further", shots[1].span, f"{rest} further vaccines", rest)


def _line(number: str, title: str, span: Span, why: str, units: int = 1) -> Service:
    return Service(service_code(number), title, (span,), (Reason(Step.RECORD, why, evidence=span),), Decimal(units))


def _open(one: _Shot) -> OpenService:
    numbers = tuple(map(service_code, one.vaccine.numbers.split()))
    return OpenService(
        one.vaccine.title, numbers, (one.span,), "the record does not say: product", ("product of the vaccine",)
    )
