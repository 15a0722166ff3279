"""Files tell whether a document is signed, and what its author is."""

from __future__ import annotations

import json

import pytest

import chart_files
from nosologist.formats.charts import charts_in
from nosologist.model.document import Document


def document(data: bytes) -> Document:
    [chart] = charts_in(data, "in", "in")
    return chart.documents[0]


@pytest.mark.parametrize(("state", "is_signed"), [("AU", True), ("LA", True), ("IP", False), ("", None)])
def test_hl7(state: str, is_signed: bool | None) -> None:
    fields = ["TXA", "1", "PR", "", "20260302", "", "", "", "", "9^Vale^Tom^^^^RN", *[""] * 7, state]
    found = document(chart_files.hl7("|".join(fields), "OBX|1|TX|||Gout."))
    assert (found.author, found.credential, found.signed) == ("Vale, Tom", "RN", is_signed)


@pytest.mark.parametrize(("state", "is_signed"), [("final", True), ("preliminary", False), (None, None)])
def test_fhir(state: str | None, is_signed: bool | None) -> None:
    nurse = {
        "resourceType": "Practitioner",
        "id": "n",
        "name": [{"family": "Vale", "given": ["Tom"]}],
        "qualification": [{"code": {"text": "Registered nurse"}}],
    }
    note = {
        "resourceType": "DocumentReference",
        "author": [{"reference": "Practitioner/n"}],
        "content": [{"attachment": {"contentType": "text/plain", "data": "R291dC4="}}],
        **({"docStatus": state} if state else {}),
    }
    bundle = {"resourceType": "Bundle", "entry": [{"resource": nurse}, {"resource": note}]}
    found = document(json.dumps(bundle).encode())
    assert (found.text, found.author, found.credential, found.signed) == (
        "Gout.",
        "Vale, Tom",
        "Registered nurse",
        is_signed,
    )


def test_c_cda() -> None:
    data = chart_files.ccda(
        chart_files.section("51848-0", "", "Gout."),
        header='<legalAuthenticator><signatureCode code="S"/></legalAuthenticator>',
    )
    assert (document(data).credential, document(data).signed) == (None, True)
    named = data.replace(b"<family>Quill</family>", b"<family>Quill</family><suffix>RN</suffix>")
    assert (document(named).author, document(named).credential) == ("Quill, Wil", "RN")
