"""The result of walking the coder's path."""

from __future__ import annotations

from dataclasses import dataclass

from nosologist.model.assignment import CodeAssignment, NotCoded
from nosologist.model.document import Copy
from nosologist.model.encounter import Encounter
from nosologist.model.finding import Finding
from nosologist.model.procedure import Procedure
from nosologist.model.query import Query
from nosologist.model.service_line import OpenService, Service


@dataclass(frozen=True, slots=True)
class CodedEncounter:
    """An encounter with its codes, the ledger of what was not coded, and the findings."""

    encounter: Encounter
    releases: tuple[str, ...]
    assignments: tuple[CodeAssignment, ...] = ()
    not_coded: tuple[NotCoded, ...] = ()
    findings: tuple[Finding, ...] = ()
    queries: tuple[Query, ...] = ()
    procedures: tuple[Procedure, ...] = ()  # what was done, where that was asked for
    copies: tuple[Copy, ...] = ()  # what later notes of the record copy from earlier ones
    services: tuple[Service, ...] = ()  # lines of a claim, where a view asked for them
    open_services: tuple[OpenService, ...] = ()  # done, but the record does not decide the code
