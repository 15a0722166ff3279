"""How long sessions last, to whom their cookies go, and what ends them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.test import Client, override_settings

from nosologist.cli import main
from nosologist.errors import UsageError
from nosologist.workbench import audit, configure, factor, rekeying, sessions
from nosologist.workbench.models import AuditEntry, User
from nosologist.workbench.place import secret_key
from nosologist.workbench.rekeying import change_key
from nosologist.workbench.roles import Role
from workbench.practice import PASSWORD, organization, person, program, signed_in


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


def entered(user: User, agent: str) -> Client:
    """Signed in with both factors as the sign-in page does it."""
    client = Client(headers={"user-agent": agent})
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    codes = factor.new_recovery_codes(user)
    client.post("/second-factor/", {"number": codes[0]})
    assert client.get("/worklist/").status_code == 200
    return client


def test_people_see_their_other_sessions_and_end_them() -> None:
    ann = person("ann", Role.CODER, password=True)
    here = entered(ann, "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    elsewhere, bob = (
        entered(ann, "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Safari/537.36"),
        signed_in(person("bob", Role.CODER)),
    )
    mine, other = sessions.of(ann, here.session.session_key)
    assert (mine.browser, mine.is_here, other.browser, other.is_here) == (
        "Firefox on Windows",
        True,
        "Chrome on Android",
        False,
    )
    page = here.get("/account/").content.decode()
    assert "Chrome on Android" in page
    assert elsewhere.session.session_key not in page
    (theirs,) = sessions.of(User.objects.get(username="bob"))
    form = {"act": "sessions", "session": [mine.handle, other.handle, theirs.handle], "password": PASSWORD}
    for wrong in ({"password": "wrong"}, {"session": []}):
        assert here.post("/account/", {**form, **wrong}).status_code == 400
    assert elsewhere.get("/worklist/").status_code == 200
    assert here.post("/account/", form).status_code == 200
    assert elsewhere.get("/worklist/").status_code == 302
    assert [client.get("/worklist/").status_code for client in (here, bob)] == [200, 200]  # this one, and others' stay
    assert AuditEntry.objects.filter(action="sessions ended", user="ann").count() == 1


def test_a_manager_signs_people_of_the_organization_out() -> None:
    ann, eve = person("ann", Role.CODER), person("eve", Role.CODER, of=organization("Other Clinic"))
    at_desks, theirs = [signed_in(ann), signed_in(ann)], signed_in(eve)
    manager = signed_in(person("max", Role.MANAGER))
    assert manager.post("/people/", {"act": "out", "member": ann.memberships.get().pk}).status_code == 200
    assert manager.post("/people/", {"act": "out", "member": eve.memberships.get().pk}).status_code == 400
    assert [client.get("/worklist/").status_code for client in (*at_desks, theirs)] == [302, 302, 200]
    assert AuditEntry.objects.filter(action="sessions ended", user="max").count() == 1


@pytest.mark.parametrize(
    ("agent", "said"),
    [("", "A browser"), ("curl/8", "A browser"), ("<script>", "A browser"),
     ("Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/18 Safari/605", "Safari on Macintosh"),
     ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge on Windows")],
)  # fmt: skip
def test_a_browser_is_told_in_two_words(agent: str, said: str) -> None:
    assert sessions.browser_in(agent) == said


def test_another_key_ends_what_the_old_one_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ann = person("ann", Role.MANAGER, password=True)
    client, programs = signed_in(ann), program(ann)
    codes, old = factor.new_recovery_codes(ann), secret_key(tmp_path)
    with override_settings(SECRET_KEY=old):
        done = change_key(tmp_path)
    new = secret_key(tmp_path)
    assert new != old
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    ann.refresh_from_db()
    with override_settings(SECRET_KEY=new):
        assert client.get("/worklist/").status_code == 302
        assert not factor.use_recovery_code(ann, codes[0])
        assert not ann.check_password(PASSWORD)
        ((name, code),) = done.invited
        assert (
            Client()
            .post("/join/", {"username": name, "code": code, "password": PASSWORD, "again": PASSWORD})
            .status_code
            == 302
        )
        assert programs.get("/api/me").status_code == 200
    assert not audit.verify().faults
    line = AuditEntry.objects.get(action="key changed")
    assert new not in line.detail
    assert main(["new-key", "--folder", str(tmp_path)]) == 2  # not without saying so
    assert main(["new-key", "--sure", "--folder", str(tmp_path / "none")]) == 2
    assert secret_key(tmp_path) == new
    assert capsys.readouterr().err.count("\n") == 2


def test_a_key_that_cannot_be_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = person("ann", Role.MANAGER)
    factored, old = ann.factor, secret_key(tmp_path)

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(rekeying.audit, "write", broken)
    with pytest.raises(UsageError, match="no space"):
        change_key(tmp_path)
    ann.refresh_from_db()
    assert (secret_key(tmp_path), ann.factor) == (old, factored)
    assert [one.name for one in tmp_path.iterdir()] == ["secret.key"]
