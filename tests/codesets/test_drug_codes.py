"""What a description of HCPCS Level II says of a drug: invented drugs in the wordings that CMS uses."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.codesets.amounts import Amount, Measured, amount_of, amounts_in, as_amount, plain
from nosologist.codesets.contrast_codes import contrast_code
from nosologist.codesets.drug_codes import DrugCode, drug_code


def parsed(title: str, value: str = "J9999") -> DrugCode:
    found = drug_code(value, title)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("title", "amount", "measured"),
    [
        ("Injection, inventol tromethamine, per 15 mg", "15", Measured.MASS),
        ("Injection, inventol, up to 1000 mcg", "1", Measured.MASS),
        ("Injection, inventol sodium, 1 gm", "1000", Measured.MASS),
        ("Injection, inventol, per 1,000 units", "1000", Measured.UNITS),
        ("Injection, inventol, 3 million units", "3000000", Measured.UNITS),
        ("Injection, factor inventus, per i.u.", "1", Measured.UNITS),
        ("Infusion, inventol fluid, sterile (500 ml = 1 unit)", "500", Measured.VOLUME),
        ("Injection, inventol, per ml", "1", Measured.VOLUME),
        ("Injection, inventol chloride, per 2 meq", "2", Measured.EQUIVALENTS),
        ("Inventium in-999 fictide, diagnostic, per millicurie", "1", Measured.ACTIVITY),
        ("Inventium in-999 fictide, diagnostic, per study dose, up to 40 millicuries", "1", Measured.DOSES),
        ("Hyaluronan or derivative, inventvisc, for intra-articular injection, per dose", "1", Measured.DOSES),
        ("Injection, inventol sodium/fictam sodium, 1 gram/0.125 grams (1.125 grams)", "1125", Measured.MASS),
        ("Injection, inventol acetate 3 mg and inventol sodium phosphate 3 mg", "6", Measured.MASS),
        ("Injection, inventol 10 mg and fictase", "10", Measured.MASS),
        ("Injection, inventol extended-release (fictade), greater than 100 mg", "1", Measured.DOSES),
    ],
)  # fmt: skip
def test_the_amount_of_one_unit(title: str, amount: str, measured: Measured) -> None:
    assert parsed(title).unit == Amount(Decimal(amount), measured)


def test_salts_forms_brands_and_makers_are_told_apart() -> None:
    plainly = parsed("Injection, inventol tromethamine, per 15 mg")
    assert (plainly.substance, plainly.salts, plainly.own) == (frozenset({"inventol"}), frozenset({"tromethamine"}), ())
    assert plainly.names == (("inventol", "tromethamine"), ("inventol",))
    branded = parsed("Injection, inventol-abcd, biosimilar, (fictara), 10 mg")
    assert branded.substance == {"inventol", "abcd"}
    assert branded.own == (("fictara",),) and ("fictara",) in branded.names
    maker = parsed("Injection, inventol (hospira), not therapeutically equivalent to j9998, 10 mg")
    assert maker.is_for_one_maker and ("hospira",) not in maker.names and maker.unit.number == 10
    assert parsed("Injection, inventol liposome, 10 mg").forms == {"liposome"}
    assert not parsed("Injection, inventol, non-lyophilized, 10 mg").forms & {"lyophilized"}


def test_routes_and_restrictions() -> None:
    assert parsed("Inventol, oral, 5 mg").routes == {"oral"}
    assert not parsed("Inventol, oral, 5 mg").is_injection
    assert parsed("Inventol, inhalation solution, unit dose, 1 mg").routes == {"inhaled"}
    assert parsed("Injection, inventol, 1 mg (for esrd on dialysis)").on_dialysis is True
    assert parsed("Injection, inventol, 1 mg (for non-esrd use)").on_dialysis is False
    assert parsed("Injection, inventol, 1 mg").on_dialysis is None
    remark = (
        "(code may be used for medicare when drug administered under the direct supervision of a physician, "
        "not for use when drug is self administered)"
    )
    assert parsed(f"Injection, inventol, 6 mg {remark}").is_self_given
    assert parsed(f"Injection, inventol, 6 mg {remark}").own == ()


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("J9999", "Not otherwise classified, antineoplastic drugs"),
        ("J9998", "Unclassified drugs"),
        ("E0100", "Cane, includes canes of all materials"),
        ("J9997", "Inventol implant"),
    ],
)
def test_what_is_no_one_drug_with_an_amount(value: str, title: str) -> None:
    assert drug_code(value, title) is None


def test_contrast_by_osmolality_and_concentration() -> None:
    found = contrast_code("Q9998", "Low osmolar contrast material, 300-399 mg/ml iodine concentration, per ml")
    assert found and (found.kind, found.least, found.most) == ("low", 300, 399)
    lowest = contrast_code("Q9997", "High osmolar contrast material, up to 149 mg/ml iodine concentration, per ml")
    assert lowest and (lowest.kind, lowest.least, lowest.most) == ("high", 0, 149)
    highest = contrast_code("Q9996", "Low osmolar contrast material, 400 or greater mg/ml iodine concentration, per m")
    assert highest and highest.least == 400
    assert contrast_code("J9999", "Injection, inventol, 1 mg") is None


def test_amounts_as_records_write_them() -> None:
    written = "60mg, 0.5 mL, 1,200 units, 1.2 million units, 250 mcg, 2 g, 12.1 mCi, 20 mEq, .25 mg"
    assert [str(found.amount) for found in amounts_in(written)] == [
        "60 mg", "0.5 mL", "1200 units", "1200000 units", "0.25 mg", "2000 mg", "12.1 mCi", "20 mEq", "0.25 mg",
    ]  # fmt: skip
    assert amount_of("2 tablets in 3 days") is None


@given(st.decimals(min_value="0.001", max_value="99999", places=3))
def test_conversions_are_exact(number: Decimal) -> None:
    assert as_amount(str(number), "g").number == as_amount(str(number), "mg").number * 1000
    assert as_amount(str(number), "mg").number == as_amount(str(number), "mcg").number * 1000
    assert Decimal(plain(number)) == number
