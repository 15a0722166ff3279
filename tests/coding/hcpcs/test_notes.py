"""Own notes of invented patients with the lines that they should give, by CMS's real release."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import data
from made_up_hcpcs import told
from nosologist.codesets.compile.add import add
from nosologist.codesets.hcpcs import Hcpcs
from nosologist.codesets.library import Books
from nosologist.codesets.shelf import Shelf
from nosologist.coding.ambulance import _GROUND, _LEVELS
from nosologist.coding.drug_names import brand_codes, drug_book
from nosologist.coding.equipment import table_codes
from nosologist.coding.g_services import g_table
from nosologist.coding.medicare_lines import replaced
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, Sex, View
from nosologist.model.service_line import is_cpt
from nosologist.pipeline import walk

HERE = Path(__file__).parent
DAY, LATER = date(2025, 2, 10), date(2025, 11, 3)
NOTES = [
    note
    for name in ("drugs", "supplies", "visits", "second", "third", "fourth", "fifth")
    for note in yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
]
LATER_THAN_JANUARY_2025 = {"J2351"}  # of the quarters after

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def real(books: Books, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """The books with CMS's release of January 2025."""
    shelf = Shelf(tmp_path_factory.mktemp("hcpcs"))
    path = data("official", "hcpcs", "2025-01", "hcpcs_2025_download.zip")
    add([path], shelf, lambda _what, _part: None, None)
    return replace(books, shelf=shelf, memo={})


@pytest.fixture(scope="module")
def later(books: Books, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """The books with January's release and October's, which has no dates."""
    folder = tmp_path_factory.mktemp("later")
    shelf = Shelf(folder / "books")
    plain = folder / "HCPC2025_OCT_ANWEB.txt"
    plain.write_bytes(gzip.decompress(data("official", "hcpcs", "2025-10", "hcpcs_2025_oct.tsv.gz").read_bytes()))
    january = data("official", "hcpcs", "2025-01", "hcpcs_2025_download.zip")
    add([january], shelf, lambda _what, _part: None, None)
    add([plain], shelf, lambda _what, _part: None, date(2025, 10, 1))
    return replace(books, shelf=shelf, memo={})


def coded(note: dict[str, Any], real: Books, on: date = DAY) -> CodedEncounter:
    """A note for the claim of the one who bills its drugs: the facility in the emergency department, else the office."""
    sex = Sex(note["sex"]) if "sex" in note else None
    setting = Setting(note.get("setting", "outpatient"))
    view = View(note.get("view", "facility" if setting is Setting.ED else "professional"))
    return walk(Encounter((Document("note", note["note"]),), setting, on, note.get("age"), sex, view=view), real)


@pytest.mark.parametrize("note", NOTES, ids=[note["name"] for note in NOTES])
def test_the_lines_of_a_note(note: dict[str, Any], real: Books) -> None:
    result = coded(note, real)
    lines = [one for one in result.services if not is_cpt(one.code)]
    assert told(lines) == sorted(note.get("lines", []))
    opened = [one for one in result.open_services if one.possible and not is_cpt(one.possible[0])]
    assert [sorted(code.value for code in one.possible) for one in opened] == (
        [sorted(note["open"])] if "open" in note else []
    )
    hcpcs, text = Hcpcs(real.shelf), note["note"]
    for line in lines:
        entry = hcpcs.get(line.code.value, DAY)
        assert entry and entry.is_valid(DAY) and entry.title == line.title
        assert all(0 <= span.start < span.end <= len(text) for span in line.evidence)
        assert any(reason.citations for reason in line.reasons)
        for modifier in line.modifiers:
            assert modifier.value[0] in "DEGHIJNPRS" or hcpcs.get(modifier.value, DAY)


def test_every_code_of_our_tables_is_in_the_release(real: Books) -> None:
    hcpcs = Hcpcs(real.shelf)
    ambulance = {*_GROUND, "A0998", *(code for one in _LEVELS for code in (one.emergency, one.other, one.miles))}
    ours = (
        brand_codes() | table_codes() | ambulance | {code for one in g_table() for code in one.codes} | set(replaced())
    )
    missing = {code for code in ours if (found := hcpcs.get(code, DAY)) is None or not found.is_valid(DAY)}
    assert missing <= LATER_THAN_JANUARY_2025


def test_every_name_of_our_table_leads_to_a_drug(real: Books, later: Books) -> None:
    january, october = drug_book(real, DAY), drug_book(later, LATER)
    assert january is not None and january.has_dates and len(january.codes) > 1_100
    assert october is not None and not october.has_dates
    lost = [
        " ".join(name)
        for named in january.names.values()
        for name, meaning in named
        if not meaning.code and not any(book.of(meaning.words | frozenset(name)) for book in (january, october))
    ]
    assert lost == []


def test_a_release_without_dates_leaves_open_what_only_dates_decide(later: Books) -> None:
    note = {"note": "ED COURSE: Vancomycin 1 g IV was infused. Toradol 30 mg IM was given.", "setting": "ed"}
    result = coded(note, later, LATER)
    assert told(one for one in result.services if not is_cpt(one.code)) == ["J1885 x2"]
    [vancomycin] = [one for one in result.open_services if not one.possible or not is_cpt(one.possible[0])]
    assert [code.value for code in vancomycin.possible] == ["J3370", "J3373"]
    assert any("no dates" in what for what in vancomycin.missing)
