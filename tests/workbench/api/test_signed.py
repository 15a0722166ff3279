"""Requests that a record system signs (CDS Hooks 2.0): whose counts, for what, how often; web pages of its origins; feedback."""

from __future__ import annotations

import json
import time
import uuid
from datetime import timedelta
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.test import Client
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.workbench.models import AuditEntry, Card, Chart, Membership, RecordSystem, Token, UsedSignature, User
from nosologist.workbench.record_systems import origins_in, register
from nosologist.workbench.roles import Role
from workbench.api.test_cds_hooks import WHERE, document, request
from workbench.practice import PASSWORD, organization, person, program, signed_in

ISSUER, ORIGIN = "https://ehr.example.org", "https://pages.example.org"
HERE = f"http://testserver{WHERE}"
FEEDBACK = f"{WHERE}/feedback"


@cache
def pair(kind: str, bits: int = 2048) -> Any:
    """A private key, made once: that of RSA takes time."""
    return rsa.generate_private_key(65537, bits) if kind == "RSA" else ec.generate_private_key(getattr(ec, kind)())


def public(key: Any, name: str) -> dict[str, Any]:
    algorithm = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": name, "use": "sig"}


def jwks(*keys: dict[str, Any]) -> str:
    return json.dumps({"keys": list(keys or (public(pair("SECP384R1"), "k1"), public(pair("RSA"), "k2")))})


def registered(manager: User, **fields: Any) -> RecordSystem:
    given = {
        "name": "Ward system",
        "issuer": ISSUER,
        "jwks": jwks(),
        "origins": ORIGIN,
        "keeps": False,
        "days": 90,
        **fields,
    }
    return register(manager.memberships.get(), **given)


def signature(key: Any = None, algorithm: str = "ES384", kid: str = "k1", **claims: Any) -> str:
    now = int(time.time())
    held = {"iss": ISSUER, "aud": HERE, "iat": now, "exp": now + 300, "jti": str(uuid.uuid4()), **claims}
    held = {name: value for name, value in held.items() if value is not None}
    return jwt.encode(
        held, key or pair("SECP384R1"), algorithm, headers={"kid": kid, "jku": "https://evil.example.org/keys"}
    )


def asked(signed: str, where: str = WHERE, body: Any = None, **headers: str) -> Any:
    browser = Client(headers={"authorization": f"Bearer {signed}", **headers})
    return browser.post(where, request(document()) if body is None else body, content_type="application/json")


@pytest.fixture
def manager() -> User:
    user = person("max", Role.MANAGER)
    registered(user)
    return user


@pytest.mark.usefixtures("manager")
def test_a_signed_request_counts_once() -> None:
    for signed in (
        signature(),
        signature(pair("RSA"), "RS384", "k2"),
        signature(aud=["https://else.example.org", HERE]),
    ):
        assert asked(signed).status_code == 200
        assert asked(signed).status_code == 401
    assert UsedSignature.objects.count() == 3
    UsedSignature.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert asked(signature()).status_code == 200
    assert UsedSignature.objects.count() == 1  # the old ones are gone


@pytest.mark.usefixtures("manager")
def test_what_is_not_signed_for_us_now_opens_nothing() -> None:
    now = int(time.time())
    for claims in (
        {"aud": "http://testserver/cds-services/other"}, {"aud": None}, {"iss": "https://other.example.org"}, {"iss": None},
        {"exp": now - 60}, {"exp": None}, {"iat": None}, {"iat": now + 600}, {"jti": None}, {"jti": ""}, {"exp": now + 86_400},
        {"nbf": now + 600}, {"kid": "k3"}, {"kid": "k2"}, {"key": pair("RSA"), "algorithm": "RS384"},
        {"key": pair("RSA"), "algorithm": "RS256", "kid": "k2"}, {"key": pair("SECP256R1"), "algorithm": "ES256"},
    ):  # fmt: skip
        assert asked(signature(**claims)).status_code == 401, claims


@pytest.mark.usefixtures("manager")
def test_tricks_with_the_algorithm_open_nothing() -> None:
    held = {"iss": ISSUER, "aud": HERE, "iat": int(time.time()), "exp": int(time.time()) + 60, "jti": "1"}
    keys = RecordSystem.objects.get().keys
    for secret, algorithm in (
        ("", "none"),
        (keys[1]["n"], "HS256"),
        (keys[0]["x"].ljust(64), "HS384"),
    ):
        signed = jwt.encode(held, secret or None, algorithm, headers={"kid": "k1"})
        assert asked(signed).status_code == 401
    whole = signature()
    for broken in (
        whole[:-4],
        whole + "x",
        whole.split(".")[0],
        "a.b.c",
        "...",
        "x" * 9000,
        whole.replace(".", "..", 1),
    ):
        assert asked(broken).status_code == 401


