"""The draft of an appeal, taken from the claim's page."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.http import Http404, HttpResponse

from nosologist.errors import UsageError
from nosologist.workbench import answered, appealing, audit, recording
from nosologist.workbench.screens.chart import chart_of


def appeal(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The letter as plain text. That it was drafted is written down, with its digest."""
    one = chart_of(request, chart)
    number = request.POST.get("answer", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 18
    row = answered.of_chart(one, request.user).filter(id=int(number)).first() if is_number else None
    if row is None:
        raise Http404
    try:
        content = appealing.drafted(one, recording.desk(one), row).encode()
    except UsageError as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
    audit.write(
        "appeal drafted", user=request.user.username, organization=one.organization_id, subject=one.id, answer=row.id,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    answer = HttpResponse(content, content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appeal.md"'
    return answer
