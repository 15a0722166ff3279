"""Charts assigned, lent and given back, priorities and due dates, saved views, and the list as a table."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from nosologist.workbench import audit, recording
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart, Decision
from nosologist.workbench.roles import Role
from nosologist.workbench.worklist_models import NO_DUE, SavedView, WorkItem
from workbench.practice import chart, decided, organization, person, signed_in

MANAGER = frozenset({Role.MANAGER})
CODER = frozenset({Role.CODER})


def arranged(client: Any, act: str, *charts: Chart, **fields: str) -> str:
    """What the list tells afterwards."""
    answer = client.post("/arrange/", {"act": act, "chart": [str(one.id) for one in charts], **fields}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode().split('id="told" role="status">')[1].split("</p>")[0]


def test_a_manager_assigns_charts_and_takes_them_back() -> None:
    one, two = chart(), chart(text="Migraine.")
    person("ann", Role.CODER)
    client = signed_in(person("max", Role.MANAGER))
    assert arranged(client, "assign", one, two, to="ann") == "2 charts assigned"
    assert [recording.desk(each).claimed_by for each in (one, two)] == ["ann", "ann"]
    assert arranged(client, "assign", one, to="ann") == "0 charts assigned; not visit: ann has it already"
    assert arranged(client, "assign", one) == "1 chart assigned"
    assert recording.desk(one).claimed_by is None
    assert not audit.verify().faults


@pytest.mark.parametrize("to", ["max", "bob", "nobody"])
def test_only_who_codes_for_the_organization_is_given_charts(to: str) -> None:
    one = chart()
    person("bob", Role.CODER, of=organization("Other Clinic"))
    client = signed_in(person("max", Role.MANAGER))
    assert "choose somebody who codes for this organization" in arranged(client, "assign", one, to=to)
    assert not Decision.objects.exists()


def test_a_lent_chart_goes_back_to_whom_it_is_from() -> None:
    one, ann, bob, eve = chart(), person("ann", Role.CODER), person("bob", Role.CODER), person("eve", Role.CODER)
    client = signed_in(person("max", Role.MANAGER))
    assert "nobody has it: assign it instead" in arranged(client, "lend", one, to="bob")
    decided(one, ann, Kind.CLAIM, CODER)
    assert arranged(client, "lend", one, to="bob") == "1 chart lent"
    page = signed_in(bob).get("/worklist/?state=mine").content
    assert b"bob, lent by ann" in page
    assert b"lent by ann" in signed_in(bob).get(f"/chart/{one.id}/").content
    with pytest.raises(recording.RefusedError, match="bob has claimed"):
        decided(one, eve, Kind.CLAIM, CODER)
    assert arranged(client, "lend", one, to="eve") == "1 chart lent"  # lent on, it still goes back to ann
    decided(one, eve, Kind.RELEASE, CODER)
    assert recording.desk(one).claimed_by == "ann"
    assert WorkItem.objects.get(chart=one).lent_by is None
    assert b"to bob" in client.get(f"/chart/{one.id}/history/").content


def test_the_lender_may_take_a_chart_back() -> None:
    one, ann = chart(), person("ann", Role.CODER)
    person("bob", Role.CODER)
    decided(one, ann, Kind.CLAIM, CODER)
    decided(one, person("max", Role.MANAGER), Kind.LEND, MANAGER, to="bob")
    desk = decided(one, ann, Kind.CLAIM, CODER)
    assert (desk.claimed_by, desk.lent_by) == ("ann", None)


def test_coders_claim_what_they_chose_and_arrange_nothing_else() -> None:
    one, ann = chart(), person("ann", Role.CODER)
    person("bob", Role.CODER)
    client = signed_in(ann)
    assert arranged(client, "claim", one) == "1 chart claimed"
    assert "your role does not allow this" in arranged(client, "assign", one, to="bob")
    assert arranged(client, "priority", one, priority="1") == "your role does not allow this"
    assert arranged(client, "release", one) == "1 chart given back"
    assert arranged(client, "claim") == "choose charts first (key s)"


def test_priority_and_due_date_are_set_and_written_down() -> None:
    one, client = chart(), signed_in(person("sue", Role.SENIOR))
    assert arranged(client, "priority", one, priority="1") == "1 chart of high priority"
    assert arranged(client, "due", one, due="2026-03-01") == "1 chart due 2026-03-01"
    item = WorkItem.objects.get(chart=one)
    assert (item.priority, str(item.due)) == (1, "2026-03-01")
    assert AuditEntry.objects.filter(action="due", subject=str(one.id)).count() == 1
    assert b"2026-03-01 overdue" in client.get("/worklist/").content
    assert arranged(client, "due", one) == "1 chart without due date"
    assert WorkItem.objects.get(chart=one).due == NO_DUE


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("due", {"due": "soon"}),
        ("priority", {"priority": "9"}),
        ("specialty", {"specialty": "Jane Roe"}),
        ("priority", {}),
        ("delete", {}),
        ("", {"to": "x"}),
    ],
)
def test_what_makes_no_sense_changes_nothing(act: str, fields: dict[str, str]) -> None:
    one = chart()
    told = arranged(signed_in(person("sue", Role.SENIOR)), act, one, **fields)
    assert "no sense" in told or "nothing that can be done" in told
    assert WorkItem.objects.filter(priority=2, due=NO_DUE).count() == 1


def test_charts_of_another_organization_are_not_arranged() -> None:
    theirs = chart(organization("Other Clinic"))
    client = signed_in(person("sue", Role.SENIOR))
    assert arranged(client, "claim", theirs) == "choose charts first (key s)"
    arranged(client, "priority", theirs, priority="1")
    assert not Decision.objects.exists()
    assert WorkItem.objects.get().priority == 2


def test_views_are_kept_shared_and_forgotten() -> None:
    sue, ann = signed_in(person("sue", Role.SENIOR)), signed_in(person("ann", Role.CODER))
    for client, name, shared in ((sue, "Old stays", "1"), (ann, "My own", "1")):
        client.get("/worklist/?setting=inpatient&waiting=more")
        client.post("/views/", {"name": name, "shared": shared})
    assert not SavedView.objects.get(name="My own").shared  # a coder shares none
    page = ann.get("/worklist/?setting=inpatient&waiting=more").content.decode()
    assert page.count('class="view" href="?setting=inpatient&amp;waiting=more" aria-current') == 2
    assert "Remove My own" in page
    assert "Remove Old stays" not in page
    assert "My own" not in sue.get("/worklist/").content.decode()
    shared = SavedView.objects.get(name="Old stays")
    ann.post("/views/", {"act": "forget", "view": shared.pk})
    assert SavedView.objects.filter(pk=shared.pk).exists()
    sue.post("/views/", {"act": "forget", "view": shared.pk})
    assert not SavedView.objects.filter(pk=shared.pk).exists()
    bob = signed_in(person("bob", *Role, of=organization("Other Clinic")))
    SavedView.objects.update(shared=True)
    assert b"My own" not in bob.get("/worklist/").content


@pytest.mark.parametrize("fields", [{}, {"name": "  "}, {"act": "forget", "view": "x"}, {"act": "forget"}])
def test_odd_views_are_told(fields: dict[str, str]) -> None:
    answer = signed_in(person("ann", Role.CODER)).post("/views/", fields, follow=True)
    assert b"give the view a name" in answer.content or b"not yours to forget" in answer.content
    assert not SavedView.objects.exists()


def test_the_list_goes_out_as_it_is_filtered_and_no_cell_is_run() -> None:
    one, ann = chart(setting="inpatient"), person("ann", Role.CODER)
    chart(text="Migraine.")
    Chart.objects.update(name="=HYPERLINK(1)")
    decided(one, ann, Kind.CLAIM)
    client = signed_in(ann)
    text = b"".join(client.get("/worklist/table/?setting=inpatient").streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["name"], row["with"], row["priority"], row["due"]) for row in rows] == [
        ("'=HYPERLINK(1)", "ann", "normal", "")
    ]
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/worklist/table/?form=xlsx").content))
    cells = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in cells] == ["name", "=HYPERLINK(1)", "=HYPERLINK(1)"]  # a text, no formula
    assert AuditEntry.objects.filter(action="list exported").count() == 2
