"""The reliability curve as a picture."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nosologist.bench.given import Band
from nosologist.bench.picture import draw
from nosologist.errors import UsageError
from nosologist.formats.pictures import check_picture

CURVES = {"notes": (Band(0.3, 4, 0.35, 0.25), Band(0.8, 20, 0.85, 0.9)), "nothing": ()}


@pytest.mark.parametrize("ending", [".svg", ".png"])
def test_the_same_curves_give_the_same_bytes(tmp_path: Path, ending: str) -> None:
    pytest.importorskip("matplotlib", reason="needs matplotlib, of the extra plots")
    first, second = tmp_path / f"first{ending}", tmp_path / f"second{ending}"
    draw(CURVES, first)
    draw(CURVES, second)
    assert first.read_bytes() == second.read_bytes()
    assert len(first.read_bytes()) > 1000


def test_other_endings_are_refused() -> None:
    with pytest.raises(UsageError, match=r"curve\.gif: a picture ends in \.svg or \.png"):
        check_picture(Path("curve.gif"))


def test_without_the_library_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"pip install 'nosologist\[plots\]'"):
        check_picture(Path("curve.svg"))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="needs matplotlib, of the extra plots")
    with pytest.raises(UsageError, match="cannot be written"):
        draw(CURVES, tmp_path / "absent" / "curve.svg")
