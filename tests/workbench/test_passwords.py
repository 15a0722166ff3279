"""Passwords that are easy to guess, and those of a list of breached ones."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from nosologist.cli import main
from nosologist.errors import UsageError
from nosologist.workbench import breached
from nosologist.workbench.configure import Guard, _settings
from nosologist.workbench.passwords import HardToGuess, NotBreached
from nosologist.workbench.roles import Role
from workbench.practice import PASSWORD, organization, person


def listed(file: Path, passwords: Iterable[str], end: str = "\r\n") -> Path:
    """A list as the downloader writes it."""
    digests = sorted(hashlib.sha1(one.encode()).hexdigest().upper() for one in passwords)
    file.write_bytes(end.join(f"{one}:{place}" for place, one in enumerate(digests, 1)).encode())
    return file


@pytest.mark.parametrize(
    "password",
    ["password12345", "qwertyuiop12", "Nosologist2026", "iloveyouiloveyou", "P@ssw0rd!2026", "ann.smith.1987", "elmstreetclinic"],
)  # fmt: skip
def test_what_is_guessed_soon_is_refused(password: str) -> None:
    ann = person("ann.smith", Role.CODER, of=organization("Elm Street Clinic"))
    with pytest.raises(ValidationError):
        validate_password(password, ann)
    validate_password(PASSWORD, ann)


def test_a_long_password_takes_no_time() -> None:
    HardToGuess().validate("several words that belong nowhere " * 30)


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("count", [1, 2, 3, 500])
def test_each_line_of_a_list_is_found_and_nothing_else(tmp_path: Path, count: int, end: str) -> None:
    known = [f"password {number}" for number in range(count)]
    file = listed(tmp_path / "list.txt", known, end)
    assert breached.checked(file) == file.resolve()
    assert all(breached.is_listed(file, one) for one in known)
    assert not any(breached.is_listed(file, f"other {number}") for number in range(count))


def test_a_list_is_searched_by_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each doubling of the list costs one look: one of 40 GB (2^36 bytes) takes some forty."""
    file = listed(tmp_path / "list.txt", map(str, range(20_000)))
    looks, line_from = [], breached._line_from

    def looked(lines: BinaryIO, place: int) -> Any:
        looks.append(place)
        return line_from(lines, place)

    monkeypatch.setattr(breached, "_line_from", looked)
    assert breached.is_listed(file, "19999")
    assert len(looks) <= math.log2(file.stat().st_size) + 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "empty"),
        ("password\n", "no list"),
        ("B4B9B02E6F09A9BD760F388B67351E2B:12\n", "NTLM"),
        (f"{'F' * 40}:1\n{'0' * 40}:1\n", "order"),
    ],
)
def test_what_is_no_such_list_stops_the_start(tmp_path: Path, content: str, why: str) -> None:
    file = tmp_path / "list.txt"
    file.write_text(content)
    with pytest.raises(UsageError, match=why):
        breached.checked(file)


def test_serve_says_what_is_wrong_with_its_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option, value, why in (
        ("--breached-passwords", str(tmp_path / "none.txt"), "cannot be read"),
        ("--requests-a-minute", "0", "give 10"),
    ):
        assert main(["serve", "--folder", str(tmp_path), option, value]) != 0
        assert why in capsys.readouterr().err


def test_breached_passwords_are_refused_and_a_lost_list_stops_all(tmp_path: Path) -> None:
    file = listed(tmp_path / "list.txt", [PASSWORD])
    ((options),) = [
        one["OPTIONS"]
        for one in _settings("key", {}, (), False, Guard(breached=file))["AUTH_PASSWORD_VALIDATORS"]
        if one["NAME"].endswith(NotBreached.__name__)
    ]
    validator = NotBreached(**options)
    with pytest.raises(ValidationError, match="thieves"):
        validator.validate(PASSWORD)
    validator.validate("another battery entirely")
    file.unlink()
    with pytest.raises(ValidationError, match="cannot be read"):
        validator.validate("another battery entirely")
    NotBreached().validate(PASSWORD)  # where none was given
