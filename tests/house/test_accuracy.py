"""docs/accuracy.md tells the failures as they are today."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from benchmarks.accuracy import FAILURES, PAGE, failures, written
from nosologist.codesets.library import Books

CASES = yaml.safe_load(FAILURES.read_text("utf-8"))


def test_the_page_shows_what_is_given_today(books: Books) -> None:
    text = PAGE.read_text("utf-8")
    assert written(text, {"failures": "\n".join(failures(books))}) == text, "run: python tests/benchmarks/accuracy.py"


def test_there_are_ten_of_them() -> None:
    assert len(CASES) == 10
    assert len({case["title"] for case in CASES}) == 10


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_the_codes_of_the_coder_are_valid(case: dict[str, list[str]], books: Books) -> None:
    assert all(books.tabular.is_valid(code.replace(".", "")) for code in case["coder"])


def test_every_measured_part_is_filled() -> None:
    text = PAGE.read_text("utf-8")
    for name in ("overall", "chapters", "sections", "calibration", "failures"):
        part = text.split(f"<!-- {name} -->")[1].split("<!-- end -->")[0]
        assert len(part.strip().splitlines()) > 3, f"{name}: run make accuracy"
    assert (Path(PAGE).parent / "calibration.svg").read_text("utf-8").startswith("<?xml")
