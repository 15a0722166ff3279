"""Each kind of gap is found in a short note, and its draft is compliant."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from nosologist.codesets.library import Books
from nosologist.coding.ask import ask
from nosologist.coding.lint import lint
from nosologist.formats.query_json import read_queries, to_object
from nosologist.formats.query_text import read_query, write_query
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.query import OptionKind, Query
from nosologist.pipeline import walk

GAPS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "queries" / "gaps.yaml").read_text("utf-8"))
ON = date(2026, 5, 4)


def asked(notes: list[str], books: Books, setting: str = "inpatient", on: date | None = ON) -> tuple[Query, ...]:
    documents = tuple(Document(f"note{number}", note) for number, note in enumerate(notes, 1))
    return ask(walk(Encounter(documents, Setting(setting), on), books), books)


def test_there_are_many_kinds_of_gaps() -> None:
    assert len({one["gap"] for one in GAPS}) >= 60


@pytest.mark.parametrize("one", GAPS, ids=lambda one: one["gap"])
def test_the_gap_is_asked_about(one: dict[str, Any], books: Books) -> None:
    queries = asked([one["note"]], books, one.get("setting", "inpatient"))
    found = [query for query in queries if query.gap == one["gap"]]
    assert found, [query.gap for query in queries]
    query = found[0]
    quotes = " | ".join(indicator.quote for indicator in query.indicators).lower()
    assert all(quote.lower() in quotes for quote in one["quotes"]), quotes
    offered = [option.text for option in query.options]
    assert all(any(text.startswith(wanted) for text in offered) for wanted in one["offers"]), offered
    assert not any(text.startswith(unwanted) for text in offered for unwanted in one.get("without", [])), offered


@pytest.mark.parametrize("one", GAPS, ids=lambda one: one["gap"])
def test_every_draft_is_compliant(one: dict[str, Any], books: Books) -> None:
    for query in asked([one["note"]], books, one.get("setting", "inpatient")):
        for form in (query, read_query(write_query(query)), *read_queries(_json(query), "draft")):
            findings = [(finding.rule, finding.message) for finding in lint(form, books)]
            assert findings == [], write_query(query)


@pytest.mark.parametrize("one", GAPS, ids=lambda one: one["gap"])
def test_every_quote_stands_in_the_note(one: dict[str, Any], books: Books) -> None:
    for query in asked([one["note"]], books, one.get("setting", "inpatient")):
        assert query.indicators
        for indicator in query.indicators:
            assert indicator.span is not None
            assert " ".join(indicator.span.quote(one["note"]).split()) == indicator.quote
        kinds = [option.kind for option in query.options]
        assert kinds.count(OptionKind.OTHER) == kinds.count(OptionKind.UNDETERMINED) == 1


def test_the_draft_of_the_page_is_what_is_drafted(books: Books) -> None:
    page = (Path(__file__).parents[2] / "docs" / "queries.md").read_text("utf-8")
    blocks = [block.strip() for block in page.split("```")]
    note = next(block for block in blocks if block.startswith("Labs: Na"))
    draft = next(block for block in blocks if block.startswith("Clarification of the sodium values"))
    queries = asked([note], books, on=date(2026, 3, 18))
    assert [write_query(query).replace("note1)", "note)").strip() for query in queries] == [draft]


@pytest.mark.parametrize(
    ("note", "gap"),
    [
        ("Labs: Na 121\nHospital Course: 3% saline.\nAssessment: Hyponatremia.", "sodium low, treated"),
        ("Labs: Na 138\nHospital Course: Fluid restriction.\nAssessment: Heart failure.", "sodium low, treated"),
        ("Hospital Course: Foley no.\nDischarge Diagnoses: Acute pyelonephritis.", "urinary infection with a catheter"),
        ("Labs: Na 121\nHospital Course: No fluid restriction needed.\nAssessment: Weakness.", "sodium low, treated"),
        ("Hospital Course: EBL 50 mL. Hgb 13.1 -> 12.8.\nAssessment: Hernia.", "hemoglobin dropped, transfused"),
        ("Labs: EF 30%\nAssessment: Acute systolic heart failure.", "heart failure, type"),
        ("HPI: Dyspnea.\nAssessment: Heart failure.", "heart failure, type"),
        ("HPI: Short of breath. BiPAP, SpO2 80%.\nAssessment: Acute respiratory failure with hypoxia.", "low oxygen, treated"),
        ("HPI: Known COPD, not on home oxygen.\nAssessment: COPD.", "home oxygen without its condition"),
        ("Family History: mother on levothyroxine.\nAssessment: Cough.", "levothyroxine without its condition"),
        ("Vitals: T 39.2, HR 120\nAssessment: Sepsis due to pneumonia.", "sepsis without indicators"),
        ("HPI: Foley.\nAssessment: CAUTI, urinary tract infection due to the catheter.", "urinary infection with a catheter"),
        ("HPI: Known type 1 diabetes.\nAssessment: Type 1 diabetes mellitus.", "diabetes, two types"),
        ("HPI: Pressure ulcer at home.\nDischarge Diagnoses: Stage 3 pressure ulcer of sacral region.", "present on admission"),
    ],
)  # fmt: skip
def test_what_the_record_answers_is_not_asked(note: str, gap: str, books: Books) -> None:
    assert gap not in [query.gap for query in asked([note], books)]


def test_a_prior_encounter_is_told(books: Books) -> None:
    note = "HPI: Known heart failure. At the last admission (11/2/2025) EF 25%.\nAssessment: Heart failure, IV Lasix."
    query = next(query for query in asked([note], books) if query.gap == "heart failure, type")
    assert [(one.prior, one.date) for one in query.indicators if "EF" in one.quote] == [(True, date(2025, 11, 2))]
    assert "prior encounter, 2025-11-02" in write_query(query)


def test_without_any_date_the_draft_says_so_and_the_linter_warns(books: Books) -> None:
    note = "Labs: K 2.5\nPlan: KCl 40 mEq IV.\nAssessment: Gastroenteritis."
    (query,) = asked([note], books, on=None)
    assert "date not stated in the record" in write_query(query)
    assert [finding.rule for finding in lint(query, books)] == ["QRY110"]


def test_two_documents_that_disagree_are_asked_about(books: Books) -> None:
    notes = ["Assessment: Acute kidney injury, fluids.", "Assessment: No acute kidney injury. Chronic kidney disease."]
    queries = asked(notes, books)
    found = next(query for query in queries if query.gap == "stated and denied")
    assert {one.document for one in found.indicators} == {"note1", "note2"}
    assert [option.text for option in found.options][:2] == ["Present", "Not present, or ruled out"]


def _json(query: Query) -> str:
    import json

    return json.dumps(to_object(query))


def test_a_wrapped_line_keeps_the_date_that_stands_behind_it(books: Books) -> None:
    note = "Hospital Course: Given 3% saline on 5/1; Na 121\non 5/3 and weak.\nAssessment: Weakness."
    query = next(query for query in asked([note], books) if "sodium" in query.title)
    assert {one.quote: one.date for one in query.indicators}["Na 121 on 5/3 and weak"] == date(2026, 5, 3)
