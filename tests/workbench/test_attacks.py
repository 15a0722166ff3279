"""What an attacker tries who has a way in: values that break, things of others under one's own chart, formulas, words in logs."""

from __future__ import annotations

import io
import logging
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from nosologist.workbench import quiet
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import BreakGlass, Chart, Decision, Original, ProviderQuery, User
from nosologist.workbench.roles import Role
from nosologist.workbench.sent import read_json
from nosologist.workbench.worklist_models import SavedView
from workbench.practice import chart, decided, organization, person, program, signed_in

DEEP, HALF, NUL = "[" * 100_000, '{"reason": "\\ud800"}', '{"reason": "a\\u0000b"}'
BODIES = ("x", DEEP, '{"a":' * 50_000, HALF, NUL, '{"\\ud800": 1}', '{"seen": Infinity}', '{"seen": 1e999}', '{"seen": NaN}',
          f'{{"seen": 1{"0" * 30}}}', f'{{"seen": 1{"0" * 5000}}}', "\ufeff{}")  # fmt: skip


ADDRESSES = (
    "/api/charts", "/api/check", "/api/code", "/api/find", "/cds-services/discharge-codes",
    "/cds-services/discharge-codes/feedback",
)  # fmt: skip


def test_bodies_that_no_database_keeps_are_refused_before_anything_is_done() -> None:
    ann, one = person("ann", *Role), chart()
    desk, api = signed_in(ann), program(ann)
    for client, where in ((desk, f"/chart/{one.id}/decide/"), (api, f"/api/charts/{one.id}/decisions")):
        assert {client.post(where, body, content_type="application/json").status_code for body in BODIES} == {400}
        assert client.post(where, {"id": "1"}).status_code == 400  # a form
    others = [(desk, f"/chart/{one.id}/{name}/") for name in ("query", "query/lint", "claim")]
    others += [(api, f"/api/charts/{one.id}/{name}") for name in ("queries", "queries/lint", "claim")]
    for client, where in (*others, *((api, where) for where in ADDRESSES)):
        assert client.post(where, HALF, content_type="application/json").status_code == 400, where
    assert not Decision.objects.exists()
    assert Chart.objects.count() == 1


@pytest.mark.parametrize("part", ["reason", "title", "options", "indicators", "question"])
def test_parts_of_a_query_of_another_kind_are_refused(part: str) -> None:
    one, client = chart(), program(person("ann", Role.CDI))
    written = {"title": "T", "question": "What was it?", "options": ["A", "B"], "indicators": []}
    for value in ({"a": 1}, [[1]], 7, True):
        answer = client.post(
            f"/api/charts/{one.id}/queries/lint", {**written, part: value}, content_type="application/json"
        )
        assert answer.status_code == 422


def test_whole_characters_written_as_escapes_are_read() -> None:
    class Request:
        body = b'{"words": ["\\ud83d\\ude00", "caf\\u00e9", "\\\\u0000"], "n": [1, -2.5, 9223372036854775807]}'

    assert read_json(Request()) == {"words": ["😀", "café", "\\u0000"], "n": [1, -2.5, 2**63 - 1]}


@pytest.mark.parametrize(
    ("where", "field"),
    [("/sign-in/", "username"), ("/join/", "code"), ("/people/", "username"), ("/tokens/", "name"), ("/worklist/", "words"),
     ("/upload/", "text"), ("/account/", "name")],
)  # fmt: skip
def test_a_nul_in_a_form_or_an_address_is_refused(where: str, field: str) -> None:
    client = Client() if where in ("/sign-in/", "/join/") else signed_in(person("ann", *Role))
    assert client.post(where, {field: "a\x00b"}).status_code == 400
    assert client.get(where, {field: "a\x00b"}).status_code == 400


