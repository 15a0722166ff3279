"""What we write as 837 and read again is the same claim, whatever it states."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from made_up_claims import ABSTRACTS, abstract, made_up, read_back, written
from nosologist.formats.abstract import abstract_of, claim_of_abstract
from nosologist.model.claim import Claim
from pyx12_check import objections

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz0123456789-'.,#&()/"
_TEXT = (
    st.text(_LETTERS, min_size=2, max_size=20)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: len(text) > 1)
)
_WORD = st.text("ABCDEFGHJKMNPQRSTUVWXYZ0123456789", min_size=2, max_size=12)
_CENTS = st.decimals("0.01", "99999.99", places=2).map(str)
_DAY = st.dates(date(2024, 1, 1), date(2026, 9, 30))
_NPI = st.sampled_from(["1234567893", "1003000126", "1245319599"])
_TAXONOMY = st.sampled_from(["207Q00000X", "282N00000X"])
_ZIP = st.from_regex(r"[0-9]{5}([0-9]{4})?", fullmatch=True)
_CODES = ["I10", "E11.22", "N18.31", "J18.9", "Z79.4", "M17.11", "R06.02"]


def some(**fields: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    return fields


def record(needed: dict[str, Any], optional: dict[str, Any] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(needed, optional=optional or {})


_ADDRESS = record(
    some(line1=_TEXT, city=_TEXT),
    some(line2=_TEXT, state=st.sampled_from(["NY", "CA"]), postal_code=_ZIP, country=st.sampled_from(["CA", "MX"])),
)
_PERSON_NAME = some(last_name=_TEXT)
_MORE_NAMES = some(first_name=_TEXT, middle_name=_TEXT, suffix=st.sampled_from(["JR", "III"]))
_CONTACT = record(some(name=_TEXT, phone=st.from_regex(r"[0-9]{10}", fullmatch=True)))


def provider(*, taxonomy: bool = False, placed: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    more = {**_MORE_NAMES, "npi": _NPI, **({"taxonomy": _TAXONOMY} if taxonomy else {})}
    return (
        record(_PERSON_NAME, more) if not placed else record(some(organization=_TEXT, address=_ADDRESS), some(npi=_NPI))
    )


_BILLER = some(organization=_TEXT, npi=st.just("1730187395"), address=_ADDRESS)
_MORE_OF_BILLER = some(taxonomy=_TAXONOMY, tax_id=st.just("12-3456789"), contact=_CONTACT)
_INSTITUTION = record(_BILLER, _MORE_OF_BILLER)
_BILLING = record(_BILLER, {**_MORE_OF_BILLER, "tax_id": st.sampled_from(["12-3456789", "123-45-6789"])})
_PATIENT = record(
    some(last_name=_TEXT, birth_date=st.dates(date(1910, 1, 1), date(2023, 12, 31)).map(str)),
    {**_MORE_NAMES, "sex": st.sampled_from(["F", "M"]), "address": _ADDRESS},
)
_COVERAGE = record(
    some(payer=record(some(name=_TEXT, id=_WORD), some(address=_ADDRESS))),
    some(
        member_id=_WORD,
        claim_filing=st.sampled_from(["MB", "CI"]),
        sequence=st.sampled_from(["P", "S", "T"]),
        group_number=_WORD,
        group_name=_TEXT,
        insurance_type=st.sampled_from(["12", "47"]),
    ),
)
_OTHERS = some(relationship=st.sampled_from(["child", "spouse", "G8"]), subscriber=record(_PERSON_NAME, _MORE_NAMES))
_COVERED = st.one_of(_COVERAGE, st.builds(lambda one, other: one | other, _COVERAGE, record(_OTHERS)))
_ADJUSTMENTS = st.lists(
    record(some(group=st.just("CO"), reason=st.sampled_from(["45", "97", "A1"]), amount=_CENTS), some(quantity=_CENTS)),
    max_size=8,
).map(lambda listed: [*listed, {"group": "PR", "reason": "2", "amount": "-1.50"}])
_INSURED = record(_PERSON_NAME, {**_MORE_NAMES, "address": _ADDRESS})
_OTHER_PAYER = record(
    some(
        payer=record(some(name=_TEXT, id=_WORD), some(address=_ADDRESS)),
        member_id=_WORD,
        sequence=st.sampled_from(["P", "S", "T", "A", "U"]),
    ),
    some(
        claim_filing=st.sampled_from(["MB", "CI"]),
        group_number=_WORD,
        group_name=_TEXT,
        relationship=st.just("self"),
        paid=_CENTS,
        noncovered=_CENTS,
        patient_owes=_CENTS,
        adjustments=_ADJUSTMENTS,
        adjudicated=_DAY.map(str),
        claim_number=_WORD,
        authorization=_WORD,
        referral=_WORD,
        benefits_assigned=st.sampled_from(["Y", "N", "W"]),
        release=st.sampled_from(["Y", "I"]),
        remarks=st.lists(st.sampled_from(["MA01", "N130"]), max_size=5),
    ),
)
_OTHER = st.one_of(
    _OTHER_PAYER,
    st.builds(
        lambda one, other: one | other,
        _OTHER_PAYER,
        record(some(relationship=st.sampled_from(["child", "spouse", "G8"]), subscriber=_INSURED)),
    ),
    st.builds(lambda one, other: one | {"subscriber": other}, _OTHER_PAYER, _INSURED),
)
_ADJUDICATION = record(
    some(payer=_WORD, paid=_CENTS, adjudicated=_DAY.map(str)),
    some(
        code=st.sampled_from(["99212", "J3301"]),
        units=_CENTS,
        bundled_into=st.integers(1, 4),
        adjustments=_ADJUSTMENTS,
        patient_owes=_CENTS,
    ),
)
_CLAIM = some(
    total=st.just("1234567.89"),
    frequency=st.sampled_from(["1", "7", "8"]),
    original_reference=_WORD,
    accept_assignment=st.sampled_from(["A", "B", "C"]),
    benefits_assigned=st.sampled_from(["Y", "N", "W"]),
    release=st.sampled_from(["Y", "I"]),
    authorization=_WORD,
    referral=_WORD,
    medical_record=_WORD,
    note=_TEXT,
)
_LINE = some(
    modifiers=st.lists(st.sampled_from(["25", "59", "LT", "RT"]), max_size=4),
    description=_TEXT,
    basis=st.sampled_from(["UN", "MJ"]),
    control_number=_WORD,
)


def _stayed(other: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Other payers of a stay, some with the days that they covered."""
    return st.builds(lambda one, more: one | more, other, record({}, some(covered_days=st.just("6"))))


