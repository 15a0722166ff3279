"""Upload: files of any kind that is read, or pasted text; each chart is coded at once and stands on the worklist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from nosologist.errors import NosologistError, UsageError
from nosologist.formats.chart import LARGEST_FILE
from nosologist.formats.chart import Chart as Read
from nosologist.formats.charts import charts_in
from nosologist.formats.recognise import Kind, kind_of
from nosologist.formats.visits import encounters_of, together
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, Sex
from nosologist.workbench import audit, engine
from nosologist.workbench.models import Chart

_MOST_CHARTS = 200  # of one upload: they are coded while the browser waits
_MOST_SHOWN = 50


@dataclass(slots=True)
class Told:
    """What became of an upload."""

    charts: list[Chart] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def upload(request: Any) -> HttpResponse:
    """The form, and what became of what was sent."""
    form = {"settings": list(Setting), "sexes": list(Sex)}
    if request.method != "POST":
        return render(request, "upload.html", form)
    told = Told()
    try:
        asked, is_given = _asked(request.POST)
        parts: list[Read] = []
        for name, data in _sent(request):
            found = _read(name, data, told)
            if request.POST.get("together"):
                parts.extend(found)
            else:
                _take(request, found, asked, is_given, told)
        if parts:
            _take(request, [together(parts, _common_name(parts))], asked, is_given, told)
    except UsageError as error:
        told.wrong.append(str(error))
    if not told.charts and not told.wrong:
        told.wrong.append("Choose a file, or paste a note.")
    told.wrong, told.remarks = told.wrong[:_MOST_SHOWN], told.remarks[:_MOST_SHOWN]
    return render(request, "upload.html", {**form, "told": told}, status=200 if told.charts else 400)


def _asked(form: Any) -> tuple[Encounter, bool]:
    """What the person states of the charts.

    Raises:
        UsageError: a field makes no sense.
    """
    setting, sex, age = form.get("setting", ""), form.get("sex", ""), form.get("age", "").strip()
    try:
        day = date.fromisoformat(form["date"]) if form.get("date") else None
        years = int(age) if age else None
        known = Setting(setting) if setting else Setting.OUTPATIENT
        return Encounter((), known, day, _years(years), Sex(sex) if sex else None), bool(setting)
    except ValueError:
        raise UsageError("Setting, date, age (0 to 124) or sex makes no sense.") from None


def _years(years: int | None) -> int | None:
    if years is not None and not 0 <= years <= 124:
        raise ValueError
    return years


def _sent(request: Any) -> Iterator[tuple[str, bytes]]:
    for file in request.FILES.getlist("files"):
        name = PurePath(file.name).name[:150]
        if file.size > LARGEST_FILE:
            raise UsageError(f"{name}: larger than {LARGEST_FILE // 1_000_000} MB; split it.")
        yield name, file.read()
    text = request.POST.get("text", "")
    if text.strip():
        yield " ".join(request.POST.get("name", "").split())[:100] or "Pasted note", text.replace("\r\n", "\n").encode()


def _read(name: str, data: bytes, told: Told) -> list[Read]:
    """The charts of a file; what cannot be read is told."""
    called = PurePath(name).stem if kind_of(data) is Kind.TEXT else name
    found: list[Read] = []
    try:
        for read in charts_in(data, name, called):
            told.wrong.extend(read.unreadable)
            told.remarks.extend(read.remarks)
            found.append(read)
    except NosologistError as error:
        told.wrong.append(str(error))
    return found


def _common_name(parts: list[Read]) -> str:
    documents = [document for part in parts for document in part.documents]
    first = documents[0].id if documents else "chart"
    return f"{first} and {len(documents) - 1} more" if len(documents) > 1 else first


def _take(request: Any, found: list[Read], asked: Encounter, is_given: bool, told: Told) -> None:
    """Code and keep every encounter of what was read.

    Raises:
        UsageError: there are more than one upload takes.
    """
    for read in found:
        told.wrong.extend(f"{one.id}: holds no text" for one in read.documents if not one.text.strip())
        written = replace(read, documents=_named_apart(one for one in read.documents if one.text.strip()))
        for encounter in encounters_of(written, asked, setting_is_given=is_given):
            if not encounter.documents:
                continue
            if len(told.charts) >= _MOST_CHARTS:
                raise UsageError(f"More than {_MOST_CHARTS} charts at once: the first ones were taken; send the rest.")
            told.charts.append(keep(request, encounter))


def _named_apart(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Documents of different names, because evidence names its document; a NUL, which no database keeps, becomes a blank."""
    named: dict[str, Document] = {}
    for document in documents:
        name, number = document.id.replace("\x00", ""), 1
        while name in named:
            number += 1
            name = f"{document.id} ({number})"
        named[name] = replace(document, id=name, text=document.text.replace("\x00", " "))
    return tuple(named.values())


def keep(request: Any, encounter: Encounter) -> Chart:
    """Code an encounter and put it on the worklist."""
    arranged, suggested = engine.coded(encounter)
    chart = Chart.objects.create(
        organization_id=request.membership.organization_id, name=encounter.id[:200], setting=encounter.setting.value,
        date=encounter.date, age=encounter.age, sex=encounter.sex.value if encounter.sex else "",
        documents=engine.kept(arranged.documents), suggested=suggested, codes=len(suggested["codes"]),
    )  # fmt: skip
    audit.write(
        "uploaded", user=request.user.username, organization=chart.organization_id, subject=chart.id,
        codes=len(suggested["codes"]),
    )  # fmt: skip
    return chart
