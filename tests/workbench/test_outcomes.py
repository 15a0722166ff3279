"""What became of suggestions, and the time at a chart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nosologist.workbench.deciding import Kind, Logged, desk_of
from nosologist.workbench.outcomes import OWN_WORDS, Outcome, What, basis, minutes, outcomes


def suggestion(code: str, *reasons: tuple[str, str], document: str = "note") -> dict[str, Any]:
    return {
        "system": "icd10cm", "code": code, "title": "T", "path": [],
        "evidence": [{"document": document, "start": 0, "end": 1, "text": "x"}],
        "reasons": [{"step": step, "text": "", "cites": [cite] if cite else []} for step, cite in reasons],
    }  # fmt: skip


INDEX = ("index", "ICD-10-CM Index Gout")
GUIDELINE = ("guideline", "ICD-10-CM Official Guidelines I.C.9.a.1")
SUGGESTED = {"codes": [suggestion("A00.0", INDEX), suggestion("B00.1", INDEX, GUIDELINE), suggestion("C00.2", INDEX)]}


def told(*steps: tuple[Kind, dict[str, Any]]) -> list[Outcome]:
    log = [Logged(f"d{number}", number, "ann", kind, data) for number, (kind, data) in enumerate(steps, 1)]
    return list(outcomes(SUGGESTED, desk_of(SUGGESTED, log)))


def test_each_suggestion_and_each_added_code_is_one_fact() -> None:
    changed = {"line": "s1", "system": "icd10cm", "code": "B00.2", "title": "T", "reason": "more is documented"}
    added = {"system": "icd10cm", "code": "Z00.0", "title": "T", "reason": "OG204: uncertain"}
    found = told(
        (Kind.ACCEPT, {"lines": ["s0"]}), (Kind.CHANGE, changed), (Kind.REJECT, {"line": "s2", "reason": "duplicate"}),
        (Kind.ADD, added), (Kind.ADD, {**added, "code": "Z99.9"}), (Kind.REJECT, {"line": "d5", "reason": "other"}),
        (Kind.OVERRIDE, {"rule": "CM101", "codes": [], "reason": "seen by Dr. Roe"}),
    )  # fmt: skip
    assert found == [
        Outcome(What.ACCEPTED, "icd10cm", "A00.0", "note", "Index"),
        Outcome(What.CHANGED, "icd10cm", "B00.1", "note", GUIDELINE[1], OWN_WORDS),
        Outcome(What.REJECTED, "icd10cm", "C00.2", "note", "Index", "duplicate"),
        Outcome(What.ADDED, "icd10cm", "Z00.0", "", "", "OG204"),
        Outcome(What.OVERRIDDEN, basis="CM101", reason=OWN_WORDS),
    ]


def test_a_code_that_was_changed_and_changed_back_is_accepted() -> None:
    change = {"line": "s0", "system": "icd10cm", "title": "T", "reason": "x"}
    assert told((Kind.CHANGE, {**change, "code": "A00.1"}), (Kind.CHANGE, {**change, "code": "A00.0"}))[0] == Outcome(
        What.ACCEPTED, "icd10cm", "A00.0", "note", "Index"
    )


@pytest.mark.parametrize("words", ["COPD: no", "CD44: positive", "Jane Doe", "HBA1C12: x", "OG204 said so"])
def test_words_of_a_person_are_never_kept(words: str) -> None:
    assert told((Kind.REJECT, {"line": "s0", "reason": words}))[0].reason == OWN_WORDS


@pytest.mark.parametrize(
    ("reasons", "rests"),
    [
        ([INDEX], "Index"), ([INDEX, ("tabular", "ICD-10-CM Tabular J44.0")], "Tabular"), ([INDEX, GUIDELINE], GUIDELINE[1]),
        ([INDEX, GUIDELINE, ("sequence", "ICD-10-CM Official Guidelines II")], GUIDELINE[1]), ([], ""),
        ([("record", "")], "record"),
    ],
)  # fmt: skip
def test_a_suggestion_rests_on_the_guideline_that_made_it_or_where_the_walk_ended(
    reasons: list[tuple[str, str]], rests: str
) -> None:
    assert basis(suggestion("A00.0", *reasons)) == rests


def test_pauses_count_up_to_ten_minutes() -> None:
    start = datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert minutes(start + timedelta(minutes=at) for at in (0, 2, 5, 65, 66)) == 2 + 3 + 10 + 1
    assert minutes([start]) == minutes([]) == 0
