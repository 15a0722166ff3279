"""The numbers of an authenticator app (TOTP, RFC 6238): pure arithmetic on a secret and the time."""

from __future__ import annotations

import hashlib
import hmac
import struct

STEP = 30  # seconds for which a number counts
_DIGITS = 6


def number_at(secret: bytes, step: int) -> str:
    """The six digits of a half minute, counted from 1970."""
    mac = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    place = mac[-1] & 15
    value: int = struct.unpack(">I", mac[place : place + 4])[0] & 0x7FFFFFFF
    return f"{value % 10**_DIGITS:0{_DIGITS}}"
