"""docs/em.md shows what ``noso em`` prints, and counts its notes rightly."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "em.md").read_text("utf-8")


def test_the_worked_note_gives_what_the_page_shows() -> None:
    note, shown = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[:2]
    command = [sys.executable, "-m", "nosologist", *shown.splitlines()[0].split()[2:]]
    result = subprocess.run(command, input=note, capture_output=True, text=True, check=True)
    printed = "\n".join(line.rstrip() for line in result.stdout.splitlines()).strip()
    assert printed == "\n".join(shown.splitlines()[1:])


def test_the_page_counts_the_notes() -> None:
    notes = yaml.safe_load((Path(__file__).parent / "notes.yaml").read_text("utf-8"))
    assert f"{len(notes)} notes" in PAGE
