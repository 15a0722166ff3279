"""Reports for programs: the tables of the page, each with how it is counted."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from nosologist.workbench import audit
from nosologist.workbench.api.fields import Strict
from nosologist.workbench.reporting import PERIODS, REPORTS
from nosologist.workbench.screens.reports import asked_of

router = Router(tags=["reports"])
Cell = str | int | float | None


class Names(Schema):
    """What there is."""

    reports: list[str]


class Days(IntEnum):
    """How far back."""

    WEEK, MONTH, QUARTER, YEAR = PERIODS


class ReportWanted(Strict):
    """Of which days, whose."""

    days: Days = Days.MONTH
    mine: bool = Field(False, description="the person's own numbers; coders get no others")


class ReportOut(Schema):
    """A table."""

    report: str
    title: str
    how: str  # it is counted
    first: str  # day
    last: str
    mine: bool
    columns: list[str]
    rows: list[list[Cell]]


@router.get("/reports", response=Names, url_name="api-reports")
def names(request: Any) -> Any:
    """The reports that there are."""
    return {"reports": list(REPORTS)}


@router.get("/reports/{slug:report}", response=ReportOut, url_name="api-report")
def report(request: Any, report: str, wanted: Query[ReportWanted]) -> Any:
    """A report, as its page has it. That it was taken is written down."""
    if report not in REPORTS:
        raise Http404
    asked = asked_of(request, wanted.days, wanted.mine)
    found = REPORTS[report](asked)
    audit.write(
        "report exported", user=request.user.username, organization=request.membership.organization_id, report=report,
        days=wanted.days.value, token=request.token.name,
    )  # fmt: skip
    return {
        "report": found.key, "title": found.title, "how": found.how, "first": str(asked.first), "last": str(asked.last),
        "mine": asked.user is not None, "columns": list(found.columns), "rows": [list(row) for row in found.rows],
    }  # fmt: skip
