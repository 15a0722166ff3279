"""Which documents make an encounter."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import chart_files
from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import Chart
from nosologist.formats.charts import charts_in, read_charts
from nosologist.formats.visits import encounters_of, gathered, together
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, Sex

GOUT, ASTHMA, CUFF = (Document(text, text) for text in ("Gout.", "Asthma.", "Torn cuff."))


def message(note: str, visit: str, patient: str = "P1", patient_class: str = "I") -> bytes:
    """An MDM message of a visit."""
    return "\r".join(
        (
            r"MSH|^~\&|A|B|C|D|20260303||MDM^T02|1|P|2.5",
            f"PID|1||{patient}||Mock^Ada||19500304|F",
            f"PV1|1|{patient_class}" + "|" * 17 + visit,
            "TXA|1|PR",
            f"OBX|1|TX|||{note}",
            "",
        )
    ).encode()


def texts(data: bytes, name: str = "in") -> list[list[str]]:
    """The texts of every encounter of a file."""
    return [
        [document.text for document in one.documents]
        for chart in charts_in(data, name, name)
        for one in encounters_of(chart, Encounter(()), setting_is_given=False)
    ]


def test_messages_of_one_visit_are_one_encounter() -> None:
    batch = (
        message("Gout.", "V1")
        + message("Asthma.", "V2")
        + message("Mumps.", "V1")
        + message("Croup.", "V1", patient="P2")
    )
    assert texts(batch) == [["Gout.", "Mumps."], ["Asthma."], ["Croup."]]


def test_messages_that_tell_no_visit_stand_by_themselves() -> None:
    assert texts(message("Gout.", "") + message("Asthma.", "")) == [["Gout."], ["Asthma."]]


def test_an_emergency_visit_that_becomes_a_stay_is_a_stay() -> None:
    [chart] = charts_in(message("Gout.", "V1", patient_class="E") + message("Asthma.", "V1"), "b", "b")
    [encounter] = encounters_of(chart, Encounter(()), setting_is_given=False)
    assert (encounter.setting, encounter.id) == (Setting.INPATIENT, "b > message 1 and 1 more")


def test_a_batch_too_large_for_memory_joins_what_follows_one_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.hl7"
    file.write_bytes(message("Gout.", "V1") + message("Mumps.", "V1") + message("Croup.", "V2") + message("Flu.", "V1"))
    monkeypatch.setattr("nosologist.formats.charts.LARGEST_FILE", 100)
    assert [[one.text for one in chart.documents] for chart in read_charts(file)] == [
        ["Gout.", "Mumps."],
        ["Croup."],
        ["Flu."],
    ]


def test_the_notes_of_a_fhir_encounter_are_one_encounter() -> None:
    def note(text: str, encounter: str | None) -> dict[str, object]:
        about = {"encounter": {"reference": encounter}} if encounter else {}
        report = {"resourceType": "DiagnosticReport", "conclusion": text, "subject": {"reference": "Patient/1"}}
        return {"resource": report | about}

    entries = [note("Gout.", "Encounter/1"), note("Flu.", None), note("Asthma.", "Encounter/1"), note("Croup.", None)]
    bundle = json.dumps({"resourceType": "Bundle", "entry": entries}).encode()
    found = [[text.removeprefix("IMPRESSION:\n") for text in one] for one in texts(bundle)]
    assert found == [["Gout.", "Asthma."], ["Flu."], ["Croup."]]


def test_c_cda_documents_of_one_encounter_in_a_zip_are_one_encounter() -> None:
    def document(text: str, number: str) -> bytes:
        body = chart_files.ccda(chart_files.section("51848-0", "", text))
        body = body.replace(b"<patientRole>", b'<patientRole><id root="1.2" extension="p"/>')
        return body.replace(b"<encompassingEncounter>", f'<encompassingEncounter><id root="1.3.{number}"/>'.encode())

    packed = {"a.xml": document("Gout.", "1"), "b.xml": document("Asthma.", "2"), "c.xml": document("Mumps.", "1")}
    found = [[text.partition("\n")[2] for text in one] for one in texts(chart_files.zipped(packed))]
    assert found == [["Gout.", "Mumps."], ["Asthma."]]


def test_files_of_a_zip_that_tell_no_visit_stand_by_themselves() -> None:
    assert texts(chart_files.zipped({"a.txt": b"Gout.", "b.txt": b"Asthma."})) == [["Gout."], ["Asthma."]]


def test_what_was_read_before_an_error_is_not_lost() -> None:
    def charts() -> object:
        yield Chart((GOUT,), visit="1")
        raise UnreadableNoteError("cut short")

    found = gathered(charts())  # type: ignore[arg-type]
    assert next(found).documents == (GOUT,)
    with pytest.raises(UnreadableNoteError, match="cut short"):
        next(found)


def test_the_facts_of_several_charts() -> None:
    first = Chart((GOUT,), date(2026, 3, 1), Setting.ED, date(1950, 3, 4), Sex.FEMALE, remarks=("one",))
    second = Chart((ASTHMA, CUFF), date(2026, 3, 5), None, date(1951, 3, 4), unreadable=("two",))
    whole = together([first, second], "stay 7")
    assert whole.documents == (GOUT, ASTHMA, CUFF)
    assert (whole.day, whole.setting, whole.born, whole.sex) == (
        date(2026, 3, 5),
        Setting.ED,
        date(1950, 3, 4),
        Sex.FEMALE,
    )
    assert whole.remarks == ("stay 7: its documents tell different birth dates; are they of one patient?", "one")
    assert whole.unreadable == ("two",)
    [encounter] = encounters_of(whole, Encounter(()), setting_is_given=False)
    assert (encounter.name, len(encounter.documents)) == ("stay 7", 3)
