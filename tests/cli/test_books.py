"""``noso books`` as a user starts it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import data
from mini import TABLES, codes, gzipped, write, zipped

Noso = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def noso(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Noso:
    """Run ``noso books`` with a shelf of its own."""
    monkeypatch.setenv("NOSOLOGIST_BOOKS", str(tmp_path / "books"))

    def run(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "nosologist", "books", *arguments]
        result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert result.returncode == code, result.stderr
        assert "Traceback" not in result.stderr
        return result

    return run


def test_what_is_added_is_listed_verified_and_removed(noso: Noso, tmp_path: Path) -> None:
    assert "icd10cm:2026-04" in noso("list").stdout
    file = gzipped(tmp_path, "tables_2031.xml.gz", TABLES)
    assert noso("add", str(file)).stdout == "icd10pcs:2030-10  ICD-10-PCS tables, FY2031: 8 rows\n"
    assert "was there already" in noso("add", str(file)).stdout
    listed = json.loads(noso("list", "--json").stdout)
    assert listed[-1] == {
        "id": "icd10pcs:2030-10", "effective_from": "2030-10-01", "effective_to": "2031-09-30", "source": "added",
        "documents": [["ICD-10-PCS tables, FY2031", 8]],
    }  # fmt: skip
    assert noso("verify").stdout.splitlines() == ["icd10cm:2026-04 (carried): sound", "icd10pcs:2030-10: sound"]
    noso("remove", "icd10pcs:2030-10")
    assert "icd10pcs" not in noso("list").stdout


def test_damage_is_told_with_exit_code_2(noso: Noso, tmp_path: Path) -> None:
    noso("add", str(write(tmp_path, "t_2031.xml", TABLES)))
    path = tmp_path / "books" / "icd10pcs-2030-10.sqlite"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert "other bytes than were written" in noso("verify", "icd10pcs:2030-10", code=2).stdout


def test_looking_tells_what_files_are(noso: Noso, tmp_path: Path) -> None:
    members = {"cm_codes_2031.txt": codes(("Q02", "Creak")), "x.pdf": "%PDF"}
    shown = noso("add", "--look", str(zipped(tmp_path, "a.zip", members))).stdout.splitlines()
    assert shown[0].endswith("cm_codes_2031.txt: ICD-10-CM codes, FY2031 (icd10cm:2030-10)")
    assert shown[1].endswith("x.pdf: not an official document we know")
    assert not (tmp_path / "books" / "icd10cm-2030-10.sqlite").exists()


def test_two_lists_are_compared_and_charts_touched(noso: Noso, tmp_path: Path) -> None:
    before, after = codes(("Q02", "Creak"), ("Q030", "Crack")), codes(("Q02", "Creaking"), ("Q031", "Long crack"))
    noso("add", str(write(tmp_path, "cm_codes_2031.txt", before)), str(write(tmp_path, "cm_codes_2032.txt", after)))
    result = noso("diff", "icd10cm:2030-10", "icd10cm:2031-10")
    assert result.stdout.splitlines() == [
        "new      Q031    Long crack", "deleted  Q030    Crack", "revised  Q02     Creak -> Creaking",
    ]  # fmt: skip
    assert "not compared: notes" in result.stderr
    charts = write(tmp_path, "charts/a.csv", "document,code\none,Q03.0\ntwo,Q99\n")
    result = noso("diff", "icd10cm:2030-10", "icd10cm:2031-10", "--charts", str(charts.parent))
    assert result.stdout.splitlines() == ["one  Q030    deleted: new in category Q03: Q031"]
    touched = json.loads(noso("diff", "icd10cm:2030-10", "icd10cm:2031-10", "--charts", str(charts), "--json").stdout)
    assert touched["touched"] == [
        {"chart": "one", "code": "Q030", "how": "deleted", "said": "new in category Q03: Q031"}
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add", "missing.zip"], "missing.zip: no such file or folder"),
        (["add", "icd10cm:1999-10"], "neither a file nor a release whose address is known"),
        (["remove", "icd10cm:1999-10"], "no such release was added"),
        (["diff", "icd10cm", "icd10cm:2026-04"], "write the code set and a month"),
        (["verify", "icd10cm:1999-10"], "not installed"),
        (["add", "x", "--effective", "soon"], "is no date; write YYYY-MM-DD"),
    ],
)
def test_mistakes_are_told_in_one_line(noso: Noso, arguments: list[str], message: str) -> None:
    result = noso(*arguments, code=2)
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("part", [[], ["list"], ["add"], ["diff"], ["verify"], ["remove"]])
def test_help_is_there(noso: Noso, part: list[str]) -> None:
    shown = noso(*part, "--help").stdout
    assert "examples:" in shown
    assert f"noso books {' '.join(part)}" in shown.partition("examples:")[2]


@pytest.mark.real
def test_every_official_file_of_icd10cm_is_told_and_counted(noso: Noso) -> None:
    added = json.loads(noso("add", str(data("official", "icd10cm")), "--json").stdout)["added"]
    rows = {(one["recognised"]["release_id"], one["recognised"]["document"]): one["rows"] for one in added}
    assert rows == {
        ("icd10cm:2024-10", "icd10cm_codes"): 74260,
        ("icd10cm:2024-10", "icd10cm_codes_addenda"): 314,
        ("icd10cm:2024-10", "icd10cm_order"): 97584,
        ("icd10cm:2024-10", "icd10cm_order_addenda"): 388,
        ("icd10cm:2025-10", "icd10cm_poa"): 38349,
        ("icd10cm:2025-10", "icd10cm_poa_added"): 209,
        ("icd10cm:2025-10", "icd10cm_poa_deleted"): 14,
        ("icd10cm:2025-10", "icd10cm_poa_revised"): 50,
        ("icd10cm:2026-04", "icd10cm_codes"): 74719,
        ("icd10cm:2026-04", "icd10cm_drugs"): 5179 + 2251,
        ("icd10cm:2026-04", "icd10cm_external_index"): 314 + 7776,
        ("icd10cm:2026-04", "icd10cm_neoplasms"): 1 + 1939,
        ("icd10cm:2026-10", "icd10cm_codes"): 74879,
        ("icd10cm:2026-10", "icd10cm_codes_addenda"): 228,
    }
    counts = {"new": 190, "deleted": 30, "revised": 4}
    changes = json.loads(noso("diff", "icd10cm:2026-04", "icd10cm:2026-10", "--json").stdout)
    assert {name: len(changes[name]) for name in counts} == counts
