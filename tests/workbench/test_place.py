"""The folder and the key: made once, closed to others."""

from __future__ import annotations

from pathlib import Path

import pytest

from nosologist.errors import UsageError
from nosologist.workbench.configure import _postgres
from nosologist.workbench.place import database_file, made, secret_key
from nosologist.workbench.serving import checked_host


def test_the_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    folder = made(tmp_path / "new" / "place")
    key = secret_key(folder)
    assert len(key) > 60
    assert secret_key(folder) == key
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600
    assert database_file(folder).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in folder.iterdir()) == ["secret.key", "workbench.sqlite"]


def test_a_key_open_to_others_or_damaged_is_refused(tmp_path: Path) -> None:
    secret_key(tmp_path)
    (tmp_path / "secret.key").chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        secret_key(tmp_path)
    (tmp_path / "secret.key").chmod(0o600)
    (tmp_path / "secret.key").write_text("short")
    with pytest.raises(UsageError, match="no key"):
        secret_key(tmp_path)


def test_an_address_of_a_database_is_read_and_never_repeated() -> None:
    found = _postgres("postgresql://no%40so:p%2Fw@db.example.org:5433/desk")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "no@so", "p/w", "db.example.org", "5433", "desk",
    )  # fmt: skip
    for wrong in ("mysql://a:secret@h/d", "postgresql://a:secret@h", "postgresql://a:secret@h:no/d"):
        with pytest.raises(UsageError) as error:
            _postgres(wrong)
        assert "secret" not in str(error.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_needs_no_certificate(host: str) -> None:
    assert checked_host(host, False) == host


def test_other_machines_need_one() -> None:
    for host in ("0.0.0.0", "10.0.0.5", "::"):
        with pytest.raises(UsageError, match="in the clear"):
            checked_host(host, False)
        assert checked_host(host, True) == host
    with pytest.raises(UsageError, match="no address"):
        checked_host("nowhere.example", True)
