"""Coding summaries: each code with its evidence and reasons, findings and what was not coded; no patient unless asked for."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_claims import CREATED, abstract, made_up
from nosologist.codesets.library import Library
from nosologist.errors import UnwritableClaimError
from nosologist.formats.abstract import abstract_of, claim_of_abstract
from nosologist.formats.claims_out import Asked, writer
from nosologist.formats.claims_out.paper import printable
from nosologist.formats.claims_out.summary import summary_of
from nosologist.model.claim import Claim, claim_of
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.model.finding import Finding, Severity
from nosologist.pipeline import code_encounter

NOTE = "ASSESSMENT:\n1. Type 2 diabetes with neuropathy\n2. Pneumonia ruled out\n"
FOUND = (
    Finding("XYZ001", Severity.STOP, "two codes <of> one thing", override="letter of 3 May"),
    Finding("XYZ002", Severity.WARN, "look again"),
)
ASKED = Asked(CREATED, findings=lambda claim: FOUND)
NAMED = ASKED._replace(face_sheet=True)
IDENTIFIERS = ("Roe", "Jane", "1961-04-12", "Elm St", "1EG4TE5MK73")


@pytest.fixture(scope="module")
def claim(library: Library) -> Claim:
    """A claim that a note led to."""
    coded = code_encounter(Encounter((Document("visit", NOTE),)), library)
    facts = abstract("visit", lines=[{"code": "99213", "charge": 120, "units": 1, "pointers": [1]}])
    del facts["diagnoses"]
    return claim_of_abstract(abstract_of(facts), claim_of(coded))


def html(*claims: Claim, asked: Asked = ASKED) -> str:
    file = io.BytesIO()
    writer("summary-html").write(claims, file, asked)
    return file.getvalue().decode()


def pdf(*claims: Claim, asked: Asked = ASKED) -> bytes:
    file = io.BytesIO()
    writer("summary").write(claims, file, asked)
    return file.getvalue()


def pages(data: bytes) -> list[str]:
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def plain(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_each_code_has_its_evidence_path_and_reasons(claim: Claim, form: str) -> None:
    text = plain(html(claim)) if form == "html" else " ".join(pages(pdf(claim)))
    text = " ".join(text.split())
    for said in ("E11.40", "Type 2 diabetes mellitus with diabetic neuropathy", "first-listed", "neuropathy",
                 "Diabetes > type 2 > with > neuropathy", "index: ", "Pneumonia", "J18.9", "negated", "99213", "120.00",
                 "XYZ001", "stop, stands", "two codes <of> one thing. It stands because: letter of 3 May",
                 "XYZ002", "look again", "icd10cm:"):  # fmt: skip
        assert said in text, said


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_no_patient_is_named_unless_asked_for(claim: Claim, form: str) -> None:
    def shown(asked: Asked) -> str:
        return html(claim, asked=asked) if form == "html" else " ".join(pages(pdf(claim, asked=asked)))

    assert not [one for one in IDENTIFIERS if one in shown(ASKED)]
    assert not [one for one in IDENTIFIERS if one not in shown(NAMED)]


def test_without_a_record_the_codes_stand_alone() -> None:
    summary = summary_of(made_up("stay"), ASKED._replace(title=lambda claim, code: "T"))
    assert summary.diagnoses[0][:3] == ("I50.21", "T", "1. principal, POA Y, from the abstract")
    assert [one.code for one in summary.procedures] == ["02703DZ"]
    assert ("Admitting diagnosis", "R06.02") in summary.facts


def test_each_claim_begins_a_page(claim: Claim) -> None:
    found = pages(pdf(claim, made_up("stay")))
    assert sum("Coding summary" in page for page in found) == 2
    assert all(f"page {number}" in page for number, page in enumerate(found, 1))


def test_many_rows_go_on_further_pages(claim: Claim) -> None:
    found = tuple(Finding(f"ABC{at:03}", Severity.INFO, "word " * 30) for at in range(120))
    text = pages(pdf(claim, asked=Asked(CREATED, findings=lambda claim: found)))
    assert len(text) > 4
    assert all(f"ABC{at:03}" in " ".join(text) for at in range(120))


def test_a_text_longer_than_a_page_is_printed(claim: Claim) -> None:
    found = (Finding("ABC001", Severity.INFO, "word " * 4_000 + "x" * 500),)
    assert len(pages(pdf(claim, asked=Asked(CREATED, findings=lambda claim: found)))) > 3


def test_every_run_gives_the_same_bytes(claim: Claim) -> None:
    assert pdf(claim) == pdf(claim)
    assert html(claim) == html(claim)


def test_a_claim_without_codes_is_refused() -> None:
    bare = replace(made_up("visit"), diagnoses=(), lines=())
    with pytest.raises(UnwritableClaimError, match="has no codes"):
        pdf(bare)


@given(st.text())
@settings(max_examples=200)
def test_whatever_a_text_holds_can_be_printed(text: str) -> None:
    shown = printable(text)
    shown.encode("cp1252")
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("≥ 5", ">= 5"), ("Łódź", "?ódz"), ("Müller", "Müller"), ("Tūn", "Tun"), ("“a” – b", "“a” – b")]
)
def test_letters_that_no_plain_pdf_has_are_spelled(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(max_size=40).filter(str.strip).filter(str.isprintable))
@settings(max_examples=30, deadline=None)
def test_no_text_breaks_the_page(text: str) -> None:
    asked = Asked(CREATED, findings=lambda claim: (Finding("ABC001", Severity.INFO, text),))
    page = html(made_up("visit"), asked=asked)
    assert "<script" not in page.lower()
    assert " ".join(text.split()) in " ".join(plain(page).split()) or text >= "\ud800"
    assert pdf(made_up("visit"), asked=asked).startswith(b"%PDF")
