"""Nothing half-written is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from nosologist.errors import UsageError
from nosologist.formats.whole_file import write_whole


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_whole(tmp_path / "p.json", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["p.json"]
    with pytest.raises(UsageError, match="cannot be written"):
        write_whole(tmp_path / "none" / "p.json", b"whole")
