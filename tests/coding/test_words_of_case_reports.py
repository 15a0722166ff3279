"""Words of case reports and letters from abroad, and the code to which each leads; none brings a detail of its own."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("HCV cirrhosis", {"K74.60", "B19.20"}),
        ("lithiasic pancreatitis", {"K85.10"}),
        ("acute lithiasic cholecystitis", {"K80.00"}),
        ("portal cavernomatosis", {"I81"}),
        ("hepatocellular insufficiency", {"K72.90"}),
        ("coraliform lithiasis", {"N20.0"}),
        ("renoureteral lithiasis", {"N20.2"}),
        ("actinic cystitis", {"N30.40"}),
        ("acute rejection of the renal graft", {"T86.11"}),
        ("abolished osteotendinous reflexes", {"R29.2"}),
        ("deviation of the labial commissure", {"R29.810"}),
        ("convulsive crisis", {"R56.9"}),
        ("alteration of the intestinal rhythm", {"R19.4"}),
        ("hypocholic stools", {"R19.5"}),
        ("mucocutaneous paleness", {"R23.1"}),
        ("subicteric conjunctivae", {"R17"}),
        ("facial hypoesthesia", {"R20.1"}),
        ("autolytic attempt", {"T14.91XA"}),
        ("plaquetopenia", {"D69.6"}),
        ("sideropenia", {"E61.1"}),
        ("polyradiculoneuritis", {"G61.0"}),
        ("secondary diabetes", {"E13.9"}),
        ("osteoporotic vertebral compressions", {"M80.08XA"}),
        ("necrosis of the femoral head", {"M87.859"}),
        ("basocellular carcinoma of the nose", {"C44.311"}),
        ("bone marrow infiltration by the tumor", {"C79.52"}),
        ("splenic intraparenchymal hematoma", {"D73.5"}),
        ("popliteal fossa pain", {"M25.569"}),
        ("DVT of the left leg", {"I82.402"}),
        ("trichiasis", {"H02.059"}),  # "without entropion right upper eyelid": a side is never what is denied
        ("trichiasis of the left lower eyelid", {"H02.055"}),
        ("bladder infiltration by rectal carcinoma", {"C20"}),
    ],
)
def test_a_finding_in_words_from_abroad(code_note: CodeNote, words: str, expected: set[str]) -> None:
    assert set(codes(code_note(words, all_mentions=True))) == expected
