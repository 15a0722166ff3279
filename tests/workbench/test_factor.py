"""The second factor: RFC 6238, each number once."""

from __future__ import annotations

import pytest

from nosologist.workbench import factor, lockout
from nosologist.workbench.one_time import number_at
from nosologist.workbench.roles import Role
from workbench.practice import digits, person


@pytest.mark.parametrize(
    ("seconds", "number"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_numbers_of_the_standard(seconds: int, number: str) -> None:
    """RFC 6238, appendix B: the last six of its eight digits."""
    assert number_at(b"12345678901234567890", seconds // 30) == number


def test_a_number_counts_once() -> None:
    ann = person("ann", Role.CODER)
    number = digits(ann)
    assert factor.is_right(ann, f" {number[:3]} {number[3:]}")
    assert not factor.is_right(ann, number)


@pytest.mark.parametrize("given", ["", "12345", "abcdef", "１２３４５６", "0" * 1000])
def test_what_is_no_number_is_wrong(given: str) -> None:
    assert not factor.is_right(person("ann", Role.CODER), given)


def test_a_number_of_five_minutes_ago_is_wrong() -> None:
    ann = person("ann", Role.CODER)
    assert not factor.is_right(ann, digits(ann, -10))


def test_two_users_have_two_secrets_and_the_database_holds_neither() -> None:
    ann, bob = person("ann", Role.CODER), person("bob", Role.CODER)
    assert factor.secret_of(ann) != factor.secret_of(bob)
    assert factor.secret_of(ann).hex() not in ann.factor
    assert "<svg" in factor.picture(ann)
    assert "style=" not in factor.picture(ann)  # the policy of the page forbids it


def test_a_recovery_code_counts_once() -> None:
    ann = person("ann", Role.CODER)
    codes = factor.new_recovery_codes(ann)
    assert len(set(codes)) == 8
    assert not factor.use_recovery_code(ann, "abcdef-abcdef")
    assert factor.use_recovery_code(ann, codes[3].upper())
    ann.refresh_from_db()
    assert not factor.use_recovery_code(ann, codes[3])
    assert factor.use_recovery_code(ann, codes[4])


def test_failures_make_a_name_wait_longer_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        lockout.failed("Ann")
    assert lockout.waiting("ann") == 0
    waits = []
    for _ in range(9):
        lockout.failed("ann")
        waits.append(lockout.waiting("ann"))
    assert waits[:3] == [30, 60, 120]
    assert waits[-1] == 3600
    assert lockout.waiting("bob") == 0
    lockout.succeeded("ANN ")
    assert lockout.waiting("ann") == 0
