"""Transports by ambulance from their report: level of service, loaded miles, and where from and where to.

Miles count in tenths below 100 and whole from there, rounded up. Cites: Medicare Claims Processing Manual, chapter 15.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from nosologist.codesets.amounts import plain
from nosologist.coding.level_two import LevelTwo
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.service_line import FoundServices, Modifier, OpenService, Service, service_code
from nosologist.notes.reading import Reading
from nosologist.notes.signs import Rare

_MANUAL = Citation("Medicare Claims Processing Manual", "chapter 15")
_REPORT = Rare(
    r"\b(?:ambulance|EMS|air medical|helicopter|medic) (?:run|call|trip|transport|care|patient care)? ?(?:report|"
    r"record|sheet|narrative)\b|"
    r"\bprehospital (?:care )?report\b"
)
_NO_TRANSPORT = re.compile(
    r"\bno transport\b|\b(?:refused|declined) (?:\w+ (?:and|or) )?(?:to be )?transport(?:ed|ation)?\b|\bnot transported\b",
    re.IGNORECASE,
)
_TREATED = re.compile(r"\b(?:treated|treatment|administered|given)\b", re.IGNORECASE)
_MILES = re.compile(
    r"\b(?:loaded|transport|patient)\s+(?:miles|mileage)\b[^\d\n]{0,12}(?P<after>\d+(?:\.\d+)?)|"
    r"(?P<before>\d+(?:\.\d+)?)\s+loaded\s+miles",
    re.IGNORECASE,
)
_NOT_URGENT = re.compile(r"\bnon[- ]?emergen(?:cy|t)\b|\bscheduled\b", re.IGNORECASE)
_URGENT = re.compile(
    r"(?<!non)(?<!non[- ])\bemergen(?:cy|t)\b(?! department| room)|\b911\b|\blights and sirens\b", re.IGNORECASE
)


class Level(NamedTuple):
    """A level of service: what names it, its codes (emergency, other), and the code of its miles."""

    said: re.Pattern[str]
    emergency: str
    other: str
    miles: str


_LEVELS = tuple(
    Level(re.compile(said, re.IGNORECASE), emergency, other, miles)
    for said, emergency, other, miles in (
        (r"\b(?:rotor|rotary)[- ]?wing(?:ed)?\b|\bhelicopter\b", "A0431", "A0431", "A0436"),
        (r"\bfixed[- ]?wing(?:ed)?\b", "A0430", "A0430", "A0435"),
        (r"\bspecialty care transport\b|\bSCT\b", "A0434", "A0434", "A0425"),
        (r"\bALS[- ]?2\b|\badvanced life support,? level 2\b", "A0433", "A0433", "A0425"),
        (r"\bALS(?:[- ]?1)?\b|\badvanced life support\b", "A0427", "A0426", "A0425"),
        (r"\bBLS\b|\bbasic life support\b", "A0429", "A0428", "A0425"),
    )
)
_GROUND = ("A0426", "A0427", "A0428", "A0429", "A0433")
_PLACES = tuple(
    (letter, re.compile(said, re.IGNORECASE))
    for letter, said in (
        ("N", r"skilled nursing|\bSNF\b|nursing (?:home|facility)"),
        ("E", r"assisted living|group home|domiciliary|residential (?:care|facility)|custodial"),
        ("G", r"hospital[- ]based (?:dialysis|ESRD)"),
        ("J", r"(?:free[- ]?standing|independent|non[- ]hospital[- ]based) (?:dialysis|ESRD)"),
        ("?", r"dialysis"),
        ("I", r"airport|helipad|landing zone"),
        ("D", r"imaging center|diagnostic (?:center|facility)|radiation (?:center|therapy)|wound (?:care )?center"),
        ("P", r"physician'?s? office|doctor'?s? office|\bclinic\b"),
        ("H", r"hospital|medical center|emergency (?:department|room)|\bED\b|\bER\b"),
        ("S", r"\bscene\b|accident|roadside|highway|intersection"),
        ("R", r"residence|\bhome\b|\bhouse\b|apartment"),
    )
)
_FROM = re.compile(
    r"\b(?:from|at|origin:?|pick(?:ed)? up(?: location)?:?)\s+(?:the |a |an |his |"
    r"her )?(?P<place>[^.;\n]{3,60}?)(?=\s+(?:and transported )?to\b|[.;\n])",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:transported to|transport to|to|destination:?)\s+(?:the |a |an |his |her )?(?P<place>(?:St\. )?[^.;,\n]{3,60})",
    re.IGNORECASE,
)


def ambulance(coded: CodedEncounter, readings: Sequence[Reading], book: LevelTwo) -> FoundServices:
    """Lines of a transport, from the report of the crew; a patient who only came by ambulance has none."""
    for reading in readings:
        if _REPORT.search(reading.document.text):
            before = " " * reading.start  # places count in the record
            return _transport(before + reading.document.text, coded, book)
    return FoundServices()


def _transport(text: str, coded: CodedEncounter, book: LevelTwo) -> FoundServices:
    day = coded.encounter.date
    refused = _NO_TRANSPORT.search(text)
    if refused:
        treated = _TREATED.search(text)
        if not treated or "A0998" not in book.titles:
            return FoundServices()
        spans = tuple(sorted((Span(*treated.span()), Span(*refused.span()))))
        reason = book.reason("A0998", "treated, and not transported", spans[0])
        return FoundServices((Service(service_code("A0998"), book.titles["A0998"], spans, (reason,), date=day),))
    modifiers = tuple(_way(text))
    level = next(((one, found) for one in _LEVELS if (found := one.said.search(text))), None)
    services: list[Service] = []
    opened: list[OpenService] = []
    base = _base(text, level, book)
    if isinstance(base, OpenService):
        opened.append(base)
    elif base:
        value, span = base
        reasons = (book.reason(value, f"level of service: {span.quote(text)}", span),)
        services.append(
            Service(service_code(value), book.titles[value], (span,), reasons, Decimal(1), modifiers, date=day)
        )
    miles = _MILES.search(text)
    value = level[0].miles if level else "A0425"
    if miles and value in book.titles and Decimal(miles["after"] or miles["before"]):
        services.append(_mileage(value, miles, modifiers, coded, book))
    return FoundServices(tuple(services), tuple(opened))


def _base(
    text: str, level: tuple[Level, re.Match[str]] | None, book: LevelTwo
) -> tuple[str, Span] | OpenService | None:
    if level is None:
        found = _REPORT.search(text)
        assert found is not None
        missing = ("basic or advanced life support", "emergency or not")
        return _open(_GROUND, found, "the level of service is not told", missing, book)
    one, said = level
    span = Span(*said.span())
    urgent = False if _NOT_URGENT.search(text) else True if _URGENT.search(text) else None
    if urgent is None and one.emergency != one.other:
        return _open(
            (one.emergency, one.other), said, "whether it was an emergency is not told", ("emergency or not",), book
        )
    value = one.emergency if urgent else one.other
    return (value, span) if value in book.titles else None


def _open(codes: Sequence[str], said: re.Match[str], why: str, missing: tuple[str, ...], book: LevelTwo) -> OpenService:
    return OpenService("transport by ambulance", book.in_force(codes), (Span(*said.span()),), why, missing)


def _mileage(
    value: str, miles: re.Match[str], modifiers: tuple[Modifier, ...], coded: CodedEncounter, book: LevelTwo
) -> Service:
    told = Decimal(miles["after"] or miles["before"])
    step = Decimal("0.1") if told < 100 else Decimal(1)
    units = Decimal(plain((told / step).to_integral_value(ROUND_CEILING) * step))
    reasons = (
        book.reason(value, f"{plain(told)} miles with the patient on board", Span(*miles.span())),
        Reason(
            Step.GUIDELINE, f"{plain(units)} units: in tenths below 100 miles, whole from there, rounded up", (_MANUAL,)
        ),
    )
    return Service(
        service_code(value),
        book.titles[value],
        (Span(*miles.span()),),
        reasons,
        units,
        modifiers,
        date=coded.encounter.date,
    )


def _way(text: str) -> Sequence[Modifier]:
    """The modifier of where from and where to; none where the record does not tell both."""
    start, end = _FROM.search(text), None
    if start:
        end = _TO.search(text, start.end())
    if not start or not end:
        return ()
    first, second = _place(start["place"]), _place(end["place"])
    if first in (None, "?") or second in (None, "?"):
        return ()
    span = Span(start.start(), end.end())
    return (Modifier(f"{first}{second}", f"from {start['place'].strip()} to {end['place'].strip()}", span),)


def _place(said: str) -> str | None:
    return next((letter for letter, written in _PLACES if written.search(said)), None)
