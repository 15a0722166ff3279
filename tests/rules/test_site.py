"""A site adds its own rules and switches others, each with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from nosologist.cli import main
from nosologist.codesets.library import Books
from nosologist.errors import UsageError
from nosologist.formats.claim_json import read_claim
from nosologist.model.finding import Severity
from nosologist.rules.contents import find_rule
from nosologist.rules.site import read_site, rulebook

OWN = '''"""LOC001."""
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, rule

@rule("LOC001", Citation("Our policy", "7"), severity=Severity.WARN, concerns="I10")
def look_again(claim, books):
    """Hypertension is looked at again."""
    yield Hit("look again", tuple(one.code for one in claim.diagnoses))
'''
SWITCHES = """
[switches.DOC101]
off = true
reason = "We code what is documented."
by = "J. Doe"
on = 2026-01-05

[switches.OG171]
severity = "stop"
reason = "Our payer denies it."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "look_again.py").write_text(OWN, "utf-8")
    (tmp_path / "look_again.md").write_text("# LOC001 Look again\n", "utf-8")
    (tmp_path / "rules.toml").write_text(SWITCHES, "utf-8")
    return tmp_path


def test_own_rules_and_switches_count(folder: Path, books: Books) -> None:
    rules = rulebook(read_site(folder))
    found = {one.rule: one for one in rules.findings(read_claim({"diagnoses": ["I10", "N18.9"]}), books)}
    assert found["LOC001"].severity is Severity.WARN
    assert found["OG171"].severity is Severity.STOP
    assert "DOC101" not in found
    assert find_rule("loc001", rules.rules).page() == "# LOC001 Look again\n"
    assert find_rule("OG171").severity is Severity.WARN  # ours stays as it is


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[switches.DOC101]\noff = true\n", "has no reason"),
        ('[switches.XX1]\noff = true\nreason = "why"\n', "there is no such rule"),
        ('[switches.DOC101]\nseverity = "loud"\nreason = "why"\n', "is no severity"),
        ('[switches.DOC101]\nsilent = true\nreason = "why"\n', "silent: no such field"),
        ("switches = [", "cannot be read"),
        ('packages = ["no_such_package_of_rules"]\n', "cannot be imported"),
        ("packages = 5\n", "packages: is no list of names"),
        ("switches = 5\n", "switches: is no table"),
        ("switched = true\n", "switched: no such field"),
    ],
)
def test_mistakes_are_told(folder: Path, text: str, words: str) -> None:
    (folder / "rules.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=words):
        rulebook(read_site(folder))


def test_a_rule_of_our_ids_or_without_a_page_is_refused(folder: Path) -> None:
    (folder / "look_again.md").unlink()
    with pytest.raises(UsageError, match="has no page"):
        read_site(folder)
    (folder / "look_again.md").write_text("# x\n", "utf-8")
    (folder / "look_again.py").write_text(OWN.replace("LOC001", "CM999"), "utf-8")
    with pytest.raises(UsageError, match="begin with LOC"):
        read_site(folder)
    (folder / "look_again.py").write_text("1 / 0", "utf-8")
    with pytest.raises(UsageError, match="cannot be loaded"):
        read_site(folder)
    with pytest.raises(UsageError, match="no such folder"):
        read_site(folder / "nowhere")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('    yield Hit("look again"', "    yield Hit(1 / 0", "LOC001: the site's rule fails .ZeroDivisionError"),
        ('    yield Hit("look again"', '    yield ("look again"', "it yields tuple, no Hit"),
    ],
)
def test_a_rule_that_fails_is_told_by_its_name(folder: Path, books: Books, old: str, new: str, words: str) -> None:
    (folder / "look_again.py").write_text(OWN.replace(old, new), "utf-8")
    rules = rulebook(read_site(folder))
    with pytest.raises(UsageError, match=words):
        rules.findings(read_claim({"diagnoses": ["I10"]}), books)


def test_one_id_is_of_one_rule(folder: Path) -> None:
    (folder / "look_twice.py").write_text(OWN, "utf-8")
    (folder / "look_twice.md").write_text("# LOC001 Look twice\n", "utf-8")
    with pytest.raises(UsageError, match="LOC001 is the id of another rule"):
        read_site(folder)


def test_what_is_switched_is_shown_with_its_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "DOC101", "--site", str(folder)]) == 0
    assert "switched off here: We code what is documented. (J. Doe, 2026-01-05)" in capsys.readouterr().out
    assert main(["rules", "--id", "OG171", "--site", str(folder)]) == 0
    assert "OG171: severity stop here: Our payer denies it." in capsys.readouterr().out
