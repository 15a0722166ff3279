"""Whole records of several documents, each named for what it teaches: ``records/<name>/*.txt`` and ``expected.yaml``.

``expected.yaml`` holds what a certified coder gives, decided from the guidelines before the engine was run: the codes, the first
of them, why others are not coded, the findings that must and must not be there, and which notes copy from which. Where the
engine differs today, ``records/differences.yaml`` says exactly how. ``python tests/test_records.py`` writes it anew.
"""

from __future__ import annotations

import sys
from functools import cache
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import codes
from nosologist.codesets.library import Books, Library
from nosologist.formats.coded_json import to_object
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk

FOLDER = Path(__file__).parent / "records"
LEDGER = FOLDER / "differences.yaml"
RECORDS = sorted(path.parent for path in FOLDER.glob("*/expected.yaml"))
NAMES = [record.name for record in RECORDS]


def expected(record: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((record / "expected.yaml").read_text("utf-8")))


def encounter_of(record: Path) -> Encounter:
    documents = tuple(Document(path.stem, path.read_text("utf-8")) for path in sorted(record.glob("*.txt")))
    return Encounter(documents, Setting(expected(record)["setting"]), procedures=False, name=record.name)


@cache
def coded(record: Path, books: Books) -> CodedEncounter:
    return walk(encounter_of(record), books)


def difference(record: Path, found: CodedEncounter) -> dict[str, list[str]]:
    """What is missing and what is too much; empty where the record is coded as expected."""
    gold, given = set(expected(record)["codes"]), set(codes(found))
    parts = {"missing": sorted(gold - given), "extra": sorted(given - gold)}
    return {name: part for name, part in parts.items() if part}


@pytest.fixture(params=RECORDS, ids=NAMES)
def record(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_there_are_records_enough() -> None:
    assert len(RECORDS) >= 6
    assert all(len(list(record.glob("*.txt"))) > 1 for record in RECORDS)


def test_the_codes(record: Path, books: Books) -> None:
    known = yaml.safe_load(LEDGER.read_text("utf-8")) or {}
    found = coded(record, books)
    assert difference(record, found) == known.get(record.name, {})
    assert codes(found)[0] == expected(record)["first"]


def test_expected_codes_are_valid(record: Path, books: Books) -> None:
    assert all(books.tabular.is_valid(code.replace(".", "")) for code in expected(record)["codes"])


def test_why_others_are_not_coded(record: Path, books: Books) -> None:
    found = coded(record, books)
    for code, reason in expected(record).get("not_coded", {}).items():
        reasons = {entry.reason for entry in found.not_coded if any(one.dotted == code for one in entry.candidates)}
        assert reason in reasons, (code, reasons)


def test_the_findings(record: Path, books: Books) -> None:
    found = {finding.rule for finding in coded(record, books).findings}
    assert set(expected(record).get("findings", [])) <= found
    assert found.isdisjoint(expected(record).get("silent", []))


def test_the_copies(record: Path, books: Books) -> None:
    found = coded(record, books)
    encounter = found.encounter
    pairs = {encounter.place(copy.span).document.id: encounter.documents[copy.source].id for copy in found.copies}
    for later, earlier in expected(record).get("copied", {}).items():
        assert later in pairs
        assert earlier in {encounter.documents[copy.source].id for copy in found.copies}


def test_every_quote_stands_in_its_document(record: Path, books: Books) -> None:
    content = to_object(coded(record, books))
    texts = {path.stem: path.read_text("utf-8") for path in record.glob("*.txt")}
    copies = [{"document": one["id"], **copy} for one in content["documents"] for copy in one.get("copied", [])]
    quotes = [quote for code in content["codes"] for quote in code["evidence"]] + content["not_coded"] + copies
    assert quotes
    for quote in quotes:
        assert texts[quote["document"]][quote["start"] : quote["end"]] == quote["text"]


def test_the_order_of_the_files_changes_nothing(record: Path, books: Books) -> None:
    encounter = encounter_of(record)
    whole = codes(coded(record, books))
    for documents in islice(permutations(encounter.documents), 1, 720, 97):
        other = Encounter(documents, encounter.setting, procedures=False, name=encounter.name)
        assert codes(walk(other, books)) == whole


def main() -> None:
    """Write the ledger of differences."""
    books = Library().in_force()
    ledger = {record.name: found for record in RECORDS if (found := difference(record, coded(record, books)))}
    LEDGER.write_text(yaml.safe_dump(ledger, default_flow_style=None, width=120) if ledger else "{}\n", "utf-8")
    print(f"{len(RECORDS) - len(ledger)} of {len(RECORDS)} records as expected", file=sys.stderr)


if __name__ == "__main__":
    main()
