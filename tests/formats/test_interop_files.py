"""Published sample charts of other makers: every well-formed one is read, every faulty one questioned or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import data
from nosologist.errors import UnreadableNoteError
from nosologist.formats.charts import charts_in, read_charts

pytestmark = pytest.mark.real

FAULTS = {  # in the name of a negative sample -> what must be said of it
    "Bad_DocTypeId": "typeId is not",
    "Bad_DocCode": "code has no LOINC code",
    "Bad_DocEffectiveTime": "effectiveTime of the document",
    "Bad_GenderCode": "administrativeGenderCode",
    "Missing_PatientName": "the patient has no name",
    "Bad_ProblemSectionCode": "code has no LOINC code",
    "Bad_ProblemSectionTemplateId": "a section without the templateId",
    "Bad_ProblemConcernElements": "entry > act without the templateId",
    "Bad_ProblemObservationElements": "entryRelationship > observation without the templateId",
    "CP_Sample1": "confidentiality|languageCode",
    "USCDI_Sample1": "code has no LOINC code",
    "USCDI_Sample2": "a section without the templateId",
    "USCDI_Sample3": "entry > act without the templateId",
    "USCDI_Sample4": "has no CPT code",
    "USCDI_Sample5": "languageCode is no language",
}


def files(*parts: str) -> list[Path]:
    return sorted(
        path for path in data("eval", "interop", *parts).rglob("*.*") if path.suffix in (".xml", ".json", ".hl7")
    )


@pytest.mark.parametrize(
    ("folder", "count"),
    [("hl7v2", 46), ("ccda/hl7_examples", 55), ("ccda/onc_cures/positive", 14), ("fhir_us_core", 45)],
)
def test_every_well_formed_file_is_read(folder: str, count: int) -> None:
    read = {path.name: list(read_charts(path)) for path in files(*folder.split("/"))}
    assert len(read) == count
    assert [name for name, charts in read.items() if not charts or any(chart.unreadable for chart in charts)] == []
    silent = {name for name, charts in read.items() if not any(chart.documents or chart.remarks for chart in charts)}
    assert silent == set()


def test_every_whole_document_has_text_and_facts() -> None:
    for path in [*files("ccda", "onc_cures", "positive"), *files("ccda", "hl7_examples", "Documents")]:
        [chart] = read_charts(path)
        [document] = chart.documents
        assert len(document.text) > 500, path.name
        assert chart.born and chart.sex and chart.day and document.kind and document.written, path.name


@pytest.mark.parametrize("fault", FAULTS)
def test_every_faulty_file_is_questioned_for_its_fault(fault: str) -> None:
    import re

    [path] = [path for path in files("ccda", "onc_cures", "negative") if fault in path.name]
    [chart] = read_charts(path)
    assert any(re.search(FAULTS[fault], remark) for remark in chart.remarks), chart.remarks[:5]


def test_the_file_that_is_not_well_formed_is_refused_with_its_place() -> None:
    [path] = [path for path in files("ccda", "onc_cures", "negative") if "BadXml" in path.name]
    with pytest.raises(UnreadableNoteError, match=r"line 59, column \d+: not well-formed XML"):
        list(read_charts(path))


def test_claims_are_no_charts() -> None:
    for path in sorted(data("eval", "interop", "x12").rglob("*.83*")):
        with pytest.raises(UnreadableNoteError, match="X12 interchange"):
            list(charts_in(path.read_bytes(), path.name, path.name))


def test_a_file_cut_anywhere_is_refused_or_read_never_a_fault_of_ours() -> None:
    for path in [*files("hl7v2")[:6], *files("ccda", "onc_cures", "positive")[:2], *files("fhir_us_core")[:6]]:
        whole = path.read_bytes()
        for part in range(1, 8):
            try:
                list(charts_in(whole[: len(whole) * part // 8], path.name, path.name))
            except UnreadableNoteError as error:
                assert path.name in str(error)
