"""Reading what was sent in: the charts of each file coded and put on the worklist, each committed when it is done."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath

from django.db import DatabaseError, IntegrityError

from nosologist.errors import NosologistError, UsageError
from nosologist.formats.chart import Chart as Read
from nosologist.formats.charts import charts_in
from nosologist.formats.recognise import Kind, kind_of
from nosologist.formats.visits import encounters_of, together
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, Sex, View
from nosologist.workbench import answer_reading, both_claims, intake
from nosologist.workbench.chart_making import keep
from nosologist.workbench.models import Chart, Intake
from nosologist.workbench.specialties import SPECIALTIES

# The fields of the form that an intake keeps.
ASKED = ("setting", "date", "age", "sex", "view", "specialty", "patient", "together", "restricted")
BOTH = "both"  # in place of a view: facility's and professional's claim, a chart each
_MOST_CHARTS = 5_000  # of one file
_MOST_SHOWN = 50

_log = logging.getLogger("django.nosologist")


@dataclass(slots=True)
class Told:
    """What became of a file so far."""

    charts: list[uuid.UUID] = field(default_factory=list)
    answers: int = 0  # of payers
    wrong: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def asked_of(form: Mapping[str, str]) -> tuple[Encounter, bool]:
    """What the person states of the charts, and whether the setting is stated.

    Raises:
        UsageError: a field makes no sense.
    """
    setting, sex, age = form.get("setting", ""), form.get("sex", ""), form.get("age", "").strip()
    if form.get("specialty", "") not in ("", *SPECIALTIES):
        raise UsageError("There is no such specialty.")
    view = "" if form.get("view") == BOTH else form.get("view", "")
    seen = {"new": False, "established": True}.get(form.get("patient", ""))
    try:
        day = date.fromisoformat(form["date"]) if form.get("date") else None
        years = int(age) if age else None
        known = Setting(setting) if setting else Setting.OUTPATIENT
        who = Sex(sex) if sex else None
        asked = Encounter((), known, day, _years(years), who, established=seen, view=View(view) if view else None)
        return asked, bool(setting)
    except ValueError:
        raise UsageError("Setting, date, age (0 to 124), sex or claim makes no sense.") from None


def _years(years: int | None) -> int | None:
    if years is not None and not 0 <= years <= 124:
        raise ValueError
    return years


def read_next(reader: str, went_on: Callable[[], None] = lambda: None) -> bool:
    """Read the oldest intake that waits, telling after each chart; False where nothing waits."""
    one = intake.taken(reader)
    if one is None:
        return False
    told = Told()
    try:
        if one.asked.get("answers"):
            told.answers = answer_reading.read(one, told.wrong, told.remarks, went_on)
        else:
            _read_charts(one, told, went_on)
    except UsageError as error:
        told.wrong.append(str(error))
    except DatabaseError:
        raise
    except Exception:  # a mistake of ours in one file must not stop the others; its message may quote the chart
        _log.exception("a file")
        told.wrong.append(
            f"{one.name}: could not be read to its end, by a mistake in this program; nothing else was lost"
        )
    if not (told.charts or told.answers or told.wrong):
        holds = "answer of a payer or receiver (835, 277CA, 999, TA1)" if one.asked.get("answers") else "text"
        told.wrong.append(f"{one.name}: holds no {holds}")
    intake.finished(one, reader, told.wrong[:_MOST_SHOWN], told.remarks[:_MOST_SHOWN], told.answers)
    return True


def _read_charts(one: Intake, told: Told, went_on: Callable[[], None]) -> None:
    for encounter in _encounters(one, told):
        if len(told.charts) >= _MOST_CHARTS:
            raise UsageError(f"{one.name}: more than {_MOST_CHARTS:,} charts; the first ones were taken, send the rest")
        _made(one, encounter, told)
        went_on()


def _encounters(one: Intake, told: Told) -> Iterator[Encounter]:
    """The encounters of the files; what cannot be read is told."""
    asked, is_given = asked_of(one.asked)
    parts: list[Read] = []
    for file in one.files.order_by("id").iterator(chunk_size=1):
        found = _read(file.name, bytes(file.content), told)
        if one.asked.get("together"):
            parts.extend(found)
        else:
            yield from _of(found, asked, is_given, told)
    if parts:
        yield from _of([together(parts, _common_name(parts))], asked, is_given, told)


def _read(name: str, data: bytes, told: Told) -> Iterator[Read]:
    """The charts of a file; what cannot be read is told."""
    called = PurePath(name).stem if kind_of(data) is Kind.TEXT else name
    try:
        for read in charts_in(data, name, called):
            told.wrong.extend(read.unreadable)
            told.remarks.extend(read.remarks)
            yield read
    except NosologistError as error:
        told.wrong.append(str(error))


def _of(found: Iterable[Read], asked: Encounter, is_given: bool, told: Told) -> Iterator[Encounter]:
    for read in found:
        told.wrong.extend(f"{one.id}: holds no text" for one in read.documents if not one.text.strip())
        written = replace(read, documents=named_apart(one for one in read.documents if one.text.strip()))
        for encounter in encounters_of(written, asked, setting_is_given=is_given):
            if encounter.documents:
                yield encounter


def _common_name(parts: list[Read]) -> str:
    documents = [document for part in parts for document in part.documents]
    first = documents[0].id if documents else "chart"
    return f"{first} and {len(documents) - 1} more" if len(documents) > 1 else first


def named_apart(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Documents of different names, because evidence names its document; a NUL, which no database keeps, becomes a blank."""
    named: dict[str, Document] = {}
    for document in documents:
        name, number = document.id.replace("\x00", ""), 1
        while name in named:
            number += 1
            name = f"{document.id} ({number})"
        named[name] = replace(document, id=name, text=document.text.replace("\x00", " "))
    return tuple(named.values())


def _made(one: Intake, encounter: Encounter, told: Told) -> None:
    """Make the next chart of an intake, unless a reader before made it already, and that of its other claim where both are asked
    for."""
    id = intake.made_of(one.id, len(told.charts))
    if not Chart.objects.filter(id=id).exists():
        try:
            if is_shown := bool(one.asked.get("demonstration")):
                encounter = replace(encounter, name=one.name)  # its name marks it wherever it goes
            arranged = {"restricted": bool(one.asked.get("restricted")), "demonstration": is_shown}
            keep(one.organization, one.by, encounter, id, **arranged, specialty=one.asked.get("specialty", ""))
        except IntegrityError:
            if not Chart.objects.filter(id=id).exists():  # else another reader was quicker
                raise
    told.charts.append(id)
    if one.asked.get("view") == BOTH:
        told.charts.append(both_claims.code_beside(Chart.objects.get(id=id), one.by))
    intake.went_on(one, told.charts)
