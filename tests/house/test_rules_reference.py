"""The reference of the rules is as the rules are."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from rules_reference import FOLDER, pages


def test_the_reference_is_current() -> None:
    there = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    wanted = pages()
    assert sorted(there) == sorted(wanted), "run: make docs"
    assert [name for name in wanted if there[name] != wanted[name]] == [], "run: make docs"
