"""Charts for programs: sent in, listed, read, decided on. What a person may at the desk, their token may here, and no more."""

from __future__ import annotations

import uuid
from dataclasses import replace
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from nosologist.errors import UsageError
from nosologist.formats.chart import LARGEST_FILE
from nosologist.formats.checked_json import finding_object
from nosologist.model.encounter import Setting
from nosologist.workbench import audit, both_claims, criteria, engine, intake, recording, worker
from nosologist.workbench.api.answers import (
    ChartOut,
    Charts,
    CodesOut,
    DeskOut,
    FileOut,
    Files,
    OtherClaim,
    codes_of,
    desk_of,
    row_of,
)
from nosologist.workbench.api.fields import ChartIn, DecisionIn, FileForm, OtherClaimIn, PageWanted
from nosologist.workbench.api.problems import problem
from nosologist.workbench.chart_making import keep
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import BothClaims, Chart, Intake
from nosologist.workbench.reading import BOTH, named_apart
from nosologist.workbench.screens.chart import chart_of
from nosologist.workbench.screens.history import entries
from nosologist.workbench.screens.upload import sent_of
from nosologist.workbench.screens.worklist import charts_of, next_of
from nosologist.workbench.sent import read_json

router = Router(tags=["charts"])


class State(StrEnum):
    """Which charts are listed."""

    OPEN = "open"
    UNCLAIMED = "unclaimed"
    MINE = "mine"
    FINAL = "final"
    ALL = "all"


class Wanted(PageWanted):
    """Which charts are listed, and which page of them."""

    state: State = State.OPEN
    setting: Setting | None = None


@router.get("/charts", response=Charts, url_name="api-charts")
def charts(request: Any, wanted: Query[Wanted]) -> Any:
    """Charts of the organization, oldest first, without their documents."""
    found = (
        charts_of(request)
        .defer("documents", "suggested", "facts")
        .select_related("claimed_by")
        .order_by("created", "id")
    )
    if wanted.state is not State.ALL:
        found = found.filter(status=Chart.FINAL if wanted.state is State.FINAL else Chart.OPEN)
    if wanted.state is State.MINE:
        found = found.filter(claimed_by=request.user)
    elif wanted.state is State.UNCLAIMED:
        found = found.filter(claimed_by=None)
    if wanted.setting:
        found = found.filter(setting=wanted.setting.value)
    page = Paginator(found, wanted.size).get_page(wanted.page)
    return {"total": page.paginator.count, "page": page.number, "charts": [row_of(one) for one in page]}


@router.post("/charts", response={200: ChartOut, 201: ChartOut}, url_name="api-charts")
def new_chart(request: Any, sent: ChartIn) -> Any:
    """Code an encounter and put it on the worklist. With an id that is there already, that chart is answered."""
    encounter = sent.encounter()
    if encounter is None:
        raise UsageError("give the text of a note, or documents, and not both")
    if sent.id and (known := charts_of(request).filter(id=sent.id).first()):
        return Status(200, _kept(request, known, sent))
    encounter = replace(encounter, documents=named_apart(encounter.documents))
    try:
        one = keep(
            request.membership.organization, request.user.username, encounter, sent.id, specialty=sent.specialty or ""
        )
    except IntegrityError:
        known = charts_of(request).filter(id=sent.id).first()
        return Status(200, _kept(request, known, sent)) if known else problem(409, "this id is taken; make another one")
    return Status(201, _kept(request, one, sent))


def _kept(request: Any, one: Chart, sent: ChartIn) -> dict[str, Any]:
    """The chart, and that of the other claim where both were asked for."""
    if sent.view == BOTH:
        both_claims.code_beside(one, request.user.username)
    return _whole(request, one)


@router.get("/files", response=Files, url_name="api-files")
def sent_files(request: Any, wanted: Query[PageWanted]) -> Any:
    """The inbox: what was sent in for charts, the newest first, and how far each is."""
    page = Paginator(sent_of(request), wanted.size).get_page(wanted.page)
    return {"total": page.paginator.count, "page": page.number, "files": list(page)}


@router.post("/files", response={202: FileOut}, url_name="api-files")
def send_files(request: Any, files: File[list[UploadedFile]], form: Form[FileForm]) -> Any:
    """Send files of any kind that is read; they are read in the background."""
    if any((file.size or 0) > LARGEST_FILE for file in files):
        return problem(413, f"a file is larger than {LARGEST_FILE // 1_000_000} MB; split it")
    if len(files) > 1 and not form.together:
        raise UsageError("one file at a time; or state with together=1 that they are documents of one encounter")
    sent = [(PurePath(file.name or "file").name[:150], file.read()) for file in files]
    one = intake.stored(form.id or uuid.uuid4(), request.membership.organization, request.user, sent, form.asked())
    worker.wake()
    return Status(202, one)


@router.get("/files/{uuid:file}", response=FileOut, url_name="api-file")
def file(request: Any, file: uuid.UUID) -> Any:
    """How far the reader of a file is, and the charts that came of it."""
    found = Intake.objects.filter(organization_id=request.membership.organization_id, id=file).first()
    if found is None:
        raise Http404
    return found


