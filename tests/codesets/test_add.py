"""Adding official files: told by content, loaded whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mini import CONVERSION, DRUGS, INDEX, POA, TABLE_CODES, TABLES, codes, gzipped, order, write, zipped
from nosologist.codesets.compile.add import Added, add, look, remove
from nosologist.codesets.compile.verify import verify
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError


def silent(what: str, part: float) -> None:
    pass


def added(shelf: Shelf, *paths: Path, effective: date | None = None) -> Added:
    return add(paths, shelf, silent, effective)


def rows(shelf: Shelf, release: str, question: str) -> list[Any]:
    found = Shelf(shelf.folder).get(release)
    assert found
    return found.connection.execute(question).fetchall()


ADDENDA = (
    "Add:         Q019    Wobble, unspecified\r\nDelete:      Q03     Crack\r\nRevise from: Q010    Wobbly\r\n"
    "Revise to:   Q010    Wobble of a table\r\n\r\nCodes\r\n  3 codes in x_2030.txt\r\n    1 additions\r\n    1 deletions\r\n"
)
CM = codes(("Q010", "Wobble of a table"), ("Q019", "Wobble, unspecified"), ("Q02", "Creak"))
MANY = codes(*((f"A{number:03}", "x") for number in range(30)))
CM_ORDER = order(
    ("Q01", 0, "Wobble"), ("Q010", 1, "Wobble of a table"), ("Q019", 1, "Wobble, unspecified"), ("Q02", 1, "Creak")
)


def test_each_document_is_told_and_loaded(shelf: Shelf, tmp_path: Path) -> None:
    cm = zipped(
        tmp_path,
        "a.zip",
        {"cm_codes_2031.txt": CM, "cm_order_2031.txt": CM_ORDER, "add_2031.txt": ADDENDA, "x.pdf": "%PDF"},
    )
    poa = zipped(tmp_path, "b.zip", {"POAFY31.txt": POA, "POAAddCodesFY31.txt": POA})
    others = [
        gzipped(tmp_path, "t.xml.gz", TABLES), write(tmp_path, "i.xml", INDEX), write(tmp_path, "d.xml", DRUGS),
        write(tmp_path, "pcs_conversion_2031.txt", CONVERSION),
    ]  # fmt: skip
    result = added(shelf, cm, poa, *others)
    assert {(one.recognised.document, one.recognised.release_id, one.rows) for one in result.loaded} == {
        ("icd10cm_codes", "icd10cm:2030-10", 3),
        ("icd10cm_order", "icd10cm:2030-10", 4),
        ("icd10cm_codes_addenda", "icd10cm:2030-10", 4),
        ("icd10cm_poa", "icd10cm:2030-10", 2),
        ("icd10cm_poa_added", "icd10cm:2030-10", 2),
        ("icd10cm_index", "icd10cm:2030-10", 6),
        ("icd10cm_drugs", "icd10cm:2030-10", 2),
        ("icd10pcs_tables", "icd10pcs:2030-10", 8),
        ("icd10pcs_conversion", "icd10pcs:2030-10", 2),
    }
    assert [Path(where).name for where in result.passed_over] == ["a.zip > x.pdf"]
    assert rows(shelf, "icd10cm:2030-10", "SELECT * FROM poa_exempt") == [
        ("Q010", "Wobble of a table"), ("Q02", 'Creak, "loud"'),
    ]  # fmt: skip
    assert rows(shelf, "icd10cm:2030-10", "SELECT action, code, title FROM addendum") == [
        ("add", "Q019", "Wobble, unspecified"), ("delete", "Q03", "Crack"), ("revise from", "Q010", "Wobbly"),
        ("revise to", "Q010", "Wobble of a table"),
    ]  # fmt: skip
    assert rows(shelf, "icd10pcs:2030-10", "SELECT code, previous, effective, change, comment FROM conversion") == [
        ("0QT00ZZ", "0QT0XZZ", "2030-10-01", "New", ""), ("0QT10JZ", "", "2031-04-01", "Revised", "with, comma"),
    ]  # fmt: skip


def test_the_index_keeps_its_tree(shelf: Shelf, tmp_path: Path) -> None:
    added(shelf, write(tmp_path, "i.xml", INDEX), write(tmp_path, "d.xml", DRUGS))
    terms = "SELECT id, parent, level, title, nonessential FROM index_term WHERE document = 'icd10cm_index' ORDER BY id"
    assert rows(shelf, "icd10cm:2030-10", terms) == [
        (1, None, 0, "Wobble, wobbly", "(idle) (of table)"), (2, 1, 1, "with", ""), (3, 2, 2, "creak", ""),
        (4, 2, 2, "worm", ""), (5, 1, 1, "chair", ""), (6, None, 0, "Wonky", ""),
    ]  # fmt: skip
    assert rows(shelf, "icd10cm:2030-10", "SELECT term, kind, text FROM index_reference ORDER BY rowid") == [
        (1, "code", "Q010"), (3, "code", "Q011-"), (4, "code", "Q02"), (4, "manif", "Q031"),
        (5, "see", "Wobble, with, creak"), (6, "seeAlso", "Wobble"), (6, "code", "Q019"),
    ]  # fmt: skip
    assert rows(shelf, "icd10cm:2030-10", "SELECT term, position, code FROM index_cell ORDER BY term, position") == [
        (7, 2, "T990X1"), (7, 3, "--"), (8, 2, "T991X-"), (8, 3, "T991X2"),
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing_and_another_one_takes_its_place(shelf: Shelf, tmp_path: Path) -> None:
    first = write(tmp_path, "cm_codes_2031.txt", CM)
    added(shelf, first)
    before = shelf.path("icd10cm:2030-10").read_bytes()
    [again] = added(shelf, first).loaded
    assert again.was_there
    assert shelf.path("icd10cm:2030-10").read_bytes() == before
    added(shelf, write(tmp_path, "d.xml", DRUGS))
    [other] = added(shelf, write(tmp_path, "cm_codes_2031.txt", codes(("Q02", "Creaking")))).loaded
    assert not other.was_there
    assert rows(shelf, "icd10cm:2030-10", "SELECT * FROM listed") == [("Q02", "Creaking")]
    assert len(rows(shelf, "icd10cm:2030-10", "SELECT * FROM index_cell")) == 4


def test_two_additions_give_the_same_bytes(tmp_path: Path) -> None:
    file = zipped(tmp_path, "a.zip", {"cm_codes_2031.txt": CM, "cm_order_2031.txt": CM_ORDER})
    shelves = [Shelf(tmp_path / name) for name in "ab"]
    for one in shelves:
        added(one, file)
    assert len({one.path("icd10cm:2030-10").read_bytes() for one in shelves}) == 1


BAD = {
    "twice": ({"cm_codes_2031.txt": CM + codes(("Q02", "Creak"))}, "code Q02 stands twice"),
    "order lost a line": ({"cm_order_2031.txt": CM_ORDER.replace("00003 ", "00004 ")}, "number 00004 where 00003 is due"),
    "not a code list": ({"cm_codes_2031.txt": MANY + "rubbish\r\n"}, "line 31: expected a code and a title"),
    "addenda lack one": ({"add_2031.txt": ADDENDA.replace("1 deletions", "2 deletions")}, "says 2 deletions"),
    "table row": ({"t.xml": TABLES.replace('codes="6"', 'codes="7"')}, "makes 6 codes and says 7"),
    "mixed": ({"cm_codes_2031.txt": CM, "cm_order_2032.txt": CM_ORDER}, "mixed releases"),
    "differ": ({"cm_codes_2031.txt": CM, "cm_order_2031.txt": order(("Q01", 0, "Wobble"), ("Q010", 1, "W"))}, "differ in 2 codes"),
    "poa columns": ({"POAFY31.txt": POA + "00005\tQ03\r\n"}, "2 columns, the heading has 3"),
    "index element": ({"i.xml": INDEX.replace("<seeAlso>Wobble</seeAlso>", "<recipe><title>x</title></recipe>")}, "<recipe>"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_and_the_shelf_is_as_it_was(shelf: Shelf, tmp_path: Path, name: str) -> None:
    added(shelf, write(tmp_path, "cm_codes_2031.txt", codes(("Q02", "Creaking"))))
    before = {path: path.read_bytes() for path in shelf.folder.iterdir()}
    members, message = BAD[name]
    with pytest.raises(BookError, match=message):
        added(shelf, zipped(tmp_path, "bad.zip", members))
    assert {path: path.read_bytes() for path in shelf.folder.iterdir()} == before


def test_of_several_releases_all_are_added_or_none(shelf: Shelf, tmp_path: Path) -> None:
    good, bad = write(tmp_path / "a", "cm_codes_2031.txt", CM), write(tmp_path / "b", "cm_codes_2032.txt", CM + CM)
    with pytest.raises(BookError, match="stands twice"):
        added(shelf, good, bad)
    assert [path.name for path in shelf.folder.iterdir()] == ["books.lock"]
    added(shelf, good, write(tmp_path / "b", "cm_codes_2032.txt", CM))
    assert [release.id for release in shelf.releases()] == ["icd10cm:2030-10", "icd10cm:2031-10"]


def test_nothing_is_added_to_a_damaged_release(shelf: Shelf, tmp_path: Path) -> None:
    added(shelf, write(tmp_path, "cm_codes_2031.txt", CM))
    path = shelf.path("icd10cm:2030-10")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(BookError, match="other bytes than were written; `noso books remove icd10cm:2030-10`"):
        added(shelf, write(tmp_path, "d.xml", DRUGS))


def test_what_is_no_official_document_is_told(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"no official document.*notes\.txt"):
        added(shelf, write(tmp_path, "notes.txt", "The patient has a wobble.\n"))
    with pytest.raises(BookError, match="--effective"):
        added(shelf, write(tmp_path, "list.txt", CM))
    [one] = added(shelf, write(tmp_path, "list.txt", CM), effective=date(2031, 4, 1)).loaded
    assert one.recognised.release_id == "icd10cm:2031-04"
    assert "April update" in one.recognised.title


def test_looking_adds_nothing(shelf: Shelf, tmp_path: Path) -> None:
    seen = look([zipped(tmp_path, "a.zip", {"cm_codes_2031.txt": CM, "x.pdf": "%PDF"})], silent)
    assert [known and known.document for _, known in seen] == ["icd10cm_codes", None]
    assert not shelf.folder.exists()


def test_a_killed_addition_leaves_the_old_release(shelf: Shelf, tmp_path: Path) -> None:
    added(shelf, write(tmp_path, "cm_codes_2031.txt", codes(("Q02", "Creaking"))))
    before = shelf.path("icd10cm:2030-10").read_bytes()
    program = (
        "import os, sys; from pathlib import Path; from nosologist.codesets.shelf import Shelf\n"
        "from nosologist.codesets.compile.add import add\n"
        "add([Path(sys.argv[1])], Shelf(Path(sys.argv[2])), lambda what, part: what == 'packing' and os._exit(9))"
    )
    other = write(tmp_path, "cm_codes_2031.txt", CM)
    killed = subprocess.run([sys.executable, "-c", program, str(other), str(shelf.folder)], check=False)
    assert killed.returncode == 9
    assert list(shelf.folder.glob("*.part"))
    assert shelf.path("icd10cm:2030-10").read_bytes() == before
    added(shelf, other)
    assert not list(shelf.folder.glob("*.part"))
    assert len(rows(shelf, "icd10cm:2030-10", "SELECT * FROM listed")) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are a thing of POSIX")
def test_a_full_disk_is_told(shelf: Shelf, tmp_path: Path) -> None:
    added(shelf, write(tmp_path, "cm_codes_2031.txt", codes(("Q02", "Creaking"))))
    before = shelf.path("icd10cm:2030-10").read_bytes()
    many = codes(*((f"A{number:05}", "x" * 200) for number in range(5000)))
    program = (
        "import resource, signal, sys; from pathlib import Path; from nosologist.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "sys.exit(main(['books', 'add', sys.argv[1]]))"
    )
    file = gzipped(tmp_path, "cm_codes_2031.txt.gz", many)
    environment = {**os.environ, "NOSOLOGIST_BOOKS": str(shelf.folder)}
    result = subprocess.run(
        [sys.executable, "-c", program, str(file)], env=environment, capture_output=True, check=False
    )
    assert result.returncode == 2, result.stderr
    assert b"free space" in result.stderr
    assert b"Traceback" not in result.stderr
    assert shelf.path("icd10cm:2030-10").read_bytes() == before
    assert not list(shelf.folder.glob("*.part"))


def test_additions_at_once_wait_for_each_other(shelf: Shelf, tmp_path: Path) -> None:
    files = [write(tmp_path / str(year), f"cm_codes_{year}.txt", CM) for year in range(2031, 2035)]
    files += [write(tmp_path, "d.xml", DRUGS)]
    threads = [threading.Thread(target=added, args=(Shelf(shelf.folder), file)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    documents = [document.name for release in shelf.releases() for document in release.documents()]
    assert sorted(documents) == ["icd10cm_codes"] * 4 + ["icd10cm_drugs"]


def test_the_tables_of_a_release_make_the_codes_of_its_list(shelf: Shelf, tmp_path: Path) -> None:
    added(shelf, write(tmp_path, "t.xml", TABLES))
    added(shelf, write(tmp_path, "pcs_codes_2031.txt", codes(*((code, "x") for code in TABLE_CODES))))
    with pytest.raises(BookError, match="differ in 1 codes"):
        added(shelf, write(tmp_path, "pcs_codes_2031.txt", codes(*((code, "x") for code in TABLE_CODES[1:]))))


def test_damage_is_found_and_a_removed_release_is_gone(shelf: Shelf, tmp_path: Path) -> None:
    added(shelf, write(tmp_path, "cm_codes_2031.txt", CM))
    assert [one.fault for one in verify(shelf, ["icd10cm:2030-10"], silent)] == [None]
    path = shelf.path("icd10cm:2030-10")
    content, state = bytearray(path.read_bytes()), path.stat()
    content[-100] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    [found] = verify(shelf, ["icd10cm:2030-10"], silent)
    assert "other bytes than were written" in (found.fault or "")
    remove("icd10cm:2030-10", shelf)
    assert Shelf(shelf.folder).releases() == ()
    with pytest.raises(BookError, match="no such release"):
        remove("icd10cm:2030-10", shelf)
    with pytest.raises(BookError, match="not installed"):
        verify(shelf, ["icd10cm:2030-10"], silent)


def test_a_file_on_the_shelf_that_is_no_release_is_told(shelf: Shelf) -> None:
    write(shelf.folder, "icd10cm-2030-10.sqlite", "no release")
    with pytest.raises(BookError, match="damaged or no release"):
        shelf.releases()
    shelf.path("icd10cm:2030-10").unlink()
    sqlite3.connect(shelf.path("icd10cm:2030-10")).close()
    with pytest.raises(BookError, match="damaged or no release"):
        shelf.releases()