def test_things_of_others_do_not_open_under_ones_own_chart() -> None:
    """Each address that names a chart and something in it: the thing must be of that chart."""
    ann, eve = person("ann", *Role), person("eve", *Role, of=organization("Other Clinic"))
    ours, theirs = chart(), chart(organization("Other Clinic"))
    client = signed_in(ann)
    query = ProviderQuery.objects.create(
        id=uuid.uuid4(), chart=theirs, organization=theirs.organization, status="sent", title="Sodium", last=1
    )
    assert client.get(f"/chart/{ours.id}/query/{query.id}/").status_code == 404
    event = {
        "id": str(uuid.uuid4()),
        "query": str(query.id),
        "seen": 1,
        "act": "withdraw",
        "reason": "not needed any more",
    }
    assert client.post(f"/chart/{ours.id}/query/", event, content_type="application/json").status_code == 422
    query.refresh_from_db()
    assert query.status == "sent"
    file = Original.objects.create(
        id=uuid.uuid4(), chart=theirs, document="visit", content=b"%PDF", pages=[{}], places=b""
    )
    assert client.get(f"/chart/{ours.id}/page/{file.id}/1/").status_code == 404
    decided(theirs, eve, Kind.CLAIM)
    same = Decision.objects.get()
    body = {"id": str(same.id), "kind": "claim", "seen": 0}
    assert client.post(f"/chart/{ours.id}/decide/", body, content_type="application/json").status_code == 422
    glass = BreakGlass.objects.create(
        chart=theirs, organization=theirs.organization, user=eve, kind="coding", words="for the claim", at=timezone.now(),
        until=timezone.now(),
    )  # fmt: skip
    assert client.post("/privacy/break-glass/", {"event": str(glass.id)}).status_code == 404
    view = SavedView.objects.create(organization=theirs.organization, owner=eve, name="Mine", shared=True, criteria={})
    client.post("/views/", {"act": "forget", "view": view.pk})
    client.post("/arrange/", {"act": "priority", "priority": "1", "chart": str(theirs.id)})
    client.post("/demonstration/", {"act": "take away"})
    assert SavedView.objects.filter(pk=view.pk).exists()
    assert Chart.objects.filter(id=theirs.id, item__priority=theirs.item.priority).exists()


def test_no_exported_cell_is_run_by_a_spreadsheet() -> None:
    one, ann = chart(), person("ann", Role.SENIOR, Role.PRIVACY)
    evil = ("=cmd", "+1", "@x", "\t=1", " =1", "\n=1", "＝1", "'=1")
    client = signed_in(ann)
    for name in evil:
        Chart.objects.filter(id=one.id).update(name=name, status=Chart.FINAL)
        for where in ("/export/", "/worklist/table/?state=all"):
            text = client.get(where).getvalue().decode()
            assert f"{name.lstrip()}," not in text.replace(f"'{name}", ""), (where, name)
            assert f"'{name}" in text, (where, name)


def test_a_person_has_no_name_that_a_spreadsheet_or_a_page_would_run() -> None:
    client = signed_in(person("max", Role.MANAGER))
    for name in ("=cmd", "a<b", 'a"b', "a b", "../a", "a\nb", "a,b"):
        assert client.post("/people/", {"act": "invite", "username": name, "roles": "coder"}).status_code == 400
    assert User.objects.count() == 1


def test_other_loggers_say_no_word_of_a_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    """waitress tells of an answer that broke while it was sent with the message of the exception; here it has none."""
    told = io.StringIO()
    monkeypatch.setattr("sys.stderr", told)
    monkeypatch.setattr(logging, "lastResort", logging.lastResort)
    kept = {
        name: (log.handlers, log.propagate)
        for name in ("django", "django.security")
        if (log := logging.getLogger(name))
    }
    try:
        quiet.configure_logs({})
        root = logging.getLogger()
        monkeypatch.setattr(root, "handlers", [])
        try:
            raise ValueError("Mrs. Miller has gout")
        except ValueError:
            logging.getLogger("waitress").exception("Exception while serving %s", "/export/?name=Miller")
        logging.getLogger("some.library").warning("Miller")
    finally:
        for name, (handlers, propagate) in kept.items():
            logging.getLogger(name).handlers, logging.getLogger(name).propagate = handlers, propagate
    assert "ValueError at" in told.getvalue()
    assert "Miller" not in told.getvalue()
