"""FHIR bulk exports: encounters put together from lines and files in any order, in flat memory."""

from __future__ import annotations

import base64
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nosologist.errors import UnreadableNoteError
from nosologist.formats import charts, fhir_export
from nosologist.formats.chart import Chart
from nosologist.formats.charts import charts_in, read_charts, read_exported
from nosologist.model.encounter import Setting, Sex

PATIENT = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1950-03-04"}
STAY = {"resourceType": "Encounter", "id": "e", "class": {"code": "IMP"}, "period": {"end": "2026-03-02"}}
PHYSICIAN = {"resourceType": "Practitioner", "id": "w", "name": [{"family": "Quill", "suffix": ["MD"]}]}


def note(text: str, patient: str = "p", encounter: str = "e", url: str = "") -> dict[str, Any]:
    data = {"url": url} if url else {"data": base64.b64encode(text.encode()).decode()}
    context = {"context": {"encounter": [{"reference": f"Encounter/{encounter}"}]}} if encounter else {}
    return {
        "resourceType": "DocumentReference", "status": "current", "subject": {"reference": f"Patient/{patient}"}, **context,
        "author": [{"reference": "Practitioner/w"}], "content": [{"attachment": {"contentType": "text/plain", **data}}],
    }  # fmt: skip


def sodium(value: float, patient: str = "p", encounter: str = "") -> dict[str, Any]:
    visit = {"encounter": {"reference": f"Encounter/{encounter}"}} if encounter else {}
    return {
        "resourceType": "Observation", "subject": {"reference": f"Patient/{patient}"}, **visit,
        "code": {"text": "Sodium"}, "valueQuantity": {"value": value, "unit": "mmol/L"},
    }  # fmt: skip


def lines(*resources: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in resources)


def texts(read: Iterator[Chart]) -> list[list[str]]:
    return [[one.text for one in chart.documents] for chart in read]


def export(folder: Path, **files: bytes) -> Path:
    for name, content in files.items():
        (folder / f"{name}.ndjson").write_bytes(content)
    return folder


def test_resources_stand_in_other_files_and_behind_what_refers_to_them(tmp_path: Path) -> None:
    binary = {"resourceType": "Binary", "id": "b", "data": base64.b64encode(b"Asthma.").decode()}
    folder = export(
        tmp_path,
        DocumentReference=lines(note("Gout."), note("Cough.", "q", "f"), note("", url="https://x/fhir/Binary/b")),
        Binary=lines(binary),
        Patient=lines(PATIENT, PATIENT | {"id": "q", "gender": "male"}),
        Encounter=lines(STAY),
        Practitioner=lines(PHYSICIAN),
        Observation=lines(sodium(120, encounter="e"), sodium(131), sodium(140, "q"), sodium(150, "q", "other")),
    )
    first, second = read_exported(folder)
    assert [one.text for one in first.documents] == ["Gout.", "Asthma."]
    assert first.documents[0].id == f"{tmp_path.name}/DocumentReference.ndjson: line 1"
    assert (first.documents[0].author, first.setting, first.sex) == ("Quill", Setting.INPATIENT, Sex.FEMALE)
    assert [fact.value for fact in first.facts] == ["120", "131"]
    assert ([one.text for one in second.documents], second.sex) == (["Cough."], Sex.MALE)
    assert [fact.value for fact in second.facts] == ["140"]


def test_one_file_of_any_size_is_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = lines(
        note("Gout."), sodium(120), STAY, note("Cough.", encounter=""), note("Fall.", encounter=""), PATIENT
    )
    path = tmp_path / "all.ndjson"
    path.write_bytes(content)
    small = list(charts_in(content, str(path), path.name))
    monkeypatch.setattr(charts, "LARGEST_FILE", len(content) - 1)
    large = list(read_charts(path))
    assert large == small
    assert texts(iter(large)) == [["Gout."], ["Cough."], ["Fall."]]  # a note without an encounter is one by itself


def test_a_bundle_in_a_line_is_read_by_its_entries() -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": PATIENT}, {"resource": note("Gout.")}]}
    [one, other] = charts_in(lines(bundle, note("Cough.", "q", "f")), "in", "in")
    assert (one.documents[0].id, one.sex) == ("in: line 1 > entry 2", Sex.FEMALE)
    assert other.documents[0].id == "in: line 2"


def test_a_broken_line_is_told_and_the_others_go_on() -> None:
    told, chart = charts_in(lines(note("Gout.")) + b'{"resourceType": "Pat\n\n[]\n' + lines(STAY), "in", "in")
    assert [error.partition(" (")[0] for error in told.unreadable] == [
        "in: line 2: not JSON",
        "in: line 4: JSON that is no FHIR resource: it has no resourceType",
    ]
    assert ([one.text for one in chart.documents], chart.setting) == (["Gout."], Setting.INPATIENT)
    many = next(charts_in(lines(note("Gout.")) + b"x\n" * 30, "in", "in")).unreadable
    assert (len(many), many[-1]) == (21, "in: 10 more lines are no FHIR resources")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{\n  "resourceType": "Bundle",\n  "entry": []\n}\n', "line 1: not JSON"),
        (b'{"resourceType": "Bundle", "entry": [' + b" " * 200 + b"]}", "line 1: is longer than one resource"),
    ],
)
def test_a_large_file_that_is_no_export_is_refused(
    content: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.json"
    path.write_bytes(content)
    monkeypatch.setattr(charts, "LARGEST_FILE", 30)
    monkeypatch.setattr(fhir_export, "LARGEST_FILE", 100)
    with pytest.raises(UnreadableNoteError, match=said):
        list(read_charts(path))


def test_a_folder_without_lines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableNoteError, match=r"holds no \.ndjson files"):
        list(read_exported(tmp_path))


def test_memory_stays_flat(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        with (tmp_path / "all.ndjson").open("wb") as file:
            for number in range(count):
                file.write(lines(note("Gout. " * 200, f"p{number}", f"e{number}"), sodium(120, f"p{number}")))
            for number in range(count):
                file.write(lines(PATIENT | {"id": f"p{number}"}, STAY | {"id": f"e{number}"}))
        tracemalloc.start()
        read = sum(1 for chart in read_exported(tmp_path) if chart.sex and chart.facts)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert read == count
        return most

    small = peak(100)
    assert peak(1_500) < small + 200_000
