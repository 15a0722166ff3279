"""The proof of an encounter of several documents: which words stand in which, on which page, and what people decided."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from mini import PROCEDURE_TABLES, write
from nosologist.cli import main
from nosologist.codesets.compile.add import add
from nosologist.codesets.library import Books, Library
from nosologist.codesets.shelf import Shelf
from nosologist.formats.chart import Chart
from nosologist.model.claim import Override
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.fact import Fact, FactKind
from nosologist.model.places import Place, packed
from nosologist.pipeline import walk
from nosologist.proof.earlier import as_of, parts_of
from nosologist.proof.seal import canonical, digest
from nosologist.proof.statement import content, record
from nosologist.proof.verify import verify

ADMISSION = "HISTORY AND PHYSICAL\nDate: 03/02/2026\nHPI: Fever and cough for three days.\nASSESSMENT: Pneumonia. Type 2 diabetes."
PROGRESS = "PROGRESS NOTE\nASSESSMENT: Pneumonia is better. Acute kidney injury, creatinine 2.1, fluids were given."
SUMMARY = "DISCHARGE SUMMARY\nDate: 03/06/2026\nDISCHARGE DIAGNOSES:\n1. Pneumonia\n2. Acute kidney injury\n3. Type 2 diabetes"
GIVEN = (Document("c.txt", SUMMARY), Document("a.txt", ADMISSION), Document("b.txt", PROGRESS))
KNEE = """HPI: Established patient returns for left knee pain.
PROCEDURE: The left knee was injected with triamcinolone under ultrasound guidance.
ASSESSMENT: Primary osteoarthritis of the left knee."""


def proof_of(encounter: Encounter, books: Books, decided: Sequence[Override] = ()) -> dict[str, Any]:
    stated = record(walk(encounter, books), books, encounter.documents, decided)
    found: dict[str, Any] = json.loads(canonical(content([stated])))
    return found


def failed(proof: dict[str, Any], library: Library, *documents: Document, facts: tuple[Fact, ...] = ()) -> list[str]:
    charts = [Chart((one,)) for one in documents] + ([Chart(facts=facts)] if facts else [])
    lines = verify(proof, digest(canonical(proof)), library, charts or None)
    return [one.what for one in lines if one.holds is False]


@pytest.fixture
def stay(books: Books) -> dict[str, Any]:
    return proof_of(Encounter(GIVEN, Setting.INPATIENT), books)


def test_each_document_has_its_hash_and_each_quote_its_document(stay: dict[str, Any]) -> None:
    [one] = stay["records"]
    texts = {document.id: document.text for document in GIVEN}
    assert [document["id"] for document in one["documents"]] == ["a.txt", "b.txt", "c.txt"]
    assert [document["given"] for document in one["documents"]] == [2, 3, 1]
    assert [document["final"] for document in one["documents"]] == [False, False, True]
    assert all(document["sha256"] == digest(texts[document["id"]].encode()) for document in one["documents"])
    seen = set()
    for span in [span for code in one["codes"] for span in code["spans"]] + one["not_coded"]:
        document = one["documents"][span["document"] - 1]
        seen.add(document["id"])
        assert texts[document["id"]][span["start"] : span["end"]] == span["quote"]
    assert len(seen) > 1


def test_it_holds_whatever_the_files_are_called_and_in_any_order(stay: dict[str, Any], library: Library) -> None:
    renamed = [replace(one, id=f"{number}.txt") for number, one in enumerate(reversed(GIVEN))]
    assert failed(stay, library, *renamed) == []
    assert failed(stay, library) == []


def test_a_missing_an_added_and_a_changed_document_are_told(stay: dict[str, Any], library: Library) -> None:
    assert failed(stay, library, *GIVEN[:2]) == ["documents of the chart", "text of the chart"]
    assert failed(stay, library, *GIVEN, Document("d.txt", "Addendum.")) == ["documents of the chart"]
    changed = replace(GIVEN[2], text=PROGRESS.replace("Acute kidney injury", "Gout"))
    told = failed(stay, library, *GIVEN[:2], changed)
    assert told[:2] == ["text of the chart", f"{_quotes(stay)} quotes stand at their places"]
    assert "coded again: codes" in told


def _quotes(proof: dict[str, Any]) -> int:
    return json.dumps(proof).count('"quote"')


def test_a_quote_that_is_said_to_stand_elsewhere_is_told(stay: dict[str, Any], library: Library) -> None:
    span = stay["records"][0]["codes"][0]["spans"][0]
    span["document"] = 1 + span["document"] % 3
    assert any("quotes stand at their places" in what for what in failed(stay, library, *GIVEN))


def test_who_wrote_what_is_checked_again(stay: dict[str, Any], library: Library) -> None:
    stay["records"][0]["documents"][0]["role"] = "nurse"
    assert failed(stay, library, *GIVEN) == [
        "arranged again: order, authors and copies of the documents",
    ]


def test_facts_in_fields_are_checked_wherever_they_lie(books: Books, library: Library) -> None:
    facts = (Fact(FactKind.RESULT, "Potassium", "old.hl7", "5.9", "mmol/L", 3.5, 5.1),)
    proof = proof_of(Encounter(GIVEN, Setting.INPATIENT, facts=facts), books)
    assert failed(proof, library, *GIVEN, facts=(replace(facts[0], source="new.hl7"),)) == []
    assert "facts in fields" in failed(proof, library, *GIVEN, facts=(replace(facts[0], value="4.2"),))


def test_words_of_a_page_have_their_page_and_box(books: Books, library: Library) -> None:
    start = SUMMARY.index("Pneumonia")
    places = packed([Place(start, start + len("Pneumonia"), 3, 0.25, 0.5, 0.5, 0.75)])
    scanned = replace(GIVEN[0], places=places, format="pdf")
    proof = proof_of(Encounter((scanned, *GIVEN[1:]), Setting.INPATIENT), books)
    spans = [span for code in proof["records"][0]["codes"] for span in code["spans"] if span.get("places")]
    assert spans[0]["places"] == [{"page": 3, "box": [0.25, 0.5, 0.5, 0.75]}]
    assert failed(proof, library, scanned, *GIVEN[1:]) == []
    spans[0]["places"][0]["page"] = 4
    assert "coded again: codes" in failed(proof, library, scanned, *GIVEN[1:])


def test_service_lines_are_stated_and_checked(books: Books, library: Library) -> None:
    document = Document("knee", KNEE)
    proof = proof_of(Encounter((document,), view=View.PROFESSIONAL), books)
    [line] = proof["records"][0]["services"]
    assert (line["code"], line["for"], line["modifiers"][0]["span"]["quote"]) == ("20611", ["M17.12"], "left")
    assert proof["records"][0]["open_services"]
    assert failed(proof, library, document) == []
    line["units"] = "3"
    assert "coded again: services" in failed(proof, library, document)
    line["for"] = ["M17.11"]
    assert "20611: number and pointers" in failed(proof, library)


def test_procedures_are_stated_axis_by_axis_and_checked(books: Books, shelf: Shelf, tmp_path: Path) -> None:
    add([write(tmp_path, "t.xml", PROCEDURE_TABLES)], shelf, lambda what, part: None)
    there = replace(books, shelf=shelf, memo={})
    library = cast(Library, SimpleNamespace(in_force=lambda on: there))
    document = Document("operation", "Procedure: Laparoscopic cholecystectomy.")
    proof = proof_of(Encounter((document,), Setting.INPATIENT), there)
    [one] = proof["records"][0]["procedures"]
    assert (one["pattern"], one["axes"][4]["span"]["quote"]) == ("0FT44ZZ", "Laparoscopic")
    assert failed(proof, library, document) == []
    one["axes"][4] |= {"character": "0", "label": "Door"}
    assert failed(proof, library) == ["0FT44ZZ: legal, title and axes"]
    one["pattern"] = "0FT40Z."
    assert failed(proof, library)


def test_a_decision_is_kept_and_checked(books: Books, library: Library) -> None:
    encounter = Encounter(GIVEN, Setting.INPATIENT)
    rule = walk(encounter, books).findings[0].rule
    proof = proof_of(encounter, books, [Override(rule, "signed on paper")])
    [one] = proof["records"]
    assert one["decisions"] == [{"rule": rule, "reason": "signed on paper"}]
    assert {finding["override"] for finding in one["findings"] if finding["rule"] == rule} == {"signed on paper"}
    assert failed(proof, library, *GIVEN) == []
    one["decisions"].clear()
    assert "decisions: each lets a finding stand" in failed(proof, library)


def test_a_proof_of_version_1_is_checked_for_all_that_it_says(books: Books, library: Library) -> None:
    document = Document("visit", "ASSESSMENT:\n1. Type 2 diabetes with stage 3a CKD\n2. Hypertension")
    proof = proof_of(Encounter((document,)), books)
    [one] = proof["records"]
    for part in parts_of(1):
        one[part] = as_of(1, part, one[part])
    for name in ("facts", "services", "open_services"):
        del one[name]
    for name in ("view", "name", "established"):
        del one["encounter"][name]
    proof["version"] = 1
    assert set(one["not_coded"][0] if one["not_coded"] else ()) <= {"start", "end", "quote", "candidates", "reason"}
    assert failed(proof, library, document) == []
    one["codes"][0]["reasons"].pop()
    assert failed(proof, library, document) == ["coded again: codes"]


def test_the_commands(books: Books, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "stay", tmp_path / "proof.json"
    folder.mkdir()
    for one in GIVEN:
        (folder / one.id).write_text(one.text, "utf-8")
    rule = walk(Encounter(GIVEN, Setting.INPATIENT), books).findings[0].rule
    told = ["proof", "--encounter", str(folder), "--setting", "inpatient", "--force", f"{rule}=signed on paper"]
    assert main([*told, "-o", str(out)]) == 0
    again = tmp_path / "together.json"
    files = [str(folder / one.id) for one in GIVEN]
    assert main(["proof", *files, "--together", "--setting", "inpatient", "-o", str(again)]) == 0
    assert len(json.loads(again.read_bytes())["content"]["records"]) == 1
    capsys.readouterr()
    for proof in (out, again):
        assert main(["verify", str(proof), "--chart", *files]) == 0, capsys.readouterr().out
    assert main(["verify", str(out), "--chart", str(folder)]) == 0
    assert main(["verify", str(out), "--chart", *files[:2]]) == 1
    assert main([*told[:-1], "CLM015=no such finding", "-o", str(tmp_path / "never.json")]) == 2
    assert "found nothing in this chart" in capsys.readouterr().err
    assert not (tmp_path / "never.json").exists()
