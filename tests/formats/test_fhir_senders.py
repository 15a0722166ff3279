"""FHIR as servers and scripts hand it out: versions, pages, answers to batches, contained resources, older releases, XML."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

import pytest

from nosologist.formats.chart import Chart
from nosologist.formats.charts import charts_in
from nosologist.model.encounter import Setting, Sex

DATA = base64.b64encode(b"Gout.").decode()
BINARY = {"resourceType": "Binary", "id": "b1", "contentType": "text/plain", "data": DATA}
ENDED = {"end": "2026-03-02"}
PATIENT = {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1950-03-04"}


def read(content: Any) -> list[Chart]:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return list(charts_in(data, "in.json", "in.json"))


def texts(content: Any) -> list[str]:
    charts = read(content)
    assert [chart.unreadable for chart in charts] == [()] * len(charts)
    return [one.text for chart in charts for one in chart.documents]


def bundle(*resources: dict[str, Any], kind: str = "searchset") -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": one} for one in resources]}


def note(text: str = "", **more: Any) -> dict[str, Any]:
    attachment = {"contentType": "text/plain", "data": base64.b64encode(text.encode()).decode() if text else DATA}
    base = {
        "resourceType": "DocumentReference",
        "id": "d1",
        "status": "current",
        "content": [{"attachment": attachment}],
    }
    return {**base, "subject": {"reference": "Patient/p1"}, **more}


def at(url: str) -> list[dict[str, Any]]:
    return [{"attachment": {"contentType": "text/plain", "url": url}}]


@pytest.mark.parametrize(
    "content",
    [
        bundle(BINARY, note(content=at("Binary/b1"))),
        bundle(BINARY, note(content=at("https://x/fhir/Binary/b1/_history/2?_format=json"))),
        bundle(note(contained=[BINARY], content=at("#b1"))),
        bundle(note(content=at(f"data:text/plain;base64,{DATA}"))),
        bundle(note(content=[{"attachment": {"data": DATA.rstrip("=")}}])),
        bundle({**BINARY, "data": None, "content": DATA}, note(content=at("Binary/b1"))),
        bundle(bundle(PATIENT, note()), kind="batch-response"),
        [PATIENT, note()],
        [bundle(PATIENT), bundle(note())],
        bundle(note(), note(), kind="searchset"),
        bundle(note("Mumps.", id="d0", status="superseded"), note()),
        bundle(note("Mumps.", id="d0", docStatus="entered-in-error"), note()),
        bundle(note("Mumps.", id="d0"), note(relatesTo=[{"code": "replaces", "target": {"reference": "DocumentReference/d0"}}])),
        bundle(note(meta={"versionId": "10"}), note("Mumps.", meta={"versionId": "9"}), kind="history"),
        bundle(note("Mumps.", meta={"lastUpdated": "2026-03-01"}), note(meta={"lastUpdated": "2026-03-02"})),
    ],
)  # fmt: skip
def test_the_note_however_it_is_handed_out(content: Any) -> None:
    assert texts(content) == ["Gout."]


def test_a_replaced_note_is_told_and_an_addendum_keeps_its_note() -> None:
    target = {"target": {"reference": "DocumentReference/d0"}}
    [chart] = read(bundle(note("Mumps.", id="d0", context={"encounter": [{"reference": "Encounter/1"}]}),
        note(relatesTo=[{"code": "replaces", **target}], context={"encounter": [{"reference": "Encounter/1"}]})))  # fmt: skip
    assert chart.remarks == ("in.json > entry 1: is replaced by another document: left out",)
    assert texts(bundle(note("Mumps.", id="d0"), note(relatesTo=[{"code": "appends", **target}]))) == [
        "Mumps.",
        "Gout.",
    ]


def inside(number: int, sex: str, kind: str, text: str) -> dict[str, Any]:
    """A note that contains its patient and encounter."""
    about = (
        {**PATIENT, "id": "p", "gender": sex},
        {"resourceType": "Encounter", "id": "e", "class": {"code": kind}, "period": ENDED},
    )
    visit = {"encounter": [{"reference": "#e"}]}
    return note(text, id=f"d{number}", contained=about, subject={"reference": "#p"}, context=visit)


@pytest.mark.parametrize("lines", [False, True])
def test_what_two_notes_contain_is_of_each_alone(lines: bool) -> None:
    notes = [inside(1, "female", "EMER", "Gout."), inside(2, "male", "IMP", "Asthma.")]
    content: Any = "\n".join(map(json.dumps, notes)).encode() if lines else bundle(*notes)
    charts = read(content)
    assert [(chart.setting, chart.sex) for chart in charts] == [(Setting.ED, Sex.FEMALE), (Setting.INPATIENT, Sex.MALE)]
    assert [[one.text for one in chart.documents] for chart in charts] == [["Gout."], ["Asthma."]]


def test_notes_of_one_encounter_that_each_contain_its_patient() -> None:
    visit = {"contained": [{**PATIENT, "id": "p"}], "subject": {"reference": "#p"}}
    visit["context"] = {"encounter": [{"reference": "Encounter/e"}]}
    encounter = {"resourceType": "Encounter", "id": "e", "class": {"code": "IMP"}, "period": ENDED}
    [chart] = read(bundle(encounter, note("Gout.", id="d1", **visit), note("Asthma.", id="d2", **visit)))
    assert [one.text for one in chart.documents] == ["Gout.", "Asthma."]
    assert (chart.setting, chart.sex) == (Setting.INPATIENT, Sex.FEMALE)


def packed(text: str, kind: str = "text/plain", **more: str) -> dict[str, Any]:
    data = text if text.startswith("!") else base64.b64encode(text.encode()).decode()
    return {"attachment": {"contentType": kind, "data": data, **more}}


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        ([packed("<p>Gout</p>", "text/html"), packed("Gout")], ["Gout"]),
        ([packed("Page 1"), packed("Page 2"), packed("<p>Both</p>", "text/html")], ["Page 1", "Page 2"]),
        ([packed("Gout"), packed("Gout")], ["Gout"]),
        ([packed("Gout"), packed("Gota", language="es")], ["Gout"]),
        ([packed("!"), packed("<p>Gout</p>", "text/html")], ["Gout"]),
        ([packed("HPI <b>Gout</b>", "text/html; charset=utf-8")], ["HPI Gout"]),
    ],
)
def test_attachments_are_formats_of_a_note_or_its_parts(content: list[dict[str, Any]], read_as: list[str]) -> None:
    assert texts(bundle(note(content=content))) == read_as


def test_a_part_that_cannot_be_read_is_told() -> None:
    [chart] = read(bundle(note(content=[packed("!"), packed("Page 2")])))
    assert [one.text for one in chart.documents] == ["Page 2"]
    assert len(chart.unreadable) == 1


def test_the_answer_to_an_operation() -> None:
    assert texts({"resourceType": "Parameters", "parameter": [{"name": "return", "resource": bundle(note())}]}) == [
        "Gout."
    ]


@pytest.mark.parametrize(
    ("encounter", "more"),
    [
        ({"class": "inpatient", "period": ENDED}, {"context": {"encounter": {"reference": "Encounter/e"}}}),
        ({"class": [{"coding": [{"code": "IMP"}]}], "actualPeriod": ENDED}, {"context": [{"reference": "Encounter/e"}]}),
    ],
)  # fmt: skip
def test_encounters_of_other_releases(encounter: dict[str, Any], more: dict[str, Any]) -> None:
    [chart] = read(bundle(PATIENT, {"resourceType": "Encounter", "id": "e", **encounter}, note(**more)))
    assert (chart.setting, chart.day) == (Setting.INPATIENT, date(2026, 3, 2))


def test_a_report_that_only_its_narrative_tells() -> None:
    div = "<div><p>Impression: Pneumonia</p></div>"
    report = {"resourceType": "DiagnosticReport", "status": "final", "text": {"status": "additional", "div": div}}
    assert texts(bundle(report)) == ["Impression: Pneumonia"]


def test_xml_is_read_as_json_is() -> None:
    markup = f"""<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>
        <entry><resource><Patient><id value="p1"/><gender value="female"/><birthDate value="1950-03-04"/></Patient>
        </resource></entry>
        <entry><resource><Encounter><id value="e"/><class><code value="EMER"/></class><period><end value="2026-03-02"/></period>
        </Encounter></resource></entry>
        <entry><resource><DocumentReference><status value="current"/><subject><reference value="Patient/p1"/></subject>
        <content><attachment><contentType value="text/plain"/><data value="{DATA}"/></attachment></content>
        <context><encounter><reference value="Encounter/e"/></encounter></context></DocumentReference></resource></entry>
        <entry><resource><Composition><status value="final"/><subject><reference value="Patient/p1"/></subject>
        <encounter><reference value="Encounter/e"/></encounter><section><title value="Assessment"/><text><status value="generated"/>
        <div xmlns="http://www.w3.org/1999/xhtml"><p>Fever &lt; 39</p><p style="display:none">Mumps</p></div></text></section>
        </Composition></resource></entry>
        <entry><resource><Observation><status value="final"/><code><text value="Glucose"/></code>
        <subject><reference value="Patient/p1"/></subject><encounter><reference value="Encounter/e"/></encounter>
        <valueQuantity><value value="112"/><unit value="mg/dL"/></valueQuantity></Observation></resource></entry></Bundle>"""
    [chart] = read(markup.encode())
    assert [one.text for one in chart.documents] == ["Gout.", "ASSESSMENT:\nFever < 39"]
    assert (chart.setting, chart.sex, chart.born) == (Setting.ED, Sex.FEMALE, date(1950, 3, 4))
    assert [(fact.name, fact.value, fact.unit) for fact in chart.facts] == [("Glucose", "112", "mg/dL")]
