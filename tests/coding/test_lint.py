"""The linter catches queries that break the practice and lets pass those that keep to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from nosologist.codesets.library import Books
from nosologist.coding.lint import lint
from nosologist.formats.query_text import read_query

FOLDER = Path(__file__).parent / "queries"


def texts(name: str) -> list[Any]:
    found = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    return [pytest.param(one, id=one["name"]) for one in found]


def test_there_are_at_least_forty_of_each() -> None:
    assert len(texts("caught.yaml")) >= 40
    assert len(texts("passed.yaml")) >= 40


@pytest.mark.parametrize("one", texts("caught.yaml"))
def test_caught(one: dict[str, Any], books: Books) -> None:
    found = {finding.rule for finding in lint(read_query(one["text"]), books)}
    assert set(one["rules"]) <= found


@pytest.mark.parametrize("one", texts("passed.yaml"))
def test_passed(one: dict[str, Any], books: Books) -> None:
    found = [(finding.rule, finding.message) for finding in lint(read_query(one["text"]), books)]
    assert found == []
