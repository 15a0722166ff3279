"""Drugs given: what was administered as HCPCS codes with units and the lines of what was discarded.

Units are the dose in the amount of the code, a part counting as a whole; what was discarded from a single-dose container is a
line of its own (JW), and where none was, the line says so (JZ, from July 2023).

Cites: Medicare Claims Processing Manual, chapter 17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from nosologist.codesets.amounts import Amount, Measured, plain
from nosologist.codesets.drug_codes import DrugCode
from nosologist.codesets.library import Books
from nosologist.coding.drug_choice import Circumstances, candidates, is_local, needs_route, units_of
from nosologist.coding.drug_mentions import DrugMention, amount_given, drug_mentions
from nosologist.coding.drug_names import DrugBook, drug_book, holds
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.encounter import View
from nosologist.model.procedure import ProcedureStatus
from nosologist.model.service_line import FoundServices, Modifier, OpenService, Service, service_code
from nosologist.notes.reading import Reading

_MANUAL = Citation("Medicare Claims Processing Manual", "chapter 17")
_JW_FROM, _JZ_FROM = date(2017, 1, 1), date(2023, 7, 1)
_DIALYSIS = re.compile(
    r"(?<!no )(?<!not on )\b(?:on|during|at|after|undergoing|receiving|chronic|maintenance) "
    r"(?:hemo|peritoneal )?dialysis\b|\bdialysis (?:note|"
    r"session|treatment|unit)\b|\bESRD on\b", re.IGNORECASE
)  # fmt: skip
_CHEMOTHERAPY = re.compile(r"\bchemo(?:therapy)?\b", re.IGNORECASE)
_LOCAL = "a local anesthetic, which belongs to the procedure that it is for"
_DILUENT = "the fluid in which a drug was given, which belongs to giving it"
_COURSE = "a drug given again and again: how often it was given here is not told"
_BARE = "a drug that was given, without dose and route"
_ORAL = "given by another way than injection; no code for that in force"


@dataclass(slots=True)
class _Course:
    """One drug over the record: what was given of it, each giving once."""

    code: DrugCode
    given: list[tuple[DrugMention, Amount]] = field(default_factory=list)
    named: list[DrugMention] = field(default_factory=list)  # without a dose that counts


def drugs_given(coded: CodedEncounter, readings: Sequence[Reading], books: Books) -> FoundServices:
    """Lines of the drugs that were given; empty where HCPCS Level II was not added."""
    book = drug_book(books, coded.encounter.date)
    if book is None:
        return FoundServices()
    around = _circumstances(coded, readings)
    courses: dict[str, _Course] = {}
    unsure: dict[tuple[str, ...], tuple[DrugMention, list[DrugCode]]] = {}
    ledger: list[NotCoded] = []
    for mention in drug_mentions(readings, book):
        if (why := _why_not(mention)) is not None:
            if why:
                ledger.append(NotCoded(mention.span, (), why))
            continue
        found = candidates(mention, book, around)
        if len(found) == 1 and not needs_route(found[0], mention, book):
            _add(courses.setdefault(found[0].value, _Course(found[0])), mention)
        elif found:
            unsure.setdefault(tuple(code.value for code in found), (mention, found))
        elif mention.dose or mention.volume:
            ledger.append(NotCoded(mention.span, (), _ORAL))
    sure = [line for course in courses.values() for line in _lines(course, coded, book)]
    opened = [
        _unsure(mention, found, book)
        for key, (mention, found) in unsure.items()
        if not _is_covered(key, mention, courses)
    ]
    return FoundServices(
        tuple(one for one in sure if isinstance(one, Service)),
        (*(one for one in sure if isinstance(one, OpenService)), *opened),
        tuple(ledger),
    )


def _circumstances(coded: CodedEncounter, readings: Sequence[Reading]) -> Circumstances:
    texts = [reading.document.text for reading in readings]
    dialysis = any(one.code.value == "Z992" for one in coded.assignments) or any(map(_DIALYSIS.search, texts))
    return Circumstances(dialysis, any(map(_CHEMOTHERAPY.search, texts)), coded.encounter.view is View.FACILITY)


def _why_not(mention: DrugMention) -> str | None:
    """Why a drug gives no line: empty where nothing says that it was given; None where it was."""
    if mention.status is ProcedureStatus.PERFORMED:
        if mention.is_with_local or (is_local(mention.words) and mention.routes != {"intravenous"}):
            return _LOCAL
        if mention.is_course:
            return _COURSE
        is_told = mention.dose or mention.volume or mention.by_weight
        if not is_told and holds("measured", mention.words):
            return ""
        if not (is_told or mention.routes):
            return _BARE if not mention.named.code else None
        return _DILUENT if mention.is_diluent and holds("diluent", mention.words) else None
    if mention.status is None or mention.status is ProcedureStatus.HISTORY or not (mention.dose or mention.volume):
        return ""
    return (
        f"a drug that is {mention.status.value}"
        if mention.status is not ProcedureStatus.NEGATED
        else "a drug that was not given"
    )


def _add(course: _Course, mention: DrugMention) -> None:
    """Count a giving once: what is told again with the same dose and no other time is the same giving."""
    amount = amount_given(mention, course.code.unit.measured)
    if course.code.unit.measured is Measured.DOSES:
        own = mention.dose or mention.volume
        amount = Amount(Decimal(mention.times), Measured.DOSES) if own or not course.given else None
    if amount is None:
        course.named.append(mention)
        return
    if not any(_is_same(mention, other, amount, before) for other, before in course.given):
        course.given.append((mention, amount))


def _is_same(mention: DrugMention, other: DrugMention, amount: Amount, before: Amount) -> bool:
    if (mention.clock and other.clock and mention.clock != other.clock) or mention.sentence == other.sentence:
        return mention.sentence == other.sentence and mention.span == other.span
    told = [one.dose or one.volume for one in (mention, other)]
    if amount.measured is Measured.DOSES and all(told):
        return told[0] is not None and told[1] is not None and told[0].amount == told[1].amount
    return amount == before and not mention.is_again


def _lines(course: _Course, coded: CodedEncounter, book: DrugBook) -> Iterator[Service | OpenService]:
    """The line of a drug, and that of what was discarded of it; what is missing where no dose counts."""
    if not course.given:
        yield _without_dose(course)
        return
    code, on = course.code, coded.encounter.date
    total = Amount(sum((amount.number for _, amount in course.given), Decimal(0)), code.unit.measured)
    units = units_of(total, code.unit)
    mentions = [mention for mention, _ in course.given] + course.named
    spans = tuple(sorted({span for mention in mentions for span in mention.spans}))
    line = Service(
        service_code(code.value), code.title, spans, (*_reasons(course, total, units, book),), units, date=on
    )
    single = next((one.single_dose for one in mentions if one.single_dose), None)
    if single is None or any(one.is_multiple_dose for one in mentions):
        yield line
        return
    discarded = [
        one.discarded for one in mentions if one.discarded and one.discarded.amount.measured is code.unit.measured
    ]
    nothing = next((one.nothing_left for one in mentions if one.nothing_left), None)
    if discarded and (on is None or on >= _JW_FROM):
        yield from _with_discarded(line, total, discarded[0].amount, code, discarded[0].span)
    elif nothing and (on is None or on >= _JZ_FROM):
        yield replace(
            line, modifiers=(Modifier("JZ", "single-dose container of which nothing was discarded", nothing),)
        )
    else:
        yield line


def _with_discarded(line: Service, given: Amount, left: Amount, code: DrugCode, span: Span) -> Iterator[Service]:
    """What was given, and what was discarded beyond its last unit: together no more than was in the container."""
    whole = units_of(Amount(given.number + left.number, given.measured), code.unit)
    more = whole - line.units
    if more <= 0:
        within = Reason(
            Step.GUIDELINE, f"the {left} discarded lie within the last unit, which is billed whole", (_MANUAL,)
        )
        yield replace(line, reasons=(*line.reasons, within))
        return
    yield line
    why = f"{left} of a single-dose container discarded"
    reason = Reason(Step.GUIDELINE, f"{why}: a line of its own, {plain(more)} units", (_MANUAL,))
    yield replace(
        line, evidence=(span,), units=more, modifiers=(Modifier("JW", why, span),), reasons=(line.reasons[0], reason)
    )


def _reasons(course: _Course, total: Amount, units: Decimal, book: DrugBook) -> Iterator[Reason]:
    code = course.code
    routes = sorted({route for mention, _ in course.given for route in mention.routes} - {"injected"})
    way = f", {' or '.join(routes)}" if routes else ""
    said = " ".join(sorted(code.substance))
    yield Reason(Step.TABULAR, f"{said} given{way}: one unit is {code.unit}", (Citation(book.release, code.value),))
    if code.unit.measured is not Measured.DOSES:
        exact = total.number == units * code.unit.number
        yield Reason(Step.GUIDELINE, f"{total} are {plain(units)} units{'' if exact else ', rounded up'}", (_MANUAL,))
    if any(mention.words.isdisjoint({"maker"}) and _other_makers(code, book) for mention, _ in course.given[:1]):
        yield Reason(
            Step.TABULAR,
            "no maker is named; codes of single makers exist, so compare the NDC",
            (Citation(book.release, code.value),),
        )
    if code.is_self_given:
        yield Reason(
            Step.TABULAR,
            "usually self-administered: covered when given under direct supervision alone",
            (Citation(book.release, code.value),),
        )


def _other_makers(code: DrugCode, book: DrugBook) -> bool:
    return not code.is_for_one_maker and any(
        other.is_for_one_maker and other.substance == code.substance
        for other in book.by_word.get(min(code.substance), ())
    )


def _without_dose(course: _Course) -> OpenService:
    code, mention = course.code, course.named[0]
    if mention.by_weight:
        missing, why = "the whole dose that was given", "the dose is told for each kilogram alone"
    elif mention.volume and code.unit.measured is not Measured.VOLUME:
        missing, why = (
            f"the concentration ({code.unit.measured.value} in 1 mL)",
            "the volume is told without its concentration",
        )
    else:
        missing, why = f"the dose in {code.unit.measured.value}", "no dose is told"
    return OpenService(f"{_name(code)} given", (service_code(code.value),), mention.spans, why, (missing,))


def _unsure(mention: DrugMention, found: list[DrugCode], book: DrugBook) -> OpenService:
    codes = tuple(service_code(code.value) for code in found)
    missing = []
    if any(needs_route(code, mention, book) for code in found):
        missing.append("the route by which it was given")
    if len(found) > 1:
        missing.append("its concentration of iodine" if not found[0].names else "which product: brand, salt or form")
    if len(found) > 1 and not book.has_dates:
        missing.append("which code is still in force (the release has no dates; add CMS's own file)")
    if not mention.dose and not mention.volume and found[0].unit.measured is not Measured.DOSES:
        missing.append("the dose")
    return OpenService(
        f"{_name(found[0])} given",
        codes,
        mention.spans,
        "the record does not decide between codes" if len(found) > 1 else "no route is told",
        tuple(missing),
    )


def _name(code: DrugCode) -> str:
    if "osmolar contrast" in " ".join(code.substance):
        return "iodinated contrast"
    return " ".join(code.names[0]) if code.names else code.title


def _is_covered(key: tuple[str, ...], mention: DrugMention, courses: dict[str, _Course]) -> bool:
    """True where the same drug has a line already, and this naming of it says no more."""
    return any(value in courses for value in key) and not (mention.dose and mention.clock)
