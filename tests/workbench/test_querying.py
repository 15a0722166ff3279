"""What the events of a provider query add up to, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from nosologist.errors import UsageError
from nosologist.workbench.querying import Act, Asked, Event, Status, asked

CONTENT = {
    "title": "Clarification of the sodium values",
    "question": "Please document.",
    "options": [],
    "indicators": [],
}
DATA: dict[Act, dict[str, Any]] = {
    Act.DRAFT: {"content": CONTENT, "gap": "g1"},
    Act.SEND: {"content": CONTENT, "text": "as sent", "provider": "Dr. Reyes", "due": "2026-03-25"},
    Act.REMIND: {"due": "2026-03-28"},
    Act.ANSWER: {
        "words": "Hyponatremia",
        "provider": "Dr. Reyes",
        "date": "2026-03-20",
        "document": "Query response 1",
    },
    Act.NO_RESPONSE: {"reason": "escalated"},
    Act.WITHDRAW: {"reason": "documented meanwhile"},
}


def events(*acts: Act) -> list[Event]:
    at = datetime(2026, 3, 18, 9, tzinfo=UTC)
    return [Event(f"e{number}", number, "ann", at, act, DATA[act]) for number, act in enumerate(acts, 1)]


def test_a_query_goes_from_draft_to_answer() -> None:
    found = asked("q", events(Act.DRAFT, Act.DRAFT, Act.SEND, Act.REMIND, Act.ANSWER))
    assert (found.status, found.last, found.reminders, found.due) == (Status.ANSWERED, 5, 1, date(2026, 3, 28))
    assert (found.title, found.gap, found.text, found.provider) == (CONTENT["title"], "g1", "as sent", "Dr. Reyes")
    assert found.answer == DATA[Act.ANSWER]


def test_only_a_sent_query_is_open() -> None:
    assert [asked("q", events(*acts)).is_open for acts in ((Act.DRAFT,), (Act.SEND,), (Act.SEND, Act.ANSWER))] == [
        False, True, False,
    ]  # fmt: skip


def test_a_late_answer_counts() -> None:
    found = asked("q", events(Act.SEND, Act.NO_RESPONSE, Act.ANSWER))
    assert (found.status, found.reason) == (Status.ANSWERED, "")


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ((Act.SEND, Act.DRAFT), "words stay as they are"),
        ((Act.SEND, Act.SEND), "cannot be sent again"),
        ((Act.DRAFT, Act.ANSWER), "no answer to record"),
        ((Act.DRAFT, Act.REMIND), "nobody owes"),
        ((Act.SEND, Act.ANSWER, Act.WITHDRAW), "nothing to withdraw"),
        ((Act.SEND, Act.WITHDRAW, Act.ANSWER), "this query is withdrawn"),
        ((Act.SEND, Act.NO_RESPONSE, Act.NO_RESPONSE), "nobody owes"),
    ],
)
def test_what_does_not_fit_is_refused(acts: tuple[Act, ...], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        asked("q", events(*acts))


def test_nothing_done_is_an_empty_draft() -> None:
    assert asked("q", ()) == Asked("q")
    assert asked("q", ()).title == ""
