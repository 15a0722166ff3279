"""The draft of an appeal, taken from the claim's page."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.http import Http404, HttpResponse

from nosologist.errors import UsageError
from nosologist.workbench import answered, appealing, recording
from nosologist.workbench.acting import actor_of
from nosologist.workbench.models import Chart
from nosologist.workbench.screens.chart import chart_of


def appeal(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The letter as plain text. That it was drafted is written down, with its digest."""
    one = chart_of(request, chart)
    number = request.POST.get("answer", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 18
    try:
        content = letter_of(request, one, int(number) if is_number else 0)
    except UsageError as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(content, content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appeal.md"'
    return answer


def letter_of(request: Any, one: Chart, number: int) -> bytes:
    """The draft for an answer to the claim of a chart, written down.

    Raises:
        UsageError: nothing of it can be appealed. Http404: there is no such answer.
    """
    row = answered.of_chart(one, request.user).filter(id=number).first()
    if row is None:
        raise Http404
    content = appealing.drafted(one, recording.desk(one), row).encode()
    actor_of(request).tell("appeal drafted", one.id, answer=row.id, sha256=hashlib.sha256(content).hexdigest())
    return content
