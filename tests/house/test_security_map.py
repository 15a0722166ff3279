"""What docs/security.md names is there: a requirement is not met by a module, nor proven by a test, that is gone."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.findall(r"`([^`\n]+)`", TEXT)
ROWS = [[cell.strip() for cell in line.split("|")[1:-1]] for line in TEXT.splitlines() if line.startswith("|")]
TESTS = [path for path in (ROOT / "tests").rglob("test_*.py") if path.parent.name != "house"]


def test_every_module_and_file_of_tests_exists() -> None:
    known = {path.name for path in (ROOT / "src" / "nosologist").rglob("*.py")} | {path.name for path in TESTS}
    named = {name for name in NAMED if name.endswith(".py")}
    assert len(named) > 50
    assert named - known == set()
    assert [name for name in NAMED if name.startswith("tests/") and not (ROOT / name).is_dir()] == []


def test_every_test_exists() -> None:
    known = {name for path in TESTS for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)}
    named = {name for name in NAMED if re.fullmatch(r"test_\w+", name)}
    assert len(named) > 50
    assert named - known == set()


def test_every_chapter_of_the_standard_and_every_paragraph_of_the_law_has_a_row() -> None:
    areas = " ".join(row[0] for row in ROWS)
    chapters = {int(number) for number in re.findall(r"\bV(\d+)", areas)}
    assert chapters == set(range(1, 18))
    for paragraph in ("(a)(1)", "(a)(2)(i)", "(a)(2)(ii)", "(a)(2)(iii)", "(a)(2)(iv)", "(b)", "(c)", "(d)", "(e)"):
        assert paragraph in areas


def test_what_is_met_names_its_test() -> None:
    """A row without a test says that something is not used, not met, or met by this page itself."""
    rows = [row for row in ROWS if len(row) == 4 and set(row[0]) != {"-"} and row[3].strip() != "tested by"]
    said = ("not used", "not ours yet", "**Not met**", "this page")
    assert [row[0] for row in rows if "`test_" not in row[3] and not any(one in row[1] for one in said)] == []
    assert len(rows) > 50