@router.get("/charts/{uuid:chart}", response=ChartOut, url_name="api-chart")
def one_chart(request: Any, chart: uuid.UUID) -> Any:
    """A chart as it stands: every code with its evidence, path and reasons, and what was decided."""
    return _whole(request, _opened(request, chart))


@router.get("/charts/{uuid:chart}/other-claim", response=OtherClaim, url_name="api-other-claim")
def other_claim(request: Any, chart: uuid.UUID) -> Any:
    """Whose the other claim of the visit is, and its chart, where it was coded."""
    return _other(chart_of(request, chart))


@router.post("/charts/{uuid:chart}/other-claim", response=OtherClaim, url_name="api-other-claim")
def code_other(request: Any, chart: uuid.UUID, sent: OtherClaimIn) -> Any:
    """Code the documents of a chart for the other claim of the visit, once, with what need not be decided again."""
    one = chart_of(request, chart)
    if sent.view not in (None, both_claims.other_view(one)):
        raise UsageError(f"this chart is the {sent.view} claim itself")
    both_claims.code_other(one, request.user, request.membership.held)
    return _other(one)


def _other(one: Chart) -> dict[str, Any]:
    return {"view": both_claims.other_view(one).value, "chart": BothClaims.other_of(one.id)}


@router.get("/charts/{uuid:chart}/documents", response=list[dict[str, Any]], url_name="api-documents")
def documents(request: Any, chart: uuid.UUID) -> Any:
    """The documents of a chart with their text; offsets of evidence count characters in it."""
    return _opened(request, chart).documents


@router.get("/charts/{uuid:chart}/suggestions", response=dict[str, Any], url_name="api-suggestions")
def suggestions(request: Any, chart: uuid.UUID) -> Any:
    """What the engine suggested when the chart came in: the object of `noso code --format json`."""
    return _opened(request, chart).suggested


@router.get("/charts/{uuid:chart}/findings", response=list[dict[str, Any]], url_name="api-findings")
def findings(request: Any, chart: uuid.UUID) -> Any:
    """What the rules say of the codes as they stand, with what would mend it."""
    one = _opened(request, chart)
    return [finding_object(finding) for finding in engine.findings(one, recording.desk(one))]


@router.get("/charts/{uuid:chart}/codes", response=CodesOut, url_name="api-codes")
def codes(request: Any, chart: uuid.UUID) -> Any:
    """The codes of a chart in their order; `final` says whether a coder has finalized them."""
    one = _opened(request, chart)
    return codes_of(one, recording.desk(one))


@router.get("/charts/{uuid:chart}/decisions", response=list[dict[str, Any]], url_name="api-decisions")
def decisions(request: Any, chart: uuid.UUID) -> Any:
    """Every decision with who, when, what and why, newest first."""
    one = chart_of(request, chart)
    _told(request, "history opened", one)
    return entries(one)


@router.post("/charts/{uuid:chart}/decisions", response=DeskOut, url_name="api-decisions")
def decide(request: Any, chart: uuid.UUID, sent: DecisionIn) -> Any:
    """Record a decision and answer with the desk as it then stands; 409 where others decided meanwhile, 422 where it cannot be."""
    one = chart_of(request, chart)
    try:
        kind = Kind(sent.kind)
    except ValueError:
        raise UsageError(f"kind: is none of {', '.join(Kind)}") from None
    wish = recording.Wish(sent.id, sent.seen, kind, read_json(request), request.token.name)
    return desk_of(one, recording.record(one, request.user, request.membership.held, wish))


@router.post("/next", response={200: ChartOut, 204: None}, url_name="api-next")
def next_chart(request: Any) -> Any:
    """The next chart to work on, claimed: of one's own, else one that nobody has; with the criteria of the worklist."""
    found = next_of(request, criteria.read(request.GET), None, request.token.name)
    return Status(204, None) if found is None else _whole(request, _opened(request, found))


@router.get("/final", response=list[CodesOut], url_name="api-final")
def final(request: Any, wanted: Query[PageWanted]) -> Any:
    """The codes of final charts, oldest chart first, for a billing system."""
    found = charts_of(request).filter(status=Chart.FINAL).defer("documents", "facts").order_by("created", "id")
    some = found[(wanted.page - 1) * wanted.size : wanted.page * wanted.size]
    audit.write(
        "exported", user=request.user.username, organization=request.membership.organization_id, charts=len(some),
        token=request.token.name,
    )  # fmt: skip
    return [codes_of(one, recording.desk(one)) for one in some]


def _opened(request: Any, id: uuid.UUID) -> Chart:
    """A chart of the organization; that it was looked at is written down."""
    one = chart_of(request, id)
    _told(request, "opened", one)
    return one


def _told(request: Any, action: str, one: Chart) -> None:
    audit.write(
        action, user=request.user.username, organization=one.organization_id, subject=one.id, token=request.token.name
    )


def _whole(request: Any, one: Chart) -> dict[str, Any]:
    return {"chart": row_of(one), "desk": desk_of(one, recording.desk(one)), "other": BothClaims.other_of(one.id)}
