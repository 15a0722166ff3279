"""The pages of the workbench. No address carries a word of a chart: charts are named by random ids."""

from __future__ import annotations

from django.urls import path

from nosologist.workbench.api import routes
from nosologist.workbench.screens import (
    arrange,
    audit_log,
    chart,
    claim,
    display,
    encoder,
    export,
    grouping,
    history,
    people,
    practice,
    queries,
    query_list,
    query_sheet,
    record,
    reports,
    sign_in,
    starting,
    tokens,
    upload,
    views,
    worklist,
)

urlpatterns = [
    path("", worklist.home, name="home"),
    path("first/", starting.first, name="first"),
    path("join/", starting.join, name="join"),
    path("enroll/", starting.enroll, name="enroll"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("second-factor/", sign_in.second_factor, name="second-factor"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("keys/", people.keys, name="keys"),
    path("organization/", people.organization, name="organization"),
    path("worklist/", worklist.worklist, name="worklist"),
    path("next/", worklist.following, name="next"),
    path("arrange/", arrange.arrange, name="arrange"),
    path("views/", views.views, name="views"),
    path("worklist/table/", views.table, name="table"),
    path("upload/", upload.upload, name="upload"),
    path("upload/inbox/", upload.inbox, name="inbox"),
    path("chart/<uuid:chart>/", chart.chart, name="chart"),
    path("chart/<uuid:chart>/decide/", chart.decide, name="decide"),
    path("chart/<uuid:chart>/find/", chart.find, name="find"),
    path("chart/<uuid:chart>/claim/", claim.claim, name="claim"),
    path("chart/<uuid:chart>/claim/file/", claim.claim_file, name="claim-file"),
    path("chart/<uuid:chart>/groups/", grouping.groups, name="groups"),
    path("chart/<uuid:chart>/history/", history.history, name="history"),
    path("chart/<uuid:chart>/record/", record.record, name="record"),
    path("chart/<uuid:chart>/seen/", record.seen, name="seen"),
    path("chart/<uuid:chart>/compare/", record.compare, name="compare"),
    path("display/", display.display, name="display"),
    path("encoder/", encoder.encoder, name="encoder"),
    path("encoder/build/", encoder.build, name="build"),
    path("chart/<uuid:chart>/queries/", queries.queries, name="chart-queries"),
    path("chart/<uuid:chart>/query/", queries.query, name="query"),
    path("chart/<uuid:chart>/query/lint/", queries.lint, name="query-lint"),
    path("chart/<uuid:chart>/query/<uuid:query>/", query_sheet.query_sheet, name="query-sheet"),
    path("queries/", query_list.query_list, name="queries"),
    path("reports/", reports.reports, name="reports"),
    path("reports/table/", reports.report_table, name="report-table"),
    path("practice/", practice.practice, name="practice"),
    path("people/", people.people, name="people"),
    path("export/", export.export, name="export"),
    path("awake/", people.awake, name="awake"),
    path("audit/", audit_log.audit_log, name="audit"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("api/", tokens.api, name="api"),
    path("api/openapi.json", routes.openapi, name="api-openapi"),
    *routes.patterns(),
]
handler400 = "nosologist.workbench.screens.refusals.bad"
handler403 = "nosologist.workbench.screens.refusals.forbidden"
handler404 = "nosologist.workbench.screens.refusals.missing"
handler500 = "nosologist.workbench.screens.refusals.broken"
