"""A claim from the loops of an 837: what it states, where it stands, and what of it cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from nosologist.formats.abstract import age_on, form_of, is_inpatient, services
from nosologist.formats.x12.loops import Loop
from nosologist.formats.x12.parties import (
    address_of,
    amount_of,
    billing_provider_of,
    day_of,
    insured_of,
    provider_of,
)
from nosologist.formats.x12.received_codes import ReceivedCodes
from nosologist.formats.x12.received_lines import institutional_line, part, professional_line
from nosologist.formats.x12.received_payers import other_payer_of
from nosologist.formats.x12.segments import Segment
from nosologist.model.billing import (
    BilledLine,
    Billing,
    OtherPayer,
    Person,
    Place,
    Received,
    Stay,
    Submission,
    Team,
    Visit,
)
from nosologist.model.claim import Claim, ClaimKind
from nosologist.model.encounter import Setting


class Reader:
    """Reads one claim (loop 2300); ``faults`` are what its segments cannot say."""

    def __init__(self, loop: Loop, kind: ClaimKind, faults: list[str]) -> None:
        self._loop = loop
        self._head = loop.segments[0]
        self._institutional = kind is ClaimKind.INSTITUTIONAL
        self._faults = faults
        self._where = loop

    def claim(self, submission: Submission | None) -> Claim:
        """The claim."""
        codes = ReceivedCodes(self._loop, self._tell)
        lines, places = self._lines()
        start, end = self._period(lines)
        admitted = self._day("435")
        billing = self._billing(lines, submission)
        if self._institutional:
            billing = replace(billing, stay=self._stay(codes.stay, None if start == (admitted or end) else start))
        else:
            billing = replace(billing, visit=self._visit())
        codes.tell_of_old_codes(end)
        received = Received(self._loop.place(self._head), tuple(self._faults), tuple(codes.places), places)
        billing = replace(billing, received=received)
        status = self._loop.first("CL1")
        return Claim(
            self._head.at(1),
            _setting(billing),
            codes.diagnoses,
            codes.procedures,
            services(billing),
            admitted,
            end,
            age_on(billing.patient.birth_date, admitted or end),
            billing.patient.sex,
            disposition=(status.at(3) or None) if status else None,
            admitting=codes.admitting,
            form=form_of(billing),
            kind=ClaimKind.INSTITUTIONAL if self._institutional else ClaimKind.PROFESSIONAL,
            billing=billing,
        )

    def _billing(self, lines: tuple[BilledLine, ...], submission: Submission | None) -> Billing:
        """The billing but for what only one kind of claim states."""
        loop, head = self._loop, self._head
        holder = loop.above
        patient = holder if holder and holder.name == "2000C" else None
        subscriber = patient.above if patient else holder
        assert subscriber is not None and subscriber.above is not None
        person, coverage = insured_of(subscriber, patient, self._tell)
        pay_to = subscriber.above.loop("2010AB")
        paid = loop.first("AMT", "F5")
        return Billing(
            person,
            coverage,
            billing_provider_of(subscriber.above),
            lines,
            self._team(),
            self._other_payers(person),
            pay_to=address_of(pay_to) if pay_to else None,
            submission=submission,
            total=self._total(lines),
            frequency=part(head, 5, 2) or "1",
            accept_assignment=head.at(7) or "A",
            benefits_assigned=head.at(8) or "Y",
            release=head.at(9) or "Y",
            original_reference=loop.value("REF", "F8"),
            authorization=loop.value("REF", "G1"),
            referral=loop.value("REF", "9F"),
            medical_record=loop.value("REF", "EA"),
            note=loop.value("NTE", "ADD"),
            patient_paid=amount_of(paid, 2, self._tell) if paid else None,
        )

    def _tell(self, segment: Segment, element: int, text: str) -> None:
        place = segment.where("", element).removeprefix(": ")
        self._faults.append(f"loop {self._where.name}, {place}: {text}")

    def _total(self, lines: tuple[BilledLine, ...]) -> Decimal | None:
        """The total as stated; None where it is the sum of the lines."""
        total = amount_of(self._head, 2, self._tell)
        return None if total == sum((one.charge or Decimal(0) for one in lines), Decimal(0)) else total

    def _day(self, qualifier: str) -> date | None:
        segment = self._loop.first("DTP", qualifier)
        return day_of(segment.at(3), segment, 3, self._tell) if segment and segment.at(3) else None

    def _period(self, lines: tuple[BilledLine, ...]) -> tuple[date | None, date | None]:
        """The first day of the statement, where one is stated, and the last day of the claim."""
        statement = self._loop.first("DTP", "434")
        if statement is None or not statement.at(3):
            return None, max((day for one in lines for day in (one.date, one.through) if day), default=None)
        start, _, end = statement.at(3).partition("-")
        first = day_of(start, statement, 3, self._tell)
        return first, day_of(end, statement, 3, self._tell) if end else first

    def _visit(self) -> Visit:
        head = self._head
        return Visit(
            place=part(head, 5, 0) or None,
            onset=self._day("431"),
            accident=self._day("439"),
            last_menstrual_period=self._day("484"),
            discharged=self._day("096"),
            related_causes=tuple(one for one in head.parts(11)[:3] if one),
            accident_state=part(head, 11, 3) or None,
            clia=self._loop.value("REF", "X4"),
            signed=head.at(6) != "N",
        )

    def _stay(self, coded: Stay, start: date | None) -> Stay:
        status, entry, leave = self._loop.first("CL1"), self._loop.first("DTP", "435"), self._loop.first("DTP", "096")
        return replace(
            coded,
            type_of_bill=part(self._head, 5, 0) or None,
            statement_from=start,
            admission_hour=(entry.at(3)[8:12] or None) if entry else None,
            discharge_hour=(leave.at(3) or None) if leave else None,
            admission_type=(status.at(1) or None) if status else None,
            admission_source=(status.at(2) or None) if status else None,
        )

    def _team(self) -> Team:
        below = reversed(self._loop.below)  # the first of an entity counts
        by_entity = {one.segments[0].at(1): provider_of(one) for one in below if one.name.startswith("2310")}
        return Team(
            rendering=by_entity.get("82"),
            referring=by_entity.get("DN"),
            supervising=by_entity.get("DQ"),
            attending=by_entity.get("71"),
            operating=by_entity.get("72"),
            other_operating=by_entity.get("ZZ"),
            facility=by_entity.get("77"),
        )

    def _other_payers(self, patient: Person) -> tuple[OtherPayer, ...]:
        found = []
        for loop in self._loop.below:
            if loop.name == "2320":
                self._where = loop
                found.append(other_payer_of(loop, patient, self._tell))
        self._where = self._loop
        return tuple(found)

    def _lines(self) -> tuple[tuple[BilledLine, ...], tuple[tuple[int, Place], ...]]:
        lines: list[BilledLine] = []
        places: list[tuple[int, Place]] = []
        for loop in self._loop.below:
            if loop.name != "2400":
                continue
            self._where = loop
            if self._institutional:
                line = institutional_line(loop, self._tell)
            else:
                line = professional_line(loop, part(self._head, 5, 0), self._tell)
            lines.append(line)
            if line.service is not None:
                segment = loop.first("SV2" if self._institutional else "SV1") or loop.segments[0]
                places.append((len(lines), loop.place(segment)))
        self._where = self._loop
        return tuple(lines), tuple(places)


def _setting(billing: Billing) -> Setting:
    """The setting of a claim, as its type of bill, places of service and revenue codes tell it."""
    bill = (billing.stay.type_of_bill or "") if billing.stay else ""
    if is_inpatient(bill):
        return Setting.INPATIENT
    place = billing.visit.place if billing.visit else None
    revenue = {line.revenue or "" for line in billing.lines}
    if place == "23" or any(code.startswith("045") for code in revenue):
        return Setting.ED
    if "0762" in revenue:
        return Setting.OBSERVATION
    return Setting.SAME_DAY_SURGERY if place == "24" or bill.startswith("83") else Setting.OUTPATIENT
