"""A Tabular that the user added is coded from, on the dates of its year; CDC's Index that the user added wins over ours."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from mini import INDEX, TABULAR, codes, write
from nosologist.codesets.compile.add import add
from nosologist.codesets.compile.official_index import official_paths
from nosologist.codesets.compiled import clear_old, in_use, seal
from nosologist.codesets.editions import differences, edition
from nosologist.codesets.library import Library
from nosologist.codesets.releases import all_releases, fingerprint
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.pipeline import code_encounter


def silent(what: str, part: float) -> None:
    pass


def tabular(folder: Path, year: int, title: str) -> Path:
    return write(folder, f"tabular_{year}.xml", TABULAR.format(year=year, title=title))


def test_each_year_has_its_own_books(shelf: Shelf, tmp_path: Path) -> None:
    add([tabular(tmp_path, 2031, "Wobble of table"), tabular(tmp_path, 2032, "Wobble of a table")], shelf, silent)
    library = Library(tmp_path / "cache", shelf=Shelf(shelf.folder))
    old, new = (library.in_force(date(year, 11, 1)) for year in (2030, 2031))
    assert (old.releases, new.releases) == (("icd10cm:2030-10",), ("icd10cm:2031-10",))
    assert (old.tabular["Q010"].title, new.tabular["Q010"].title) == ("Wobble of table", "Wobble of a table")
    assert old.notice is None
    [note] = old.tabular.notes("Q010")
    assert (note.text, note.ranges) == ("creak (Q02)", (("Q02", "Q02", ""),))
    coded = code_encounter(Encounter((Document("a", "Assessment: creak."),), date=date(2031, 11, 1)), library)
    assert [assignment.code.value for assignment in coded.assignments] == ["Q02"]
    assert coded.releases == ("icd10cm:2031-10",)
    late = library.in_force(date(2035, 1, 1))
    assert late.releases == ("icd10cm:2031-10",)
    assert "icd10cm:2031-10 (to 2032-09-30) was used" in (late.notice or "")
    changes = differences(
        *(edition(release, shelf, None, library.tabular(release)) for release in ("icd10cm:2030-10", "icd10cm:2031-10"))
    )
    assert changes.revised == (("Q010", "Wobble of table", "Wobble of a table"),)
    assert (changes.notes, changes.not_compared) == ((), ())


def test_a_date_before_everything_known_is_told(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"no ICD-10-CM release is known for 2019-01-01.*noso books add"):
        Library(tmp_path / "cache", shelf=shelf).in_force(date(2019, 1, 1))


def test_the_official_index_is_followed(shelf: Shelf, tmp_path: Path) -> None:
    add([write(tmp_path, "i.xml", INDEX)], shelf, silent)
    found = official_paths(shelf.path("icd10cm:2030-10"), {"Q010", "Q011", "Q02"}.__contains__)
    said = [(path.shown, path.last.code, path.last.manifestation) for path in found]
    assert said == [
        ("Wobble", "Q010", None), ("Wobble > with > creak", "Q011", None), ("Wobble > with > worm", "Q02", None),
        ("Wobble > chair", "Q011", None),
    ]  # fmt: skip
    assert found[0].lines[0].alternatives == ("Wobble", "wobbly")
    assert found[0].lines[0].nonessential == ("idle", "of table")


def test_the_official_index_wins_where_ours_says_otherwise(shelf: Shelf, tmp_path: Path) -> None:
    """Our Index sends microcephaly to Q02; CDC's, made up, sends it to Q01.0."""
    add([tabular(tmp_path, 2031, "Wobble of a table")], shelf, silent)
    stamps = []
    for expected, more in (
        ("Q02", []),
        ("Q010", [write(tmp_path, "i.xml", INDEX.replace("Wobble, wobbly", "Microcephaly"))]),
    ):
        if more:
            add(more, shelf, silent)
        stamps.append(fingerprint(all_releases(Shelf(shelf.folder))[-1]))
        library = Library(tmp_path / "cache", shelf=Shelf(shelf.folder))
        note = Document("a", "Assessment: microcephaly.")
        coded = code_encounter(Encounter((note,), date=date(2030, 11, 1)), library)
        assert [assignment.code.value for assignment in coded.assignments] == [expected]
    assert stamps[0] != stamps[1]


def test_a_tabular_with_a_fault_is_told(shelf: Shelf, tmp_path: Path) -> None:
    twice = TABULAR.format(year=2031, title="x").replace("Q01.9", "Q01.0")
    with pytest.raises(BookError, match="code Q010 stands twice"):
        add([write(tmp_path, "t.xml", twice)], shelf, silent)
    assert not list(shelf.folder.glob("*.sqlite"))
    with pytest.raises(BookError, match="its codes are not known"):
        edition("icd10cm:2030-10", shelf, None)


def test_codes_of_a_tabular_agree_with_its_list(shelf: Shelf, tmp_path: Path) -> None:
    add([tabular(tmp_path, 2031, "Wobble")], shelf, silent)
    with pytest.raises(BookError, match="differ in 1 codes"):
        add([write(tmp_path, "cm_codes_2031.txt", codes(("Q010", "x"), ("Q019", "x")))], shelf, silent)


def test_old_compilations_that_nobody_uses_are_removed(tmp_path: Path) -> None:
    files = {name: tmp_path / f"icd10cm-2026-04-{name}.sqlite" for name in ("new", "unused", "used", "busy")}
    files["other"] = tmp_path / "icd10cm-2031-10-unused.sqlite"
    two_days_ago = time.time() - 2 * 86400
    for path in files.values():
        path.write_bytes(b"x")
        path.with_suffix(".lock").touch()
        seal(path)
        for file in (path, path.with_suffix(".lock")):
            os.utime(file, (two_days_ago, two_days_ago))
    in_use(files["busy"])
    files["used"].with_suffix(".lock").touch()
    clear_old(files["new"], "icd10cm-2026-04")
    assert {name for name, path in files.items() if path.exists()} == {"new", "used", "busy", "other"}
    assert not list(tmp_path.glob("icd10cm-2026-04-unused*"))
