"""docs/api.md shows what is answered: its commands are run, in order, against a server that runs as users start it.

``python tests/workbench/api/test_docs.py`` writes the answers anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
    import workbench.conftest  # noqa: F401 -- sets Django up

from workbench.practice import PASSWORD  # noqa: E402
from workbench.running import Running  # noqa: E402
from workbench.visitor import Visitor  # noqa: E402

PAGE = ROOT / "docs" / "api.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.S)
_CHANGES = re.compile(r'\d{4}-\d\d-\d\dT[\d:.]+Z?|"uuid": "[^"]+"')  # times, ids of cards


def answered(where: dict[str, str]) -> Callable[[re.Match[str]], str]:
    """Runs the commands of a block; the block as it should be."""

    def anew(block: re.Match[str]) -> str:
        told = ""
        for command in re.findall(r"^\$ (.*)$", block[1], re.M):
            done = subprocess.run(
                ["bash", "-c", command],
                capture_output=True,
                text=True,
                cwd=ROOT,
                env={**os.environ, **where},
                check=True,
            )
            told += f"$ {command}\n{done.stdout.rstrip()}\n"
        return f"```console\n{told}```"

    return anew


def page_anew(folder: Path) -> str:
    """The page with what a fresh workbench answers today."""
    running = Running(folder / "bench").start()
    try:
        visitor = Visitor(running)
        visitor.begin()
        visitor.get("/tokens/")
        page = visitor.post("/tokens/", act="make", name="examples", roles="senior", days="30", password=PASSWORD)
        token = re.findall(r'id="secret">([\w-]+)<', page)[0]
        where = {"DESK": running.address, "AUTH": f"Authorization: Bearer {token}"}
        return _BLOCK.sub(answered(where), PAGE.read_text("utf-8"))
    finally:
        running.kill()


def test_the_page_shows_what_is_answered_today(tmp_path: Path) -> None:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("needs curl and bash")
    shown, today = (_CHANGES.sub("TIME", text) for text in (PAGE.read_text("utf-8"), page_anew(tmp_path)))
    assert shown == today


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        PAGE.write_text(page_anew(Path(place)), "utf-8")
