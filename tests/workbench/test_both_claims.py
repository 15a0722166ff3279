"""Both claims of a visit: two charts of the same documents, each with its lines, number and files; nothing is decided twice."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest

from nosologist.model.claim import ClaimKind
from nosologist.model.encounter import View
from nosologist.workbench import audit, both_claims, demonstrating, recording, restricting
from nosologist.workbench.claim_making import facts_of, findings_of_claim, kind_of, usual_of, whole_claim
from nosologist.workbench.deciding import Kind, Standing
from nosologist.workbench.models import BothClaims, Chart, Practice
from nosologist.workbench.querying import Act
from nosologist.workbench.roles import Role
from nosologist.workbench.worklist_models import WorkItem
from pyx12_check import objections
from workbench.practice import SENIOR, chart, decided, organization, person, signed_in
from workbench.test_claim import OURS, STAY, ready, taken
from workbench.test_query_recording import done, fields, stay

HOSPITAL = {
    "facility.providers.billing.organization": "Elm Street Hospital", "facility.providers.billing.npi": "1003000126",
    "facility.providers.billing.tax_id": "987654321", "facility.providers.billing.taxonomy": "282N00000X",
    "facility.providers.billing.address.line1": "9 Main St", "facility.providers.billing.address.city": "Albany",
    "facility.providers.billing.address.state": "NY", "facility.providers.billing.address.postal_code": "12207-0001",
}  # fmt: skip


def other(one: Chart, user: Any) -> Chart:
    return Chart.objects.get(id=both_claims.code_other(one, user, SENIOR))


def test_a_visit_gets_a_facility_claim_of_its_own_and_nothing_is_decided_twice() -> None:
    ann, one = ready(final=False)
    first = recording.desk(one)
    decided(one, ann, Kind.ADD, code="Z79.899", reason="long-term drugs")
    gone, stays = first.diagnoses[0], first.diagnoses[1]
    decided(one, ann, Kind.REJECT, line=gone.key, reason="history only")
    two = other(one, ann)
    assert (kind_of(one), kind_of(two)) == (ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL)
    assert [told["text"] for told in two.documents] == [told["text"] for told in one.documents]
    desk = recording.desk(two)
    assert desk.claimed_by == "ann"
    assert [line.code for line in desk.diagnoses] == [line.code for line in recording.desk(one).diagnoses]
    assert {line.code: line.why for line in desk.lines if not line.stands} == {gone.code: "history only"}
    assert desk.line(desk.diagnoses[0].key).code == stays.code
    assert desk.diagnoses[-1].why == "long-term drugs"
    assert all(line.standing is not Standing.OPEN for line in desk.lines if line.is_diagnosis)
    assert "99214" not in {line.code for line in desk.services}  # the professional's own
    assert desk.abstract["patient.last_name"] == "Alvarez"
    assert "coverage.claim_filing" not in desk.abstract  # Part B pays no facility
    assert not [name for name in desk.abstract if name.startswith(("lines.", "providers."))]
    assert not audit.verify().faults


def test_it_is_made_once_whoever_asks_and_both_know_each_other() -> None:
    ann, one = ready(final=False)
    client = signed_in(ann)
    for _ in range(2):
        answer = client.post(f"/chart/{one.id}/other-claim/")
        assert answer.status_code == 302
    two = BothClaims.objects.get().second
    assert answer.headers["Location"] == f"/chart/{two.id}/"
    assert client.post(f"/chart/{two.id}/other-claim/").headers["Location"] == f"/chart/{one.id}/"
    assert Chart.objects.count() == 2
    for here, there, whose in ((one, two, "Facility"), (two, one, "Professional")):
        for page in ("", "claim/"):
            shown = client.get(f"/chart/{here.id}/{page}").content.decode()
            assert f"/chart/{there.id}/{page}" in shown
            assert f"{whose} claim" in shown
    assert facts_of(one)["id"] != facts_of(two)["id"]
    assert WorkItem.objects.values("claim").distinct().count() == 2


def test_both_go_out_each_by_who_bills_it(tmp_path: Path) -> None:
    ann, one = ready(ours={**OURS, **HOSPITAL}, final=False)
    two = other(one, ann)
    desk = decided(two, ann, Kind.ADD, system="cpt", code="36415", reason="drawn by the hospital's staff")
    line = f"lines.{desk.services[0].key}"
    told = {
        f"{line}.charge": "80", f"{line}.revenue": "300", "stay.type_of_bill": "13", "stay.statement_from": "2026-08-03",
        "stay.admission_type": "3", "providers.attending.last_name": "Stone", "providers.attending.npi": "1003000126",
        "coverage.claim_filing": "MA", "disposition": "01", "stay.admission_source": "1",
    }  # fmt: skip
    decided(two, ann, Kind.ABSTRACT, fields=told)
    for each in (one, two):
        decided(each, ann, Kind.FINALIZE)
        for stop in [found for found in findings_of_claim(each, recording.desk(each)) if found.stops]:
            codes = [code.dotted for code in stop.codes]
            decided(each, ann, Kind.OVERRIDE, rule=stop.rule, codes=codes, reason="for the test")
    client = signed_in(ann)
    files = [taken(client, one, "837p"), taken(client, two, "837i")]
    assert [file.status_code for file in files] == [200, 200], [file.content.decode()[:300] for file in files]
    professional, institutional = (file.content.decode("ascii") for file in files)
    assert objections(professional, tmp_path) == objections(institutional, tmp_path) == []
    assert "ELM STREET CLINIC" in professional.upper()
    assert "NM1*85*2*ELM STREET HOSPITAL" in institutional.upper()
    assert "SV1*HC:99214" in professional
    assert "SV2*0300*HC:36415*80*UN*1" in institutional


def test_the_professional_claim_of_a_stay_has_no_icd_10_pcs_and_no_drg_and_decides_for_itself() -> None:
    ann, one = person("ann", Role.SENIOR), chart(text=STAY, setting="inpatient")
    decided(one, ann, Kind.CLAIM)
    decided(one, ann, Kind.ACCEPT, lines=[line.key for line in recording.desk(one).open])
    two = other(one, ann)
    desk = recording.desk(two)
    assert kind_of(two) is ClaimKind.PROFESSIONAL
    assert desk.diagnoses == tuple(line for line in desk.open if line.is_diagnosis)  # section IV is not section II
    assert "icd10pcs" not in {line.system for line in desk.lines}
    decided(two, ann, Kind.ACCEPT, lines=[line.key for line in desk.open])
    shown = signed_in(ann).get(f"/chart/{two.id}/groups/").content.decode()
    assert "MS-DRG" not in shown


def test_who_bills_for_the_facility_is_never_mixed_with_who_bills_otherwise() -> None:
    one, two = chart(view=View.PROFESSIONAL), chart(view=View.FACILITY)
    Practice.objects.create(
        organization=organization(), fields={**OURS, "facility.providers.billing.organization": "Hospital"}
    )
    assert usual_of(one)["providers.billing.npi"] == OURS["providers.billing.npi"]
    told = {name: value for name, value in usual_of(two).items() if name.startswith("providers.billing.")}
    assert told == {"providers.billing.organization": "Hospital"}


def test_what_marks_a_chart_marks_its_other_claim() -> None:
    ann, one = ready(final=False)
    restricting.restrict(one.id, one.organization_id, "ann")
    WorkItem.objects.filter(chart=one).update(demonstration=True)
    two = other(Chart.objects.get(id=one.id), ann)
    assert (two.item.restricted, two.item.demonstration) == (True, True)
    assert demonstrating.take_away(one.organization, ann) == 2
    assert not Chart.objects.exists()


def test_a_manager_who_codes_nothing_has_it_coded_and_nobody_claims_it() -> None:
    _ann, one = ready(final=False)
    bob = person("bob", Role.MANAGER)
    two = Chart.objects.get(id=both_claims.code_other(one, bob, frozenset({Role.MANAGER})))
    assert (two.claimed_by, two.last) == (None, 0)
    assert whole_claim(one, recording.desk(one)).kind is ClaimKind.PROFESSIONAL


@pytest.mark.parametrize("before", [True, False])
def test_an_answer_of_the_provider_counts_for_both_and_so_does_its_correction(before: bool) -> None:
    ann, one, query = person("ann", Role.SENIOR), stay(), uuid.uuid4()
    done(one, ann, Act.SEND, query, 0, **fields())
    if before:
        done(one, ann, Act.ANSWER, query, 1, option=0)
        one.refresh_from_db()
    two = other(one, ann)
    if not before:
        done(one, ann, Act.ANSWER, query, 1, option=0)
    done(one, ann, Act.AMEND, query, 2, option=2, reason="another patient's")
    for each in (one, two):
        each.refresh_from_db()
        told = [(document["id"], bool(document.get("withdrawn"))) for document in each.documents[1:]]
        assert told == [("Query response 1", True), ("Query response 2", False)]
