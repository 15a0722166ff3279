"""Whatever stands on a claim, the rules answer with findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from added_books import added_books
from nosologist.codesets.library import Books, Library
from nosologist.model.claim import Claim, ClaimForm, ClaimKind, ClaimLine, Diagnosis, Procedure
from nosologist.model.code import Code, CodeSystem, icd10cm
from nosologist.model.encounter import Setting, Sex
from nosologist.rules.site import Site, rulebook

RULES = rulebook(Site())
_NUMBERS = ["90001", "90002", "90003", "90011", "90012", "90021", "90022", "90031", "90041", "99213", "Q9001"]
_DAYS = st.one_of(st.none(), st.dates(date(2022, 10, 1), date(2028, 1, 1)))
_TEXT = st.one_of(
    st.text(min_size=1, max_size=6),  # a claim has no empty code
    st.sampled_from(["I10", "E119", "M1711", "Z370", "O82"]),
)
_LINES = st.builds(
    ClaimLine,
    st.builds(Code, st.just(CodeSystem.HCPCS), st.one_of(st.sampled_from(_NUMBERS), st.text(min_size=1, max_size=6))),
    st.lists(st.one_of(st.sampled_from(["25", "59", "RT", "LT", "50", "GA"]), st.text(max_size=3)), max_size=5).map(
        tuple
    ),
    st.one_of(st.none(), st.decimals(allow_nan=False, allow_infinity=False)),
    st.lists(st.integers(-1, 13), max_size=5).map(tuple),
    st.one_of(st.none(), st.decimals(-10, 10, places=2)),
    _DAYS,
    st.one_of(st.none(), st.text(max_size=3)),
)
_FORMS = st.builds(
    ClaimForm,
    billing_npi=st.one_of(st.none(), st.text(max_size=11)),
    tax_id=st.one_of(st.none(), st.text(max_size=11)),
    received=_DAYS,
    signed=st.one_of(st.none(), st.booleans()),
    established=st.one_of(st.none(), st.booleans()),
)
_CLAIMS = st.builds(
    Claim,
    st.just("1"),
    st.sampled_from(Setting),
    st.lists(st.builds(Diagnosis, _TEXT.map(icd10cm), st.one_of(st.none(), st.text(max_size=2))), max_size=4).map(
        tuple
    ),
    st.lists(
        st.builds(Procedure, st.builds(Code, st.just(CodeSystem.ICD10PCS), st.text(max_size=8)), _DAYS), max_size=2
    ).map(tuple),
    st.lists(_LINES, max_size=4).map(tuple),
    date=_DAYS,
    admitted=_DAYS,
    age=st.one_of(st.none(), st.integers(-5, 200)),
    sex=st.one_of(st.none(), st.sampled_from(Sex)),
    disposition=st.one_of(st.none(), st.text(max_size=3)),
    form=st.one_of(st.none(), _FORMS),
    kind=st.one_of(st.none(), st.sampled_from(ClaimKind)),
)


@pytest.fixture(scope="module")
def with_books(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Books:
    return replace(library.in_force(), shelf=added_books(tmp_path_factory.mktemp("added")), memo={})


@settings(max_examples=150, deadline=None)
@given(_CLAIMS)
def test_every_claim_has_an_answer_and_the_same_one_twice(with_books: Books, claim: Claim) -> None:
    found = RULES.findings(claim, with_books)
    assert found == RULES.findings(replace(claim), with_books)
    assert all(1 <= number <= len(claim.lines) for one in found for number in one.lines)
    assert all(one.message and one.citations for one in found)


def test_units_beyond_all_reason_are_a_finding(with_books: Books) -> None:
    line = ClaimLine(Code(CodeSystem.HCPCS, "90031"), units=Decimal("9e999999"))
    claim = Claim("", Setting.OUTPATIENT, lines=(line, line), date=date(2026, 8, 3))
    assert "MUE002" in {one.rule for one in RULES.findings(claim, with_books)}