def test_a_signature_opens_the_cds_service_and_nothing_else(manager: User) -> None:
    for where in ("/api/me", "/api/charts", "/api/final"):
        signed = signature(aud=f"http://testserver{where}")
        assert Client(headers={"authorization": f"Bearer {signed}"}).get(where).status_code == 401
    assert asked(signature(), body=request(document(), extension={"nosologist-keep": True})).status_code == 403
    registered(manager, keeps=True)
    assert asked(signature(), body=request(document(), extension={"nosologist-keep": True})).status_code == 200
    assert Chart.objects.get().organization == organization()


def test_a_record_system_ends_with_its_manager_or_by_a_manager(manager: User) -> None:
    Membership.objects.filter(user=manager).update(roles=[Role.READER])
    assert asked(signature()).status_code == 200  # reading is left
    other = signed_in(person("eve", Role.MANAGER, of=organization("Other Clinic")))
    assert ISSUER.encode() not in other.get("/record-systems/").content
    assert other.post("/record-systems/", {"act": "end", "issuer": ISSUER}).status_code == 400
    assert asked(signature()).status_code == 200
    Token.objects.update(expires=timezone.now())
    assert asked(signature()).status_code == 401
    Token.objects.update(expires=timezone.now() + timedelta(days=1))
    ours = signed_in(person("mia", Role.MANAGER))
    assert b"Ward system" in ours.get("/record-systems/").content
    assert ours.post("/record-systems/", {"act": "end", "issuer": ISSUER}).status_code == 200
    assert asked(signature()).status_code == 401
    assert AuditEntry.objects.filter(action="token revoked", user="mia").exists()


def test_an_issuer_belongs_to_one_organization_and_is_renewed_there(manager: User) -> None:
    with pytest.raises(UsageError, match="already"):
        registered(person("eve", Role.MANAGER, of=organization("Other Clinic")))
    registered(manager, jwks=jwks(public(pair("RSA"), "new")))
    assert asked(signature()).status_code == 401
    assert asked(signature(pair("RSA"), "RS384", "new")).status_code == 200
    assert Token.objects.filter(revoked=None).count() == 1


def test_what_cannot_be_trusted_is_not_registered() -> None:
    manager = person("max", Role.MANAGER)
    keys = (
        "no JSON", "{}", "[]", "7", '{"keys": []}', '{"keys": [7]}', '{"keys": 7}', "[" * 20_000,
        jwks({"kty": "oct", "k": "c2VjcmV0"}),
        jwks({**public(pair("SECP384R1"), "k1"), "d": "AAAA"}),
        jwks(public(pair("SECP256R1"), "k1")), jwks(public(pair("RSA"), "")),
        jwks(public(pair("RSA", 1024), "k1")), jwks(public(pair("RSA"), "k1"), public(pair("SECP384R1"), "k1")),
    )  # fmt: skip
    origins = (
        "https://*.example.org", "https://a.example.org/path", "http://a.example.org", "null", "https://u@a.example.org", "https://[",
    )  # fmt: skip
    for field, values in {"jwks": keys, "origins": origins, "issuer": ("", "two words", "x" * 201)}.items():
        for value in values:
            with pytest.raises(UsageError):
                registered(manager, **{field: value})
    assert not RecordSystem.objects.exists()
    assert not Token.objects.exists()


def test_a_manager_registers_with_the_password() -> None:
    browser = signed_in(person("max", Role.MANAGER, password=True))
    form = {"act": "register", "name": "Ward", "issuer": ISSUER, "keys": jwks(), "days": "90", "password": PASSWORD}
    for wrong in ({"password": "wrong"}, {"name": " "}, {"days": "9999"}, {"act": "x"}, {"keys": "{}"}):
        assert browser.post("/record-systems/", {**form, **wrong}).status_code == 400
    assert browser.post("/record-systems/", form).status_code == 200
    assert asked(signature()).status_code == 200
    assert AuditEntry.objects.filter(action="record system", user="max").exists()


def test_origins_are_written_as_browsers_send_them() -> None:
    assert origins_in("https://a.example.org\nhttp://localhost:8000 https://a.example.org") == [
        "https://a.example.org", "http://localhost:8000",
    ]  # fmt: skip