@st.composite
def lines(draw: st.DrawFn, *, institutional: bool) -> list[dict[str, Any]]:
    found = []
    for _ in range(draw(st.integers(1, 4))):
        line = draw(record(some(code=st.sampled_from(["99213", "J3301", "0001F"]), charge=_CENTS, units=_CENTS), _LINE))
        day = draw(_DAY)
        line["date"] = str(day)
        if draw(st.booleans()):
            line["through"] = str(day + timedelta(draw(st.integers(1, 20))))
        if draw(st.booleans()):
            line |= {"ndc": "00026063512", "ndc_quantity": draw(_CENTS), "ndc_unit": "ML"}
        if draw(st.booleans()):
            line["adjudications"] = draw(st.lists(_ADJUDICATION, max_size=3))
        if institutional:
            line |= {"revenue": draw(st.sampled_from(["0301", "0250"])), "basis": "UN"}
            line |= draw(record({}, some(noncovered=_CENTS)))
            if draw(st.booleans()):
                line = {"revenue": "0120", "charge": line["charge"], "units": line["units"], "basis": "DA"}
        else:
            line["pointers"] = draw(st.lists(st.integers(1, 4), unique=True, max_size=4))
            line |= draw(record({}, some(note=_TEXT, place=st.sampled_from(["12", "22"]), emergency=st.booleans())))
            line |= draw(record({}, some(rendering=provider(taxonomy=True))))
        found.append(line)
    return found


