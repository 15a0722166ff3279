"""Every rule has a page whose cases hold."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import Any

import pytest
import yaml

from added_books import added_books
from made_up_claims import made_up, read_back, written
from nosologist.codesets.library import Books, Library
from nosologist.codesets.shelf import Shelf
from nosologist.coding.lint import query_claim
from nosologist.formats.claim_json import read_claim
from nosologist.formats.query_text import read_query
from nosologist.model.claim import Claim, claim_of
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.model.fact import Fact, FactKind
from nosologist.pipeline import walk
from nosologist.rules.contents import all_rules, retired
from nosologist.rules.rule import Rule
from nosologist.rules.site import Site, rulebook

CASE = re.compile(r"```yaml case\n(.*?)```", re.DOTALL)
RULEBOOK = rulebook(Site())
PARTS = ("**What it says.**", "**Why.**", "**For the coder.**", "**For the provider.**")


def read_case(text: str) -> dict[str, Any]:
    """A case: name, fires (true or false, of the page's own rule), also (ids that fire too), silent (ids that do not);
    books (``added``: made-up ones that a user added); the rest is a claim of the batch contract, with ``codes`` and ``poa`` as
    lists for short, and ``note`` for a record, or ``notes`` for one of several documents, each with its name, ``facts`` for what
    stands in fields; ``abstract`` (visit, stay: made-up claims with all that is billed) with the fields that are other ones;
    ``x12`` the same as an 837 file that is read, without the text ``cut`` and with what ``put`` puts in the place of another; or
    ``query`` alone, a provider query as text."""
    case: dict[str, Any] = yaml.safe_load(text)
    return case


def cases() -> list[Any]:
    return [
        pytest.param(rule, case, id=f"{rule.id} {case['name']}")
        for rule in all_rules()
        for block in CASE.findall(rule.page())
        for case in [read_case(block)]
    ]


def claim_in(case: dict[str, Any], library: Library, shelf: Shelf) -> tuple[Claim, Books]:
    """The claim that a case describes, and the books of its date."""
    if "query" in case:
        books = library.in_force()
        return query_claim(read_query(case["query"]), books), books
    if "abstract" in case or "x12" in case:
        claim = billed(case)
        return claim, library.for_claim(claim.date)
    facts = {
        name: value
        for name, value in case.items()
        if name not in {"name", "fires", "also", "silent", "note", "notes", "facts", "books"}
    }
    poa = facts.pop("poa", [])
    codes = facts.pop("codes", [])
    diagnoses = [{"code": code, "poa": poa[at] if at < len(poa) else None} for at, code in enumerate(codes)]
    facts.setdefault("diagnoses", diagnoses)
    claim = read_claim(_plain(facts))
    books = library.for_claim(claim.date)
    if case.get("books") == "added":
        books = replace(books, shelf=shelf, memo={})
    if "note" in case or "notes" in case:
        notes = case.get("notes") or {"note": case["note"]}
        documents = tuple(Document(name, text) for name, text in notes.items())
        facts = tuple(map(_fact, case.get("facts", ())))
        encounter = Encounter(documents, claim.setting, claim.date, claim.age, claim.sex, facts=facts)
        coded = walk(encounter, books)
        return (replace(claim, record=coded) if claim.diagnoses else claim_of(coded)), books
    return claim, books


def billed(case: dict[str, Any]) -> Claim:
    """The made-up claim of a case, written and read where it says so."""
    named = {"name", "fires", "also", "silent", "abstract", "x12", "cut", "put"}
    claim = made_up(case.get("abstract") or case["x12"], **_plain({name: case[name] for name in case.keys() - named}))
    if "x12" not in case:
        return claim
    text = written(claim)
    for old, new in {case.get("cut", ""): "", **case.get("put", {})}.items():
        assert old in text
        text = text.replace(old, new, 1)
    return read_back(text, [])[0]


def _fact(line: str) -> Fact:
    """A laboratory value: name, value, and the limits of its range."""
    name, value, low, high = line.split()
    return Fact(FactKind.RESULT, name, "lab", value, "", float(low), float(high))


def _plain(value: Any) -> Any:
    """What YAML read, as JSON would have it."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Made-up books that a user added."""
    return added_books(tmp_path_factory.mktemp("added"))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_the_page_says_it_all(rule: Rule) -> None:
    text = rule.page()
    assert text.startswith(f"# {rule.id} ")
    assert all(part in text for part in PARTS)
    fires = [read_case(block)["fires"] for block in CASE.findall(text)]
    assert {True, False} <= set(fires)


@pytest.mark.parametrize(("rule", "case"), cases())
def test_cases_of_the_page(rule: Rule, case: dict[str, Any], library: Library, added: Shelf) -> None:
    claim, books = claim_in(case, library, added)
    found = {finding.rule for finding in RULEBOOK.findings(claim, books)}
    assert (rule.id in found) is case["fires"], sorted(found)
    assert set(case.get("also", [])) <= found
    assert found.isdisjoint(case.get("silent", []))


def test_ids_are_unique_and_in_order_and_never_return() -> None:
    ids = [rule.id for rule in all_rules()]
    assert ids == sorted(set(ids))
    assert set(ids).isdisjoint(retired())
    assert all(re.fullmatch(r"(CM|OG|PCS|POA|MCE|IOCE|NCCI|MUE|COV|CLM|EM|DOC|QRY|HCC|DRG)\d{3}", id) for id in ids)