def test_registered_web_pages_may_ask_and_no_others(manager: User) -> None:
    question = {"origin": ORIGIN, "access-control-request-method": "POST"}
    answer = Client().options(WHERE, headers=question)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert asked(signature(), origin=ORIGIN).headers["Access-Control-Allow-Origin"] == ORIGIN
    assert Client().get("/cds-services", headers={"origin": ORIGIN}).headers["Access-Control-Allow-Origin"] == ORIGIN
    for other in ("https://evil.example.org", "null", ORIGIN + ".evil.example.org"):
        for there in (Client().options(WHERE, headers={**question, "origin": other}), asked(signature(), origin=other)):
            assert "Access-Control-Allow-Origin" not in there.headers
            assert "Origin" in there.headers["Vary"]
    eve = program(person("eve", Role.CODER, of=organization("Other Clinic")))  # whose organization named no origin
    assert "Access-Control-Allow-Origin" not in eve.post(WHERE, headers={"origin": ORIGIN}).headers
    for where in ("/", "/api/me", "/sign-in/", "/cds"):
        assert "Access-Control-Allow-Origin" not in Client().get(where, headers={"origin": ORIGIN}).headers
    signed_in(manager).post("/record-systems/", {"act": "end", "issuer": ISSUER})
    assert "Access-Control-Allow-Origin" not in Client().options(WHERE, headers=question).headers


def told(card: str, outcome: str, *accepted: str, **more: Any) -> dict[str, Any]:
    return {
        "feedback": [
            {"card": card, "outcome": outcome, "acceptedSuggestions": [{"id": one} for one in accepted], **more}
        ]
    }


@pytest.mark.usefixtures("manager")
def test_what_clinicians_did_with_cards_is_counted() -> None:
    cards = [asked(signature()).json()["cards"][0] for _ in range(4)]
    assert {one["code"] for one in cards[0]["overrideReasons"]} == {
        "not-documented",
        "not-this-encounter",
        "coded-otherwise",
        "later",
    }
    taken = cards[0]["suggestions"][0]
    code = taken["label"].split()[0]
    why = {"reason": {"code": "not-documented", "system": "urn:x"}, "userComment": "Mrs. Miller never had it"}
    for sent in (
        told(cards[0]["uuid"], "accepted", taken["uuid"], str(uuid.uuid4())),
        told(cards[0]["uuid"], "accepted", taken["uuid"]),  # twice is once
        told(cards[1]["uuid"], "overridden", overrideReason=why),
        told(cards[2]["uuid"], "overridden", overrideReason={"reason": {"code": "of their own"}}),
    ):
        assert asked(signature(), FEEDBACK, sent).json() == {"counted": 1, "unknown": 0}
    assert (
        asked(signature(aud=f"http://testserver{FEEDBACK}"), FEEDBACK, told(cards[3]["uuid"], "accepted")).json()[
            "counted"
        ]
        == 0
    )
    kept = Card.objects.get(id=cards[1]["uuid"])
    assert "Miller" not in str(kept.__dict__)
    page = signed_in(person("sam", Role.SENIOR)).get("/reports/table/?of=cards").getvalue().decode()
    assert page.splitlines()[1:] == [
        "accepted,1,25.0", "no answer yet,1,25.0", "overridden: Another reason,1,25.0",
        "overridden: The record does not support it,1,25.0",
    ]  # fmt: skip
    page = signed_in(User.objects.get(username="sam")).get("/reports/table/?of=cards-by-code").getvalue().decode()
    assert f"{code},4,3,1,33.3" in page
    theirs = signed_in(person("eve", Role.SENIOR, of=organization("Other Clinic")))
    assert len(theirs.get("/reports/table/?of=cards").getvalue().splitlines()) == 1


@pytest.mark.usefixtures("manager")
def test_feedback_about_cards_of_others_or_none_is_not_kept() -> None:
    card = asked(signature()).json()["cards"][0]
    eve = program(person("eve", Role.CODER, of=organization("Other Clinic")))
    sent = told(card["uuid"], "accepted", card["suggestions"][0]["uuid"])
    assert eve.post(FEEDBACK, sent, content_type="application/json").json() == {"counted": 0, "unknown": 1}
    assert Card.objects.get().outcome == ""
    for wrong in (
        {},
        {"feedback": []},
        {"feedback": [{"card": "x", "outcome": "accepted"}]},
        told(card["uuid"], "liked"),
    ):
        assert asked(signature(), FEEDBACK, wrong).status_code == 422
