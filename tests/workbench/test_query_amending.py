"""A wrongly recorded answer is corrected by one more event: what was recorded stays, and no code rests on it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from nosologist.workbench import audit, engine, query_engine, recording
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import Chart, ProviderQuery, QueryEvent, User
from nosologist.workbench.query_recording import queries_of
from nosologist.workbench.querying import Act, Status
from nosologist.workbench.recording import RefusedError
from nosologist.workbench.roles import Role
from workbench.practice import decided, person, signed_in
from workbench.test_query_recording import done, fields, stay

WRONG = "the answer to another patient's query"


def answered() -> tuple[Chart, User, uuid.UUID]:
    """A query that is recorded as answered with hyponatremia."""
    ann, one, query = person("ann", Role.CODER), stay(), uuid.uuid4()
    done(one, ann, Act.SEND, query, 0, **fields())
    done(one, ann, Act.ANSWER, query, 1, option=0)
    one.refresh_from_db()
    return one, ann, query


def test_the_right_answer_takes_the_place_of_the_wrong_one_which_stays_to_be_seen() -> None:
    one, ann, query = answered()
    now = done(one, ann, Act.AMEND, query, 2, option=2, words="I was not the attending.", reason=WRONG)
    assert now.answer is not None
    assert (now.status, now.answer["document"]) == (Status.ANSWERED, "Query response 2")
    one.refresh_from_db()
    wrong, right = one.documents[-2:]
    assert (wrong["id"], wrong["withdrawn"]) == ("Query response 1", WRONG)
    assert wrong["text"].endswith("Hyponatremia\n")
    assert right["text"].endswith("Unable to determine\nI was not the attending.\n")
    assert query_engine.supported(one, "Query response 1", recording.desk(one)) == []
    assert "E87.1" not in [each.code.dotted for each in _read(one)]
    assert [event.act for event in queries_of(one)[str(query)][1]] == [Act.SEND, Act.ANSWER, Act.AMEND]
    assert not audit.verify().faults


def test_an_answer_that_nobody_gave_is_taken_back_and_owed_again() -> None:
    one, ann, query = answered()
    now = done(one, ann, Act.TAKE_BACK, query, 2, reason=WRONG)
    assert (now.status, now.answer) == (Status.SENT, None)
    assert ProviderQuery.waiting(one) == [str(query)]
    done(one, ann, Act.ANSWER, query, 3, option=0)
    one.refresh_from_db()
    assert [bool(told.get("withdrawn")) for told in one.documents[1:]] == [True, False]
    assert QueryEvent.objects.count() == 4


def test_a_code_that_rests_on_the_wrong_answer_holds_the_chart() -> None:
    one, ann, query = answered()
    decided(one, ann, Kind.CLAIM)
    (offered,) = query_engine.supported(one, "Query response 1", recording.desk(one))
    line = decided(one, ann, Kind.ADD, code="E87.1", evidence=offered["evidence"]).lines[-1]
    decided(one, ann, Kind.ACCEPT, lines=[each.key for each in recording.desk(one).open])
    done(one, ann, Act.AMEND, query, 2, option=2, reason=WRONG)
    with pytest.raises(RefusedError, match=r"E87\.1: rests on an answer that was recorded wrongly"):
        decided(one, ann, Kind.FINALIZE)
    page = signed_in(ann).get(f"/chart/{one.id}/").content.decode()
    assert "rests on an answer alone that was recorded wrongly" in page
    assert f"Recorded wrongly: {WRONG.replace(chr(39), '&#x27;')}" in page
    with pytest.raises(RefusedError, match="not in the record"):
        decided(one, ann, Kind.ADD, code="E86.0", evidence=offered["evidence"])
    decided(one, ann, Kind.REJECT, line=line.key, reason="not documented")
    assert decided(one, ann, Kind.FINALIZE).is_final


@pytest.mark.parametrize(
    ("act", "raw", "words"),
    [
        (Act.AMEND, {"option": 2}, "say why"),
        (Act.AMEND, {"option": 0, "reason": WRONG}, "recorded already"),
        (Act.AMEND, {"reason": WRONG}, "say what the provider answered"),
        (Act.TAKE_BACK, {}, "say why"),
    ],
)
def test_what_makes_no_sense_is_refused(act: Act, raw: dict[str, Any], words: str) -> None:
    one, ann, query = answered()
    with pytest.raises(RefusedError, match=words):
        done(one, ann, act, query, 2, **raw)
    assert QueryEvent.objects.count() == 2


def test_only_a_recorded_answer_can_be_corrected() -> None:
    ann, one, query = person("ann", Role.CODER), stay(), uuid.uuid4()
    done(one, ann, Act.SEND, query, 0, **fields())
    for act in (Act.AMEND, Act.TAKE_BACK):
        with pytest.raises(RefusedError, match="there is no answer"):
            done(one, ann, act, query, 1, option=0, reason=WRONG)


def test_the_card_shows_what_had_been_recorded_and_offers_the_correction() -> None:
    one, ann, query = answered()
    browser = signed_in(ann)

    def card() -> str:
        return str(browser.get(f"/chart/{one.id}/queries/", headers={"X-Desk": "1"}).content.decode())

    assert 'data-ask="amend"' in card()
    done(one, ann, Act.AMEND, query, 2, option=2, reason=WRONG)
    shown = card()
    assert "ann corrected the answer" in shown
    assert "Hyponatremia (Dr. A. Reyes" in shown


def _read(one: Chart) -> Any:
    with engine.opened(one) as (record, _books):
        return record.assignments
