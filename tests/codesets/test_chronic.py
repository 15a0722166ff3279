"""Which codes are chronic by nature, read a second time against Appendix I and the Tabular."""

from __future__ import annotations

import pytest

from nosologist.codesets.chronic import CHRONIC

_CHRONIC = (
    "I10 E119 E1151 N186 J449 J4489 F0390 G40909 G40919 I259 I5022 I5084 I8500 I2782 K2100 K4091 J84112 F17211 F1011 M170 "
    "M069 C3411 B20 G560 H548"
)
# A second concept that may begin in the stay, or a Tabular note that takes in what may.
_NOT = (
    "I724 J84114 J84116 M3581 K2101 E512 E7220 E1152 E11641 F17213 F445 M436 M21371 G5731 G5621 I110 I130 I132 I5023 J441 J45901 "
    "G40901 I4819 F03911 F4311 H5461"
)


@pytest.mark.parametrize("code", _CHRONIC.split())
def test_chronic(code: str) -> None:
    assert CHRONIC[code]


@pytest.mark.parametrize("code", _NOT.split())
def test_what_may_begin_in_a_stay(code: str) -> None:
    assert not CHRONIC[code]
