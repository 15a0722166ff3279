"""Signed tokens of record systems (CDS Hooks 2.0: a JSON Web Token with each request), checked with the public keys that a manager
registered. Keys are never fetched: what the token says about where they are is not read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.workbench.models import RecordSystem, Token, UsedSignature

LONGEST_LIFE = 300  # seconds from `iat` to `exp`
_LEEWAY = 30  # seconds that two clocks may differ
_LONGEST = 8000  # characters
_MOST_KEYS = 10
_KINDS = {"RSA": ("RS384", ("n", "e")), "EC": ("ES384", ("crv", "x", "y"))}  # the two algorithms of the specification
_WEAKEST_RSA = 2048  # bits


def presented(request: Any) -> Token | None:
    """What the record system that signed the request may, where its signature counts; each counts once."""
    import jwt

    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or len(given) > _LONGEST:
        return None
    try:
        claims = jwt.decode(given, options={"verify_signature": False})
        system = _known(str(claims.get("iss", "")))
        if system is None:
            return None
        claims = _verified(given, system, _places(request))
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return system.token if _counts_first(system, claims) else None


def keys_in(text: str) -> list[dict[str, str]]:
    """The public keys of a JWKS, and of each what is needed alone.

    Raises:
        UsageError: it holds none, a private one, or one of another kind.
    """
    try:
        read = json.loads(text[:50_000])
        found = [dict(one) for one in read["keys"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UsageError("The keys are no JWKS; paste the JSON of the record system's public keys.") from None
    if any("d" in one or one.get("kty") == "oct" for one in found):
        raise UsageError("This holds a private key: nobody but the record system may have it. Make a new pair.")
    kept = [_public(one) for one in found if one.get("use", "sig") == "sig"]
    names = {one["kid"] for one in kept}
    if not 0 < len(kept) <= _MOST_KEYS or len(names) < len(kept):
        raise UsageError(f"Give 1 to {_MOST_KEYS} keys, each with a `kid` of its own.")
    return kept


def _public(one: Mapping[str, Any]) -> dict[str, str]:
    import jwt

    algorithm, parts = _KINDS.get(str(one.get("kty")), ("", ()))
    try:
        kept = {name: str(one[name]) for name in ("kid", "kty", *parts)}
        key = jwt.PyJWK(kept, algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        raise UsageError("A key cannot be used: RSA (RS384) or EC on P-384 (ES384), with a `kid`.") from None
    if not kept["kid"] or (kept["kty"] == "EC" and kept["crv"] != "P-384"):
        raise UsageError("A key cannot be used: RSA (RS384) or EC on P-384 (ES384), with a `kid`.")
    if kept["kty"] == "RSA" and key.key_size < _WEAKEST_RSA:
        raise UsageError(f"An RSA key is too short; {_WEAKEST_RSA} bits or more.")
    return kept


def _known(issuer: str) -> RecordSystem | None:
    found: RecordSystem | None = (
        RecordSystem.objects.select_related("token__user")
        .filter(issuer=issuer, token__revoked=None, token__expires__gt=timezone.now(), token__user__is_active=True)
        .first()
    )
    return found


def _places(request: Any) -> list[str]:
    """For whom the token may have been made: this address; feedback also under that of its service."""
    here = request.build_absolute_uri(request.path)
    return [here, here.removesuffix("/feedback")]


def _verified(given: str, system: RecordSystem, places: list[str]) -> dict[str, Any]:
    """What the token claims, when the key of its name signed it, for us, not too long ago."""
    import jwt

    name = jwt.get_unverified_header(given)["kid"]
    key = next(one for one in [*system.keys, None] if one is None or one["kid"] == name)
    if key is None:
        raise KeyError(name)
    algorithm = _KINDS[key["kty"]][0]  # the key's, whatever the token says
    found: dict[str, Any] = jwt.decode(
        given, jwt.PyJWK(key, algorithm).key, algorithms=[algorithm], audience=places, issuer=system.issuer, leeway=_LEEWAY,
        options={"require": ["iss", "aud", "exp", "iat", "jti"]},
    )  # fmt: skip
    if not 0 <= found["exp"] - found["iat"] <= LONGEST_LIFE or not found["jti"]:
        raise ValueError
    return found


def _counts_first(system: RecordSystem, claims: Mapping[str, Any]) -> bool:
    """Remember a token until it has expired; False for one that came before."""
    digest = hashlib.sha256(json.dumps([system.issuer, str(claims["jti"])]).encode()).hexdigest()
    now = timezone.now()
    UsedSignature.objects.filter(until__lt=now).delete()
    try:
        with transaction.atomic():
            until = datetime.fromtimestamp(claims["exp"] + _LEEWAY + 1, UTC)
            UsedSignature.objects.create(digest=digest, until=until)
    except IntegrityError:
        return False
    return True
