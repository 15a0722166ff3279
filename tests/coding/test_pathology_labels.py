"""Reports of pathology: the label of a specimen is the site, and a polyp is coded as what the microscope shows."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes
from nosologist.codesets.library import Books
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.pipeline import walk

_ENDOSCOPY = """COLONOSCOPY REPORT
FINDINGS
 - cecum 5 mm sessile polyp, cold snare
 - sigmoid 12 mm pedunculated polyp, hot snare; 3 mm rectal polyp cold biopsy forceps
IMPRESSION: screening colonoscopy; polyps of cecum, sigmoid, rectum removed; int hemorrhoids grade 1
"""
_ONE_LINE = (
    "A cecum: tubular adenoma. B sigmoid: tubulovillous adenoma, no HGD, margin neg. C rectum: hyperplastic polyp.\n"
)
_BLOCKS = """A. COLON, CECUM, POLYPECTOMY:
   - TUBULAR ADENOMA
B. COLON, SIGMOID, POLYPECTOMY:
   - TUBULOVILLOUS ADENOMA, MARGIN NEGATIVE
C. RECTUM, BIOPSY:
   - HYPERPLASTIC POLYP
"""


@pytest.mark.parametrize("report", [_ONE_LINE, _BLOCKS])
def test_adenomas_at_the_sites_of_their_labels_replace_the_polyps(books: Books, report: str) -> None:
    documents = (
        Document("scope", _ENDOSCOPY, kind="colonoscopy report"),
        Document("path", f"SURGICAL PATHOLOGY\n{report}", kind="pathology report"),
    )
    found = codes(walk(Encounter(documents), books))
    assert found[:3] == ["Z12.11", "D12.0", "D12.5"]
    assert set(found) == {"Z12.11", "D12.0", "D12.5", "K62.1", "K64.0"}


@pytest.mark.parametrize(
    ("said", "expected", "absent"),
    [
        ("Skin, left cheek, shave biopsy: Basal cell carcinoma", {"C44.319"}, {"C44.91"}),
        ("Breast, left, core bx: invasive ductal carcinoma, margins negative", {"C50.912"}, set()),
        ("Colon, ascending, polypectomy - tubular adenoma, no high grade dysplasia", {"D12.2"}, {"D12.6"}),
        ("sigmoid polyp. Pathology: tubular adenoma", {"D12.5"}, {"K63.5", "D12.6"}),
        ("hyperplastic polyp of descending colon; tubular adenoma of cecum", {"K63.5", "D12.0"}, {"D12.6"}),
        ("rectal polyp. Path: hyperplastic polyp", {"K62.1"}, {"K63.5"}),
        ("knee: osteoarthritis", {"M17.9"}, {"M19.90"}),
        ("Diabetes: hypertension controlled", {"E11.9", "I10"}, set()),
    ],
)
def test_what_stands_behind_a_label(code_note: CodeNote, said: str, expected: set[str], absent: set[str]) -> None:
    found = set(codes(code_note(f"DIAGNOSIS: {said}\n")))
    assert expected <= found
    assert absent.isdisjoint(found)


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("COLONOSCOPY\nIndication: screening, average risk\nImpression: sigmoid diverticulosis", "Z12.11 K57.30"),
        ("COLONOSCOPY\nProcedure: screening colonoscopy\nPost-op dx: internal hemorrhoids", "Z12.11 K64.8"),
        ("COLONOSCOPY\nIndication: positive Cologuard screening\nImpression: internal hemorrhoids", "K64.8"),
        ("HPI: had a screening colonoscopy 2019.\nA/P: GERD", "K21.9"),
    ],
)
def test_a_screening_is_the_reason_of_its_colonoscopy(code_note: CodeNote, report: str, expected: str) -> None:
    assert codes(code_note(f"{report}\n")) == expected.split()


def test_another_disease_of_the_category_is_no_detail(code_note: CodeNote) -> None:
    note = "HPI: plaque psoriasis, PsA stable.\nA/P plaque psoriasis, psoriatic arthritis\n"
    assert codes(code_note(note)) == ["L40.0", "L40.50"]
