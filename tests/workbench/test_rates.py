"""How often a person or a program may ask."""

from __future__ import annotations

import threading

import pytest
from django.test import override_settings

from nosologist.workbench.models import AuditEntry
from nosologist.workbench.rates import Rates
from nosologist.workbench.roles import Role
from workbench.practice import person, program, signed_in


def test_the_window_slides_and_what_is_refused_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    rates = Rates(3)
    for later in (0, 20, 20):
        now[0] += later
        assert rates.refusal("ann") is None
    assert rates.refusal("bob") is None  # of somebody else
    refusals = [rates.refusal("ann") for _ in range(3)]
    assert [(one.seconds, one.is_first) for one in refusals if one] == [(21, True), (21, False), (21, False)]
    now[0] += 20.5  # the first request is a minute old
    assert rates.refusal("ann") is None
    assert rates.refusal("ann") is not None


def test_the_silent_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    rates = Rates(3)
    for number in range(1000):
        rates.refusal(number)
    now[0] += 61
    rates.refusal("ann")
    assert list(rates._times) == ["ann"]


def test_threads_share_one_count() -> None:
    rates, passed = Rates(500), []

    def knock() -> None:
        passed.append(sum(rates.refusal("ann") is None for _ in range(200)))

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum(passed) == 500


@override_settings(REQUESTS_A_MINUTE=4)
def test_a_person_who_asks_too_often_waits_and_can_still_lock_the_desk() -> None:
    ann = signed_in(person("ann", Role.CODER, Role.PRIVACY))
    answers = [ann.get("/worklist/") for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 4 + [429] * 2
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 61
    assert b"requests in a minute; go on in" in answers[-1].content
    assert AuditEntry.objects.filter(action="refused", user="ann").count() == 1  # a line for the row, not for each
    assert ann.post("/sign-out/").status_code == 302
    assert ann.get("/worklist/").headers["Location"] == "/sign-in/"


@override_settings(REQUESTS_A_MINUTE=4)
def test_a_program_that_asks_too_often_is_told_when_to_go_on() -> None:
    client = program(person("ann", Role.CODER))
    answers = [client.get("/api/me") for _ in range(5)]
    assert [one.status_code for one in answers] == [200] * 4 + [429]
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].json()["status"] == 429


@override_settings(REQUESTS_A_MINUTE=4)
def test_pages_without_a_role_count_too() -> None:
    ann = signed_in(person("ann", Role.READER))
    assert [ann.get("/people/").status_code for _ in range(5)] == [403] * 4 + [429]
