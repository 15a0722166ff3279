"""A page of a scan or PDF as it was received, for who may read the chart; each look is written down."""

from __future__ import annotations

import threading
import uuid
from typing import Any

from django.http import Http404, HttpResponse

from nosologist.errors import UnreadableNoteError
from nosologist.formats.page_picture import drawn
from nosologist.workbench.acting import actor_of
from nosologist.workbench.models import Original
from nosologist.workbench.screens.worklist import charts_of

_DRAWING = threading.BoundedSemaphore(2)  # pages drawn at once: each is a process


def page_image(request: Any, chart: uuid.UUID, file: uuid.UUID, number: int) -> HttpResponse:
    """The page as PNG."""
    mine = charts_of(request).filter(id=chart)
    found = Original.objects.filter(id=file, chart__in=mine.values("id")).first()
    if found is None or not 1 <= number <= len(found.pages):
        raise Http404
    actor_of(request).tell("page opened", chart, file=str(file), page=number)
    try:
        with _DRAWING:
            return HttpResponse(drawn(bytes(found.content), number), content_type="image/png")
    except UnreadableNoteError:
        raise Http404 from None
