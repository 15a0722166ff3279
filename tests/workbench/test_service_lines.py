"""Service lines on the desk: modifiers, units, pointers and dates are decisions; the claim is made of what stands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from made_up_hcpcs import DAY, made_shelf
from mini import TABLES
from nosologist.codesets.library import Library
from nosologist.errors import UsageError
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.workbench import audit, engine, recording
from nosologist.workbench.deciding import Desk, Kind, Logged, desk_of, last_of
from nosologist.workbench.models import Chart, Decision, User
from nosologist.workbench.proposed import proposed
from nosologist.workbench.recording import RefusedError
from nosologist.workbench.roles import Role
from nosologist.workbench.screens.chart import left_out
from nosologist.workbench.screens.history import entries
from nosologist.workbench.service_lines import claim_lines, found_services, titled_service
from shelves import shelf_with
from workbench.practice import chart, decided, organization, person, sent, signed_in, uploaded

VISIT = (Path(__file__).resolve().parents[2] / "examples" / "office_visit.txt").read_text("utf-8")
BRONCHITIS = (
    "CC: cough for three days.\n\nEXAM: lungs clear.\n\nASSESSMENT\n1. Acute bronchitis\n\nPLAN\nRest, fluids.\n"
)
SUGGESTED = {
    "codes": [
        *({"system": "icd10cm", "code": code, "title": code} for code in ("E11.22", "I12.9", "M17.11")),
        {
            "system": "cpt", "code": "99214", "title": "visit", "units": "1", "pointers": [1, 2], "date": None,
            "modifiers": [{"modifier": "25", "text": "beside a procedure", "evidence": None}], "reasons": [],
        },
    ]
}  # fmt: skip


def desk(*steps: tuple[Kind, dict]) -> Desk:
    return desk_of(SUGGESTED, [Logged(f"d{place}", place, "ann", *step) for place, step in enumerate(steps, 1)])


def visit(text: str = VISIT, established: bool | None = None) -> Chart:
    asked = Encounter((Document("visit", text),), Setting.OUTPATIENT, established=established, view=View.PROFESSIONAL)
    encounter, suggested = engine.coded(asked)
    return Chart.objects.create(
        organization=organization(), name="visit", setting="outpatient", documents=engine.kept(encounter.documents),
        suggested=suggested, codes=len(suggested["codes"]),
    )  # fmt: skip


def claimed(*roles: Role) -> tuple[User, Chart]:
    ann, one = person("ann", *(roles or (Role.SENIOR,))), visit()
    decided(one, ann, Kind.CLAIM)
    return ann, one


def test_a_suggested_line_has_its_modifiers_with_their_reasons_and_points_to_lines() -> None:
    line = desk().services[0]
    assert (line.modifiers, line.units, line.pointers) == (("25",), "1", ("s0", "s1"))
    assert line.reasons[-1]["text"] == "25: beside a procedure"
    assert not line.is_diagnosis


def test_each_fact_of_a_line_is_a_decision_that_can_be_undone() -> None:
    steps = (
        (Kind.MODIFIERS, {"line": "s3", "modifiers": ["24", "25"]}),
        (Kind.UNITS, {"line": "s3", "units": "2"}),
        (Kind.POINTERS, {"line": "s3", "pointers": ["s2", "s0"]}),
        (Kind.DATE, {"line": "s3", "date": "2026-08-03"}),
    )
    line = desk(*steps).services[0]
    assert (line.modifiers, line.units, line.pointers, line.date) == (("24", "25"), "2", ("s2", "s0"), "2026-08-03")
    log = [Logged(f"d{place}", place, "ann", *step) for place, step in enumerate(steps, 1)]
    assert last_of(log, "ann") == log[-1]
    undone = [*log, Logged("u", 5, "ann", Kind.UNDO, {"of": "d1"})]
    assert desk_of(SUGGESTED, undone).services[0].modifiers == ("25",)


def test_pointers_follow_their_diagnosis_wherever_it_moves_and_vanish_with_it() -> None:
    moved = desk((Kind.PRINCIPAL, {"line": "s2", "reason": "x"}), (Kind.MOVE, {"line": "s1", "before": "s0"}))
    [line] = claim_lines(moved)
    assert [moved.diagnoses[place - 1].code for place in line.pointers] == ["E11.22", "I12.9"]
    assert line.pointers == (3, 2)
    rejected = desk((Kind.REJECT, {"line": "s0", "reason": "other"}))
    assert claim_lines(rejected)[0].pointers == (1,)
    assert [one.code for one in rejected.pointed(rejected.services[0])] == ["I12.9"]


def test_lines_stand_by_what_they_are_in_whatever_order_they_were_added() -> None:
    added = desk((Kind.ADD, {"system": "icd10cm", "code": "I10", "title": "x", "reason": "y"}))
    assert [(title, [line.code for line in lines]) for title, lines in added.grouped] == [
        ("Diagnoses", ["E11.22", "I12.9", "M17.11", "I10"]),
        ("Service lines", ["99214"]),
    ]


def test_a_visit_gets_its_line_and_the_rules_read_it() -> None:
    ann, one = claimed()
    now = recording.desk(one)
    assert [line.code for line in now.services] == ["99214"]
    decided(one, ann, Kind.MODIFIERS, line=now.services[0].key, modifiers=["25"])
    decided(one, ann, Kind.POINTERS, line=now.services[0].key, pointers=[])
    found = decided(one, ann, Kind.ADD, system="cpt", code="83036", reason="point-of-care test")
    assert (found.services[1].units, found.services[1].pointers) == ("1", (found.diagnoses[0].key,))
    rules = {(finding.rule, finding.lines) for finding in engine.findings(one, found)}
    assert ("CLM005", (1,)) in rules  # the visit points to no diagnosis
    assert not audit.verify().faults


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        (Kind.MODIFIERS, {"modifiers": ["2"]}, "is no modifier"),
        (Kind.MODIFIERS, {"modifiers": ["25", "25"]}, "each once"),
        (Kind.MODIFIERS, {"modifiers": ["22", "24", "25", "57", "59"]}, "at most"),
        (Kind.MODIFIERS, {"modifiers": "25"}, "a list is missing"),
        (Kind.UNITS, {"units": "0"}, "above 0"),
        (Kind.UNITS, {"units": "many"}, "above 0"),
        (Kind.UNITS, {"units": "NaN"}, "above 0"),
        (Kind.UNITS, {"units": "1.23456"}, "above 0"),
        (Kind.POINTERS, {"pointers": ["Z"]}, "not on the chart"),
        (Kind.POINTERS, {"pointers": ["s6"]}, "diagnoses that stand"),
        (Kind.POINTERS, {"pointers": ["s0", "s0"]}, "each once"),
        (Kind.DATE, {"date": "3 August"}, "no date"),
        (Kind.CHANGE, {"code": "I10", "system": "icd10cm", "reason": "x"}, "of another kind"),
        (Kind.ADD, {"code": "9921", "system": "cpt", "reason": "x"}, "no valid code"),
        (Kind.PRINCIPAL, {"reason": "x"}, "only a diagnosis"),
        (Kind.POA, {"poa": "Y"}, "of a diagnosis"),
    ],
)
def test_what_makes_no_sense_on_a_line_is_refused_and_leaves_nothing(kind: Kind, raw: dict, words: str) -> None:
    ann, one = claimed()
    with pytest.raises(RefusedError, match=words):
        decided(one, ann, kind, line="s6", **raw)
    assert Decision.objects.count() == 1


def test_diagnoses_have_no_units_and_no_day() -> None:
    ann, one = claimed()
    for kind, raw in ((Kind.UNITS, {"units": "2"}), (Kind.DATE, {"date": "2026-08-03"})):
        with pytest.raises(RefusedError, match=r"E11\.22"):
            decided(one, ann, kind, line="s0", **raw)


def test_the_final_set_is_written_down_with_what_stands_on_its_lines() -> None:
    ann, one = claimed()
    decided(one, ann, Kind.ACCEPT, lines=[line.key for line in recording.desk(one).open])
    decided(one, ann, Kind.UNITS, line="s6", units="01.0")
    decided(one, ann, Kind.POINTERS, line="s6", pointers=["s3", "s0"])
    decided(one, ann, Kind.FINALIZE)
    told = one.decisions.get(kind="finalize").data["codes"][-1]
    assert told == {
        "system": "cpt", "code": "99214", "poa": None, "modifiers": [], "units": "1", "for": ["M17.11", "E11.22"],
    }  # fmt: skip
    said = {entry["kind"]: entry["what"] for entry in entries(one)}
    assert said["units"] == "99214: 1"
    assert said["pointers"] == "99214: M17.11 E11.22"
    rows = b"".join(signed_in(ann).get("/export/").streaming_content).decode().splitlines()
    assert rows[0].endswith("modifiers,units,for")
    assert rows[-1].endswith(",,1,M17.11 E11.22")


def test_a_stop_on_a_line_can_be_overridden() -> None:
    ann, one = claimed()
    decided(one, ann, Kind.ACCEPT, lines=[line.key for line in recording.desk(one).open])
    decided(one, ann, Kind.ADD, system="cpt", code="83036", reason="point-of-care test")
    decided(one, ann, Kind.POINTERS, line="s6", pointers=[])
    [stop] = [found for found in engine.findings(one, recording.desk(one)) if found.stops]
    decided(one, ann, Kind.OVERRIDE, rule=stop.rule, codes=["99214"], reason="payer asked for it")
    assert decided(one, ann, Kind.FINALIZE).is_final


def test_modifiers_that_a_rule_proposes_are_one_button() -> None:
    from nosologist.model.finding import Finding, Proposal, SetModifiers, Severity

    finding = Finding("X", Severity.WARN, "x", proposals=(Proposal(SetModifiers(1, (("59",), ("XE",)))),))
    assert proposed(finding, desk()) == [
        ("99214: 59", {"kind": "modifiers", "line": "s3", "modifiers": ["59"]}),
        ("99214: XE", {"kind": "modifiers", "line": "s3", "modifiers": ["XE"]}),
    ]


def test_services_are_looked_up_by_number_and_by_our_words() -> None:
    books = engine.library().in_force()
    assert [one.code for one in found_services("99214", books, None, 4)] == ["99214"]
    assert "99214" in [one.code for one in found_services("visit office established", books, None, 9)]
    assert found_services("J1885", books, None, 4) == ()  # nobody can say whether it is valid: its book is not there
    assert titled_service("19999", books, None)[1].startswith("no wording")


def test_the_desk_shows_lines_apart_and_the_encoder_finds_numbers() -> None:
    ann, one = claimed()
    client = signed_in(ann)
    page = client.get(f"/chart/{one.id}/").content.decode()
    assert 'data-kind="service-lines"' in page
    assert "for E11.22 I12.9" in page.replace("</span>", "")
    found = client.post(f"/chart/{one.id}/find/", {"words": "99213"}).json()["results"]
    assert [(row["code"], row["system"]) for row in found] == [("99213", "cpt")]
    answer = sent(client, one, "modifiers", 1, line="s6", modifiers=["25"])
    assert answer.status_code == 200
    assert "99214-25" in answer.content.decode()


def test_an_upload_is_coded_for_the_claim_that_is_asked_for() -> None:
    client = signed_in(person("ann", Role.CODER))
    for fields, view in (
        ({}, "professional"),
        ({"view": "facility"}, "facility"),
        ({"setting": "inpatient"}, "facility"),
    ):
        uploaded(client, text=VISIT, patient="established", **fields)
        one = Chart.objects.latest("created")
        assert engine.view_of(one) == view
        assert engine.encounter_of(one).established is True
    assert client.post("/upload/", {"text": VISIT, "view": "neither"}).status_code == 400


def test_what_the_record_leaves_open_is_told_with_the_numbers_that_are_possible() -> None:
    one = visit(text=BRONCHITIS)
    assert not recording.desk(one).services
    [told] = [entry for entry in left_out(one.suggested) if "99212" in entry["candidates"]]
    assert "whether the patient is new or established" in told["reason"]


def test_a_possible_code_of_an_open_service_is_one_button_with_its_words() -> None:
    ann, one = person("ann", Role.CODER), visit(text=BRONCHITIS)
    decided(one, ann, Kind.CLAIM)
    page = signed_in(ann).get(f"/chart/{one.id}/").content.decode()
    assert "Add 99212" in page
    [told] = [entry for entry in left_out(one.suggested) if "99212" in entry["candidates"]]
    desk = decided(one, ann, **{**json.loads(dict(told["possible"])["99212"]), "kind": Kind.ADD})
    assert desk.services[0].evidence[0]["text"] == "Acute bronchitis"
    assert desk.services[0].pointers == (desk.diagnoses[0].key,)


def test_a_procedure_shows_its_characters_and_has_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = Library(shelf=shelf_with(tmp_path, {"t.xml": TABLES}))
    monkeypatch.setattr(engine, "library", lambda: tables)
    ann, one = person("ann", Role.CODER), chart(setting="inpatient")
    client = signed_in(ann)
    decided(one, ann, Kind.CLAIM)
    found = client.post(f"/chart/{one.id}/find/", {"words": "0qt1xzz"}).json()["results"]
    assert [(row["code"], row["system"]) for row in found] == [("0QT1XZZ", "icd10pcs")]
    added = decided(one, ann, Kind.ADD, system="icd10pcs", code="0QT1XZZ", reason="the report of the second day")
    key = added.lines[-1].key
    assert decided(one, ann, Kind.DATE, line=key, date="2026-05-02").lines[-1].date == "2026-05-02"
    page = client.get(f"/chart/{one.id}/").content.decode()
    assert '<th scope="row">Body Part</th><td class="code">1</td><td>Chair Leg</td>' in page
    assert engine.claim(one, recording.desk(one)).procedures[0].date == date(2026, 5, 2)
    with pytest.raises(RefusedError, match="only service lines"):
        decided(one, ann, Kind.UNITS, line=key, units="1")


def test_services_of_level_two_are_those_of_the_added_book(tmp_path: Path) -> None:
    books = Library(shelf=made_shelf(tmp_path)).in_force()
    assert [(one.system, one.code) for one in found_services("j9002", books, DAY, 4)] == [("hcpcs", "J9002")]
    assert [one.code for one in found_services("inventol tromethamine", books, DAY, 9)] == ["J9001", "J9007"]
    for value in ("J9008", "V9999"):  # ended, never there
        with pytest.raises(UsageError, match="no valid code"):
            titled_service(value, books, DAY)
