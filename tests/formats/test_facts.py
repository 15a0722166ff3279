"""Results, vital signs, medications and problems that stand in fields are kept as indicators."""

from __future__ import annotations

import json
from datetime import date

import pytest

import chart_files
from nosologist.codesets.library import Books
from nosologist.coding.ask import ask
from nosologist.formats.charts import charts_in
from nosologist.formats.facts import limits
from nosologist.formats.visits import encounters_of
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.fact import Fact, FactKind
from nosologist.pipeline import walk

OBX = "OBX|{}|NM|2823-3^Potassium^LN||{}|mmol/L|3.5-5.1|{}|||F|||20260301"


def facts(data: bytes) -> list[Fact]:
    return [fact for chart in charts_in(data, "/tmp/in", "in") for fact in chart.facts]


def test_results_of_hl7() -> None:
    message = chart_files.hl7(
        "OBR|1|||24323-8^Panel^LN|||20260228", OBX.format(1, "6.1", "H"), OBX.format(2, "4.0", "N"),
        "OBX|3|SN|1^Troponin||<^0.01|ng/mL|<0.04", "OBX|4|CE|2^Culture||x^Escherichia coli", kind="ORU^R01",
    )  # fmt: skip
    high, normal, below, culture = facts(message)
    assert (high.name, high.value, high.unit, high.low, high.high, high.flag, high.day, high.source) == (
        "Potassium", "6.1", "mmol/L", 3.5, 5.1, "H", date(2026, 3, 1), "in > message 1",
    )  # fmt: skip
    assert (high.is_in_range, normal.is_in_range, normal.flag, below.is_in_range) == (False, True, "", None)
    assert (below.value, below.high, below.day) == ("<0.01", 0.04, date(2026, 2, 28))
    assert culture.value == "Escherichia coli"
    assert high.line == "Potassium 6.1 mmol/L (3.5-5.1) H on 2026-03-01"


def observation(name: str, value: float, **more: object) -> dict[str, object]:
    quantity = {"value": value, "unit": "mmol/L"}
    return {"resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/1"}, "code": {"text": name},
            "valueQuantity": quantity, **more}  # fmt: skip


def bundle(*resources: dict[str, object]) -> bytes:
    return json.dumps({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}).encode()


NOTE = {
    "resourceType": "DiagnosticReport",
    "conclusion": "Gout.",
    "subject": {"reference": "Patient/1"},
    "encounter": {"reference": "Encounter/1"},
}


def test_facts_of_fhir() -> None:
    pressure = {
        "resourceType": "Observation",
        "status": "final",
        "subject": {"reference": "Patient/1"},
        "category": [{"coding": [{"code": "vital-signs"}]}],
        "code": {"text": "Blood pressure"},
        "component": [{"code": {"text": "Systolic blood pressure"}, "valueQuantity": {"value": 90, "unit": "mm[Hg]"}}],
    }
    limits_told = {
        "referenceRange": [{"low": {"value": 3.5}, "high": {"value": 5.1}}],
        "effectiveDateTime": "2026-03-01",
    }
    condition = {"resourceType": "Condition", "subject": {"reference": "Patient/1"}, "code": {"text": "Gout"}}
    drug = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "subject": {"reference": "Patient/1"},
        "medicationCodeableConcept": {"text": "Allopurinol"},
    }
    void = observation("Sodium", 120, status="entered-in-error")
    found = facts(bundle(NOTE, observation("Potassium", 6.1, **limits_told), pressure, condition, drug, void))
    assert [(fact.kind, fact.name, fact.value) for fact in found] == [
        (FactKind.RESULT, "Potassium", "6.1"),
        (FactKind.VITAL, "Systolic blood pressure", "90"),
        (FactKind.PROBLEM, "Gout", ""),
        (FactKind.MEDICATION, "Allopurinol", ""),
    ]
    assert (found[0].is_in_range, found[0].day, found[0].source) == (False, date(2026, 3, 1), "in > entry 2")


def test_facts_of_a_patient_with_two_encounters_go_with_their_own() -> None:
    other = {**NOTE, "encounter": {"reference": "Encounter/2"}}
    own = observation("Potassium", 6.1, encounter={"reference": "Encounter/2"})
    charts = list(charts_in(bundle(NOTE, other, own, observation("Sodium", 120)), "in", "in"))
    assert [[fact.name for fact in chart.facts] for chart in charts] == [[], ["Potassium"]]


ENTRY = (
    '<entry><organizer><component><observation><code displayName="{name}"/><effectiveTime value="20260301"/>'
    '<value value="{value}" unit="mmol/L"/><interpretationCode code="H"/><referenceRange><observationRange>{range}'
    "</observationRange></referenceRange></observation></component></organizer></entry>"
)


@pytest.mark.parametrize(
    "range", ['<value><low value="3.5"/><high value="5.1"/></value>', "<text>3.5 - 5.1 mmol/L</text>"]
)
def test_facts_of_c_cda(range: str) -> None:
    result = ENTRY.format(name="Potassium [Moles/volume] in Serum", value="6.1", range=range)
    drug = (
        "<entry><substanceAdministration><consumable><manufacturedProduct><manufacturedMaterial>"
        '<code displayName="Allopurinol"/></manufacturedMaterial></manufacturedProduct></consumable>'
        "</substanceAdministration></entry>"
    )
    sections = [
        chart_files.section("30954-2", "Results", "see").replace("</section>", result + "</section>"),
        chart_files.section("10160-0", "Drugs", "see").replace("</section>", drug + "</section>"),
    ]
    potassium, allopurinol = facts(chart_files.ccda(*sections))
    assert (potassium.short_name, potassium.low, potassium.high, potassium.is_in_range) == (
        "Potassium",
        3.5,
        5.1,
        False,
    )
    assert (allopurinol.kind, allopurinol.name) == (FactKind.MEDICATION, "Allopurinol")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("3.5-5.1", (3.5, 5.1)),
        ("-2 to 2", (-2, 2)),
        ("<200", (None, 200)),
        (">= 40 mL", (40, None)),
        ("negative", (None, None)),
    ],
)
def test_ranges_as_laboratories_write_them(text: str, ends: tuple[float | None, float | None]) -> None:
    assert limits(text) == ends


def test_queries_quote_facts_and_no_code_rests_on_them(books: Books) -> None:
    note = chart_files.hl7("TXA|1|PR", "OBX|1|TX|||Plan: KCl 40 mEq IV.~Assessment: Gout.")
    visit = b"|" * 17 + b"V1"
    data = (note + chart_files.hl7("OBR|1", OBX.format(1, "2.5", "LL"), kind="ORU^R01")).replace(
        b"PV1|1|I" + b"|" * 42, b"PV1|1|I" + visit + b"|" * 25
    )
    [chart] = charts_in(data, "in", "in")
    [encounter] = encounters_of(chart, Encounter((), procedures=False), setting_is_given=False)
    assert (len(encounter.documents), len(encounter.facts), encounter.setting) == (1, 1, Setting.INPATIENT)
    coded = walk(encounter, books)
    assert [one.code.dotted for one in coded.assignments] == ["M10.9"]
    quoted = [
        one for query in ask(coded, books) for one in query.indicators if one.document == "in > message 2 (fields)"
    ]
    assert quoted
    assert (quoted[0].quote, quoted[0].date) == ("potassium 2.5 mmol/L (3.5-5.1) LL on 2026-03-01", date(2026, 3, 1))
