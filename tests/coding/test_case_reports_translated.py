"""Case reports translated by machine: odd wording, lists in which one item is negative, sides and sites of other items."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("scleral ictericia", {"R17"}),
        ("slimming of 10 kg", {"R63.4"}),
        ("oppressive chest pain", {"R07.89"}),
        ("mesogastric pain", {"R10.33"}),
        ("sibilances", {"R06.2"}),
        ("hematuria with clots", {"R31.0"}),
        ("decrease in the caliber of the urinary stream", {"R39.12"}),
        ("facial tumefaction", {"R22.0"}),
        ("phosphenes", {"H53.19"}),
        ("mydriatic pupils", {"H57.04"}),
        ("dysgraphia", {"R27.8"}),
        ("cerebral ischemic accident", {"I63.9"}),
        ("left temporoparietal hemorrhagic infarction", {"I63.9"}),
        ("generalized tonic-clonic crisis", {"G40.409"}),
        ("SAHS", {"G47.33"}),
        ("HTA", {"I10"}),
        ("type 2 DM with poor metabolic control", {"E11.65"}),
        ("COPD reagudization", {"J44.1"}),
        ("nosocomial pneumonia", {"J18.9", "Y95"}),
        ("nosocomial pneumonia due to Pseudomonas aeruginosa", {"J15.1", "Y95"}),
        ("community-acquired pneumonia due to Streptococcus pneumoniae", {"J13"}),
        ("ventilator-associated pneumonia due to Acinetobacter baumannii", {"J95.851", "B96.83"}),
        ("septic shock due to Klebsiella pneumoniae", {"A41.59", "R65.21"}),
        ("gastric ulcer with positive test for Helicobacter pylori", {"K25.9", "B96.81"}),
        ("dilation of the intrahepatic biliary tract", {"K83.8"}),
        ("intestinal subocclusion due to adhesions", {"K56.51"}),
        ("gonarthrosis of both knees", {"M17.0"}),
        ("superficial thrombophlebitis of the right great saphenous vein", {"I80.01"}),
        ("perirenal adenopathies", {"R59.0"}),
        ("single palmar crease", {"Q82.8"}),
        ("ex-alcoholic", {"F10.21"}),
        ("megaloblastic anemia due to vitamin B12 deficiency", {"D51.9"}),
        ("rash due to amoxicillin", {"L27.0", "T36.0X5A"}),  # Index Rash, drug
        ("late neonatal sepsis", {"P36.9"}),
        ("malfunctioning arteriovenous fistula", {"T82.590A"}),
        ("skin lesions on the face present since adolescence", {"L98.9"}),
        ("dislocation of the prosthesis", {"T84.029A"}),
        ("pertrochanteric fracture of the right femur", {"S72.101A"}),  # a side explains less than the place
        ("Colles fracture of the left wrist", {"S52.532A"}),
        ("subcapital fracture of the right hip", {"S72.011A"}),
        ("fractures of the 5th, 6th and 7th left ribs", {"S22.42XA"}),
        ("contused wound of the scalp", {"S01.00XA"}),
        ("swan-neck deformities in the right hand", {"M20.031"}),
        ("ex-addict to heroin", {"F11.21"}),
        ("former parenteral drug addict", {"F19.21"}),
        ("interventricular communication", {"Q21.0"}),
        ("ostium secundum type interatrial communication", {"Q21.11"}),
        ("syndactyly of the toes of both feet", {"Q70.33"}),  # webbed unless said to be fused
        ("mutism", {"R47.01"}),
        ("diverticula in the sigma", {"K57.30"}),
        ("carcinoma of the splenic angle of the colon", {"C18.5"}),
        ("cavum carcinoma", {"C11.9"}),
        ("mantle lymphoma", {"C83.10"}),
        ("carotid glomus tumor", {"D44.6"}),
        ("hemopneumothorax", {"J94.2"}),
        (
            "open fracture of the left tibia and fibula, fracture of the right clavicle",
            {"S82.202B", "S82.402B", "S42.001A"},
        ),
        ("fracture of D12", {"S22.089A"}),  # dorsal
        ("pseudarthrosis of the tibia", {"S82.209K"}),
        ("section of the flexor tendon of the hand", {"S66.129A"}),
        ("perforating ocular wound", {"S05.60XA"}),
        ("causticization of the eye", {"T26.90XA"}),
        ("burns affecting 35% of the body surface", {"T31.30"}),
        ("second degree burn of the thorax", {"T21.21XA"}),
        ("viper bite", {"T63.091A"}),
        ("ethylic intoxication", {"F10.129"}),
        ("smoker of 40 packs-year", {"F17.210"}),
        ("right hip prosthesis", {"Z96.641"}),
        ("vegetative state", {"R40.3"}),
        ("cervical mass of 3 months of evolution", {"R22.1"}),
        ("anemia of renal origin", {"D63.1"}),
        ("arthromyalgia", {"M25.50", "M79.10"}),
        ("left recurrent paralysis", {"J38.01"}),
        ("sacral pressure ulcer grade IV", {"L89.154"}),
        ("hyperchloremic metabolic acidosis", {"E87.20"}),  # not of a newborn
        ("secondary ocular hypertension", {"H40.059"}),
        ("acute granulomatous anterior uveitis", {"H20.00"}),
        ("herpes zoster virus infection", {"B02.9"}),
        ("Jarisch-Herxheimer reaction", {"R68.89"}),
        ("pathological fracture of L3", {"M48.56XA"}),  # no injury beside it
        ("pathological fracture of D8 due to metastasis", {"M84.58XA", "C79.9"}),
        ("Sturge-Weber syndrome", {"Q85.89"}),  # a name says enough, whatever its code leaves open
        ("seminoma", {"C62.90"}),  # one word that says site and behavior
        ("HELLP syndrome at 31 weeks of gestation", {"O14.23", "Z3A.31"}),
        ("pruritus due to acenocoumarol", {"L29.9", "T45.515A"}),
        ("anaphylactic reaction to metamizole", {"T88.6XXA", "T39.2X5A"}),
        ("hyperprolactinemia by risperidone", {"E22.1", "T43.595A"}),
        ("papillary thyroid carcinoma with cervical lymph node metastases", {"C73", "C77.0"}),
    ],
)
def test_words_of_a_translated_report(code_note: CodeNote, words: str, expected: set[str]) -> None:
    assert set(codes(code_note(words, all_mentions=True))) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        # a word behind "and" that opens a phrase of its own belongs to it
        ("He developed acute pulmonary edema and cardiogenic shock.", {"J81.0", "R57.0"}),
        ("There was dysmetria in the upper limb and ataxic gait.", {"R27.8", "R26.0"}),
        # "negative" or "absent" behind an item of a list speaks of that item
        ("Tests: leukocytosis, microcytic anemia, antinuclear antibodies negative.", {"D72.829", "D50.9"}),
        ("She had gonalgia, seat belt sign absent, epistaxis and vertigo.", {"M25.569", "R04.0", "R42"}),
        ("Fever, cough and chills absent.", set()),
        # what is denied ends where something is found
        ("Septal panniculitis without vasculitis, compatible with erythema nodosum.", {"M79.3", "L52"}),
        ("There was no retinal tear, presenting vitreous hemorrhage.", {"H43.10"}),
        ("Stroke without sequelae, gout and bilateral hypoacusia.", {"I63.9", "M10.9", "H91.93"}),
        # the side of one part is not that of another
        ("Dupuytren's disease of the right hand and hallux valgus.", {"M72.0", "M20.10"}),
        ("Ankylosis of the right wrist, dry eye.", {"M24.631", "H04.129"}),
        ("Contusion of the right hand and foot.", {"S60.221A", "S90.31XA"}),
        # one pain at several sites
        ("Pain in the left hemithorax, abdomen and right leg.", {"R07.9", "R10.9", "M79.604"}),
        ("Pain in the left knee, and stiffness of the hand.", {"M25.562", "M25.649"}),
    ],
)
def test_a_sentence_of_a_translated_report(code_note: CodeNote, note: str, expected: set[str]) -> None:
    assert set(codes(code_note(note, all_mentions=True))) == expected


@pytest.mark.parametrize(
    ("note", "is_status"),
    [
        ("A woman with a history of gout, allergic to penicillin, with hysterectomy, who came with fever.", True),
        ("Hysterectomy in 1999 for myomas.", True),
        ("A woman with a history of gout, who underwent hysterectomy.", False),
        ("For bleeding, hysterectomy was performed.", False),
    ],
)
def test_an_operation_of_the_past_is_a_status(code_note: CodeNote, note: str, is_status: bool) -> None:
    assert ("Z90.710" in codes(code_note(note, all_mentions=True))) is is_status


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        # behind allergies and habits no list goes on, unless "or" joins its last item
        ("No known drug allergies, smoker of one pack a day, hypertensive.", {"F17.210", "I10"}),
        ("No toxic habits, obese, diabetic.", {"E66.9", "E11.9"}),
        ("No known drug allergies, hypertension, diabetes or asthma.", set()),
        # what is "being ruled out" is the last item before it
        ("She had essential tremor, gout and asthma, sarcoidosis being ruled out.", {"G25.0", "M10.9", "J45.909"}),
        # the pathology that follows a site at once says the nature of the tumor, whatever other tumors there are
        (
            "Villous adenoma of the rectum. Gastroscopy: ulcerated neoformation of the distal third of the esophagus, whose "
            "histological study informed of adenocarcinoma.",
            {"D12.8", "C15.5"},
        ),
        (
            "Breast carcinoma. He had a pigmented lesion on the right leg, whose histology was superficial spreading melanoma.",
            {"C50.919", "L81.9", "C43.71"},
        ),
        (
            "Cystoscopy revealed a papillary tumor on the left lateral wall of the bladder. A resection was performed and the "
            "pathological anatomy informed of transitional cell carcinoma.",
            {"C67.2"},
        ),
        # the side of the eye of which a sentence speaks, and that at the end of a list
        ("The right eye presented pterygium, epiretinal membrane and macular hole.", {"H11.001", "H35.371", "H35.341"}),
        ("He had photophobia, ocular pain and metamorphopsia in the left eye.", {"H53.142", "H57.12", "H53.15"}),
        ("Sensorineural hearing loss of the left ear, tinnitus and vertigo.", {"H90.42", "H93.19", "R42"}),
        ("Hip pain, osteoarthritis of the left knee.", {"M25.559", "M17.12"}),
        # an accident told anywhere makes the hematoma of an organ traumatic
        ("He suffered a traffic accident on Monday. CT showed a splenic hematoma.", {"V89.2XXA", "S36.029A"}),
        ("Anticoagulated, he had a splenic hematoma.", {"D73.5"}),
        # what is done now leaves its status to the next encounter
        ("An angioplasty with stent of the right coronary artery was performed.", set()),
        ("A hip prosthesis was implanted 5 years ago.", {"Z96.649"}),
        ("Chest pain with ST elevation, diagnosed with inferior acute myocardial infarction.", {"R07.9", "I21.19"}),
        ("The patient presented radiation cystitis.", {"N30.40"}),
        ("Sternal fracture and left hemopneumothorax.", {"S22.20XA", "S27.2XXA"}),
        ("Sympathetic ophthalmia was feared.", set()),
        ("The hearing screening revealed bilateral deafness.", {"H91.93"}),
    ],
)
def test_what_belongs_together_in_a_translated_report(code_note: CodeNote, note: str, expected: set[str]) -> None:
    assert set(codes(code_note(note, all_mentions=True))) == expected
