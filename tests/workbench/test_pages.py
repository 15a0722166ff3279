"""The pages through Django's test client: signing in, coding, uploading, what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nosologist.workbench import audit, engine, factor, recording
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart, Intake, Membership, User
from nosologist.workbench.roles import FIRST_USER, Role
from nosologist.workbench.screens.starting import setup_code
from workbench.practice import (
    NOTE,
    PASSWORD,
    chart,
    decided,
    digits,
    organization,
    person,
    program,
    sent,
    signed_in,
    uploaded,
)

FIRST = {"username": "Ann", "password": PASSWORD, "again": PASSWORD, "organization": "Elm Street Clinic"}


def test_a_fresh_machine_asks_for_its_first_user_and_then_never_again() -> None:
    client = Client()
    assert client.get("/").headers["Location"] == "/sign-in/"
    assert client.get("/sign-in/").headers["Location"] == "/first/"
    assert client.post("/first/", {**FIRST, "code": "wrong"}).status_code == 400
    assert not User.objects.exists()
    assert client.post("/first/", {**FIRST, "code": setup_code()}).headers["Location"] == "/enroll/"
    assert not Intake.objects.exists()  # demonstration charts come on request alone
    ann = User.objects.get(username="ann")
    page = client.get("/enroll/")
    assert b"<svg" in page.content
    assert client.post("/enroll/", {"number": "000"}).status_code == 400
    assert client.get("/worklist/").status_code == 302  # not before the second factor is there
    page = client.post("/enroll/", {"number": digits(ann)})
    assert len(re.findall(rb"<li><code>", page.content)) == 8
    assert client.get("/worklist/").status_code == 200
    assert ann.memberships.get().held == FIRST_USER
    assert ann.password.startswith("argon2")
    assert (
        Client().post("/first/", {**FIRST, "username": "eve", "code": setup_code()}).headers["Location"] == "/sign-in/"
    )
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [{"password": "short", "again": "short"}, {"again": "another one here"}, {"username": "a b"}, {"username": ""},
     {"password": "password1234", "again": "password1234"}, {"password": "x" * 2000, "again": "x" * 2000}],
)  # fmt: skip
def test_weak_passwords_and_odd_names_make_no_user(fields: dict[str, str]) -> None:
    assert Client().post("/first/", {**FIRST, "code": setup_code(), **fields}).status_code == 400
    assert not User.objects.exists()


def test_signing_in_takes_both_factors_and_makes_the_session_anew() -> None:
    ann = person("ann", Role.CODER, password=True)
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    assert client.post("/sign-in/", {"username": "ANN", "password": PASSWORD}).headers["Location"] == "/second-factor/"
    half = client.session.session_key
    assert client.get("/worklist/").status_code == 302
    number = digits(ann)
    assert client.post("/second-factor/", {"number": number}).headers["Location"] == "/"
    assert len({planted, half, client.session.session_key}) == 3
    assert client.get("/worklist/").status_code == 200
    other = Client()
    other.post("/sign-in/", {"username": "ann", "password": PASSWORD})
    assert other.post("/second-factor/", {"number": number}).status_code == 401  # seen over a shoulder
    client.post("/sign-out/")
    assert client.get("/worklist/").status_code == 302


def test_unknown_names_and_wrong_passwords_look_the_same_and_wait_the_same() -> None:
    person("ann", Role.CODER, password=True)
    pages = []
    for name in ("ann", "nobody"):
        client = Client()
        answers = [client.post("/sign-in/", {"username": name, "password": "wrong"}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [401] * 5 + [429]
        pages.append(re.sub(rb'value="\w+"', b"", answers[0].content))
        assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 429
    assert pages[0] == pages[1]


def test_the_second_factor_cannot_be_tried_without_end() -> None:
    person("ann", Role.CODER, password=True)
    client = Client()
    client.post("/sign-in/", {"username": "ann", "password": PASSWORD})
    answers = [client.post("/second-factor/", {"number": f"{n:06}"}).status_code for n in range(6)]
    assert answers[-1] == 429


def test_an_idle_session_ends_after_a_quarter_of_an_hour() -> None:
    client = signed_in(person("ann", Role.CODER))
    client.get("/worklist/")
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Strict"
    assert client.session.get_expiry_age() <= 15 * 60


def test_an_invited_person_joins_once() -> None:
    manager = signed_in(person("ann", Role.MANAGER))
    page = manager.post("/people/", {"act": "invite", "username": "bob", "roles": ["coder", "evil"]})
    code = re.search(rb'id="invitation">(\w+)<', page.content)[1].decode()
    fields = {"username": "bob", "password": PASSWORD, "again": PASSWORD}
    assert Client().post("/join/", {**fields, "code": "wrong"}).status_code == 400
    client = Client()
    assert client.post("/join/", {**fields, "code": code}).headers["Location"] == "/enroll/"
    bob = User.objects.get(username="bob")
    assert client.post("/enroll/", {"number": digits(bob)}).status_code == 200
    assert bob.memberships.get().roles == ["coder"]
    assert Client().post("/join/", {**fields, "code": code}).status_code == 400


def test_who_lost_the_way_in_is_invited_again_and_begins_anew_under_the_same_name() -> None:
    manager, bob = signed_in(person("ann", Role.MANAGER)), person("bob", Role.CODER, password=True)
    browser, billing, old = signed_in(bob), program(bob), digits(bob)
    assert billing.get("/api/me").status_code == 200
    codes = factor.new_recovery_codes(bob)
    half_way, form = Client(), {"act": "again", "member": bob.memberships.get().pk}
    half_way.post("/sign-in/", {"username": "bob", "password": PASSWORD})
    assert half_way.get("/second-factor/").status_code == 200
    code = re.search(rb'id="invitation">(\w+)<', manager.post("/people/", form).content)[1].decode()
    assert browser.get("/worklist/").status_code == 302
    assert billing.get("/api/me").status_code == 401
    assert Client().post("/sign-in/", {"username": "bob", "password": PASSWORD}).status_code == 401
    for where in ("/second-factor/", "/enroll/"):
        assert half_way.get(where).headers["Location"] == "/sign-in/"
    joining, new = Client(), "another battery entirely"
    fields = {"username": "bob", "password": new, "again": new, "code": code}
    assert joining.post("/join/", fields).headers["Location"] == "/enroll/"
    bob.refresh_from_db()
    assert not factor.use_recovery_code(bob, codes[0])
    assert joining.post("/enroll/", {"number": old}).status_code == 400
    assert joining.post("/enroll/", {"number": digits(bob)}).status_code == 200
    assert joining.get("/worklist/").status_code == 200
    assert AuditEntry.objects.filter(action="invited again", user="ann").exists()


def test_nobody_is_invited_again_by_themselves_or_past_another_organization() -> None:
    ann, bob = person("ann", Role.MANAGER), person("bob", Role.CODER)
    Membership.objects.create(user=bob, organization=organization("Other Clinic"), roles=[Role.CODER])
    eve = person("eve", Role.CODER, of=organization("Third Clinic"))
    before = dict(User.objects.values_list("username", "password"))
    for one in (ann, bob, eve):
        member = one.memberships.order_by("organization__name")[0]
        assert signed_in(ann).post("/people/", {"act": "again", "member": member.pk}).status_code == 400
    assert dict(User.objects.values_list("username", "password")) == before


def test_every_answer_forbids_frames_foreign_scripts_and_caches() -> None:
    one, client = chart(), signed_in(person("ann", *Role))
    for where in ("/sign-in/", "/worklist/", f"/chart/{one.id}/", "/nowhere/"):
        answer = client.get(where)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        for forbidden in (b"<style", b" style=", b" onclick=", b"javascript:", b"http://", b"https://"):
            assert forbidden not in answer.content
        assert all(b"src=" in tag for tag in re.findall(rb"<script[^>]*>", answer.content))


def test_a_form_without_its_token_changes_nothing() -> None:
    one = chart()
    client = signed_in(person("ann", *Role), enforce_csrf_checks=True)
    assert sent(client, one, "claim", 0).status_code == 403
    assert client.post("/upload/", {"text": "Asthma."}).status_code == 403
    one.refresh_from_db()
    assert one.last == 0


def test_a_foreign_host_name_is_refused() -> None:
    assert Client().get("/sign-in/", headers={"host": "evil.example"}).status_code == 400


def test_the_chart_shows_each_code_with_its_words_and_path() -> None:
    one = chart()
    page = signed_in(person("ann", Role.READER)).get(f"/chart/{one.id}/").content.decode()
    for words in (
        "J45.20",
        "Mild intermittent asthma, uncomplicated",
        "first-listed",
        "Not coded because",
        "chest pain",
    ):
        assert words in page
    assert 'data-act="accept"' not in page  # a reader decides nothing
    marked = re.findall(r'<mark data-s="(\d+)" data-k="([^"]+)"[^>]*>([^<]*)</mark>', page)
    assert marked
    for start, _keys, text in marked:
        assert NOTE[int(start) :].startswith(text)


ADMISSION = """HISTORY AND PHYSICAL
Date: 03/01/2026
Assessment: Acute appendicitis. Type 2 diabetes.
Long account of the day before, which the next note repeats word for word.
"""
SUMMARY = """DISCHARGE SUMMARY
Date: 03/04/2026
Discharge diagnoses: 1. Acute appendicitis. 2. Type 2 diabetes.
Long account of the day before, which the next note repeats word for word.
"""


def test_the_documents_of_a_stay_are_one_chart_and_each_quote_stands_in_its_own() -> None:
    client = signed_in(person("ann", *Role))
    files = [SimpleUploadedFile("note.txt", SUMMARY.encode()), SimpleUploadedFile("note.txt", ADMISSION.encode())]
    uploaded(client, *files, together="1", setting="inpatient")
    one = Chart.objects.get()
    assert [document["id"] for document in one.documents] == ["note (2)", "note"]  # in the order of the stay
    page = client.get(f"/chart/{one.id}/").content.decode()
    assert "K35" in page
    texts = {document["id"]: document["text"] for document in one.documents}
    quotes = [span for code in one.suggested["codes"] for span in code["evidence"]]
    assert quotes
    assert all(texts[span["document"]][span["start"] : span["end"]] == span["text"] for span in quotes)
    shown = re.findall(r'data-document="(\d)">(.*?)</div>', page, re.S)
    for place, part in shown:
        for start, text in re.findall(r'data-s="(\d+)"[^>]*>([^<]*)<', part):
            assert one.documents[int(place)]["text"][int(start) :].startswith(text)
    assert engine.encounter_of(one).documents[0].text == ADMISSION
    sent(client, one, "claim", 0)
    place = SUMMARY.index("Long")
    evidence = {"document": 1, "start": place, "end": place + 4}
    assert sent(client, one, "add", 1, code="Z79.899", evidence=evidence).status_code == 200
    assert recording.desk(one).lines[-1].evidence[0] == {
        "document": "note",
        "start": place,
        "end": place + 4,
        "text": "Long",
    }


def test_a_procedure_that_is_not_documented_far_enough_stands_with_what_is_missing() -> None:
    one = chart()
    words = {"start": 0, "end": 3, "text": NOTE[:3]}
    one.suggested["open_procedures"] = [
        {
            "title": "Clearing",
            "pattern": "0FT4.ZZ",
            "open": [{"axis": 5, "title": "Approach", "values": []}],
            "evidence": [words],
        }
    ]
    one.save()
    page = signed_in(person("ann", Role.READER)).get(f"/chart/{one.id}/").content.decode()
    assert "Clearing: not documented: approach" in page
    place = len(one.suggested["not_coded"])
    assert f'<mark data-s="0" data-k="n-{place}" class="not">HPI</mark>' in page


def test_what_a_note_says_is_text_and_never_a_page() -> None:
    one = chart(text='Asthma <script>alert(1)</script> "&amp;" <img src=x onerror=alert(1)>\r\nHypertension.')
    page = signed_in(person("ann", *Role)).get(f"/chart/{one.id}/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&#13;" in page


def test_a_chart_is_coded_by_requests_and_each_answers_with_the_desk() -> None:
    one, client = chart(), signed_in(person("ann", Role.SENIOR))
    assert sent(client, one, "claim", 0).status_code == 200
    answer = sent(client, one, "accept", 1, lines=["s0", "s1", "s2"])
    assert b'data-seen="2"' in answer.content
    assert b'id="texts"' not in answer.content
    assert b'id="texts"' in sent(client, one, "add", 2, code="Z79.899", reason="omeprazole").content
    assert sent(client, one, "accept", 1, lines=["s0"]).status_code == 409
    assert sent(client, one, "finalize", 3).status_code == 200
    assert sent(client, one, "accept", 4, lines=["s0"]).status_code == 422
    assert b"J45.20, I10, K21.9, Z79.899" in client.get(f"/chart/{one.id}/history/").content
    assert not audit.verify().faults
    assert AuditEntry.objects.filter(subject=str(one.id), action="decision").count() == 4


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", "null", '{"id":1}', '{"id":"x","kind":"claim","seen":0}', "[" * 100_000]
)
def test_a_decision_that_cannot_be_read_is_refused(body: str) -> None:
    client = signed_in(person("ann", Role.SENIOR))
    answer = client.post(f"/chart/{chart().id}/decide/", body, content_type="application/json")
    assert answer.status_code == 400


def test_type_ahead_answers() -> None:
    client = signed_in(person("ann", Role.CODER))
    where = f"/chart/{chart().id}/find/"
    found = json.loads(client.post(where, {"words": "mild intermittent asth"}).content)["results"]
    assert any(one["code"] == "J45.20" for one in found)
    assert json.loads(client.post(where, {"words": "x"}).content)["results"] == []


def test_a_name_that_is_a_page_is_shown_as_text() -> None:
    client = signed_in(person("ann", *Role))
    assert "<b>x</b>" not in uploaded(client, text=NOTE, name="<b>x</b>")
    assert b"<b>x</b>" not in client.get("/worklist/").content


def test_the_log_of_the_server_holds_no_word_of_a_chart(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nosologist.workbench import engine
    from nosologist.workbench.quiet import configure_logs

    def broken(*_args: object) -> None:
        raise ValueError("the note says Jane Doe has asthma")

    configure_logs({})
    monkeypatch.setattr(engine, "findings", broken)
    client = signed_in(person("ann", *Role), raise_request_exception=False)
    answer = client.get(f"/chart/{chart().id}/")
    assert answer.status_code == 500
    assert b"Jane" not in answer.content
    told = capfd.readouterr().err
    assert "ValueError at" in told
    assert "Jane" not in told


def test_opening_a_chart_is_written_down() -> None:
    one = chart()
    signed_in(person("ann", Role.AUDITOR)).get(f"/chart/{one.id}/")
    assert AuditEntry.objects.filter(action="opened", user="ann", subject=str(one.id)).count() == 1
    bob = person("bob", Role.PRIVACY)
    assert b"opened" in signed_in(bob).get("/audit/").content


def test_a_nul_is_refused_at_each_address_before_anything_is_done() -> None:
    chart()
    client = signed_in(person("ann", *Role))
    for where in ("/worklist/", "/audit/", "/sign-in/"):
        for name in ("state", "setting", "page", "next"):
            assert client.get(where, {name: "\x00"}).status_code == 400
    posts = (("/worklist/", "words"), ("/people/", "act"), ("/organization/", "organization"), ("/next/", "but"))
    for where, name in posts:
        assert client.post(where, {name: "\x00"}).status_code == 400
    assert Chart.objects.count() == 1


@pytest.mark.parametrize("odd", ["'; DROP TABLE workbench_chart; --", "%", "999999999999999999999", "../..", "\u202e"])
def test_odd_words_in_addresses_and_searches_find_nothing_and_break_nothing(odd: str) -> None:
    chart()
    client = signed_in(person("ann", *Role))
    for where in ("/worklist/", "/audit/", "/sign-in/"):
        for name in ("state", "setting", "page", "next"):
            answer = client.get(where, {name: odd})
            assert answer.status_code in (200, 302)
            assert answer.headers.get("Location", "/") == "/"  # never where a request says
    assert client.post("/worklist/", {"words": odd}).status_code == 200
    assert client.post("/people/", {"act": odd, "member": odd}).status_code == 400
    assert client.post("/organization/", {"organization": odd}).headers["Location"] == "/"
    assert client.post("/next/", {"but": odd}).status_code == 302
    assert Chart.objects.count() == 1


def test_final_codes_go_out_as_a_table_that_no_spreadsheet_runs() -> None:
    one, ann = chart(), person("ann", Role.SENIOR)
    Chart.objects.update(name="=HYPERLINK(1)")
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=["s0", "s1"])
    decided(one, ann, Kind.REJECT, line="s2", reason="other")
    decided(one, ann, Kind.ADD, code="Z79.899", reason="+1 by phone")
    client = signed_in(ann)
    assert b"".join(client.get("/export/").streaming_content).count(b"\n") == 1  # not before it is final
    decided(one, ann, Kind.FINALIZE)
    rows = list(csv.DictReader(io.StringIO(b"".join(client.get("/export/").streaming_content).decode())))
    assert [(row["position"], row["code"], row["decided"]) for row in rows] == [
        ("1", "J45.20", "accepted"), ("2", "I10", "accepted"), ("3", "Z79.899", "added"),
    ]  # fmt: skip
    assert rows[0]["name"] == "'=HYPERLINK(1)"
    assert rows[2]["reason"] == "'+1 by phone"
    assert AuditEntry.objects.filter(action="exported").count() == 2


def test_keys_of_one_letter_can_be_turned_off() -> None:
    ann = person("ann", Role.CODER)
    signed_in(ann).post("/keys/", {"on": "0"})
    ann.refresh_from_db()
    assert not ann.single_keys


STAY = "DISCHARGE DIAGNOSES\n1. Acute on chronic systolic heart failure\n2. COPD\n3. Hypokalemia\n"


@pytest.mark.parametrize(("setting", "is_told"), [("inpatient", True), ("outpatient", False)])
def test_a_stay_tells_what_it_lacks(setting: str, is_told: bool) -> None:
    one, client = chart(text=STAY, setting=setting), signed_in(person("ann", Role.CODER))
    page = client.get(f"/chart/{one.id}/").content.decode()
    assert ("Procedures are not coded: no ICD-10-PCS tables" in page) is is_told
    assert ("POA Y" in page) is is_told
    assert ("POA –" in page) is is_told  # the hypokalemia: nothing says when it began
    page = client.post(
        f"/chart/{one.id}/decide/",
        json.dumps({"kind": "claim", "id": str(uuid.uuid4()), "seen": 0}),
        content_type="application/json",
    ).content.decode()
    assert ('data-act="poa"' in page) is is_told


def test_who_takes_no_charts_is_offered_no_next_one() -> None:
    one = chart()
    for role, is_offered in ((Role.CODER, True), (Role.AUDITOR, False)):
        page = signed_in(person(role.value, role)).get(f"/chart/{one.id}/").content.decode()
        assert ('action="/next/"' in page) is is_offered
        assert "csrfmiddlewaretoken" in page  # what scripts send with each request


def test_a_privacy_officer_begins_with_who_saw_which_chart() -> None:
    assert signed_in(person("pat", Role.PRIVACY)).get("/").headers["Location"] == "/privacy/"


def test_the_sex_that_the_chart_states_is_written_out_on_the_claim() -> None:
    one = chart()
    Chart.objects.filter(id=one.id).update(sex="female")
    page = signed_in(person("ann", Role.CODER)).get(f"/chart/{one.id}/claim/").content.decode()
    assert '<option value="">female</option>' in page


def test_the_history_names_fields_of_the_claim_as_the_form_does() -> None:
    ann, one = person("ann", Role.CODER), chart()
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ABSTRACT, fields={"coverage.member_id": "1EG4"})
    page = signed_in(ann).get(f"/chart/{one.id}/history/").content.decode()
    assert "Member ID" in page
    assert "coverage.member_id" not in page
