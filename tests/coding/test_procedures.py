"""Procedures from the record: axes with their evidence, legal codes only, and what the record leaves open."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import data
from mini import PROCEDURE_TABLES, write
from nosologist.codesets.compile.add import add
from nosologist.codesets.library import Books
from nosologist.codesets.procedures import OPEN, Procedures
from nosologist.codesets.shelf import Shelf
from nosologist.coding.ask import ask
from nosologist.coding.lint import lint
from nosologist.coding.procedure_words import BY_INCISION, Choice, operations, phrases
from nosologist.errors import BookError
from nosologist.formats.coded_csv import rows
from nosologist.formats.coded_json import to_object
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk

NOTES = [
    note
    for name in ("procedure_notes.yaml", "procedure_notes_whole.yaml", "procedure_notes_more.yaml")
    for note in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
]


ON = date(2026, 5, 4)


def silent(what: str, part: float) -> None:
    pass


def coded(text: str, books: Books, shelf: Shelf, setting: str = "inpatient", **facts: object) -> CodedEncounter:
    there = replace(books, shelf=shelf, memo={})
    return walk(Encounter((Document("note", text),), Setting(setting), **facts), there)  # type: ignore[arg-type]


@pytest.fixture
def small(shelf: Shelf, tmp_path: Path) -> Shelf:
    add([write(tmp_path, "t.xml", PROCEDURE_TABLES)], shelf, silent)
    return shelf


def patterns(result: CodedEncounter) -> list[str]:
    return [one.pattern for one in result.procedures]


def test_each_axis_has_its_words_or_its_table(books: Books, small: Shelf) -> None:
    text = "Procedure: Laparoscopic cholecystectomy."
    [one] = coded(text, books, small).procedures
    assert (one.pattern, one.code and one.code.dotted) == ("0FT44ZZ", "0FT44ZZ")
    said = [axis.evidence.quote(text) if axis.evidence else axis.why for axis in one.axes]
    assert said[4] == "Laparoscopic"
    assert said[2] == "cholecystectomy"
    assert [axis.position for axis in one.axes] == [1, 2, 3, 4, 5, 6, 7]


def test_what_is_not_said_stays_open_and_is_told(books: Books, small: Shelf) -> None:
    result = coded("Procedure: Cholecystectomy.", books, small)
    [one] = result.procedures
    assert (one.pattern, one.certain, one.code) == ("0FT4.ZZ", "0FT4", None)
    assert [(axis.position, axis.values) for axis in one.missing] == [(5, (("0", "Door"), ("4", "Keyhole")))]
    contract = to_object(result)
    assert not [code for code in contract["codes"] if code["system"] == "icd10pcs"]
    assert contract["open_procedures"][0]["open"][0]["title"] == "Approach"
    assert "open procedure" in rows(result)
    json.dumps(contract)


def test_the_setting_and_the_option_decide(books: Books, small: Shelf, tmp_path: Path) -> None:
    text = "Procedure: Laparoscopic cholecystectomy."
    assert patterns(coded(text, books, small, "outpatient")) == []
    assert patterns(coded(text, books, small, "outpatient", procedures=True)) == ["0FT44ZZ"]
    assert patterns(coded(text, books, small, procedures=False)) == []
    nothing = Shelf(tmp_path / "nothing")
    assert patterns(coded(text, books, nothing)) == []
    with pytest.raises(BookError, match="noso books add"):
        coded(text, books, nothing, procedures=True)


def test_namings_of_one_procedure_are_one_code(books: Books, small: Shelf) -> None:
    text = "Procedure: Laparoscopic cholecystectomy.\nThe cholecystectomy was completed."
    [one] = coded(text, books, small).procedures
    assert (one.pattern, len(one.evidence)) == ("0FT44ZZ", 2)


def test_the_ledger_says_why_a_procedure_is_not_coded(books: Books, small: Shelf) -> None:
    result = coded("She refused laparoscopic cholecystectomy.", books, small)
    assert patterns(result) == []
    assert "a procedure that is refused" in [entry.reason for entry in result.not_coded]


def test_a_report_speaks_for_its_own_document_alone(books: Books, small: Shelf) -> None:
    """The approach and date of an operation come from its report, wherever that stands in the record."""
    summary = Document("summary", "Hospital Course: She had biliary colic. Discharged home.")
    report = Document(
        "operation",
        "OPERATIVE REPORT\nDate of procedure: 02/03/2026\nSurgeon: A. Reyes, MD\nProcedure: Cholecystectomy.\n"
        "Technique: The laparoscopic ports were placed.",
    )
    there = replace(books, shelf=small, memo={})
    for documents in ((summary, report), (report, summary), (report,)):
        [one] = walk(Encounter(documents, Setting.INPATIENT), there).procedures
        assert (one.pattern, one.date, one.operator) == ("0FT44ZZ", date(2026, 2, 3), "A. Reyes, MD")


def test_what_is_open_is_asked_in_a_compliant_way(books: Books, small: Shelf) -> None:
    there = replace(books, shelf=small, memo={})
    record = coded("Procedure: Cholecystectomy.", books, small, date=date(2031, 1, 6))  # made-up tables of 2031
    [query] = [one for one in ask(record, there) if one.gap == "approach of a procedure not stated"]
    assert query.question == 'By which approach was the documented procedure ("Cholecystectomy") performed?'
    assert [option.text for option in query.options][:2] == [
        "Open, through an incision",
        "By scope through the skin (laparoscopic, thoracoscopic, arthroscopic)",
    ]
    assert [indicator.quote for indicator in query.indicators] == ["Cholecystectomy"]
    assert list(lint(query, there)) == []
    assert ask(coded("Procedure: Laparoscopic cholecystectomy.", books, small), there) == ()


@pytest.mark.real
@pytest.mark.parametrize("text", ["Procedure: Total knee arthroplasty, cemented.", "Procedure: Left below-knee amputation.",
                                  "Procedure: Colostomy.", "Procedure: Open lysis of adhesions."])  # fmt: skip
def test_queries_of_open_characters_are_compliant(text: str, books: Books, real: Shelf) -> None:
    there = replace(books, shelf=real, memo={})
    queries = [one for one in ask(coded(text, books, real, date=ON), there) if "procedure" in one.gap]
    assert queries
    assert ("knee" in text) == any(one.gap == "side of a procedure not stated" for one in queries) or "below" in text
    for query in queries:
        assert [(finding.rule, finding.message) for finding in lint(query, there)] == []
        assert query.indicators[0].quote in text


def test_the_tables_of_words_are_whole() -> None:
    root = phrases()
    assert root.following
    places = {place for operation in operations() for wanted, _ in operation.by_place for place in wanted}
    known = {place for node in _nodes() for place in (node.meaning.places if node.meaning else ())}
    assert places <= known
    details = {
        name
        for operation in operations()
        for _, listed in operation.by_place
        for pattern in listed
        for part in pattern
        if isinstance(part, Choice)
        for name, _ in part.options
    }
    said = {name for node in _nodes() for name in (node.meaning.details if node.meaning else ())}
    assert details - said <= {"-", "under24", "to96", "over96"}


def _nodes() -> list:  # type: ignore[type-arg]
    found, left = [], [phrases()]
    while left:
        node = left.pop()
        found.append(node)
        left.extend(node.following.values())
    return found


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("pcs"))
    add([data("official", "icd10pcs")], shelf, silent)
    return shelf


@pytest.mark.real
@pytest.mark.parametrize("case", NOTES, ids=[case["name"] for case in NOTES])
def test_notes(case: dict[str, object], books: Books, real: Shelf) -> None:
    result = coded(str(case["note"]), books, real)
    complete = [one.pattern for one in result.procedures if one.code]
    left_open = [one.pattern for one in result.procedures if not one.code]
    assert (sorted(complete), sorted(left_open)) == (sorted(case.get("codes", [])), sorted(case.get("open", [])))  # type: ignore[call-overload]
    if "principal" in case:
        assert result.procedures[0].pattern == case["principal"]
    for code, day in case.get("dates", {}).items():  # type: ignore[attr-defined]
        assert [one.date for one in result.procedures if one.pattern == code] == [day]


@pytest.mark.real
def test_every_line_of_the_word_tables_leads_to_a_row(real: Shelf) -> None:
    """Each value of each choice is in some row of its table, and each pattern has at least one row."""
    tables = Procedures(real)
    for operation in operations():
        for _, listed in operation.by_place:
            for pattern in listed:
                choices = [
                    [value for _, value in part.options] if isinstance(part, Choice) else [part] for part in pattern
                ]
                choices[4] = ["0"] if choices[4] == [BY_INCISION] else choices[4]
                systems = {table[1] for table, _, _ in tables.part_labels(choices[0][0], choices[2][0])}
                choices[1] = sorted(systems) if choices[1] == [OPEN] else choices[1]
                made = ["".join(characters) for characters in product(*choices)]
                good = [one for one in made if all(column.values for column in tables.columns(one))]
                for at, values in enumerate(choices):
                    if at == 1 and pattern[1] == OPEN:
                        continue  # the body part that is named decides the body system
                    assert {one[at] for one in good} == set(values), (operation.written, made)


_WORDS = [
    "laparoscopic",
    "open",
    "right",
    "left",
    "bilateral",
    "biopsy",
    "liver",
    "kidney",
    "colonoscopy",
    "CT",
    "MRI",
    "chest",
    "abdomen",
    "and",
    "of",
    "the",
    ",",
    ".",
    "nephrectomy",
    "thoracentesis",
    "was performed",
    "L4-L5",
    "C5-C6",
    "TLIF",
    "ACDF",
    "cage",
    "autograft",
    "posterolateral fusion",
    "complete discectomy",
    "CABG",
    "LIMA to LAD",
    "SVG to OM1 and RCA",
    "aorta",
    "excisional debridement",
    "skin",
    "muscle",
    "leg",
    "laceration repair",
    "angioplasty",
    "intubated on 03/04/2026 at 08:15",
    "extubated on 03/09/2026",
    "mechanical ventilation",
    "aborted",
    "scope was advanced",
    "Operative report:",
    "nondisplaced",
    "femoral neck",
    "hand-assisted",
    "vaccine",
    "intramuscularly",
    "chemotherapy",
    "without contrast",
    "dialysis",
    "transfusion",
    "units",
    "PRBC",
    "peripheral",
    "LAD",
    "PCI",
    "des",
    "hip replacement",
    "cemented",
    "hysterectomy",
    "converted to open",
    "drainage",
    "tube",
    "ORIF",
    "femur",
    "polypectomy",
    "sigmoid",
]


@pytest.mark.real
@settings(max_examples=60, deadline=None)
@given(said=st.lists(st.sampled_from(_WORDS), min_size=2, max_size=14))
def test_every_code_is_legal_and_every_axis_has_its_ground(said: list[str], books: Books, real: Shelf) -> None:
    text = " ".join(said)
    tables = Procedures(real)
    for one in coded(text, books, real, all_mentions=True).procedures:
        assert len(one.pattern) == 7
        assert one.code is None or tables.legal(one.code.value)
        assert all(column.values for column in tables.columns(one.pattern))
        assert all(axis.evidence is None or axis.evidence.quote(text) for axis in one.axes)
        assert len(one.axes) + len(one.missing) == 7
        assert len(one.certain) >= 3


@pytest.mark.real
def test_the_report_tells_for_what_an_operation_was_done(books: Books, real: Shelf) -> None:
    hernia = "OPERATIVE REPORT\nPREOPERATIVE DIAGNOSIS: {}\nPROCEDURE: Open repair of the left inguinal hernia.\n"
    gallbladder = "OPERATIVE REPORT\nPREOPERATIVE DIAGNOSIS: {}\nPROCEDURE: Laparoscopic cholecystectomy.\n"
    summary = "DISCHARGE SUMMARY\nDISCHARGE DIAGNOSES:\n1. Acute cholecystitis\n2. Left inguinal hernia\n"
    told = hernia.format("Left inguinal hernia"), gallbladder.format("Acute cholecystitis")
    documents = tuple(Document(str(number), text) for number, text in enumerate((*told, summary)))
    there = replace(books, shelf=real, memo={})
    result = walk(Encounter(documents, Setting.INPATIENT, ON), there)
    assert [one.code.dotted for one in result.assignments][:1] == ["K81.0"]
    assert patterns(result) == ["0FT44ZZ", "0YQ60ZZ"]
