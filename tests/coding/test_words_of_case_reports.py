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
        ("carrier of an aortobifemoral bypass", {"Z95.828"}),
        ("block of the right branch", {"I45.10"}),
        ("rheumatic valvulopathy", {"I09.1"}),
        ("carotid aneurysm", {"I72.0"}),
        ("thrombosis of the cavernous sinus", {"G08"}),
        ("terminal chronic renal insufficiency", {"N18.6"}),
        ("urinary incontinence of effort", {"N39.3"}),
        ("stenosis of the urethral meatus", {"N35.911"}),
        ("functional annulment of the left kidney", {"N28.9"}),
        ("torsion of the hydatid of Morgagni", {"N44.03"}),
        ("suppurative hidrosadenitis", {"L73.2"}),
        ("ecthyma gangrenosum", {"L08.0"}),
        ("deterioration of the general state", {"R53.81"}),
        ("positive Blumberg", {"R10.829"}),
        ("edema in the inferior members", {"R60.0"}),
        ("groin mass", {"R19.09"}),
        ("abdominal wall hematoma", {"S30.11XA"}),
        ("remitting-recurrent multiple sclerosis", {"G35.A"}),
        ("rhinoliquorrhea", {"G96.01"}),
        ("cotton-wool exudates", {"H35.81"}),
        ("obstruction of the central artery of the left retina", {"H34.12"}),
        ("paresis of the III right cranial pair", {"H49.01"}),
        ("ganglionar tuberculosis", {"A18.2"}),
        ("herpetic eczema", {"B00.0"}),
        ("spinocellular carcinoma of the nose", {"C44.321"}),
        ("vitamin B12 deficit", {"E53.8"}),
        ("deficit of factor VIII", {"D66"}),
        ("obesity grade II", {"E66.812"}),
        ("amygdalitis", {"J03.90"}),
        ("ex-smoker of 40 packages/year", {"Z87.891"}),
        ("dementia with behavioral alterations", {"F03.918"}),
        ("acute myocardial infarction 6 years ago", {"I25.2"}),  # old after four weeks, I.C.9.e.1
        ("pneumonitis by bleomycin", {"J70.4", "T45.1X5A"}),
        ("nausea and occasional vomiting", {"R11.2"}),
        ("cough and syncope", {"R05.9", "R55"}),  # not cough syncope
        ("postpartum hemorrhage and anemia", {"O72.1", "D64.9"}),
        ("trismus was not present", set()),
        ("did not present meningeal signs nor hepatomegaly", set()),
        ("the mass was not palpable", set()),
        ("myopia and astigmatism", {"H52.10", "H52.209"}),
        ("cryptorchidism and bilateral clubfoot", {"Q53.9", "Q66.89"}),
        ("rheumatoid arthritis and secondary Sjogren syndrome", {"M06.9", "M35.00"}),
        ("depression and suicidal ideation", {"F32.A", "R45.851"}),
        ("sinus bradycardia, negative T waves and first degree AV block", {"R00.1", "I44.0"}),
        ("hypochromic macules", {"L81.6"}),
        ("esophageal varices with hematemesis", {"I85.01"}),
        ("pelvic abscess", {"K65.1"}),
        ("permanent hypoparathyroidism after surgery", {"E89.2"}),
        ("mechanical prosthesis in mitral position", {"Z95.2"}),
        ("rigidity of the nape", {"R29.1"}),
        ("irritability, brought by the parents by reason of fever", {"R45.4", "R50.9"}),
        ("scabies in his wife", set()),
        ("deficiency of vitamin B12 and vitamin D", {"E53.8", "E55.9"}),
        ("cholelithiasic pancreatitis", {"K85.10"}),
        ("cirrhosis of ethylic origin", {"K70.30"}),
        ("enolic hepatopathy", {"K70.9"}),
        ("cortisonic glaucoma of the left eye", {"H40.62X0"}),
        ("smoking habit of 20 cigarettes/day", {"F17.210"}),
        ("agranulocytosis by metamizole", {"D70.2", "T39.2X5A"}),
        ("hypothyroidism by amiodarone", {"E03.2", "T46.2X5A"}),
        ("diabetes by corticoids", {"E09.9", "T38.0X5A"}),
        ("neutropenia due to docetaxel", {"D70.1", "T45.1X5A"}),
        ("allergic to penicillin and to latex", {"Z88.0", "Z91.040"}),
        ("sacral pressure ulcer and pain in the left hip", {"L89.159", "M25.552"}),
        ("pressure ulcers of the sacrum and the left heel", {"L89.159", "L89.629"}),
    ],
)
def test_a_finding_in_words_from_abroad(code_note: CodeNote, words: str, expected: set[str]) -> None:
    assert set(codes(code_note(words, all_mentions=True))) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "A boy of 16 years, with family antecedents of sudden death in an uncle, who after effort presented syncope.",
            {"Z82.41", "R55"},
        ),
        ("His mother, who presented with breast cancer at 40, is well.", set()),
        ("Mother, who came to clinic with him, has diabetes.", set()),
    ],
)
def test_of_whom_who_speaks(code_note: CodeNote, said: str, expected: set[str]) -> None:
    assert set(codes(code_note(said, all_mentions=True))) == expected
