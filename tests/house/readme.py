"""Examples of the README and docs/answers.md: a block that begins with ``$ noso`` shows what it prints; ``make docs`` renews it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", ROOT / "docs" / "answers.md")
_BLOCK = re.compile(r"```(?P<kind>text|json)\n\$ (?P<command>[^\n]+)\n(?P<shown>.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """(command, what a page shows)."""
    return [(match["command"], match["shown"]) for page in PAGES for match in _BLOCK.finditer(page.read_text("utf-8"))]


def output(command: str) -> str:
    """What a command line of the README prints; ``echo "..." | noso`` is understood."""
    left, _, right = command.partition(" | ") if command.startswith("echo ") else ("", "", command)
    typed = shlex.split(left)[1] + "\n" if left else ""
    arguments = [sys.executable, "-m", "nosologist", *shlex.split(right)[1:]]
    result = subprocess.run(arguments, input=typed, capture_output=True, text=True, cwd=ROOT, check=True)
    return "\n".join(line.rstrip() for line in result.stdout.splitlines()).strip() + "\n"


def refresh() -> None:
    """Write the present output of every example into the pages."""
    for page in PAGES:
        text = _BLOCK.sub(
            lambda match: f"```{match['kind']}\n$ {match['command']}\n{output(match['command'])}```",
            page.read_text("utf-8"),
        )
        page.write_text(text, "utf-8")


if __name__ == "__main__":
    refresh()
