"""Upload: files of any kind that is read, or pasted text. The request stores them; the page shows how far their reader is."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from nosologist.errors import UsageError
from nosologist.formats.chart import LARGEST_FILE
from nosologist.formats.charts import ENDINGS
from nosologist.model.encounter import Setting, Sex, View
from nosologist.workbench import intake, worker
from nosologist.workbench.models import Intake
from nosologist.workbench.reading import ASKED, BOTH, asked_of
from nosologist.workbench.screens.worklist import charts_of
from nosologist.workbench.specialties import SPECIALTIES
from nosologist.workbench.wording import setting_said

_SHOWN = 60  # the newest
_LINKS = 20  # charts of one file
_MEGABYTE = 1_000_000


def upload(request: Any) -> HttpResponse:
    """The form with what was sent in lately; what is sent is stored, and read by others."""
    form = {
        "settings": [(one.value, setting_said(one.value)) for one in Setting],
        "sexes": list(Sex), "views": [*View, BOTH], "specialties": SPECIALTIES,
        "endings": " ".join(sorted(ENDINGS)),
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "upload.html", {**form, **_sent_in(request)})
    wrong = ""
    try:
        _store(request)
        worker.wake()
    except UsageError as error:
        wrong = str(error)
    if request.headers.get("X-Desk"):
        return HttpResponse(wrong, status=400, content_type="text/plain; charset=utf-8") if wrong else inbox(request)
    if wrong:
        return render(request, "upload.html", {**form, **_sent_in(request), "wrong": wrong}, status=400)
    return redirect("upload")


def inbox(request: Any) -> HttpResponse:
    """What became of what was sent in, for the page that shows it."""
    return render(request, "inbox.html", _sent_in(request))


def _store(request: Any) -> None:
    """Keep what was sent: all files as one, where they are one encounter, else each by itself.

    Raises:
        UsageError: there is nothing, it is too large, or what is stated of it makes no sense.
    """
    asked = {name: request.POST[name][:50] for name in ASKED if request.POST.get(name)}
    asked_of(asked)
    files = list(_files(request))
    if not files:
        raise UsageError("Choose a file, or paste a note.")
    first = _id(request.POST.get("id", ""))
    together = [files] if asked.get("together") else [[one] for one in files]
    for place, some in enumerate(together):
        id = first if place == 0 else uuid.uuid5(first, str(place))
        intake.stored(id, request.membership.organization, request.user, some, asked)


def _id(text: str) -> uuid.UUID:
    """The id that the browser made, so that the same file sent twice counts once."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _files(request: Any) -> Iterator[tuple[str, bytes]]:
    for file in request.FILES.getlist("files"):
        name = PurePath(file.name).name[:150]
        if file.size > LARGEST_FILE:
            raise UsageError(f"{name}: larger than {LARGEST_FILE // _MEGABYTE} MB; split it.")
        yield name, file.read()
    text = request.POST.get("text", "")
    if text.strip():
        yield " ".join(request.POST.get("name", "").split())[:100] or "Pasted note", text.replace("\r\n", "\n").encode()


def _sent_in(request: Any) -> dict[str, Any]:
    """The newest files of the organization, with the charts that came of them."""
    rows = list(sent_of(request)[:_SHOWN])
    wanted = [id for one in rows for id in one.charts[:_LINKS]]
    named = {
        str(id): (id, name, codes)
        for id, name, codes in charts_of(request).filter(id__in=wanted).values_list("id", "name", "codes")
    }
    shown = [
        {
            "one": one, "charts": [named[id] for id in one.charts[:_LINKS] if id in named],
            "more": max(len(one.charts) - _LINKS, 0), "size": _size(one.size),
        }
        for one in rows
    ]  # fmt: skip
    waiting = sum(one.state == Intake.WAITING for one in rows)
    reading = sum(one.state == Intake.READING for one in rows)
    return {"sent_in": shown, "waiting": waiting, "reading": reading}


def sent_of(request: Any) -> QuerySet[Intake]:
    """What was sent in for charts of the organization, the newest first, and that the person may see by its name."""
    sent = Intake.objects.filter(organization_id=request.membership.organization_id).exclude(asked__has_key="answers")
    mine = sent.filter(Q(user=request.user) | ~Q(asked__has_key="restricted"))  # names of files tell of patients too
    return mine.select_related("user").order_by("-created", "-id")


def _size(count: int) -> str:
    return f"{count / _MEGABYTE:.1f} MB" if count >= _MEGABYTE else f"{max(count // 1000, 1)} kB"
