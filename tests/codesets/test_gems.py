"""General Equivalence Mappings, both ways: made-up entries in the layouts of CMS and NBER, and the real files."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

import pytest

from conftest import data
from made_up import GEM_TO_9
from nosologist.codesets.compile.add import add
from nosologist.codesets.gems import Gems, alternatives
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError
from shelves import added, shelf_with

EDITION = date(2017, 10, 1)
FROM_9 = """0019    A001    10000
0411    B201    10000
V9999   NoDx    11000
"""
PROCEDURES = "0010    3E05305 10000\n1234    0W3P8ZZ 00000\n"
COMMAS = """"icd9cm","icd10cm","flags","approximate","no_map","combination","scenario","choice_list"
"0019","A001","10000",1,0,0,0,0
"0411","NoDx","11000",1,1,0,0,0
"""


def test_both_ways_and_both_layouts(tmp_path: Path) -> None:
    gems = Gems(shelf_with(tmp_path, {"I10gem.txt": GEM_TO_9, "I9gem.txt": FROM_9}, EDITION))
    (entry,) = gems.backward("A001")
    assert (entry.code, entry.target, entry.approximate, entry.combination) == ("A001", "0019", True, False)
    assert [entry.target for entry in gems.forward("0411")] == ["B201"]
    assert [entry.target for entry in gems.backward("C300")] == [None]
    assert gems.forward("9999") == ()
    commas = Gems(shelf_with(tmp_path / "nber", {"icd9toicd10cmgem.csv": COMMAS}))
    assert [entry.target for entry in commas.forward("0019")] == ["A001"]
    assert [entry.target for entry in commas.forward("0411")] == [None]


def test_a_combination_takes_one_code_of_each_choice_list(tmp_path: Path) -> None:
    gems = Gems(shelf_with(tmp_path, {"I10gem.txt": GEM_TO_9}, EDITION))
    assert alternatives(gems.backward("B201")) == ((("0411", "0412"), ("78552",)), (("0999",), ("1000",)))
    assert alternatives(gems.backward("A001")) == ((("0019",),),)
    assert alternatives(gems.backward("C300")) == ()


def test_procedures_and_diagnoses_of_icd_9_share_numbers_but_not_entries(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, {"gem_i9pcs.txt": PROCEDURES, "I9gem.txt": FROM_9.replace("0019", "0010")}, EDITION)
    gems = Gems(shelf)
    assert [entry.target for entry in gems.forward("0010", procedure=True)] == ["3E05305"]
    assert [entry.target for entry in gems.forward("0010")] == ["A001"]
    with pytest.raises(BookError, match="from icd10pcs among the added books"):
        gems.backward("0W3P8ZZ", procedure=True)


def test_procedures_of_icd_10_are_told_from_its_diagnoses(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, {"gem_pcsi9.txt": "001607A 0234    10000\n3E05305 NoPCS   11000\n"}, EDITION)
    assert [entry.target for entry in Gems(shelf).backward("001607A", procedure=True)] == ["0234"]
    injuries = shelf_with(tmp_path / "i10", {"I10gem.txt": "S0001XA 9100    10000\n"}, EDITION)
    assert [entry.target for entry in Gems(injuries).backward("S0001XA")] == ["9100"]


def test_the_codes_tell_the_edition(tmp_path: Path) -> None:
    editions = {
        "one.txt": GEM_TO_9,
        "two.txt": GEM_TO_9 + "A925    0663    10000\n",
        "three.txt": GEM_TO_9 + "E1110   25010   10000\n",
    }
    ids = [release.id for release in shelf_with(tmp_path, editions).releases("gems")]
    assert ids == ["gems:2015-10", "gems:2016-10", "gems:2017-10"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (GEM_TO_9[:-8], "line 7: 'C300.*cut short"),
        (GEM_TO_9 + "A001    0019    10000\n", "line 8: A001 0019 was listed before .line 1."),
        (GEM_TO_9 + "D500    NoDx    10000\n", "line 8: NoDx with flags 10000 contradicts"),
        (GEM_TO_9 + COMMAS, "line 8: .*is no entry"),
    ],
)
def test_a_bad_file_is_told(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(BookError, match=told):
        added(tmp_path, Shelf(tmp_path / "books"), "I10gem.txt", content, EDITION)


@pytest.mark.real
def test_every_official_entry_is_found_both_ways(tmp_path: Path) -> None:
    names = ("icd10cmtoicd9gem.csv.gz", "icd9toicd10cmgem.csv.gz")
    paths = [data("official", "gems", name) for name in names]
    shelf = Shelf(tmp_path)
    assert [one.rows for one in add(paths, shelf, lambda _what, _part: None).loaded] == [78_838, 23_912]
    gems = Gems(shelf)
    for path, ask in zip(paths, (gems.backward, gems.forward), strict=True):
        with gzip.open(path, "rt", newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
        for code, target, _, approximate, _, combination, scenario, choice in rows[::7]:
            known = [
                (entry.target, entry.approximate, entry.combination, entry.scenario, entry.choice_list)
                for entry in ask(code)
            ]
            wanted = None if target == "NoDx" else target
            assert (wanted, approximate == "1", combination == "1", int(scenario), int(choice)) in known