@st.composite
def visits(draw: st.DrawFn) -> dict[str, Any]:
    team = record(
        some(billing=_BILLING),
        some(
            pay_to=_ADDRESS,
            rendering=provider(taxonomy=True),
            referring=provider(),
            supervising=provider(),
            facility=provider(placed=True),
        ),
    )
    days = {name: _DAY.map(str) for name in ("onset", "accident", "last_menstrual_period", "discharged")}
    facts = some(
        place=st.just("11"),
        related_causes=st.lists(st.sampled_from(["AA", "EM", "OA"]), min_size=1, max_size=2, unique=True),
        accident_state=st.just("NY"),
    )
    stated = draw(record({}, {**_CLAIM, "patient_paid": _CENTS, "admitted": _DAY.map(str)}))
    return {
        **stated,
        "id": draw(_WORD),
        "kind": "professional",
        "submission": ABSTRACTS["visit"]["submission"],
        "patient": draw(_PATIENT),
        "coverage": draw(_COVERED),
        "other_payers": draw(st.lists(_OTHER, max_size=3)),
        "providers": draw(team),
        "visit": draw(record(facts, {**days, "clia": _WORD, "signed": st.booleans()})),
        "diagnoses": draw(st.lists(st.sampled_from(_CODES), min_size=1, max_size=6, unique=True)),
        "lines": draw(lines(institutional=False)),
    }


@st.composite
def stays(draw: st.DrawFn) -> dict[str, Any]:
    team = record(
        some(billing=_INSTITUTION),
        some(
            pay_to=_ADDRESS,
            attending=provider(taxonomy=True),
            operating=provider(),
            other_operating=provider(),
            rendering=provider(),
            referring=provider(),
            facility=provider(placed=True),
        ),
    )
    poa = st.sampled_from([None, "Y", "N", "U", "W"])
    listed = draw(st.lists(st.sampled_from(_CODES), min_size=1, unique=True))
    causes = draw(st.lists(st.sampled_from(["W19.XXXA", "Y92.009"]), max_size=2, unique=True))
    day = draw(_DAY)
    occurrence = record(some(code=st.just("11"), date=_DAY.map(str)))
    spans = draw(
        st.lists(record(some(code=st.just("72"), date=st.just("2026-01-01"), through=_DAY.map(str))), max_size=14)
    )
    facts = some(
        statement_from=st.dates(date(2023, 1, 1), date(2023, 12, 31)).map(str),
        discharge_hour=st.just("10:30"),
        admission_type=st.just("1"),
        admission_source=st.just("7"),
        reasons_for_visit=st.lists(st.sampled_from(_CODES), min_size=1, max_size=3),
        drg=st.just("291"),
        conditions=st.lists(st.sampled_from(["09", "C5"]), max_size=14),
        values=st.lists(record(some(code=st.just("80"), amount=_CENTS)), max_size=14),
    )
    stay = draw(record(some(type_of_bill=st.sampled_from(["11", "13"])), facts))
    stay["occurrences"] = [*draw(st.lists(occurrence, max_size=14)), *spans]
    admission = draw(record({}, some(admitted=_DAY.map(str))))
    if admission and draw(st.booleans()):
        stay["admission_hour"] = "13:00"
    optional = some(
        disposition=st.just("01"),
        admitting=st.sampled_from(_CODES),
        procedures=st.lists(record(some(code=st.just("02703DZ")), some(date=_DAY.map(str))), max_size=14),
    )
    return {
        **draw(record({}, {**_CLAIM, **optional})),
        **admission,
        "id": draw(_WORD),
        "kind": "institutional",
        "date": str(day),
        "submission": ABSTRACTS["stay"]["submission"],
        "patient": draw(_PATIENT),
        "coverage": {name: value for name, value in draw(_COVERED).items() if name != "insurance_type"},
        "other_payers": draw(st.lists(_stayed(_OTHER), max_size=3)),
        "providers": draw(team),
        "stay": stay,
        "diagnoses": [{"code": code, "poa": draw(poa)} for code in (*listed, *causes)],
        "lines": draw(lines(institutional=True)),
    }


