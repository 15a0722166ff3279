"""A service of the record as a line of a claim: a CPT number or a HCPCS Level II code with units, modifiers and pointers."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from nosologist.model.assignment import NotCoded, Reason
from nosologist.model.code import Code, CodeSystem
from nosologist.model.document import Span
from nosologist.model.noun import noun

_CPT = re.compile(r"[0-9]{4}[0-9AFMTU]")


class Modifier(NamedTuple):
    """Two characters that say how a service was done, with the words that say so (None where a fact of the claim does)."""

    value: str
    why: str
    evidence: Span | None = None


@noun
class Service:
    """A service that was done, certain enough for a line of a claim."""

    code: Code
    title: str  # our own plain words for a CPT number; the official text for Level II
    evidence: tuple[Span, ...]
    reasons: tuple[Reason, ...]
    units: Decimal = Decimal(1)
    modifiers: tuple[Modifier, ...] = ()
    pointers: tuple[int, ...] = ()  # places among the assignments, counted from 1, the main reason first
    date: date | None = None


@noun
class OpenService:
    """A service that was done, of which the record does not decide the code: what is still possible, and what is missing."""

    title: str  # what is certain, in plain words
    possible: tuple[Code, ...]  # in order of number; empty where only the kind of service is certain
    evidence: tuple[Span, ...]
    why: str  # why no code was given
    missing: tuple[str, ...]  # what a query would ask for: "size of the lesion in cm"


class FoundServices(NamedTuple):
    """What a step found: lines, services that stay open, and mentions that are no service with the reason."""

    services: tuple[Service, ...] = ()
    open_services: tuple[OpenService, ...] = ()
    not_coded: tuple[NotCoded, ...] = ()


def service_code(value: str) -> Code:
    """The code of a line from its five characters."""
    return Code(CodeSystem.HCPCS, value)


def is_cpt(code: Code) -> bool:
    """True for a CPT number (HCPCS Level I); False for Level II."""
    return _CPT.fullmatch(code.value) is not None
