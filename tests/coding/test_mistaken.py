"""What single words seem to say and their statement does not."""

from __future__ import annotations

import pytest

from nosologist.codesets.library import Books
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk

OPERATION = """Preoperative diagnosis: right thyroid nodule
Procedure: Right thyroid lobectomy
Description: Strap muscles separated in the midline. The right lobe was removed.
"""


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("# Actinic keratoses, forehead and L temple: cryotherapy x 4 lesions.", ["L57.0"]),
        ("# Actinic keratoses of the scalp, treated 3 lesions with LN2", ["L57.0"]),
        ("# Two skin lesions of the back, biopsied.", ["L98.9"]),
    ],
)
def test_a_count_of_treated_lesions_is_no_lesion(books: Books, assessment: str, expected: list[str]) -> None:
    coded = walk(Encounter((Document("n", f"A/P:\n{assessment}\n"),), Setting.OUTPATIENT), books)
    assert [one.code.dotted for one in coded.assignments] == expected


@pytest.mark.parametrize("setting", [Setting.INPATIENT, Setting.OUTPATIENT])
def test_what_a_surgeon_does_to_a_muscle_is_no_diagnosis(books: Books, setting: Setting) -> None:
    coded = walk(Encounter((Document("n", OPERATION),), setting), books)
    assert [one.code.dotted for one in coded.assignments] == ["E04.1"]
