"""A proof holds where it was made, and says what no longer does where anything was changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.codesets.library import Books, Library
from nosologist.errors import UsageError
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk
from nosologist.proof.seal import canonical, digest, opened, sealed
from nosologist.proof.statement import content, record
from nosologist.proof.verify import Line, verify

NOTE = "ASSESSMENT:\n1. Type 2 diabetes with stage 3a CKD\n2. Hypertension\n3. Closed fracture of left wrist after a fall on ice"
DOCUMENT = Document("visit", NOTE)


@pytest.fixture
def proof(books: Books) -> dict[str, Any]:
    coded = walk(Encounter((DOCUMENT,), Setting.OUTPATIENT), books)
    found: dict[str, Any] = json.loads(canonical(content([record(coded, books)])))
    return found


def failed(proof: dict[str, Any], library: Library, *texts: Document) -> list[str]:
    lines = verify(proof, digest(canonical(proof)), library, texts or None)
    return [line.what for line in lines if line.holds is False]


def test_it_holds_where_it_was_made(proof: dict[str, Any], library: Library) -> None:
    lines = list(verify(proof, digest(canonical(proof)), library, [DOCUMENT]))
    assert [line for line in lines if line.holds is False] == []
    assert sum(line.holds is True for line in lines) >= 12


def test_each_code_has_words_path_tabular_and_notes(proof: dict[str, Any]) -> None:
    [one] = proof["records"]
    assert one["documents"][0]["sha256"] == digest(NOTE.encode())
    for code in one["codes"]:
        assert code["spans"]
        assert code["index"]
        assert code["tabular"][0]["code"].startswith("chapter ")
        assert code["tabular"][-1] == {"code": code["code"], "title": code["title"]}
        assert all(NOTE[span["start"] : span["end"]] == span["quote"] for span in code["spans"])
    diabetes = next(code for code in one["codes"] if code["code"] == "E11.22")
    called_for = [note for note in diabetes["notes"] if note["kind"] == "use_additional" and "N18.31" in note["codes"]]
    assert [note["state"] for note in called_for] == ["met"]
    assert one["rules_passed"]
    assert not {finding["rule"] for finding in one["findings"]} & set(one["rules_passed"])


def test_the_same_chart_gives_the_same_bytes(proof: dict[str, Any], books: Books) -> None:
    again = content([record(walk(Encounter((DOCUMENT,), Setting.OUTPATIENT), books), books)])
    assert sealed(again) == sealed(proof)


def _another_code(one: dict[str, Any]) -> None:
    one["codes"][0] |= {"code": "E11.21", "title": "Type 2 diabetes mellitus with diabetic nephropathy"}


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a quote": (
        lambda one: one["codes"][0]["spans"][0].update(quote="Type 1 diabetes"),
        "quotes stand at their places",
    ),
    "a place": (lambda one: one["codes"][0]["spans"][0].update(start=0), "quotes stand at their places"),
    "the text": (lambda one: one["documents"][0].update(sha256="0" * 64), "text of the chart"),
    "a release": (lambda one: one["releases"][0].update(sha256="0" * 64), "release icd10cm"),
    "another release": (lambda one: one["releases"][0].update(id="icd10cm:2031-10"), "release icd10cm:2031-10"),
    "a title": (lambda one: one["codes"][0].update(title="Well"), "valid, title, Tabular and notes"),
    "a note": (lambda one: one["codes"][0]["notes"][0].update(state="broken"), "valid, title, Tabular and notes"),
    "no code at all": (lambda one: one["codes"][0].update(code="E11.2"), "E11.2"),
    "another code": (_another_code, "coded again: codes"),
    "one code less": (lambda one: one["codes"].pop(), "coded again: codes"),
    "the order": (lambda one: one["codes"].reverse(), "coded again: codes"),
    "a rule": (lambda one: one["rules_passed"].pop(), "coded again: rules passed"),
    "the ledger": (lambda one: one["not_coded"].append({"start": 0, "end": 1, "quote": "A"}), "coded again: not coded"),
    "the setting": (lambda one: one["encounter"].update(setting="inpatient"), "coded again: codes"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_and_sealed_again_no_longer_holds(
    change: str, proof: dict[str, Any], library: Library
) -> None:
    alter, told = CHANGES[change]
    alter(proof["records"][0])
    assert any(told in what for what in failed(proof, library, DOCUMENT))


def test_what_was_changed_without_sealing_breaks_the_hash(proof: dict[str, Any], library: Library) -> None:
    seal = digest(canonical(proof))
    proof["records"][0]["decisions"].append("approved")
    assert next(iter(verify(proof, seal, library))) == Line(
        "hash over the content", False, "the proof was changed after it was sealed"
    )


def test_a_rule_that_stops_the_codes_is_told_without_the_chart(proof: dict[str, Any], library: Library) -> None:
    codes = proof["records"][0]["codes"]
    codes.append(dict(codes[0]))
    assert any("rules" in what for what in failed(proof, library))


def test_another_text_is_told(proof: dict[str, Any], library: Library) -> None:
    what = failed(proof, library, Document("visit", NOTE.replace("left", "right")))
    assert what[0] == "text of the chart"
    assert "coded again: codes" in what
    assert failed(proof, library, DOCUMENT, DOCUMENT) == ["documents of the chart"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_canonical_json_survives_being_laid_out_anew(value: Any) -> None:
    assert canonical(json.loads(json.dumps(value, indent=3))) == canonical(value)


@given(st.dictionaries(st.sampled_from(["records", "program", "codes"]), JSON, max_size=3))
def test_a_proof_of_any_shape_is_told_in_a_line(shape: dict[str, Any]) -> None:
    assert (
        any(line.holds is False for line in verify(shape, digest(canonical(shape)), Library()) or [])
        or shape.get("records") == []
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff{", "is no proof: not JSON"),
        (b"[" * 100_000, "is no proof: not JSON"),
        (b"[]", "does not say that it is one"),
        (b'{"content":{"contract":"nosologist proof","version":9}}', "is a proof of version 9"),
    ],
)
def test_what_is_no_proof(data: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=why):
        opened(path)
