"""Provider queries in the database: drafted from the record, held by the linter, sent once, answered as a document."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from nosologist.workbench import audit, query_engine, recording
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart, ProviderQuery, QueryEvent, User
from nosologist.workbench.query_recording import Wish, queries_of, record
from nosologist.workbench.query_wanted import OVERRIDABLE
from nosologist.workbench.querying import Act, Asked, Status
from nosologist.workbench.recording import OvertakenError, RefusedError
from nosologist.workbench.roles import QUERIERS, Role
from workbench.practice import chart, decided, organization, person

STAY = """Labs: Na 121 on 3/12.
Hospital Course: Weak for days. Given 3% saline, then fluid restriction; 130 by 3/15.
Assessment: Weakness.
"""
OPTIONS = ["Hyponatremia", "Other (please specify): ____________", "Unable to determine"]
CODER = frozenset({Role.CODER})


def stay() -> Chart:
    one = chart(text=STAY, setting="inpatient")
    one.date = date(2026, 3, 18)
    one.save()
    return one


def fields(**changed: Any) -> dict[str, Any]:
    at = STAY.index("Na 121")
    saline = STAY.index("Given 3% saline")
    return {
        "title": "Clarification of the sodium values",
        "indicators": [
            {"document": 0, "start": at, "end": at + 14}, {"document": "visit", "start": saline, "end": saline + 15},
        ],
        "question": "Please document the diagnosis, if any, that was evaluated and treated.",
        "options": OPTIONS, "provider": "Dr. A. Reyes", **changed,
    }  # fmt: skip


def done(
    one: Chart, user: User, act: Act, query: uuid.UUID, seen: int, roles: frozenset[Role] = CODER, **raw: Any
) -> Asked:
    return record(one, user, roles, Wish(raw.pop("id", None) or uuid.uuid4(), query, seen, act, raw))


def test_a_gap_becomes_a_draft_is_sent_and_its_answer_is_a_document_that_codes_rest_on() -> None:
    ann, one, query = person("ann", Role.CDI), stay(), uuid.uuid4()
    gaps = query_engine.gaps(one, recording.desk(one))
    key = next(key for key, gap in gaps.items() if "sodium" in gap.title)
    assert query_engine.gaps(one, recording.desk(one)).keys() == gaps.keys()
    draft = done(one, ann, Act.DRAFT, query, 0, frozenset({Role.CDI}), **{"from": key})
    assert draft.content is not None
    assert [told["text"] for told in draft.content["options"]] == OPTIONS
    sent = done(one, ann, Act.SEND, query, 1, frozenset({Role.CDI}), **fields())
    assert '- "Na 121 on 3/12" (2026-03-12, Labs, visit)' in sent.text
    assert sent.due == timezone.now().date() + timedelta(days=7)
    assert ProviderQuery.waiting(one) == [str(query)]
    row = ProviderQuery.objects.get()
    assert (row.status, row.provider, row.title) == ("sent", "Dr. A. Reyes", "Clarification of the sodium values")
    answered = done(one, ann, Act.ANSWER, query, 2, option=0, words="symptomatic")
    assert answered.status is Status.ANSWERED
    assert ProviderQuery.waiting(one) == []
    one.refresh_from_db()
    assert (one.documents[-1]["id"], one.documents[-1]["kind"]) == ("Query response 1", "query response")
    assert one.documents[-1]["text"].endswith("QUERY RESPONSE:\nHyponatremia\nsymptomatic\n")
    assert sent.text == queries_of(one)[str(query)][0].text
    offered = query_engine.supported(one, "Query response 1", recording.desk(one))
    assert [told["code"] for told in offered] == ["E87.1"]
    decided(one, ann, Kind.CLAIM)
    desk = decided(one, ann, Kind.ADD, code=offered[0]["code"], evidence=offered[0]["evidence"])
    assert desk.lines[-1].evidence[0]["text"] == "Hyponatremia"
    assert desk.lines[-1].evidence[0]["document"] == "Query response 1"
    assert query_engine.supported(one, "Query response 1", desk) == []
    assert not [gap for gap in query_engine.gaps(one, desk).values() if "sodium" in gap.title]
    assert not audit.verify().faults


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"question": "Would you agree that this is hyponatremia?"}, "QRY101"),
        ({"question": "Please document the diagnosis; it changes the DRG."}, "QRY104"),
        ({"title": "Hyponatremia"}, "QRY102"),
        ({"options": ["Hyponatremia", "Unable to determine"]}, "QRY106"),
        ({"options": ["Hyponatremia", "Other"]}, "QRY107"),
        ({"options": ["**Hyponatremia**", "Other", "Unable to determine"]}, "QRY115"),
        ({"indicators": []}, "QRY109"),
        ({"question": ""}, "QRY114"),
    ],
)
def test_a_query_that_breaks_the_practice_is_not_sent_and_no_reason_lets_it_pass(
    changed: dict[str, Any], rule: str
) -> None:
    ann, one, query = person("ann", Role.CODER), stay(), uuid.uuid4()
    with pytest.raises(RefusedError, match="QRY") as refused:
        done(one, ann, Act.SEND, query, 0, **fields(**changed, override="I am sure"))
    assert rule not in OVERRIDABLE
    assert rule in [found.rule for found in _findings(one, changed)]
    assert str(refused.value)[:6] not in OVERRIDABLE
    assert not ProviderQuery.objects.exists()
    assert done(one, ann, Act.DRAFT, query, 0, **fields(**changed)).status is Status.DRAFT  # a draft may be unfinished


def _findings(one: Chart, changed: dict[str, Any]) -> Any:
    from nosologist.workbench.query_wanted import query_of

    return query_engine.findings(query_of(fields(**changed), one), one)


def test_an_answer_that_the_linter_does_not_see_supported_passes_with_a_recorded_reason() -> None:
    ann, one, query = person("ann", Role.CODER), stay(), uuid.uuid4()
    more = fields(options=["Severe sepsis", *OPTIONS])
    with pytest.raises(RefusedError, match="say why"):
        done(one, ann, Act.SEND, query, 0, **more)
    done(one, ann, Act.SEND, query, 0, **more, override="lactate of the outside chart")
    kept = QueryEvent.objects.get().data["override"]
    assert set(kept["rules"]) <= OVERRIDABLE
    assert kept["why"] == "lactate of the outside chart"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"provider": ""}, "who is asked"),
        ({"due": "soon"}, "no date"),
        ({"due": "2001-01-01"}, "must lie between"),
        ({"indicators": [{"document": 7, "start": 0, "end": 3}]}, "words of the record"),
        ({"indicators": [{"document": 0, "start": 3, "end": 99999}]}, "not in the record"),
        ({"indicators": [{"document": 0, "start": -4, "end": 3}]}, "not in the record"),
        ({"indicators": "x"}, "no more than"),
        ({"options": ["x" * 400]}, "longer than"),
        ({"title": 5}, "must be text"),
        ({"reason": "because"}, "unknown"),
        ({"from": "nothing"}, "no longer leaves this open"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(raw: dict[str, Any], words: str) -> None:
    act = Act.DRAFT if "from" in raw else Act.SEND
    with pytest.raises(RefusedError, match=words):
        done(stay(), person("ann", Role.CODER), act, uuid.uuid4(), 0, **fields(**raw))
    assert not QueryEvent.objects.exists()
    assert not ProviderQuery.objects.exists()


def test_the_same_event_sent_twice_is_one_row_and_one_document() -> None:
    ann, one, query, id = person("ann", Role.CODER), stay(), uuid.uuid4(), uuid.uuid4()
    for _ in range(3):
        done(one, ann, Act.SEND, query, 0, id=id, **fields())
    again = uuid.uuid4()
    for _ in range(3):
        done(one, ann, Act.ANSWER, query, 1, id=again, option=2)
    one.refresh_from_db()
    assert QueryEvent.objects.count() == 2
    assert len(one.documents) == 2
    assert AuditEntry.objects.filter(action="query").count() == 2


def test_who_has_not_seen_the_last_event_is_told() -> None:
    ann, one, query = person("ann", Role.CODER), stay(), uuid.uuid4()
    done(one, ann, Act.DRAFT, query, 0, **fields())
    done(one, ann, Act.SEND, query, 1, **fields())
    with pytest.raises(OvertakenError, match="nothing was overwritten"):
        done(one, ann, Act.WITHDRAW, query, 1, reason="x")
    with pytest.raises(RefusedError, match="words stay as they are"):
        done(one, ann, Act.DRAFT, query, 2, **fields())


def test_a_query_of_one_chart_is_none_of_another() -> None:
    ann, one, other, query = person("ann", Role.CODER), stay(), chart(), uuid.uuid4()
    done(one, ann, Act.DRAFT, query, 0, **fields())
    with pytest.raises(RefusedError, match="another chart"):
        done(other, ann, Act.WITHDRAW, query, 1, reason="x")


@pytest.mark.parametrize("role", sorted(set(Role) - QUERIERS))
def test_who_asks_no_providers_records_nothing(role: Role) -> None:
    with pytest.raises(RefusedError, match="role"):
        done(stay(), person("ann", role), Act.DRAFT, uuid.uuid4(), 0, frozenset({role}), **fields())


def test_two_answers_are_two_documents() -> None:
    ann, one = person("ann", Role.CODER), stay()
    for _ in range(2):
        query = uuid.uuid4()
        done(one, ann, Act.SEND, query, 0, **fields())
        done(one, ann, Act.ANSWER, query, 1, words="Hypo-osmolality")
    one.refresh_from_db()
    assert [told["id"] for told in one.documents] == ["visit", "Query response 1", "Query response 2"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "what the provider answered"),
        ({"option": 1}, "what the provider answered"),  # "other" without the words
        ({"option": 9}, "not offered"),
        ({"option": "0"}, "not offered"),
        ({"option": 0, "date": "2020-01-01"}, "must lie between"),
    ],
)
def test_an_answer_is_what_the_provider_said(raw: dict[str, Any], words: str) -> None:
    ann, one, query = person("ann", Role.CODER), stay(), uuid.uuid4()
    done(one, ann, Act.SEND, query, 0, **fields())
    with pytest.raises(RefusedError, match=words):
        done(one, ann, Act.ANSWER, query, 1, **raw)


def test_an_open_query_holds_the_chart_until_a_reason_is_recorded() -> None:
    ann, one, query = person("ann", Role.CODER), stay(), uuid.uuid4()
    done(one, ann, Act.SEND, query, 0, **fields())
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=[line.key for line in recording.desk(one).lines])
    for stop in _stops(one):
        decided(
            one, ann, Kind.OVERRIDE, rule=stop.rule, codes=[code.dotted for code in stop.codes], reason="for the test"
        )
    with pytest.raises(RefusedError, match="waits for an answer"):
        decided(one, ann, Kind.FINALIZE)
    assert decided(one, ann, Kind.FINALIZE, reason="bill hold ends today").is_final
    data = one.decisions.get(kind="finalize").data
    assert (data["queries"], data["reason"]) == ([str(query)], "bill hold ends today")
    assert done(one, ann, Act.ANSWER, query, 1, option=0).status is Status.ANSWERED  # the answer may still come


def _stops(one: Chart) -> Any:
    from nosologist.workbench import engine

    return [found for found in engine.findings(one, recording.desk(one)) if found.stops]


def test_a_changed_event_is_seen() -> None:
    ann, one, query = person("ann", Role.CODER), stay(), uuid.uuid4()
    done(one, ann, Act.SEND, query, 0, **fields())
    assert not audit.verify().faults
    event = QueryEvent.objects.get()
    QueryEvent.objects.update(data={**event.data, "text": "something else"})
    assert audit.verify().faults == (f"event of a query {event.id}: was changed",)
    QueryEvent.objects.all().delete()
    assert audit.verify().faults == (f"event of a query {event.id}: is in the log but no longer kept",)


def test_queries_are_of_the_organization_of_their_chart() -> None:
    ann = person("ann", Role.CODER)
    done(stay(), ann, Act.DRAFT, uuid.uuid4(), 0, **fields())
    assert ProviderQuery.objects.get().organization_id == organization().id
