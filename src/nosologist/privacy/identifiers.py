"""The kinds of identifiers that Safe Harbor names, and a place where one was found."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The identifiers of 45 CFR 164.514(b)(2)(i), by its letters; ages over 89 stand apart from the other dates."""

    NAME = "names"  # A
    PLACE = "places smaller than a state"  # B
    DATE = "dates"  # C: all elements but the year
    AGE = "ages over 89"  # C
    PHONE = "telephone numbers"  # D
    FAX = "fax numbers"  # E
    EMAIL = "e-mail addresses"  # F
    SSN = "social security numbers"  # G
    MRN = "medical record numbers"  # H
    PLAN = "health plan numbers"  # I
    ACCOUNT = "account numbers"  # J
    LICENSE = "certificate and license numbers"  # K
    VEHICLE = "vehicle identifiers"  # L
    DEVICE = "device identifiers"  # M
    URL = "web addresses"  # N
    IP = "IP addresses"  # O
    BIOMETRIC = "biometric identifiers"  # P
    PHOTO = "photographs"  # Q: their files; a picture itself never comes into a text
    OTHER = "other unique numbers"  # R


class Found(NamedTuple):
    """Characters of a text that identify, and what stands in their place."""

    start: int
    end: int
    kind: Kind
    instead: str
