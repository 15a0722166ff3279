"""What a professional bills for a visit in a stay is no stay: no DRG, no code editor."""

from __future__ import annotations

from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.grouping import group
from nosologist.grouping.mce import edits_raised
from nosologist.model.claim import Claim, ClaimKind, Diagnosis
from nosologist.model.code import icd10cm
from nosologist.model.encounter import Setting

STAY = Claim("x", Setting.INPATIENT, (Diagnosis(icd10cm("Z01818"), "Y"),))


def test_only_a_hospital_has_a_drg_and_a_code_editor(books: Books) -> None:
    visit = replace(STAY, kind=ClaimKind.PROFESSIONAL)
    assert group(STAY, books).drg is not None and edits_raised(STAY, books)
    assert group(visit, books).drg is None and not edits_raised(visit, books)
