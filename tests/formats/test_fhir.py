"""FHIR R4: notes of resources, grouped by encounter, with the face sheet of the Bundle."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

import chart_files
from nosologist.formats.chart import Chart
from nosologist.formats.charts import charts_in
from nosologist.model.encounter import Setting, Sex

PATIENT = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1950-03-04"}
STAY = {
    "resourceType": "Encounter", "id": "e", "class": {"code": "IMP"},
    "period": {"start": "2026-02-27", "end": "2026-03-02T09:00:00Z"},
}  # fmt: skip


def attachment(data: bytes, kind: str = "text/plain") -> dict[str, Any]:
    return {"attachment": {"contentType": kind, "data": base64.b64encode(data).decode()}}


def reference(*content: dict[str, Any], **more: Any) -> dict[str, Any]:
    links = {"subject": {"reference": "Patient/p"}, "context": {"encounter": [{"reference": "Encounter/e"}]}}
    about = {
        "type": {"text": "Discharge summary"},
        "author": [{"display": "Wil Quill"}],
        "date": "2026-03-03T10:00:00Z",
    }
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        **links,
        **about,
        "content": list(content),
        **more,
    }


def bundle(*resources: dict[str, Any]) -> bytes:
    return json.dumps({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}).encode()


def read(data: bytes) -> list[Chart]:
    return list(charts_in(data, "in.json", "in.json"))


def test_a_note_with_its_patient_and_encounter() -> None:
    [chart] = read(bundle(PATIENT, STAY, reference(attachment(b"Assessment: gout."))))
    [document] = chart.documents
    assert (document.id, document.text) == ("in.json > entry 3", "Assessment: gout.")
    assert (document.kind, document.author, document.written) == ("Discharge summary", "Wil Quill", date(2026, 3, 3))
    facts = (chart.day, chart.setting, chart.born, chart.sex)
    assert facts == (date(2026, 3, 2), Setting.INPATIENT, date(1950, 3, 4), Sex.FEMALE)


def test_one_note_in_several_formats_is_one_document() -> None:
    pdf = attachment(chart_files.lines_pdf("Gout."), "application/pdf")
    [chart] = read(json.dumps(reference(pdf, attachment(b"Gout, in text."))).encode())
    assert [one.text for one in chart.documents] == ["Gout, in text."]
    [second] = read(json.dumps(reference(pdf, attachment(b"\x89PNG", "text/plain"))).encode())
    assert ([one.text for one in second.documents], second.unreadable) == (["Gout."], ())


def test_documents_of_two_encounters_are_two_charts() -> None:
    other = reference(attachment(b"Asthma."), context={"encounter": [{"reference": "Encounter/f"}]})
    charts = read(bundle(PATIENT, STAY, reference(attachment(b"Gout.")), other, reference(attachment(b"Mumps."))))
    assert [[one.text for one in chart.documents] for chart in charts] == [["Gout.", "Mumps."], ["Asthma."]]


def test_a_composition_with_sections_inside_sections() -> None:
    inner = {"title": "Plan", "text": {"div": "<div>Rest</div>"}}
    section = {"code": {"coding": [{"code": "51848-0"}]}, "text": {"div": "<div><p>Gout</p></div>"}, "section": [inner]}
    empty = {"title": "Allergies", "text": {"status": "empty", "div": "<div>none</div>"}}
    [chart] = read(
        json.dumps({"resourceType": "Composition", "section": [section, empty], "date": "2026-03-03"}).encode()
    )
    assert chart.documents[0].text == "ASSESSMENT:\nGout\n\nPLAN:\nRest"


def test_reports_binaries_and_what_lies_elsewhere() -> None:
    binary = {"resourceType": "Binary", "id": "b", "data": base64.b64encode(b"Gout.").decode()}
    report = {
        "resourceType": "DiagnosticReport",
        "conclusion": "Pneumonia.",
        "code": {"text": "Chest view"},
        "effectiveDateTime": "2026",
    }
    notes = [reference({"attachment": {"url": url}}) for url in ("Binary/b", "http://other/Binary/9")]
    charts = read(bundle(*notes, report, binary))
    assert [one.text for chart in charts for one in chart.documents] == ["Gout.", "IMPRESSION:\nPneumonia."]
    assert any("entry 2 > attachment: lies elsewhere" in remark for chart in charts for remark in chart.remarks)


def test_bulk_lines_errors_and_structured_data() -> None:
    lines = [json.dumps(PATIENT), json.dumps(reference(attachment(b"Gout.")))]
    assert read("\n".join(lines).encode())[0].documents[0].id == "in.json: line 2"
    [alone] = read(json.dumps(PATIENT).encode())
    assert alone.remarks == ("in.json: holds no text of a note (only Patient)",)
    [gone] = read(json.dumps(reference(attachment(b"Gout."), status="entered-in-error")).encode())
    assert (gone.documents, "entered-in-error: left out" in gone.remarks[0]) == ((), True)
    [broken] = read(json.dumps(reference({"attachment": {"data": "!"}})).encode())
    assert "attachment: is not valid base64" in broken.unreadable[0]
