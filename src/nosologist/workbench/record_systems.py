"""Record systems of an organization: registered by a manager with issuer, public keys and origins; each acts as a token does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.db import transaction

from nosologist.errors import UsageError
from nosologist.workbench import audit, tokens
from nosologist.workbench.models import Membership, RecordSystem
from nosologist.workbench.roles import UPLOADERS, Role

_MOST_ORIGINS = 10
_ISSUER = re.compile(r"[\x21-\x7e]{1,200}")


def register(
    membership: Membership, name: str, issuer: str, jwks: str, origins: str, keeps: bool, days: int
) -> RecordSystem:
    """Let a record system ask; the one that the organization registered under the same issuer ends.

    Args:
        keeps: it may have charts kept, which then stand on the worklist.

    Raises:
        UsageError: something is missing or makes no sense, or the issuer is another organization's.
    """
    from nosologist.workbench.signed import keys_in

    if not _ISSUER.fullmatch(issuer):
        raise UsageError(
            "Give the issuer as the record system writes it (`iss`), an address such as https://ehr.example.org."
        )
    keys, allowed = keys_in(jwks), origins_in(origins)
    roles = [Role.READER, *(sorted(membership.held & UPLOADERS)[:1] if keeps else ())]
    with transaction.atomic():
        before = RecordSystem.objects.filter(issuer=issuer).select_related("token").first()
        if before is not None:
            if before.token.organization_id != membership.organization_id:
                raise UsageError("This issuer is registered already on this server; ask who runs it.")
            end(before, membership.user.username)
        token, _ = tokens.new_token(membership, name, roles, days)  # its secret is told nobody
        system: RecordSystem = RecordSystem.objects.create(token=token, issuer=issuer, keys=keys, origins=allowed)
        audit.write(
            "record system", user=membership.user.username, organization=membership.organization_id, token=name, issuer=issuer,
            keys=[one["kid"] for one in keys], origins=allowed,
        )  # fmt: skip
    return system


def end(system: RecordSystem, by: str, through: str = "") -> None:
    """Its signatures no longer count; the issuer is free."""
    with transaction.atomic():
        tokens.revoke(system.token, by, through)
        system.delete()


def origins_in(text: str) -> list[str]:
    """The origins of web pages that may ask, one a line; by https, or of this machine.

    Raises:
        UsageError: one is none.
    """
    found = list(dict.fromkeys(text.split()))
    if len(found) > _MOST_ORIGINS:
        raise UsageError(f"More than {_MOST_ORIGINS} origins.")
    for one in found:
        try:
            parts = urlsplit(one)
            is_one = (
                f"{parts.scheme}://{parts.netloc}" == one and bool(parts.hostname) and "@" not in one and "*" not in one
            )
            is_safe = parts.scheme == "https" or (
                parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
            )
        except ValueError:
            is_one = is_safe = False
        if not (is_one and is_safe and one == one.lower() and one.isascii()):
            raise UsageError("An origin is written https://ehr.example.org: no path, no star, small letters.")
    return found


def is_allowed(origin: str, systems: Iterable[RecordSystem]) -> bool:
    """True for an origin that one of them names."""
    return any(origin in one.origins for one in systems)
