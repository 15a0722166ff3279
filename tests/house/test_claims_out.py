"""docs/claims_out.md is true: its command does what it shows, its abstract is the example, its fields are all."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from made_up_claims import made_up
from nosologist.codesets.library import Books, Library
from nosologist.formats.abstract_fields import ABSTRACT
from nosologist.formats.abstract_payers import ADJUDICATION, ADJUSTMENT, OTHER_PAYER
from nosologist.formats.claims_out import FORMATS
from nosologist.formats.yaml import parsed_yaml
from nosologist.rules.site import Site, rulebook

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "claims_out.md").read_text("utf-8")


def test_the_command_prints_what_is_shown(books: Books, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for block in re.findall(r"```text\n(\$ noso claim .*?)```", TEXT, re.DOTALL):
        for command, shown in re.findall(r"\$ ([^\n]+)\n(.*?)(?=\n\$ |\Z)", block, re.DOTALL):
            result = _typed(command, tmp_path)
            assert result.strip() == shown.strip(), command
    assert (tmp_path / "claim.837").read_text("ascii").count("CLM*") == 1


def _typed(command: str, folder: Path) -> str:
    """What a command prints: ours, or `head` and `cut` of what ours wrote."""
    words = shlex.split(command)
    if words[0] == "noso":
        words = [sys.executable, "-m", "nosologist", *words[1:]]
    result = subprocess.run(words, capture_output=True, text=True, cwd=folder, check=True)
    return result.stdout + result.stderr


def test_the_stay_of_the_examples_is_a_claim(books: Books, tmp_path: Path) -> None:
    chart, facts = ROOT / "examples" / "hospital_stay.txt", ROOT / "examples" / "hospital_stay.yaml"
    typed = [sys.executable, "-m", "nosologist", "claim", chart, "--abstract", facts, "--out", tmp_path / "claim.837i"]
    subprocess.run(typed, capture_output=True, check=True)
    assert "005010X223A2" in (tmp_path / "claim.837i").read_text("ascii")


def test_the_abstract_shown_is_the_example() -> None:
    [shown] = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert shown in (ROOT / "examples" / "office_visit.yaml").read_text("utf-8")


def test_the_other_payers_shown_are_a_clean_part_of_a_claim() -> None:
    [shown] = re.findall(r"```yaml fragment\n(.*?)```", TEXT, re.DOTALL)
    claim = made_up("visit", **parsed_yaml(shown, "docs"))
    assert [one.coverage.payer.name for one in claim.billing.other_payers] == ["Medicare"] if claim.billing else False
    findings = rulebook(Site()).findings(claim, Library().for_claim(claim.date))
    assert [finding.rule for finding in findings if finding.rule in ("CLM027", "CLM029", "CLM032", "CLM033")] == []


def test_every_field_of_other_payers_is_named() -> None:
    named = {*OTHER_PAYER, *ADJUDICATION, *ADJUSTMENT}
    assert [name for name in sorted(named) if f"`{name}`" not in TEXT] == []


def test_every_field_and_format_is_named() -> None:
    unsaid = {"age", "sex", "beneficiary", "drg_version"}  # of the claim contract, which the page names
    assert [name for name in ABSTRACT if f"`{name}`" not in TEXT and name not in unsaid] == []
    assert [name for name in FORMATS if f"`{name}`" not in TEXT] == []
