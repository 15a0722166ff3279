"""How long sessions last, to whom their cookies go, and what ends them."""

from __future__ import annotations

import time

import pytest
from django.test import Client, override_settings

from nosologist.workbench import configure, sessions
from nosologist.workbench.models import AuditEntry
from nosologist.workbench.roles import Role
from workbench.practice import PASSWORD, person, signed_in


def test_a_busy_session_ends_after_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    client, now = signed_in(person("ann", Role.CODER)), time.time()
    monkeypatch.setattr("time.time", lambda: now + sessions.LONGEST - 60)
    assert client.get("/worklist/").status_code == 200
    monkeypatch.setattr("time.time", lambda: now + sessions.LONGEST + 1)
    assert client.get("/worklist/").headers["Location"] == "/sign-in/"
    assert client.get("/sign-in/").status_code == 200


def test_behind_https_browsers_are_held_to_it_and_cookies_belong_to_the_host_alone() -> None:
    names = ("SESSION_COOKIE", "CSRF_COOKIE", "SECURE_HSTS")
    found = configure._settings("key", {}, ("coding.example.org",), True, configure.Guard())
    with override_settings(**{name: value for name, value in found.items() if name.startswith(names)}):
        answer = Client().get("/join/", secure=True)
        assert "max-age=31536000; includeSubDomains" in answer.headers["Strict-Transport-Security"]
        cookie = answer.cookies["__Host-forms"]
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert "Strict-Transport-Security" not in Client().get("/join/").headers


def test_a_password_is_changed_with_the_old_one_and_ends_other_sessions() -> None:
    ann, new = person("ann", Role.CODER, password=True), "another battery entirely"
    here, elsewhere = signed_in(ann), signed_in(ann)
    form = {"act": "password", "password": PASSWORD, "new": new, "again": new}
    for wrong in ({"password": "wrong"}, {"again": "other"}, {"new": "short", "again": "short"}):
        assert here.post("/account/", {**form, **wrong}).status_code == 400
    assert elsewhere.get("/worklist/").status_code == 200
    assert here.post("/account/", form).status_code == 200
    assert here.get("/worklist/").status_code == 200
    assert elsewhere.get("/worklist/").status_code == 302
    ann.refresh_from_db()
    assert ann.check_password(new)
    assert AuditEntry.objects.filter(action="password changed", user="ann").exists()
