"""What the events of a provider query add up to: what was asked, of whom, and what became of it. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from nosologist.errors import UsageError


class Act(StrEnum):
    """What a person can do with a query."""

    DRAFT = "draft"
    SEND = "send"
    REMIND = "remind"
    ANSWER = "answer"
    AMEND = "amend"
    TAKE_BACK = "take back"
    NO_RESPONSE = "no response"
    WITHDRAW = "withdraw"


class Status(StrEnum):
    """What became of a query."""

    DRAFT = "draft"
    SENT = "sent"
    ANSWERED = "answered"
    NO_RESPONSE = "no response"
    WITHDRAWN = "withdrawn"


def nothing() -> dict[str, Any]:
    """The parts of a query in which nothing is written yet."""
    return {"title": "", "indicators": [], "question": "", "options": []}


@dataclass(frozen=True, slots=True)
class Event:
    """What a person did, as it was recorded. ``data`` is what the act needs."""

    id: str
    number: int
    user: str
    at: datetime
    act: Act
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it stands."""

    id: str
    status: Status = Status.DRAFT
    content: Mapping[str, Any] = field(
        default_factory=nothing
    )  # title, indicators, question, options, reason; as ``noso ask`` writes it
    gap: str = ""  # which gap of the record it was drafted from; empty where a person wrote it
    text: str = ""  # as it was sent, for ever
    provider: str = ""
    sent: datetime | None = None
    due: date | None = None
    reminders: int = 0
    answer: Mapping[str, Any] | None = None  # words, provider, date, document; the last one, where it was amended
    reason: str = ""  # why it was withdrawn or closed
    last: int = 0  # the number of its last event

    @property
    def title(self) -> str:
        """What it is about."""
        return str(self.content["title"])

    @property
    def is_open(self) -> bool:
        """True while a provider owes an answer."""
        return self.status is Status.SENT


def asked(id: str, events: Iterable[Event]) -> Asked:
    """The query after its events, in the order of their numbers."""
    now = Asked(id)
    for event in events:
        now = after(now, event)
    return now


def after(now: Asked, event: Event) -> Asked:
    """The query after one more event.

    Raises:
        UsageError: what became of the query already does not allow it.
    """
    allowed(now, event.act)
    return replace(_STEPS[event.act](now, event), last=event.number)


def allowed(now: Asked, act: Act) -> None:
    """Check that an act fits what the query is.

    Raises:
        UsageError: it does not.
    """
    if now.status not in _FROM[act]:
        raise UsageError(f"this query is {now.status.value}: {_NOT[act]}")


def _draft(now: Asked, event: Event) -> Asked:
    return replace(now, content=event.data["content"], gap=event.data.get("gap", now.gap))


def _send(now: Asked, event: Event) -> Asked:
    data = event.data
    return replace(
        now, status=Status.SENT, content=data["content"], text=data["text"], provider=data["provider"], sent=event.at,
        due=date.fromisoformat(data["due"]),
    )  # fmt: skip


def _remind(now: Asked, event: Event) -> Asked:
    return replace(now, reminders=now.reminders + 1, due=date.fromisoformat(event.data["due"]))


def _answer(now: Asked, event: Event) -> Asked:
    return replace(now, status=Status.ANSWERED, answer=event.data, reason="")


def _take_back(now: Asked, _event: Event) -> Asked:
    """There was no answer: the provider owes it again."""
    return replace(now, status=Status.SENT, answer=None)


def _close(status: Status) -> Callable[[Asked, Event], Asked]:
    return lambda now, event: replace(now, status=status, reason=event.data["reason"])


_STEPS: dict[Act, Callable[[Asked, Event], Asked]] = {
    Act.DRAFT: _draft,
    Act.SEND: _send,
    Act.REMIND: _remind,
    Act.ANSWER: _answer,
    Act.AMEND: _answer,  # what was recorded before stays in the events
    Act.TAKE_BACK: _take_back,
    Act.NO_RESPONSE: _close(Status.NO_RESPONSE),
    Act.WITHDRAW: _close(Status.WITHDRAWN),
}
_FROM: dict[Act, frozenset[Status]] = {
    Act.DRAFT: frozenset({Status.DRAFT}),
    Act.SEND: frozenset({Status.DRAFT}),
    Act.REMIND: frozenset({Status.SENT}),
    Act.ANSWER: frozenset({Status.SENT, Status.NO_RESPONSE}),  # late answers come
    Act.AMEND: frozenset({Status.ANSWERED}),
    Act.TAKE_BACK: frozenset({Status.ANSWERED}),
    Act.NO_RESPONSE: frozenset({Status.SENT}),
    Act.WITHDRAW: frozenset({Status.DRAFT, Status.SENT}),
}
_NOT: dict[Act, str] = {
    Act.DRAFT: "its words stay as they are; withdraw it and write another one",
    Act.SEND: "it cannot be sent again",
    Act.REMIND: "nobody owes an answer",
    Act.ANSWER: "there is no answer to record",
    Act.AMEND: "there is no answer to correct",
    Act.TAKE_BACK: "there is no answer to take back",
    Act.NO_RESPONSE: "nobody owes an answer",
    Act.WITHDRAW: "there is nothing to withdraw",
}
