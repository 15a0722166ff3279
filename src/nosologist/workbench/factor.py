"""The second factor: the six digits of an authenticator app (TOTP, RFC 6238) and recovery codes that count once.

The secret is made from the server's key and a value of the user, so that a stolen database alone gives no second factor.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from urllib.parse import quote

from django.conf import settings
from django.db.models import F

from nosologist.workbench.models import User
from nosologist.workbench.one_time import STEP, number_at

_RECOVERY_CODES = 8


def secret_of(user: User) -> bytes:
    """The 20 bytes that the authenticator app holds."""
    return hmac.new(settings.SECRET_KEY.encode(), b"second factor " + user.factor.encode(), hashlib.sha256).digest()[
        :20
    ]


def address_of(user: User) -> str:
    """What the picture for the app says."""
    return f"otpauth://totp/Nosologist:{quote(user.username)}?secret={shown_secret(user)}&issuer=Nosologist"


def shown_secret(user: User) -> str:
    """The secret as a person types it into the app."""
    return base64.b32encode(secret_of(user)).decode()


def picture(user: User) -> str:
    """The address as a QR code: an SVG element without any style of its own."""
    import segno

    return str(segno.make(address_of(user), error="m").svg_inline(scale=4, border=3, svgclass="qr", lineclass=None))


def is_right(user: User, given: str) -> bool:
    """Check the six digits, one half minute early or late; each counts once, whoever is quicker."""
    digits = "".join(given.split())
    now = int(time.time()) // STEP
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(number_at(secret_of(user), step).encode(), digits.encode()):
            used = User.objects.filter(pk=user.pk, factor_step__lt=step).update(factor_step=step)
            return bool(used)
    return False


def new_factor(user: User) -> None:
    """Begin anew: another secret, not yet confirmed."""
    user.factor, user.factor_confirmed, user.factor_step = secrets.token_hex(16), False, 0
    user.save(update_fields=["factor", "factor_confirmed", "factor_step"])


def new_recovery_codes(user: User) -> list[str]:
    """Make recovery codes; they are shown once and kept as hashes."""
    codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(_RECOVERY_CODES)]
    user.recovery = [_hash(user, code) for code in codes]
    user.save(update_fields=["recovery"])
    return codes


def use_recovery_code(user: User, given: str) -> bool:
    """Take a recovery code off the list; False where it is none."""
    code = _hash(user, given.strip().lower())
    if code not in user.recovery:
        return False
    left = [one for one in user.recovery if one != code]
    return bool(
        User.objects.filter(pk=user.pk, recovery=user.recovery).update(recovery=left, factor_step=F("factor_step"))
    )


def _hash(user: User, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"recovery {user.pk} {code}".encode(), hashlib.sha256).hexdigest()
