"""Passkeys (WebAuthn) as the second factor, beside the authenticator app: bound to the host name, so a false page gets nothing.

What a browser is asked and what its answer must hold is the business of the library `webauthn`, imported when it is needed.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.workbench.models import Passkey, User

_MOST = 20  # of one person
_LONGEST_ANSWER = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Place:
    """Where the browser is: a passkey is made for a host name and answers only there."""

    host: str  # without its port
    origin: str

    @property
    def has_passkeys(self) -> bool:
        """True for a name; browsers make no passkeys for a bare address such as 127.0.0.1."""
        try:
            ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            return True
        return False


def place_of(request: Any) -> Place:
    """The place that a request came to; hosts that are not ours are refused before."""
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return Place(host.lower(), f"{request.scheme}://{request.get_host()}")


def question_for_a_new_one(user: User, place: Place) -> tuple[str, str]:
    """What the browser is asked so that a passkey is made, as JSON, and its challenge."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=place.host, rp_name="Nosologist", user_name=user.username, user_id=hashlib.sha256(b"user %d" % user.pk).digest(),
        exclude_credentials=_known(user, place),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.DISCOURAGED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
    )  # fmt: skip
    return webauthn.options_to_json(options), webauthn.helpers.bytes_to_base64url(options.challenge)


def keep_new_one(user: User, place: Place, name: str, challenge: str, answer: str) -> Passkey:
    """Keep the passkey that a browser made.

    Raises:
        UsageError: the answer is not to this question, or the passkey is there already.
    """
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        found = webauthn.verify_registration_response(
            credential=_read(answer), expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=place.host, expected_origin=place.origin,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise UsageError("The passkey was not made as it should be; try again.") from None
    if user.passkeys.count() >= _MOST:
        raise UsageError(f"More than {_MOST} passkeys; remove one that you no longer use.")
    try:
        made: Passkey = Passkey.objects.create(
            user=user, place=place.host, name=name, credential=webauthn.helpers.bytes_to_base64url(found.credential_id),
            public_key=found.credential_public_key, count=found.sign_count,
        )  # fmt: skip
    except IntegrityError:
        raise UsageError("This passkey is there already.") from None
    return made


def question(user: User, place: Place) -> tuple[str, str] | None:
    """What the browser is asked when a person signs in, as JSON, and its challenge; None where they have no passkey here."""
    known = _known(user, place)
    if not known:
        return None
    import webauthn

    options = webauthn.generate_authentication_options(rp_id=place.host, allow_credentials=known)
    return webauthn.options_to_json(options), webauthn.helpers.bytes_to_base64url(options.challenge)


def is_right(user: User, place: Place, challenge: str, answer: str) -> bool:
    """Check a browser's answer. A question is answered once: the caller forgets its challenge."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        read = _read(answer)
        key = Passkey.objects.get(user=user, place=place.host, credential=str(read["id"]))
        found = webauthn.verify_authentication_response(
            credential=read, expected_challenge=webauthn.base64url_to_bytes(challenge), expected_rp_id=place.host,
            expected_origin=place.origin, credential_public_key=bytes(key.public_key), credential_current_sign_count=key.count,
        )  # fmt: skip
    except (WebAuthnException, Passkey.DoesNotExist, ValueError, KeyError, TypeError):
        return False
    same = Passkey.objects.filter(pk=key.pk, count=key.count)
    return bool(same.update(count=found.new_sign_count, used=timezone.now()))


def _known(user: User, place: Place) -> list[Any]:
    names = list(user.passkeys.filter(place=place.host).values_list("credential", flat=True))
    if not names:
        return []
    from webauthn.helpers import base64url_to_bytes, structs

    return [structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(name)) for name in names]


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _LONGEST_ANSWER:
        raise ValueError
    try:
        found = json.loads(answer)
    except RecursionError:
        raise ValueError from None
    if not isinstance(found, dict):
        raise TypeError
    return found
