"""docs/proof.md shows what the commands print. ``python tests/proof/test_proof_page.py`` writes it anew."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from nosologist.codesets.library import Books

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "proof.md"
_HERE = os.environ | {"PYTHONPATH": str(ROOT / "src")}
_BLOCK = re.compile(r"```text\n\$ (?P<command>[^\n]+)\n(?P<shown>.*?)```", re.DOTALL)


def written(text: str, folder: Path) -> str:
    """The page with what its commands print today, run one after the other in a folder."""
    shutil.copytree(ROOT / "examples", folder / "examples")

    def shown(match: re.Match[str]) -> str:
        arguments = [sys.executable, "-m", "nosologist", *shlex.split(match["command"])[1:]]
        done = subprocess.run(
            arguments, capture_output=True, text=True, cwd=folder, timeout=300, check=False, env=_HERE
        )
        assert not done.stderr
        return f"```text\n$ {match['command']}\n{done.stdout}```"

    return _BLOCK.sub(shown, text)


def test_the_page_shows_what_the_commands_print(books: Books, tmp_path: Path) -> None:
    text = PAGE.read_text("utf-8")
    assert written(text, tmp_path) == text, "run: python tests/proof/test_proof_page.py"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        PAGE.write_text(written(PAGE.read_text("utf-8"), Path(name)), "utf-8")
