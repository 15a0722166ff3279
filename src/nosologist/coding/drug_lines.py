"""The lines of a drug that was given: units of its whole dose, what was discarded of it, and what is missing for a line.

Units are the dose in the amount of the code, a part counting as a whole; what was discarded from a single-dose container is a
line of its own (JW), and where none was, the line says so (JZ, from July 2023).

Cites: Medicare Claims Processing Manual, chapter 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from nosologist.codesets.amounts import Amount, Measured, plain
from nosologist.codesets.drug_codes import DrugCode
from nosologist.coding.drug_choice import needs_route, units_of
from nosologist.coding.drug_doses import Use, Waste
from nosologist.coding.drug_mentions import DrugMention, amount_given
from nosologist.coding.drug_names import DrugBook
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation
from nosologist.model.document import Span
from nosologist.model.service_line import Modifier, OpenService, Service, service_code

_MANUAL = Citation("Medicare Claims Processing Manual", "chapter 17")
_JW_FROM, _JZ_FROM = date(2017, 1, 1), date(2023, 7, 1)


@dataclass(slots=True)
class Course:
    """One drug over the record: what was given of it, each giving once."""

    code: DrugCode
    given: list[tuple[DrugMention, Amount]] = field(default_factory=list)
    named: list[DrugMention] = field(default_factory=list)  # without a dose that counts

    def add(self, mention: DrugMention) -> None:
        """Count a giving once: what is told again with the same dose, at no other time or side, is the same giving."""
        amount = amount_given(mention, self.code.unit.measured)
        if self.code.unit.measured is Measured.DOSES:
            own = mention.dose or mention.volume
            amount = Amount(Decimal(mention.times), Measured.DOSES) if own or not self.given else None
        if amount is None:
            self.named.append(mention)
        elif not any(_is_same(mention, other, amount, before) for other, before in self.given):
            self.given.append((mention, amount))

    @property
    def mentions(self) -> list[DrugMention]:
        """Every naming, those that count first."""
        return [*(mention for mention, _ in self.given), *self.named]

    @property
    def total(self) -> Amount:
        """All that was given: the total that the record tells, else the sum of the doses."""
        told = [amount.number for mention, amount in self.given if mention.dose and mention.dose.use is Use.TOTAL]
        number = max(told) if told else sum((amount.number for _, amount in self.given), Decimal(0))
        return Amount(number, self.code.unit.measured)


def _is_same(mention: DrugMention, other: DrugMention, amount: Amount, before: Amount) -> bool:
    if (mention.clock and other.clock and mention.clock != other.clock) or mention.is_again:
        return False
    if mention.side and other.side and mention.side != other.side:
        return False
    told = [one.dose or one.volume for one in (mention, other)]
    if amount.measured is Measured.DOSES and told[0] and told[1]:
        return told[0].amount == told[1].amount
    return amount == before


def drug_lines(course: Course, on: date | None, book: DrugBook) -> Iterator[Service | OpenService]:
    """The line of a drug, and that of what was discarded of it; what is missing where no dose counts."""
    if not course.given:
        yield _without_dose(course)
        return
    code, total = course.code, course.total
    units = units_of(total, code.unit)
    spans = tuple(sorted({span for mention in course.mentions for span in mention.spans}))
    reasons = tuple(_reasons(course, total, units, book))
    line = Service(service_code(code.value), code.title, spans, reasons, units, date=on)
    waste = Waste()
    for mention in course.mentions:
        waste |= mention.waste
    if waste.single_dose is None or waste.is_multiple_dose:
        yield line
        return
    left = waste.discarded
    if left and left.amount.number and left.amount.measured is code.unit.measured and (on is None or on >= _JW_FROM):
        yield from _with_discarded(line, total, left.amount, code, left.span)
    elif waste.nothing_left and not (left and left.amount.number) and (on is None or on >= _JZ_FROM):
        none = Modifier("JZ", "single-dose container of which nothing was discarded", waste.nothing_left)
        yield replace(line, modifiers=(none,))
    else:
        yield line


def _with_discarded(line: Service, given: Amount, left: Amount, code: DrugCode, span: Span) -> Iterator[Service]:
    """What was given, and what was discarded beyond its last unit: together no more than was in the container."""
    whole = units_of(Amount(given.number + left.number, given.measured), code.unit)
    more = whole - line.units
    if more <= 0:
        why = f"the {left} discarded lie within the last unit, which is billed whole"
        within = Reason(Step.GUIDELINE, why, (_MANUAL,), span)
        yield replace(line, reasons=(*line.reasons, within))
        return
    yield line
    why = f"{left} of a single-dose container discarded"
    reason = Reason(
        Step.GUIDELINE, f"{why}: a line of its own, {plain(more)} {'unit' if more == 1 else 'units'}", (_MANUAL,), span
    )
    yield replace(
        line, evidence=(span,), units=more, modifiers=(Modifier("JW", why, span),), reasons=(line.reasons[0], reason)
    )


def _reasons(course: Course, total: Amount, units: Decimal, book: DrugBook) -> Iterator[Reason]:
    code, mention = course.code, course.given[0][0]
    entry = (Citation(book.release, code.value),)
    routes = sorted({route for one, _ in course.given for route in one.routes} - {"injected"})
    way = f", {' or '.join(routes)}" if routes else ""
    yield Reason(Step.TABLE, f"{_name(code)} given{way}: one unit is {code.unit}", entry, mention.span)
    if code.unit.measured is not Measured.DOSES:
        exact = total.number == units * code.unit.number
        dose = mention.dose or mention.volume
        why = f"{total}: {plain(units)} {'unit' if units == 1 else 'units'}{'' if exact else ', rounded up'}"
        yield Reason(Step.GUIDELINE, why, (_MANUAL,), dose.span if dose else None)
    if _other_makers(code, book):
        yield Reason(Step.TABLE, "no maker is named; single makers have codes of their own: compare the NDC", entry)
    if code.is_self_given:
        yield Reason(Step.TABLE, "usually self-administered: covered when given under direct supervision alone", entry)


def _other_makers(code: DrugCode, book: DrugBook) -> bool:
    return not code.is_for_one_maker and any(
        other.is_for_one_maker and other.substance == code.substance
        for other in book.by_word.get(min(code.substance), ())
    )


def _without_dose(course: Course) -> OpenService:
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


def undecided(mention: DrugMention, found: list[DrugCode], book: DrugBook) -> OpenService:
    """A drug that was given, of which the record does not decide the code."""
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
