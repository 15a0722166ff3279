"""A claim's way from file to payment: 837, TA1, 999, 277CA and 835 joined by control numbers, in the order of their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from nosologist.answers.meaning import explain
from nosologist.answers.status_objects import dollars, status_words
from nosologist.codesets.payer_codes import said
from nosologist.formats.x12.answers import Answer
from nosologist.model.acknowledgement import (
    ClaimStatus,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SentClaim,
    SetAcknowledgement,
    StatusLevel,
)
from nosologist.model.remittance import ClaimPayment

STAGES = ("837", "TA1", "999", "277CA", "835")  # in the order in which they come on one day
_FREQUENCY = {"7": " as a replacement", "8": " as a void"}


class Event(NamedTuple):
    """What happened to a claim: on which day, told by which kind of answer in which file."""

    day: date | None
    stage: str
    words: str
    file: str


class History(NamedTuple):
    """A claim's events in order; the last one is where it stands."""

    claim: str
    events: tuple[Event, ...]


class _Answered(NamedTuple):
    """An answer to a file or a set, held until every claim that was sent is known."""

    answer: SetAcknowledgement | GroupAcknowledgement | InterchangeAcknowledgement | ClaimStatus
    file: str


class _Sent:
    """The claims that were sent, by what an answer names."""

    __slots__ = ("batches", "groups", "interchanges", "sets")

    def __init__(self, sent: list[SentClaim]) -> None:
        self.interchanges: defaultdict[str, list[SentClaim]] = defaultdict(list)
        self.groups: defaultdict[str, list[SentClaim]] = defaultdict(list)
        self.sets: defaultdict[tuple[str, str], list[SentClaim]] = defaultdict(list)
        self.batches: defaultdict[str, list[SentClaim]] = defaultdict(list)
        for one in sent:
            interchange, group, transaction = one.controls
            self.interchanges[_number(interchange)].append(one)
            self.groups[_number(group)].append(one)
            self.sets[_number(group), transaction].append(one)
            if one.batch:
                self.batches[one.batch].append(one)


@dataclass(slots=True)
class Histories:
    """The events of all claims, gathered in whatever order the files are read.

    ``only`` shows one claim, by the provider's number or the payer's.
    """

    only: str | None = None
    events: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    sent: list[SentClaim] = field(default_factory=list)
    answered: list[_Answered] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)  # claims whose number of the payer is ``only``

    def add(self, answer: Answer, file: str) -> None:
        """Take in an answer, or a claim that was sent."""
        match answer:
            case SentClaim():
                self.sent.append(answer)
                what = f"sent{_FREQUENCY.get(answer.frequency or '', '')}, {answer.charge}"
                payer = f" to {answer.payer}" if answer.payer else ""
                self._note(answer.claim, Event(answer.day, "837", what + payer, file))
            case ClaimPayment():
                self._pay(answer, file)
            case ClaimStatus() if answer.level is StatusLevel.CLAIM:
                self._status(answer, answer.claim or "", file)
            case ClaimStatus() | SetAcknowledgement() | GroupAcknowledgement() | InterchangeAcknowledgement():
                self.answered.append(_Answered(answer, file))

    def histories(self) -> Iterator[History]:
        """Each claim's history, by claim number."""
        sent = _Sent(self.sent)
        for answer, file in self.answered:
            self._join(answer, file, sent)
        self.answered = []
        for claim in sorted(self.events):
            if self.only in (None, claim) or claim in self.asked:
                order = sorted(self.events[claim], key=lambda one: (one.day or date.min, STAGES.index(one.stage)))
                yield History(claim, tuple(dict.fromkeys(order)))

    def _note(self, claim: str, event: Event) -> None:
        if claim:
            self.events[claim].append(event)

    def _pay(self, payment: ClaimPayment, file: str) -> None:
        claim = explain(payment)
        causes = f" ({', '.join(cause.name for cause in claim.causes)})" if claim.causes else ""
        words = f"{claim.outcome.value}{causes}: {dollars(payment.paid)} of {dollars(payment.charge)}"
        if payment.payer_control == self.only:
            self.asked.add(payment.claim)
        self._note(payment.claim, Event(payment.remittance.day, "835", words, file))

    def _status(self, status: ClaimStatus, claim: str, file: str) -> None:
        if status.payer_control == self.only:
            self.asked.add(claim)
        for one in status.statuses or [one for line in status.lines for one in line.statuses]:
            self._note(claim, Event(one.day, "277CA", status_words(one), file))

    def _join(self, answer: object, file: str, sent: _Sent) -> None:
        """An answer to a file, a group or a set is one to each claim in it."""
        match answer:
            case InterchangeAcknowledgement():
                note = said("interchange", answer.note) if answer.note.strip("0") else ""
                words = _taken("file", answer.code, note)
                self._each(sent.interchanges[_number(answer.interchange)], answer.day, "TA1", words, file)
            case GroupAcknowledgement() if answer.code in ("R", "M", "W", "X"):
                words = _taken("group", answer.code, "; ".join(said("function", code) for code in answer.errors))
                self._each(sent.groups[_number(answer.group)], answer.day, "999", words, file)
            case SetAcknowledgement():
                words = _taken("set", answer.code, "; ".join(said("set", code) for code in answer.errors))
                self._each(sent.sets[_number(answer.group), answer.control], answer.day, "999", words, file)
            case ClaimStatus(level=StatusLevel.SUBMITTER):
                for one in sent.batches[answer.claim or ""]:
                    held = self.events.pop(one.claim, [])  # a batch is received before its claims are accepted
                    self._status(answer, one.claim, file)
                    self.events[one.claim] += held

    def _each(self, found: list[SentClaim], day: date | None, stage: str, words: str, file: str) -> None:
        """Control numbers come again over the years: the answer is to what was sent last before it."""
        before = [one.day for one in found if one.day and day and one.day <= day]
        latest = max(before, default=None)
        for one in found:
            if latest is None or one.day == latest:
                self._note(one.claim, Event(day, stage, words, file))


def _taken(what: str, code: str, note: str) -> str:
    return f"{what} {said('acknowledgment', code) or code}" + (f": {note}" if note else "")


def _number(control: str) -> str:
    """A control number; leading zeros may be left out by one side."""
    return control.lstrip("0")


def history_object(history: History) -> dict[str, Any]:
    """A history as a JSON object."""
    return {
        "kind": "history",
        "claim": history.claim,
        "events": [
            {"day": one.day.isoformat() if one.day else None, "stage": one.stage, "words": one.words, "file": one.file}
            for one in history.events
        ],
    }


def history_line(history: History) -> str:
    """A history on one line: "C1: 2026-02-12 sent, 150 → 2026-02-13 accepted for adjudication → ..."."""
    steps = (f"{one.day.isoformat() if one.day else 'no date'} {one.words} [{one.stage}]" for one in history.events)
    return f"{history.claim}: {' → '.join(steps)}"
