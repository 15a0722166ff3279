"""What a test was sent for is no diagnosis; what it found, or what is known already, is."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("Serologies for HIV, syphilis and hepatitis B were requested.", set()),
        ("Influenza and COVID-19 PCR pending. C. diff toxin sent.", set()),
        ("flu/RSV/COVID PCR sent", set()),
        ("Lyme serology sent.", set()),
        ("Influenza A PCR positive.", {"J10.1"}),
        ("Given known hepatitis C, RPR was sent.", {"B19.20"}),
        ("Hepatitis C. RNA viral load sent.", {"B19.20"}),
        ("Sepsis, flu PCR sent.", {"A41.9"}),
        ("Suspected Lyme disease, serology sent.", {"A69.20"}),
    ],
)
def test_what_a_test_was_ordered_for(code_note: CodeNote, plan: str, expected: set[str]) -> None:
    assert set(codes(code_note(f"Assessment and plan: {plan}", "inpatient"))) == expected
