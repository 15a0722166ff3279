"""Acknowledgments of files: kept once, joined by the number under which a claim went out, shown until it is sent again."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nosologist.answers.keeping import packed, unpacked
from nosologist.formats.x12.answers import read_answers
from nosologist.formats.x12.interchange import Flaw
from nosologist.workbench import acknowledged, answer_reading, audit, restricting
from nosologist.workbench.models import Acknowledgement, Chart, Intake, TakenOut, User
from nosologist.workbench.roles import Role
from workbench.practice import organization, person, program, signed_in
from workbench.remittances import (
    acknowledgment_of_batch,
    acknowledgment_of_file,
    acknowledgment_of_interchange,
    taken_in,
)
from workbench.test_claim import ready, taken

TODAY = datetime.now(UTC).date()


def manager() -> Client:
    return signed_in(person("max", Role.MANAGER))


@pytest.fixture
def sent_out() -> tuple[User, Chart, str]:
    """A claim that went out in the second file of its organization: who took it out, its chart, the text of the file."""
    ann, one = ready()
    client = signed_in(ann)
    assert taken(client, one, "csv").status_code == 200
    return ann, one, taken(client, one).content.decode()


def claim_page(user: User, one: Chart) -> str:
    return str(signed_in(user).get(f"/chart/{one.id}/claim/").content.decode())


def test_a_file_states_one_number_by_which_its_answers_are_joined(sent_out: Any) -> None:
    ann, one, text = sent_out
    file = TakenOut.objects.get()
    assert (file.control, file.format, file.user, file.chart) == (2, "837p", ann, one)
    assert re.findall(r"\*(\d{9})\*0\*P", text) == ["000000002"]
    assert re.findall(r"GS\*HC\*.*\*(\d+)\*X\*", text) == ["2"]
    assert "GE*1*2~" in text
    assert "IEA*1*000000002~" in text
    assert "BHT*0019*00*000000002-1-0001*" in text
    assert "nothing yet" in claim_page(ann, one)


def test_what_was_said_of_a_file_stands_on_the_page_of_its_claim(sent_out: Any) -> None:
    ann, one, _ = sent_out
    day = f"{TODAY:%Y%m%d}"
    page = taken_in(
        manager(),
        acknowledgment_of_interchange("000000002", "A", "000", day[2:]),
        acknowledgment_of_file(2, "A", day=day),
    )
    assert "2 acknowledgments of files" in page
    shown = claim_page(ann, one)
    for kind in ("TA1", "999 set", "999 group"):
        assert f"{kind}: <b>accepted</b>" in shown
    assert "Files that were refused" not in page
    assert {row.state for row in Intake.objects.all()} == {Intake.READ}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda day: acknowledgment_of_file(2, "R", day=day), "NM1 at 12 in 2010BA, element 9"),
        (lambda day: acknowledgment_of_interchange("000000002", "R", "006", day[2:]), "TA1"),
        (lambda day: acknowledgment_of_batch("000000002-1-0001", day=day), "277CA file"),
    ],
)
def test_a_refused_file_waits_until_its_claim_is_taken_out_again(sent_out: Any, data: Any, said: str) -> None:
    ann, one, _ = sent_out
    client = manager()
    page = taken_in(client, data(f"{TODAY:%Y%m%d}"))
    waits = page.partition('id="refused-title"')[2].partition("<details>")[0]
    assert f'href="/chart/{one.id}/claim/#files"' in waits
    assert said in waits
    assert '<b class="stop">refused</b>' in claim_page(ann, one)
    assert taken(signed_in(ann), one).status_code == 200
    assert "refused-title" not in client.get("/denials/").content.decode()
    assert TakenOut.objects.filter(chart=one).count() == 2


@pytest.mark.parametrize(
    "data",
    [
        acknowledgment_of_file("7", "R"), acknowledgment_of_file("A2", "R"), acknowledgment_of_interchange("000000009", "R"),
        acknowledgment_of_batch("BATCH"), acknowledgment_of_file(2, "R", day=f"{TODAY - timedelta(days=9):%Y%m%d}"),
        acknowledgment_of_file(2, "R").replace(b"AK1*HC", b"AK1*HI").replace(b"AK2*837", b"AK2*278"),
    ],
    ids=["other number", "no number", "other interchange", "other batch", "older than the file", "of other transactions"],
)  # fmt: skip
def test_what_answers_another_file_is_kept_and_joined_to_no_claim(sent_out: Any, data: bytes) -> None:
    ann, one, _ = sent_out
    page = taken_in(manager(), data)
    assert "no claim was taken out here under this number" in page
    assert f"/chart/{one.id}/" not in page
    assert "nothing yet" in claim_page(ann, one)


def test_a_refused_file_of_another_program_is_told_for_some_weeks() -> None:
    page = taken_in(
        manager(),
        *(acknowledgment_of_file(f"7{n}", "R", day=f"{TODAY - timedelta(days=n):%Y%m%d}") for n in (0, 30, 31)),
    )
    waits = page.partition('id="refused-title"')[2].partition("<details>")[0]
    assert [number in waits for number in (">70<", ">730<", ">731<")] == [True, True, False]


def test_the_same_acknowledgment_counts_once_and_a_reader_that_dies_makes_none_twice(sent_out: Any) -> None:
    data = acknowledgment_of_file(2, "E")
    taken_in(manager(), data, data)
    assert sorted(Acknowledgement.objects.values_list("kind", "outcome")) == [
        ("999 group", "accepted with errors"), ("999 set", "accepted with errors"),
    ]  # fmt: skip
    one = Intake.objects.order_by("created")[0]
    one.files.create(name="answer0.835", content=data)
    assert answer_reading.read(one, [], [], lambda: None) == 2
    assert Acknowledgement.objects.count() == 2


def test_coders_see_those_of_their_own_charts_and_nobody_those_of_closed_ones(sent_out: Any) -> None:
    _ann, one, _ = sent_out
    taken_in(manager(), acknowledgment_of_file(2, "R"), acknowledgment_of_file(77, "R"))
    bob = person("bob", Role.CODER)
    assert not acknowledged.lately(organization().id, bob, own=True).exists()
    one.finished.user = bob
    one.finished.save()
    assert {row.control for row in acknowledged.lately(organization().id, bob, own=True)} == {"2"}
    restricting.restrict(one.id, one.organization_id, "pat")
    page = signed_in(person("meg", Role.MANAGER)).get("/denials/").content.decode()
    assert f"/chart/{one.id}/" not in page
    assert ">77</th>" in page


def test_another_organization_has_numbers_and_answers_of_its_own(sent_out: Any) -> None:
    ann, one, _ = sent_out
    eve = person("eve", Role.MANAGER, of=organization("Other Clinic"))
    page = taken_in(signed_in(eve), acknowledgment_of_file(2, "R"))
    assert f"/chart/{one.id}/" not in page
    assert "nothing yet" in claim_page(ann, one)
    assert program(ann).get("/api/acknowledgements").json()["total"] == 0


def test_programs_read_them_with_the_files_and_answers_of_a_chart(sent_out: Any) -> None:
    ann, one, _ = sent_out
    taken_in(manager(), acknowledgment_of_file(2, "R"), acknowledgment_of_file(77))
    client = program(ann)
    told = client.get("/api/acknowledgements").json()
    assert told["total"] == 4
    assert {(row["control"], row["outcome"], row["chart"]) for row in told["acknowledgements"]} == {
        ("2", "refused", str(one.id)), ("77", "accepted", None),
    }  # fmt: skip
    assert client.get("/api/acknowledgements?refused=1").json()["total"] == 2
    found = client.get(f"/api/charts/{one.id}/answers").json()
    assert found["answers"] == []
    assert [(file["control"], file["format"], len(file["acknowledgements"])) for file in found["files"]] == [
        (2, "837p", 2)
    ]
    assert not audit.verify().faults


def test_acknowledgments_come_back_from_json_as_they_were_read() -> None:
    files = (acknowledgment_of_file(2, "R"), acknowledgment_of_interchange("000000002"), acknowledgment_of_batch("B-1"))
    found = [one for data in files for one in read_answers(io.BytesIO(data), "x") if acknowledged.is_one(one)]
    assert len(found) == 4
    for one in found:
        assert not isinstance(one, Flaw)
        again: Any = unpacked(type(one), packed(one))
        assert again == one


def test_the_page_asks_the_database_as_often_for_many_files_as_for_few(sent_out: Any) -> None:
    client = manager()
    taken_in(client, *(acknowledgment_of_file(2, "R", day=f"{TODAY + timedelta(days=n):%Y%m%d}") for n in range(3)))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/denials/").status_code == 200
        return len(queries)

    few = asked()
    taken_in(client, *(acknowledgment_of_file(2, "R", day=f"{TODAY + timedelta(days=n):%Y%m%d}") for n in range(3, 12)))
    page = client.get("/denials/").content.decode()
    assert (
        page.partition('id="refused-title"')[2].partition("<details>")[0].count("<tr>") == 25
    )  # two of each, and the head
    assert asked() == few
