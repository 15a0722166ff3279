"""What programs are told. ``None`` means unknown; times are UTC."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from nosologist.workbench.deciding import Desk, Line
from nosologist.workbench.models import Chart


class ChartRow(Schema):
    """A chart as lists show it."""

    id: uuid.UUID
    name: str
    setting: str
    date: date | None
    age: int | None
    sex: str | None
    created: datetime
    status: str  # open, final
    claimed_by: str | None
    codes: int
    last: int  # the number of its last decision


class Charts(Schema):
    """A page of charts, oldest first."""

    total: int
    page: int
    charts: list[ChartRow]


class LineOut(Schema):
    """A code on the desk; of newer versions perhaps with more fields."""

    model_config = ConfigDict(extra="allow")

    key: str  # names it in decisions
    system: str
    code: str
    title: str
    standing: str  # open, accepted, rejected
    poa: str | None
    confidence: float | None
    evidence: list[dict[str, Any]]
    path: list[str]
    reasons: list[dict[str, Any]]
    was: str  # the code that a person changed
    why: str  # the person's reason
    date: str  # of a procedure or service; empty: that of the chart
    units: str  # of a service
    modifiers: list[str]
    pointers: list[str]  # keys of the diagnoses that a service was done for


class DeskOut(Schema):
    """A chart as it stands after its decisions."""

    chart: uuid.UUID
    status: str
    claimed_by: str | None
    last: int
    lines: list[LineOut]
    overrides: list[dict[str, Any]]
    abstract: dict[str, str]  # what the claim states beside codes, by the names of docs/claims_out.md


class ChartOut(Schema):
    """A chart with its desk."""

    chart: ChartRow
    desk: DeskOut
    other: uuid.UUID | None  # the chart of the visit's other claim


class OtherClaim(Schema):
    """The other claim of a visit."""

    view: str  # whose it is: professional, facility
    chart: uuid.UUID | None  # none: it was not coded yet


class CodeOut(Schema):
    """A code that stands; the first diagnosis is the principal or first-listed one."""

    position: int
    system: str
    code: str
    title: str
    poa: str | None
    decided: str  # accepted, changed, added; open while nobody has decided
    reason: str
    date: str | None  # of a procedure or service, where it is not that of the chart
    units: str | None  # of a service
    modifiers: list[str]
    diagnoses: list[str]  # the codes that a service was done for, the main one first


class CodesOut(Schema):
    """The codes of a chart in their order."""

    chart: uuid.UUID
    name: str
    final: bool
    codes: list[CodeOut]


class FileOut(Schema):
    """What was sent in as a file, and how far its reader is."""

    id: uuid.UUID
    name: str
    state: str  # waiting, reading, coded, read (a payer's answers), refused
    charts: list[uuid.UUID]
    wrong: list[str]
    remarks: list[str]


class Files(Schema):
    """A page of them, the newest first."""

    total: int
    page: int
    files: list[FileOut]


class Who(Schema):
    """Whom a token acts for."""

    user: str
    organization: str
    roles: list[str]
    token: str
    expires: datetime


class QueryRow(Schema):
    """A provider query as lists show it."""

    id: uuid.UUID
    chart_id: uuid.UUID
    status: str
    title: str
    provider: str
    sent: datetime | None
    due: date | None
    last: int  # the number of its last event


class AuditLine(Schema):
    """A line of the audit log."""

    number: int
    at: str
    user: str
    action: str
    subject: str
    detail: dict[str, Any]
    digest: str


def row_of(one: Chart) -> dict[str, Any]:
    """A chart as a row."""
    return {
        "id": one.id, "name": one.name, "setting": one.setting, "date": one.date, "age": one.age, "sex": one.sex or None,
        "created": one.created, "status": one.status, "claimed_by": one.claimed_by.username if one.claimed_by else None,
        "codes": one.codes, "last": one.last,
    }  # fmt: skip


def desk_of(one: Chart, desk: Desk) -> dict[str, Any]:
    """A desk."""
    return {
        "chart": one.id, "status": Chart.FINAL if desk.is_final else Chart.OPEN, "claimed_by": desk.claimed_by,
        "last": desk.last, "lines": [asdict(line) for line in desk.lines],
        "overrides": [asdict(override) for override in desk.overrides], "abstract": dict(desk.abstract),
    }  # fmt: skip


def codes_of(one: Chart, desk: Desk) -> dict[str, Any]:
    """The codes that stand."""
    return {
        "chart": one.id, "name": one.name, "final": desk.is_final,
        "codes": [
            {"position": place, "system": line.system, "code": line.code, "title": line.title, "poa": line.poa,
             "decided": _decided(line), "reason": line.why, "date": line.date or None, "units": line.units or None,
             "modifiers": list(line.modifiers), "diagnoses": [each.code for each in desk.pointed(line)]}
            for place, line in enumerate(desk.standing, 1)
        ],
    }  # fmt: skip


def _decided(line: Line) -> str:
    return "changed" if line.was else line.standing.value if line.key.startswith("s") else "added"
