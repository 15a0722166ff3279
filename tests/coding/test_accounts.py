"""Accounts of injuries as emergency notes tell them: what bit, burned or struck, in which car, by what force."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("account", "diagnosis", "expected"),
    [
        ("bitten by neighbor's dog on right hand", "Dog bite right hand", {"S61.451A", "W54.0XXA"}),
        ("cat scratch on face", "Abrasion face", {"S00.81XA", "W55.03XA"}),
        ("burned left forearm with hot cooking oil in kitchen", "Second degree burn left forearm", {"T22.212A", "X10.2XXA"}),
        ("crushed finger in car door", "crush injury right index finger", {"S67.190A", "W23.2XXA"}),
        ("restrained driver MVC rear-ended by truck", "Cervical strain", {"S16.1XXA", "V44.5XXA"}),
        ("semi truck driver in MVC, hit a tree", "Cervical strain", {"S16.1XXA", "V67.5XXA"}),
        ("driver of car hit by pickup truck on highway", "Cervical strain", {"S16.1XXA", "V43.53XA", "Y92.410"}),
        ("fell from roof at work", "L1 compression fracture", {"S32.010A", "W13.2XXA", "Y99.0"}),
        ("fell from standing", "L1 compression fracture", {"M48.56XA"}),
        ("80F with osteoporosis fell down stairs", "T12 compression fracture", {"M48.54XA"}),
        ("22F G1P0 at 8 weeks, vaginal bleeding", "Threatened abortion", {"O20.0", "Z3A.08"}),
    ],
)  # fmt: skip
def test_an_account_gives_its_cause(code_note: CodeNote, account: str, diagnosis: str, expected: set[str]) -> None:
    assert set(codes(code_note(f"HPI: {account}.\nDx: {diagnosis}", "ed"))) >= expected
