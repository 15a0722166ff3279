"""The tables of payers' codes: every cause is one of the table, every rule is one of ours, no code stands twice."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from nosologist.codesets.payer_codes import DEFAULT_APPEALS, causes, reason, reasons, remark, remarks, said
from nosologist.rules.contents import all_rules


@pytest.mark.parametrize("table", [reasons(), remarks()], ids=["reasons", "remarks"])
def test_each_code_has_a_cause_and_words(table: dict) -> None:
    for code, meaning in table.items():
        assert meaning.code == code
        assert meaning.cause in causes(), code
        assert 4 < len(meaning.words) < 120, code


def test_no_code_stands_twice() -> None:
    for name in ("carc.txt", "rarc.txt"):
        lines = (DEFAULT_APPEALS.parent / name).read_text("utf-8").splitlines()
        codes = Counter(code for line in lines if not line.startswith("#") for code in line.split("|")[0].split())
        assert [code for code, count in codes.items() if count > 1] == []


def published(name: str) -> set[str]:
    """A published list of codes as pyx12 carries it: numbers only."""
    pyx12 = pytest.importorskip("pyx12", reason="its code lists are what ours are compared with")
    root = ET.parse(Path(pyx12.__file__).with_name("map") / "codes.xml").getroot()
    return {one.text or "" for a in root.iter("codeset") if a.findtext("id") == name for one in a.iter("code")}


def test_each_remark_is_on_the_published_list_or_marked() -> None:
    body, _, marked = (DEFAULT_APPEALS.parent / "rarc.txt").read_text("utf-8").partition("# Not compared:\n")
    apart = {line.partition(" ")[0] for line in marked.splitlines()}
    assert set(remarks()) - published("remark_code") == apart
    assert body and apart


@pytest.mark.parametrize(("ours", "theirs"), [("category", "claim_status_cat"), ("status", "claim_status")])
def test_each_claim_status_is_on_the_published_list(ours: str, theirs: str) -> None:
    text = (DEFAULT_APPEALS.parent / "small.txt").read_text("utf-8")
    lines = text.partition(f"[{ours}]")[2].partition("\n[")[0].splitlines()[1:]
    codes = {code for line in lines for code in line.partition("|")[0].split()}
    assert len(codes) > 20
    assert codes <= published(theirs)


def test_rules_named_are_rules() -> None:
    known = {rule.id for rule in all_rules()}
    assert {rule for meaning in reasons().values() for rule in meaning.rules} - known == set()


def test_the_words_are_enough_for_what_is_common() -> None:
    assert len(reasons()) >= 150
    assert len(remarks()) >= 600
    assert (remark("N525").cause, remark("N822").cause, remark("N690").cause) == ("bundling", "coding", "information")
    assert (reason("29").cause, reason("45").cause, reason("97").cause) == ("timely filing", "contractual", "bundling")
    assert causes()["contractual"].routine
    assert not causes()["bundling"].routine


def test_what_is_not_known_has_no_words() -> None:
    assert (reason("ZZ9").cause, reason("ZZ9").words) == ("other", "")
    assert (remark("ZZ9").cause, remark("ZZ9").words) == ("information", "")
    assert said("claim", "99") == ""
    assert said("claim", "4") == "denied"
