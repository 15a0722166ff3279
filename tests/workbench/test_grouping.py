"""Groups: never before the codes are decided, money only when asked for, each look written down."""

from __future__ import annotations

from pathlib import Path

from nosologist.workbench import audit, recording
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Chart, User
from nosologist.workbench.roles import Role
from workbench.practice import chart, decided, person, signed_in

STAY = (Path(__file__).resolve().parents[2] / "examples" / "hospital_stay.txt").read_text("utf-8")


def stay() -> tuple[User, Chart]:
    ann, one = person("ann", Role.SENIOR), chart(text=STAY, setting="inpatient")
    decided(one, ann, Kind.CLAIM)
    return ann, one


def everything_accepted(one: Chart, ann: User) -> None:
    decided(one, ann, Kind.ACCEPT, lines=[line.key for line in recording.desk(one).open])


def test_nothing_is_grouped_while_a_suggestion_is_open() -> None:
    ann, one = stay()
    client = signed_in(ann)
    for method in (client.get, client.post):
        page = method(f"/chart/{one.id}/groups/").content.decode()
        assert "Decide on" in page
        assert "MS-DRG" not in page
        assert "HCC" not in page
    assert 'data-act="groups"' not in client.get(f"/chart/{one.id}/").content.decode()
    assert not AuditEntry.objects.filter(action__in=["groups shown", "money shown"]).exists()


def test_a_stay_has_its_drg_with_what_each_code_does_to_it_and_its_categories() -> None:
    ann, one = stay()
    everything_accepted(one, ann)
    client = signed_in(ann)
    assert 'data-act="groups"' in client.get(f"/chart/{one.id}/").content.decode()
    page = client.get(f"/chart/{one.id}/groups/").content.decode()
    assert "MS-DRG" in page
    assert "the group rests on it" in page
    assert "HCC V28" in page
    assert "Coefficient" not in page
    assert "Score" not in page
    assert "Relative weight" not in page
    assert AuditEntry.objects.filter(action="groups shown", subject=str(one.id)).count() == 1


def test_money_is_shown_on_request_and_each_look_is_written_down() -> None:
    ann, one = stay()
    everything_accepted(one, ann)
    client = signed_in(ann)
    for looks in (1, 2):
        page = client.post(f"/chart/{one.id}/groups/").content.decode()
        assert "Relative weight" in page
        assert "Coefficient" in page
        assert AuditEntry.objects.filter(action="money shown", subject=str(one.id), user="ann").count() == looks
    assert not audit.verify().faults


def test_an_outpatient_has_categories_and_no_drg() -> None:
    ann, one = person("ann", Role.SENIOR), chart()
    decided(one, ann, Kind.CLAIM)
    everything_accepted(one, ann)
    page = signed_in(ann).get(f"/chart/{one.id}/groups/").content.decode()
    assert "MS-DRG" not in page
    assert "HCC V28" in page


def test_a_chart_without_diagnoses_has_no_group() -> None:
    ann, one = person("ann", Role.SENIOR), chart(text="No complaints.")
    assert not recording.desk(one).open
    assert "no group" in signed_in(ann).get(f"/chart/{one.id}/groups/").content.decode()
