"""Passkeys as the second factor: with a device made in software here, and with Chromium's own."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import struct
from collections.abc import Iterator
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from nosologist.workbench import factor
from nosologist.workbench.models import AuditEntry, Passkey, User
from nosologist.workbench.roles import Role
from workbench import browsing
from workbench.practice import PASSWORD, digits, person, signed_in
from workbench.running import Running, app_shows

HERE = {"headers": {"host": "localhost"}}
ORIGIN = "http://localhost"


def plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Device:
    """A security key: one private key, and a counter."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(b"device").digest()
        self.count = 0

    def made(self, question: dict[str, Any], **changes: str) -> str:
        """What the browser sends when the key was made."""
        numbers = self._private.public_key().public_numbers()
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
        data = self._data("localhost", 0x41) + bytes(16) + struct.pack(">H", len(self.id)) + self.id + key
        response = {
            "clientDataJSON": plain(self._client("webauthn.create", question, changes)),
            "attestationObject": plain(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._sent(response)

    def signed(self, question: dict[str, Any], host: str = "localhost", **changes: str) -> str:
        """What the browser sends when the key has signed."""
        self.count += 1
        client, data = self._client("webauthn.get", question, changes), self._data(host, 0x01)
        signature = self._private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._sent(
            {"clientDataJSON": plain(client), "authenticatorData": plain(data), "signature": plain(signature)}
        )

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _client(self, kind: str, question: dict[str, Any], changes: dict[str, str]) -> bytes:
        return json.dumps({"type": kind, "challenge": question["challenge"], "origin": ORIGIN, **changes}).encode()

    def _sent(self, response: dict[str, str]) -> str:
        name = plain(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def question_on(page: Any) -> dict[str, Any]:
    return dict(json.loads(html.unescape(re.search(r'data-question="([^"]+)"', page.content.decode())[1])))


def enrolled(user: User) -> Device:
    """A person with a passkey, added on their page."""
    device, client = Device(), signed_in(user, **HERE)
    answer = device.made(question_on(client.get("/account/")))
    page = client.post("/account/", {"act": "add", "name": "Blue key", "password": PASSWORD, "passkey": answer})
    assert page.status_code == 200, page.content.decode()
    assert b"Blue key" in page.content
    return device


def half_way(user: User, **options: Any) -> tuple[Client, Any]:
    """After the password: the browser, and the page of the second factor."""
    client = Client(**(options or HERE))
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    return client, client.get("/second-factor/")


@pytest.fixture
def ann() -> User:
    return person("ann", Role.CODER, password=True)


def test_a_passkey_signs_in_after_the_password_and_is_written_down(ann: User) -> None:
    device = enrolled(ann)
    client, _page = half_way(ann)
    assert client.get("/worklist/").status_code == 302
    answer = client.post("/second-factor/", {"passkey": device.signed(question_on(client.get("/second-factor/")))})
    assert answer.headers["Location"] == "/"
    assert client.get("/worklist/").status_code == 200
    assert Passkey.objects.get().used is not None
    assert '"by":"passkey"' in AuditEntry.objects.filter(action="signed in").last().detail
    assert AuditEntry.objects.filter(action="passkey added", user="ann").count() == 1


def test_the_app_and_recovery_codes_go_on_working(ann: User) -> None:
    enrolled(ann)
    client, _page = half_way(ann)
    assert client.post("/second-factor/", {"number": digits(ann)}).headers["Location"] == "/"
    code = factor.new_recovery_codes(ann)[0]
    client, _page = half_way(ann)
    assert client.post("/second-factor/", {"number": code}).headers["Location"] == "/"


@pytest.mark.parametrize("harm", ["origin", "type", "host", "challenge", "signature", "other", "replayed", "copied"])
def test_an_answer_that_is_not_to_this_question_is_refused(ann: User, harm: str) -> None:
    device = enrolled(ann)
    client, page = half_way(ann)
    question = question_on(page)
    if harm == "other":  # somebody else's key under the same id
        other = Device()
        answer = other.signed(question)
    elif harm == "copied":  # a copy of the key that has signed less often
        Passkey.objects.update(count=99)
        answer = device.signed(question)
    elif harm == "replayed":
        answer = device.signed(question)
        assert client.post("/second-factor/", {"passkey": answer}).status_code == 302
        client, page = half_way(ann)
    elif harm == "signature":
        sent = json.loads(device.signed(question))
        sent["response"]["signature"] = plain(b"0" * 70)
        answer = json.dumps(sent)
    else:
        changes = {"origin": "http://localhost.evil.example", "type": "webauthn.create", "challenge": plain(b"0" * 64)}
        answer = device.signed(question, **({"host": "evil.example"} if harm == "host" else {harm: changes[harm]}))
    refused = client.post("/second-factor/", {"passkey": answer})
    assert refused.status_code == 401
    assert client.get("/worklist/").status_code == 302
    assert b"This passkey is not right" in refused.content


@pytest.mark.parametrize(
    "answer", ["x", "[]", "7", "null", "{}", '{"id": "x"}', "[" * 10_000, "x" * 30_000, '{"id": 7}']
)
def test_what_is_no_answer_is_refused(ann: User, answer: str) -> None:
    enrolled(ann)
    client, _page = half_way(ann)
    assert client.post("/second-factor/", {"passkey": answer}).status_code == 401
    browser = signed_in(ann, **HERE)
    browser.get("/account/")
    sent = {"act": "add", "name": "x", "password": PASSWORD, "passkey": answer}
    assert browser.post("/account/", sent).status_code == 400
    assert Passkey.objects.count() == 1


def test_a_question_is_answered_once_and_failures_wait(ann: User) -> None:
    device = enrolled(ann)
    client, page = half_way(ann)
    question = question_on(page)
    for _ in range(5):
        assert client.post("/second-factor/", {"passkey": "{}"}).status_code == 401
    assert client.post("/second-factor/", {"passkey": device.signed(question)}).status_code == 429


def test_no_passkey_is_made_without_password_name_or_question(ann: User) -> None:
    browser, device = signed_in(ann, **HERE), Device()
    answer = device.made(question_on(browser.get("/account/")))
    for fields in (
        {"password": "wrong"},
        {"name": ""},
        {},
    ):  # the last one: its question was forgotten with the first try
        sent = {"act": "add", "name": "x", "password": PASSWORD, "passkey": answer, **fields}
        assert browser.post("/account/", sent).status_code == 400
    assert not Passkey.objects.exists()


def test_a_bare_address_has_no_passkeys_and_another_name_has_none_of_these(ann: User) -> None:
    enrolled(ann)
    page = signed_in(ann, headers={"host": "127.0.0.1"}).get("/account/").content
    assert b"data-question" not in page
    assert b"localhost" in page
    _client, page = half_way(ann, headers={"host": "testserver"})
    assert b"data-question" not in page.content


def test_a_passkey_that_was_removed_signs_nobody_in(ann: User) -> None:
    device = enrolled(ann)
    bob = signed_in(person("bob", Role.CODER), **HERE)
    number = str(Passkey.objects.get().pk)
    assert bob.post("/account/", {"act": "remove", "key": number}).status_code == 400
    client, page = half_way(ann)
    question = question_on(page)
    assert signed_in(ann, **HERE).post("/account/", {"act": "remove", "key": number}).status_code == 400
    form = {"act": "remove", "key": number, "password": PASSWORD}
    assert signed_in(ann, **HERE).post("/account/", form).status_code == 200
    assert client.post("/second-factor/", {"passkey": device.signed(question)}).status_code == 401
    assert signed_in(ann, **HERE).post("/account/", {"act": "remove", "key": "x"}).status_code == 400
    assert signed_in(ann, **HERE).post("/account/", {"act": "x"}).status_code == 400


def test_new_recovery_codes_end_the_old_ones(ann: User) -> None:
    old = factor.new_recovery_codes(ann)[0]
    browser = signed_in(ann, **HERE)
    assert browser.post("/account/", {"act": "codes", "password": "wrong"}).status_code == 400
    page = browser.post("/account/", {"act": "codes", "password": PASSWORD})
    assert len(re.findall(rb"<li><code>", page.content)) == 8
    ann.refresh_from_db()
    assert not factor.use_recovery_code(ann, old)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from browsing.started()


def test_chromium_makes_a_passkey_and_signs_in_with_it(browser: Any, tmp_path: Any) -> None:
    running = Running(tmp_path / "bench").start()
    try:
        here = f"http://localhost:{running.port}"
        context = browser.new_context(viewport={"width": 1100, "height": 760})
        page = context.new_page()
        page.set_default_timeout(15_000)
        told: list[str] = []
        page.on("console", lambda said: told.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send(
            "WebAuthn.addVirtualAuthenticator",
            {"options": {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": True,
                         "isUserVerified": True, "automaticPresenceSimulation": True}},
        )  # fmt: skip
        page.goto(here)
        for field, text in (
            ("code", running.setup_code()),
            ("username", "ann"),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ):
            page.fill(f"#{field}", text)
        page.click("button.main")
        page.fill("#number", app_shows(page.locator("#secret").inner_text()))
        page.click("button.main")
        page.click("text=I have kept them")
        page.click("header >> text=ann")
        page.wait_for_url("**/account/")
        browsing.no_violation(page)
        page.fill("#name", "Laptop")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector(".told")
        assert page.locator("[aria-label=Passkeys] th[scope=row]").inner_text() == "Laptop"
        browsing.no_violation(page)
        page.click("text=Lock")
        page.fill("#username", "ann")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/second-factor/")
        browsing.no_violation(page)
        page.keyboard.press("Enter")  # the passkey's button has the focus
        page.wait_for_url("**/worklist/")
        page.goto(f"{here}/tokens/")
        browsing.no_violation(page)
        page.goto(f"{here}/api/")
        browsing.no_violation(page)
        assert told == []
        context.close()
    finally:
        running.kill()
