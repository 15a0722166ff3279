"""An installed Chromium, driven by Playwright, and what every screen must hold in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
)  # Playwright runs a loop in this thread; Django here has no part in it


def started() -> Iterator[Any]:
    """A browser; the test is skipped where none is installed."""
    if CHROMIUM is None:
        if os.environ.get("NOSOLOGIST_REQUIRE_DATA") == "1":
            pytest.fail("NOSOLOGIST_REQUIRE_DATA=1, but no chromium is installed")
        pytest.skip("needs an installed chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        one = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


def no_violation(page: Any) -> None:
    """axe-core, put into the page past its policy, finds nothing."""
    import axe_playwright_python

    axe = Path(axe_playwright_python.__file__).parent / "axe.min.js"
    page.evaluate(axe.read_text("utf-8") + ";0")
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(r => ({passed: "
        "r.passes.length, failed: r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | '))}))"
    )
    assert found["failed"] == [], page.url
    assert found["passed"] > 10
