"""The record of a chart for programs: what the person has read of it, and its pages as they were received."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from nosologist.workbench import documents
from nosologist.workbench.api.fields import Strict
from nosologist.workbench.models import Chart, Seen
from nosologist.workbench.screens.chart import chart_of
from nosologist.workbench.screens.page_image import page_image

router = Router(tags=["charts"])


class Reading(Schema):
    """A document, whether the token's person has read it, and the file of its pages, where there are some."""

    document: str
    seen: bool
    file: uuid.UUID | None
    pages: int


class SeenIn(Strict):
    """Documents that were read."""

    documents: list[str] = Field(min_length=1, max_length=500, description="their ids")


@router.get("/charts/{uuid:chart}/reading", response=list[Reading], url_name="api-reading")
def reading(request: Any, chart: uuid.UUID) -> Any:
    """What the token's person has read of a chart, and which documents have pages as they were received."""
    return _told(request, chart_of(request, chart))


@router.post("/charts/{uuid:chart}/reading", response=list[Reading], url_name="api-reading")
def read(request: Any, chart: uuid.UUID, sent: SeenIn) -> Any:
    """The person has read documents; one whose text changes is unread again."""
    one = chart_of(request, chart)
    wanted = set(sent.documents)
    documents.read_by(request.user, one, [documents.mark_of(each) for each in one.documents if each["id"] in wanted])
    return _told(request, one)


@router.get("/charts/{uuid:chart}/pages/{uuid:file}/{int:number}", response={200: None}, url_name="api-page")
def page(request: Any, chart: uuid.UUID, file: uuid.UUID, number: int) -> HttpResponse:
    """A page of a scan or PDF as PNG; that it was looked at is written down."""
    return page_image(request, chart, file, number)


def _told(request: Any, one: Chart) -> list[dict[str, Any]]:
    seen = set(Seen.objects.filter(user=request.user, chart=one).values_list("mark", flat=True))
    files = {each.document: each for each in one.originals.defer("content", "places")}
    told = []
    for document in one.documents:
        file = files.get(document["id"])
        told.append({
            "document": document["id"], "seen": documents.mark_of(document) in seen, "file": file.id if file else None,
            "pages": len(file.pages) if file else 0,
        })  # fmt: skip
    return told
