"""Injections, pushes and infusions of drugs, and hydration: which is the initial service, and what each hour adds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from nosologist.coding.procedure_words import WORD
from nosologist.coding.service_mentions import Statement, holding
from nosologist.coding.service_place import READER, billed_by
from nosologist.coding.service_status import service_status
from nosologist.coding.service_tables import Fact, table_of
from nosologist.coding.service_words import apart
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter, View
from nosologist.model.noun import noun
from nosologist.model.procedure import ProcedureStatus
from nosologist.model.service_line import FoundServices, OpenService, Service, service_code
from nosologist.notes.signs import Sought

_UNIT = r"(?:mg|mcg|g|gm|grams?|units?|mL|cc|mEq|million units|L|liters?)"
_DOSE = rf"\d[\d,.]*\s*-?{_UNIT}(?:/kg)?"
_DOSED = re.compile(_DOSE, re.IGNORECASE)
_DRUG = re.compile(
    rf"\b(?P<drug>(?:NS|LR|[A-Za-z][A-Za-z-]{{2,}})(?:\s+(?:saline|ringer'?s|sodium|sulfate|acetate|acetonide|decanoate))?)"
    rf"(?:\s*\([^)]*\))?,?\s+(?P<dose>{_DOSE})\b"
    rf"|\b(?P<dose2>{_DOSE})\s+(?:of\s+)?(?:(?:IM|IV|intramuscular|intravenous)\s+)?"
    rf"(?P<drug2>(?!bolus|over|infus|push)[A-Za-z][A-Za-z-]{{2,}}(?:\s+(?:saline|ringer'?s))?|NS|LR)\b",
    re.IGNORECASE,
)
_ROUTES = (
    ("injection", re.compile(r"\b(?:IM|SC|SQ|subq|intramuscular(?:ly)?|subcutaneous(?:ly)?)\b")),
    ("push", re.compile(r"\b(?:IV push|IVP|slow IV push|intravenous push|pushed|IV bolus)\b", re.IGNORECASE)),
    ("infusion", re.compile(r"\b(?:IVPB|infus\w+|IV over|drip|intravenous(?:ly)? over|piggyback|bolus|over \d+ (?:min|h)\w*)\b",
                            re.IGNORECASE)),
    ("unclear", re.compile(r"\b(?:IV|intravenous(?:ly)?)\b")),
)  # fmt: skip
_HORMONES = frozenset({"leuprolide", "fulvestrant", "goserelin", "degarelix", "triptorelin", "lupron", "faslodex"})
_FLUID = re.compile(r"^(?:normal saline|saline|NS|LR|lactated ringer'?s|ringer'?s|D5\w*|dextrose)$", re.IGNORECASE)
_NO_DRUG = re.compile(
    r"\b(?:vaccin\w+|immuniz\w+|allerg\w+ (?:shot|extract)|lidocaine|xylocaine|marcaine|bupivacaine|ropivacaine|intra-?articular|"
    r"joint|trigger point|bursa|intralesional|nerve block|local anesthe\w+|epidural|tendon sheath|vial|"
    r"prescri\w+|tablets?|PO|orally|by mouth|sedation|contrast)\b",
    re.IGNORECASE,
)
_CONCURRENT = re.compile(r"\bconcurrent(?:ly)?\b|\bat the same time\b", re.IGNORECASE)
_ROUTE_WORDS = frozenset(
    ("im", "sc", "sq", "subq", "intramuscular", "intramuscularly", "subcutaneous", "subcutaneously", "iv", "ivp", "ivpb", "bolus",
     "drip", "push", "pushed", "piggyback", "intravenous", "intravenously", "infused", "infusion", "infusing", "infuse", "over")
)  # fmt: skip
SOUGHT: Sought = {"route": lambda chunk: not _ROUTE_WORDS.isdisjoint(WORD.findall(chunk))}
_PUSH = 15  # minutes: an infusion of this length or less is a push
_HOUR, _MORE = 60, 31
_RULE = Citation("NCCI Policy Manual", "XI.B")


@noun
class _Given:
    """A drug or fluid that was given."""

    drug: str
    kind: str  # injection, push, infusion, hydration
    minutes: Decimal | None
    spans: tuple[Span, ...]
    is_chemotherapy: bool
    is_concurrent: bool


def infused(statements: Sequence[Statement], encounter: Encounter) -> FoundServices:
    """The administration of drugs and fluids, as lines; where times are missing, open."""
    given, ledger = _given(statements)
    if billed_by(encounter) == READER:
        why = "a drug given by the staff of the facility, which bills its administration"
        return FoundServices((), (), (*ledger, *(NotCoded(one.spans[0], (), why) for one in given)))
    timed = [one for one in given if one.kind in ("injection", "push") or one.minutes is not None]
    untimed = [one for one in given if one not in timed]
    services, too_short = _services(timed, encounter)
    return FoundServices(tuple(_together(services)), tuple(map(_open, untimed)), (*ledger, *too_short))


def _together(services: Sequence[Service]) -> list[Service]:
    """One line a number, with the units of all."""
    found: dict[str, Service] = {}
    for one in services:
        known = found.get(one.code.value)
        found[one.code.value] = one if known is None else replace(
            known, evidence=tuple(sorted({*known.evidence, *one.evidence})), units=known.units + one.units,
            reasons=tuple(dict.fromkeys((*known.reasons, *one.reasons))),
        )  # fmt: skip
    return list(found.values())


def _given(statements: Sequence[Statement]) -> tuple[list[_Given], list[NotCoded]]:
    found: list[_Given] = []
    ledger: list[NotCoded] = []
    for statement in holding("route", statements):
        if not statement.search(_DOSED) or statement.search(_NO_DRUG):
            continue
        for one, at in _drugs(statement):
            status = service_status(statement.clause, at, is_today=statement.is_today)
            if status is ProcedureStatus.PERFORMED:
                found.append(one)
            else:
                ledger.append(NotCoded(at, (), f"administration of {one.drug}: a service that is {status.value}"))
    return found, ledger


def _drugs(statement: Statement) -> Iterator[tuple[_Given, Span]]:
    text, span = statement.run.text, statement.span
    drugs = list(_DRUG.finditer(text, span.start, span.end))
    minutes = [fact for fact in statement.on("minutes") if fact.span]
    for place, match in enumerate(drugs):
        end = drugs[place + 1].start() if place + 1 < len(drugs) else span.end
        begin = drugs[place - 1].end() if place else span.start
        route = _route(text, match, begin, end)
        if route is None:
            continue
        kind, said = route
        drug = (match["drug"] or match["drug2"]).lower()
        if _FLUID.match(drug):
            kind = "hydration"
        near = [fact for fact in minutes if fact.span and match.start() <= fact.span.start < end] or (
            minutes if len(drugs) == 1 else []
        )
        chosen = min(near, key=lambda fact: apart(fact.span or span, Span(*match.span())), default=None)
        yield _Given(
            drug, kind, _value(chosen), tuple(sorted({Span(*match.span()), said, *_spans(chosen)})),
            drug in _chemotherapy(), _CONCURRENT.search(text, match.start(), end) is not None,
        ), Span(*match.span())  # fmt: skip


def _route(text: str, match: re.Match[str], begin: int, end: int) -> tuple[str, Span] | None:
    """How a drug was given: the route behind it, else one that leads the statement."""
    for low, high in ((match.start(), end), (begin, match.start())):
        for kind, route in _ROUTES:
            if said := route.search(text, low, high):
                return kind, Span(*said.span())
    return None


def _value(fact: Fact | None) -> Decimal | None:
    return fact.value if fact and isinstance(fact.value, Decimal) else None


def _spans(fact: Fact | None) -> tuple[Span, ...]:
    return (fact.span,) if fact and fact.span else ()


def _chemotherapy() -> frozenset[str]:
    return frozenset(name.strip() for line in table_of("chemotherapy.txt") for name in line.split(","))


def _services(given: Sequence[_Given], encounter: Encounter) -> tuple[list[Service], list[NotCoded]]:
    """One initial service, in the order of the hierarchy; everything else is further, sequential or concurrent."""
    lines: list[Service] = []
    ledger: list[NotCoded] = []
    begun: list[str] = []  # the initial service, when there is one
    pushed: set[str] = set()
    for one in sorted(given, key=_rank):
        if one.kind == "injection":
            lines.append(_line(_injection(one), one, "injection under the skin or into a muscle"))
        elif one.kind == "hydration":
            lines.extend(_hydration(one, begun, ledger))
        elif one.kind == "push" or (one.minutes is not None and one.minutes <= _PUSH):
            lines.extend(_push(one, begun, pushed, encounter, ledger))
        else:
            lines.extend(_infusion(one, begun))
    return lines, ledger


def _injection(one: _Given) -> str:
    if one.drug in _HORMONES:
        return "96402"
    return "96401" if one.is_chemotherapy else "96372"


def _rank(one: _Given) -> int:
    """Chemotherapy before other drugs before hydration; infusions before pushes before injections."""
    if one.kind == "hydration":
        return 9
    is_push = one.kind == "push" or (one.minutes is not None and one.minutes <= _PUSH)
    return 4 * (not one.is_chemotherapy) + (2 if one.kind == "injection" else int(is_push))


def _further_hours(minutes: Decimal) -> int:
    """Hours beyond the first; the last counts from 31 minutes."""
    return max(0, int(minutes - _HOUR - _MORE) // _HOUR + 1) if minutes >= _HOUR + _MORE else 0


def _infusion(one: _Given, begun: list[str]) -> Iterator[Service]:
    minutes = one.minutes or Decimal(0)
    first, hour = ("96413", "96415") if one.is_chemotherapy else ("96365", "96366")
    if begun:
        if one.is_concurrent and not one.is_chemotherapy:
            yield _line("96368", one, "infusion of another drug at the same time")
            return
        yield _line(
            "96417" if one.is_chemotherapy else "96367", one, "infusion of another drug after the first, first hour"
        )
    else:
        begun.append(first)
        yield _line(first, one, "infusion of a drug into a vein, first hour")
    hours = _further_hours(minutes)
    if hours:
        yield _line(hour, one, "infusion of a drug into a vein, each further hour", hours)


def _push(
    one: _Given, begun: list[str], pushed: set[str], encounter: Encounter, ledger: list[NotCoded]
) -> Iterator[Service]:
    if one.drug in pushed:
        whose = (
            "96376 needs more than 30 minutes between both" if encounter.view is View.FACILITY else "not billed again"
        )
        ledger.append(NotCoded(one.spans[0], (), f"{one.drug} pushed once more: {whose}"))
        return
    pushed.add(one.drug)
    if begun:
        yield _line("96411" if one.is_chemotherapy else "96375", one, "push of another drug into a vein")
    else:
        begun.append("push")
        yield _line("96409" if one.is_chemotherapy else "96374", one, "push of a drug into a vein, first")


def _hydration(one: _Given, begun: list[str], ledger: list[NotCoded]) -> Iterator[Service]:
    minutes = one.minutes or Decimal(0)
    if minutes < _MORE or one.is_concurrent:
        ledger.append(
            NotCoded(one.spans[0], (), "hydration of 30 minutes or less, or beside another infusion", (_RULE,))
        )
        return
    if begun:
        yield _line("96361", one, "hydration, each hour", 1 + _further_hours(minutes))
        return
    begun.append("96360")
    yield _line("96360", one, "hydration, first hour")
    if hours := _further_hours(minutes):
        yield _line("96361", one, "hydration, each further hour", hours)


def _line(number: str, one: _Given, title: str, units: int = 1) -> Service:
    long = f" over {one.minutes.normalize():f} minutes" if one.minutes is not None else ""
    reason = Reason(Step.RECORD, f"{one.drug} given by {one.kind}{long}", evidence=one.spans[0])
    table = Reason(Step.TABLE, f"one initial service of an encounter, by the hierarchy: {number}", (_RULE,))
    return Service(service_code(number), title, one.spans, (reason, table), Decimal(units))


def _open(one: _Given) -> OpenService:
    numbers = ("96360", "96361") if one.kind == "hydration" else ("96365", "96367", "96374", "96375")
    missing = "push or infusion, with start and stop times" if one.kind == "unclear" else "start and stop times"
    why = f"the record does not say: {missing}"
    return OpenService(
        f"infusion of {one.drug}", tuple(map(service_code, numbers)), one.spans,
        why, (missing,),
    )  # fmt: skip
