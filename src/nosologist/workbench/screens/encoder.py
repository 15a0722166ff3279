"""The encoder's pages: find and show, and building a procedure code. Words are asked by POST: they may be those of a chart."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from nosologist.errors import NosologistError
from nosologist.workbench import encoder as looking_up

_LONGEST = 200
_LEAST = 2  # letters before anything is looked up


def encoder(request: Any) -> HttpResponse:
    """The page; its script asks for the list of codes, or for one code."""
    words, system, code = (request.POST.get(name, "")[:_LONGEST] for name in ("words", "system", "code"))
    on = _day(request)
    system = system if system in dict(looking_up.SYSTEMS) else "icd10cm"
    shown: dict[str, Any] = {
        "systems": looking_up.SYSTEMS,
        "words": words,
        "system": system,
        "date": on,
        "results": [],
        "notes": [],
    }
    if len(words.strip()) >= _LEAST:
        try:
            answer = looking_up.found(words, system, on)
            shown |= {"results": answer.results, "notes": answer.notes, "none": not answer.results}
        except NosologistError as error:
            shown["notes"] = [str(error)]
    if code or (shown["results"] and not request.headers.get("X-Desk")):
        shown["sheets"] = looking_up.shown(code or shown["results"][0].code, on)
    if request.headers.get("X-Desk"):
        return render(request, "encoder_sheet.html" if code else "encoder_found.html", shown)
    return render(request, "encoder.html", shown)


def build(request: Any) -> HttpResponse:
    """The page; its script asks for the columns that are left."""
    text, on = request.POST.get("text", "")[:_LONGEST], _day(request)
    shown: dict[str, Any] = {"text": text, "date": on}
    try:
        shown["built"] = looking_up.built(text, on)
    except NosologistError as error:
        shown["wrong"] = str(error)
    return render(request, "build_columns.html" if request.headers.get("X-Desk") else "build.html", shown)


def _day(request: Any) -> date | None:
    """The date that decides the release; none, or what is no date, asks the newest."""
    try:
        return date.fromisoformat(request.POST.get("date", ""))
    except ValueError:
        return None
