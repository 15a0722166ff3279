"""Whole charts, each named for what it teaches: ``encounters/<name>/note.txt`` and ``expected.yaml``."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from conftest import CodeNote, codes

CHARTS = sorted((Path(__file__).parent / "encounters").glob("*/note.txt"))


@pytest.mark.parametrize("note", CHARTS, ids=lambda path: path.parent.name)
def test_chart(note: Path, code_note: CodeNote) -> None:
    expected = yaml.safe_load((note.parent / "expected.yaml").read_text("utf-8"))
    text = note.read_text("utf-8")
    coded = code_note(text, expected["setting"])
    assert sorted(codes(coded)) == sorted(expected["codes"])
    if "first" in expected:
        assert codes(coded)[0] == expected["first"]
    reasons = {(candidate.dotted, entry.reason) for entry in coded.not_coded for candidate in entry.candidates}
    for code, reason in expected.get("not_coded", {}).items():
        assert any(given == code and reason in why for given, why in reasons), (code, reason, sorted(reasons))
