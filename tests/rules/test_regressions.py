"""Mistakes that other programs made: none of them here."""

from __future__ import annotations

from typing import Any

import pytest

from nosologist.codesets.library import Books
from nosologist.formats.claim_json import read_claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Finding, Replace
from nosologist.rules.conventions.excludes1_conflict import excluding
from nosologist.rules.site import Site, rulebook

RULES = rulebook(Site())


def found(books: Books, *codes: str, **facts: Any) -> tuple[Finding, ...]:
    return RULES.findings(read_claim({"diagnoses": list(codes), **facts}), books)


def stops(books: Books, *codes: str, **facts: Any) -> list[str]:
    return [finding.rule for finding in found(books, *codes, **facts) if finding.stops]


def test_covid_as_principal_diagnosis_is_right(books: Books) -> None:
    assert stops(books, "U07.1", setting="inpatient", age=40, sex="M", disposition="01") == []


def test_a_note_at_a_block_holds_for_the_codes_below(books: Books) -> None:
    assert excluding("I129", "I270", books)  # I10-I1A excludes primary pulmonary hypertension
    assert "CM101" in stops(books, "I27.0", "I12.9", "N18.31")


def test_a_thumb_crushed_is_a_valid_code(books: Books) -> None:
    assert stops(books, "S67.01XA", "W23.0XXA") == []
    assert stops(books, "s6701xa") == []


def test_a_made_up_diagnosis_is_stopped(books: Books) -> None:
    assert "CM104" in stops(books, "ZZZZZ")


def test_a_category_with_a_letter_in_second_place_is_known(books: Books) -> None:
    assert "CM104" not in stops(books, "QA0.0101")


def test_nothing_is_said_of_an_ordinary_visit(books: Books) -> None:
    assert stops(books, "E11.22", "N18.31", "Z79.4") == []
    assert stops(books, "J20.9") == []


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        (["M17.11", "M17.12"], "M170"),
        (["S93.4"], None),
        (["T14.8A"], "T148XXA"),
        (["I1O"], "I10"),
    ],
)
def test_the_code_that_was_meant_is_proposed(books: Books, codes: list[str], wanted: str | None) -> None:
    by = [
        one
        for finding in found(books, *codes)
        for proposal in finding.proposals
        if isinstance(proposal.change, Replace)
        for one in proposal.change.by
    ]
    assert (icd10cm(wanted) in by) if wanted else by


def test_an_override_lets_a_conflict_stand_and_keeps_its_reason(books: Books) -> None:
    claim = {
        "diagnoses": ["Q66.51", "M21.42"],
        "overrides": [{"rule": "cm101", "codes": ["Q66.51", "M21.42"], "reason": "the left foot is a new one"}],
    }
    finding = next(one for one in RULES.findings(read_claim(claim), books) if one.rule == "CM101")
    assert finding.override == "the left foot is a new one"
    assert not finding.stops
    other = {**claim, "overrides": [{"rule": "CM101", "codes": ["I10"], "reason": "another pair"}]}
    assert next(one for one in RULES.findings(read_claim(other), books) if one.rule == "CM101").stops


def test_notes_are_told_as_sentences(books: Books) -> None:
    claim = read_claim({"diagnoses": ["J18.9", "Z79.811", "C50.911"]})
    said = [one.message for one in rulebook(Site()).findings(claim, books) if one.rule in ("CM113", "CM117")]
    assert said and not any(" ," in message for message in said)
