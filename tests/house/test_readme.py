"""The README shows what the commands print."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nosologist.codesets.library import Books

sys.path.insert(0, str(Path(__file__).parent))
from readme import examples, output


@pytest.mark.parametrize(("command", "shown"), examples(), ids=[command for command, _ in examples()])
def test_example(command: str, shown: str, books: Books) -> None:
    assert output(command) == shown, "run: make docs"