@given(visits())
@settings(max_examples=80, deadline=None)
def test_professional_claims_come_back_as_they_went(content: dict[str, Any]) -> None:
    claim = claim_of_abstract(abstract_of(content))
    assert read_back(written(claim)) == [claim]


@given(stays())
@settings(max_examples=80, deadline=None)
def test_institutional_claims_come_back_as_they_went(content: dict[str, Any]) -> None:
    claim = claim_of_abstract(abstract_of(content))
    assert read_back(written(claim)) == [claim]


def filled(content: dict[str, Any]) -> dict[str, Any]:
    """A random claim with what an 837 cannot do without."""
    home = {"line1": "12 Elm St", "city": "Albany", "state": "NY", "postal_code": "12207"}
    content["patient"].setdefault("address", home)
    content["coverage"] |= {"member_id": "Z1", "claim_filing": "CI"}
    content["providers"]["billing"]["tax_id"] = "12-3456789"
    content["providers"]["billing"]["address"]["postal_code"] = "122070001"
    content["providers"].setdefault("attending", {"last_name": "Stone", "npi": "1003000126"})
    for line in content["lines"]:
        if content["kind"] == "professional":
            line["pointers"] = line["pointers"] or [1]
    if "stay" in content:
        content |= {"disposition": "01"}
        content["stay"]["admission_type"] = "1"
        for procedure in content.get("procedures", ()):
            procedure.setdefault("date", content["date"])
    return without_country(content)


def without_country(content: Any) -> Any:
    """All addresses in the United States: the random ZIP codes are theirs."""
    if isinstance(content, dict):
        return {name: without_country(value) for name, value in content.items() if name != "country"}
    return [without_country(one) for one in content] if isinstance(content, list) else content


@given(st.one_of(visits(), stays()))
@settings(max_examples=15, deadline=None, phases=[Phase.generate])  # pyx12 is too slow to shrink with
def test_pyx12_accepts_whatever_is_whole(content: dict[str, Any]) -> None:
    text = written(claim_of_abstract(abstract_of(filled(content))))
    with tempfile.TemporaryDirectory() as folder:
        assert objections(text, Path(folder)) == []


def test_many_claims_of_both_kinds_come_back_in_order() -> None:
    def numbered(at: int) -> Claim:
        return made_up("visit" if at % 3 else "stay", id=f"N{at}")

    claims = [numbered(at) for at in range(40)]
    assert read_back(written(*claims)) == claims


def test_an_amount_loses_needless_zeros_only() -> None:
    claim = made_up("visit", lines=[{"code": "99213", "charge": "100.50", "units": 10, "pointers": [1]}])
    text = written(claim)
    assert "SV1*HC:99213*100.5*UN*10***1~" in text
    [again] = read_back(text)
    assert again.lines[0].charge == Decimal("100.50")
    assert again.lines[0].units == 10


def test_the_abstracts_of_the_tests_are_whole() -> None:
    for name in ABSTRACTS:
        assert read_back(written(claim_of_abstract(abstract_of(abstract(name)))))[0].billing is not None


def test_a_subscriber_who_is_the_patient_is_the_patient() -> None:
    patient = ABSTRACTS["visit"]["patient"]
    own = {name: patient[name] for name in ("last_name", "first_name", "address")}
    payer = {"payer": {"name": "Made-up Health", "id": "MU1"}, "member_id": "Z9", "sequence": "S", "subscriber": own}
    claim = made_up("visit", other_payers=[payer])
    assert claim.billing and claim.billing.other_payers[0].coverage.subscriber is None
    assert read_back(written(claim)) == [claim]
