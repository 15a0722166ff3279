"""Each kind of gap is found in a short note, and its draft is compliant."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from nosologist.codesets.library import Books
from nosologist.coding.ask import ask
from nosologist.coding.lint import lint
from nosologist.formats.query_json import read_queries, to_object
from nosologist.formats.query_text import read_query, write_query
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.query import OptionKind, Query
from nosologist.pipeline import walk

GAPS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "queries" / "gaps.yaml").read_text("utf-8"))
ON = date(2026, 5, 4)


def asked(notes: list[str], books: Books, setting: str = "inpatient", on: date | None = ON) -> tuple[Query, ...]:
    documents = [Document(f"note{number}", note) for number, note in enumerate(notes, 1)]
    return ask([walk(Encounter((one,), Setting(setting), on), books) for one in documents], books)


def test_there_are_many_kinds_of_gaps() -> None:
    assert len({one["gap"] for one in GAPS}) >= 60


@pytest.mark.parametrize("one", GAPS, ids=lambda one: one["gap"])
def test_the_gap_is_asked_about(one: dict[str, Any], books: Books) -> None:
    queries = asked([one["note"]], books, one.get("setting", "inpatient"))
    found = [query for query in queries if query.gap == one["gap"]]
    assert found, [query.gap for query in queries]
    query = found[0]
    quotes = " | ".join(indicator.quote for indicator in query.indicators).lower()
    assert all(quote.lower() in quotes for quote in one["quotes"]), quotes
    offered = [option.text for option in query.options]
    assert all(any(text.startswith(wanted) for text in offered) for wanted in one["offers"]), offered
    assert not any(text.startswith(unwanted) for text in offered for unwanted in one.get("without", [])), offered


@pytest.mark.parametrize("one", GAPS, ids=lambda one: one["gap"])
def test_every_draft_is_compliant(one: dict[str, Any], books: Books) -> None:
    for query in asked([one["note"]], books, one.get("setting", "inpatient")):
        for form in (query, read_query(write_query(query)), *read_queries(_json(query), "draft")):
            findings = [(finding.rule, finding.message) for finding in lint(form, books)]
            assert findings == [], write_query(query)


@pytest.mark.parametrize("one", GAPS, ids=lambda one: one["gap"])
def test_every_quote_stands_in_the_note(one: dict[str, Any], books: Books) -> None:
    for query in asked([one["note"]], books, one.get("setting", "inpatient")):
        assert query.indicators
        for indicator in query.indicators:
            assert indicator.span is not None
            assert " ".join(indicator.span.quote(one["note"]).split()) == indicator.quote
        kinds = [option.kind for option in query.options]
        assert kinds.count(OptionKind.OTHER) == kinds.count(OptionKind.UNDETERMINED) == 1


def _json(query: Query) -> str:
    import json

    return json.dumps(to_object(query))
