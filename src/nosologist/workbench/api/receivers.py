"""What payers and receivers said, for programs: the answers to the claim of a chart, the files it went out in, acknowledgments."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from ninja import Query, Router, Schema
from pydantic import Field

from nosologist.workbench import acknowledged, answered, audit
from nosologist.workbench.acknowledged import Joined
from nosologist.workbench.api.fields import PageWanted
from nosologist.workbench.screens.chart import chart_of
from nosologist.workbench.screens.denials import own_only

router = Router(tags=["denials"])


class AcknowledgementOut(Schema):
    """What a receiver said of a file."""

    kind: str  # TA1, 999 group, 999 set, 277CA file
    outcome: str  # accepted, accepted with errors, accepted in part, refused
    control: str  # of what is answered: interchange (TA1), group (999), batch (277CA)
    chart: uuid.UUID | None  # whose claim went out under this number
    day: date
    words: str


class Acknowledgements(Schema):
    """A page of them, the newest first."""

    total: int
    page: int
    acknowledgements: list[AcknowledgementOut]


class SentFile(Schema):
    """An 837 in which the claim went out, and what was said of it."""

    control: int
    format: str
    at: datetime
    user: str
    acknowledgements: list[AcknowledgementOut]


class ChartAnswers(Schema):
    """What became of the claim of a chart."""

    answers: list[dict[str, Any]]  # the newest first, as `noso answer --format json` has them, with their `id` here
    files: list[SentFile]


class AcknowledgementsWanted(PageWanted):
    """Which are wanted."""

    refused: bool = Field(False, description="only files that were refused and not sent again since")


@router.get("/acknowledgements", response=Acknowledgements, url_name="api-acknowledgements")
def acknowledgements(request: Any, wanted: Query[AcknowledgementsWanted]) -> Any:
    """Acknowledgments of files (TA1, 999, 277CA of a batch), each with the chart whose claim went out under its number."""
    asked = (request.membership.organization_id, request.user, own_only(request))
    found: Any = acknowledged.lately(*asked)
    if wanted.refused:
        found = acknowledged.refused(*asked)
    page = Paginator(found, wanted.size).get_page(wanted.page)
    rows = list(page) if wanted.refused else acknowledged.joined(page)
    return {"total": page.paginator.count, "page": page.number, "acknowledgements": list(map(_told, rows))}


@router.get("/charts/{uuid:chart}/answers", response=ChartAnswers, url_name="api-answers")
def answers(request: Any, chart: uuid.UUID) -> Any:
    """What payers decided on the claim of a chart, and what receivers said of the files in which it went out."""
    one = chart_of(request, chart)
    audit.write(
        "claim opened",
        user=request.user.username,
        organization=one.organization_id,
        subject=one.id,
        token=request.token.name,
    )
    files = [
        {"control": file.control, "format": file.format, "at": file.at, "user": file.user.username,
         "acknowledgements": list(map(_told, said))}
        for file, said in acknowledged.files_of(one)
    ]  # fmt: skip
    return {"answers": answered.objects(one, request.user), "files": files}


def _told(one: Joined) -> dict[str, Any]:
    row = one.row
    return {
        "kind": row.kind, "outcome": row.outcome, "control": row.control, "chart": one.file.chart_id if one.file else None,
        "day": row.day, "words": one.words,
    }  # fmt: skip
