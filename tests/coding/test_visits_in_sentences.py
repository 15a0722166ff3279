"""Visits told in whole sentences, section by section, as a scribe writes them from the talk: which problems they were about."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        # what somebody will do is no title of a problem, though it stands in a short line
        (
            "ASSESSMENT\nMs. Doe has chronic migraine without aura, which has been made worse by medication overuse headache.\n\n"
            "PLAN\nWe will begin topiramate.\n\nShe will keep a headache diary.\n",
            {"G43.709", "G44.40"},
        ),
        # a word of every day is no name of a disease
        (
            "ASSESSMENT\nThe patient has seropositive rheumatoid arthritis, improved but still with low disease activity.\n",
            {"M05.9"},
        ),
        # an injury of a part is said again by the injury that is named, on the same side
        ("ASSESSMENT\nRight shoulder acute traumatic full-thickness rotator cuff tear.\n", {"S46.011A"}),
        ("ASSESSMENT\n1. Injury of right shoulder.\n2. Fracture of the left clavicle.\n", {"S49.91XA", "S42.002A"}),
        ("ASSESSMENT\nSudden sensorineural hearing loss of the left ear.\n", {"H91.22"}),
        ("ASSESSMENT\nAdult-onset Still's disease.\n", {"M06.1"}),
        # a plan need not repeat each problem that the prose of the assessment names, and adds those that its paragraphs open with
        (
            "ASSESSMENT\nMs. Doe has chronic spontaneous urticaria with occasional angioedema. She has allergic rhinitis due to "
            "pollen.\n\nPLAN\nChronic urticaria. Increase cetirizine to 20 mg twice a day, and if this does not hold her for "
            "4 weeks we will apply for omalizumab.\n\nTree nut allergy. A new epinephrine autoinjector was prescribed and its "
            "use was shown to her.\n\nAllergic rhinitis. Fluticasone during the season.\n",
            {"L50.1", "T78.3XXA", "J30.1", "Z91.018"},
        ),
        # what calls for nothing
        (
            "ASSESSMENT\nShe has migraine with aura. The pineal cyst is an incidental finding that needs no follow-up.\n"
            "PLAN\nTopiramate was begun.\n\nThe kidney cyst is simple and does not need further imaging.\n",
            {"G43.109"},
        ),
        # how a disease is, between marks
        ("ASSESSMENT\n1. Moderate persistent asthma, not controlled, with acute exacerbation.\n", {"J45.41"}),
        ("ASSESSMENT\n1. Type 2 diabetes, not well controlled.\n", {"E11.65"}),
        ("ASSESSMENT\n1. Parkinson's disease with wearing off and mild dyskinesia.\n2. Falls.\n", {"G20.B2", "R29.6"}),
        ("ASSESSMENT\n1. Osteoporosis with prior vertebral compression fracture.\n", {"M81.0", "Z87.310"}),
        # two allergens of one rhinitis
        ("ASSESSMENT\n1. Allergic rhinitis due to cat dander and dust mite.\n", {"J30.81", "J30.89"}),
        # a disease that is said again in fewer words
        (
            "ASSESSMENT\nLeft-sided ulcerative colitis with rectal bleeding. Iron deficiency anemia from blood loss due to his "
            "colitis.\n",
            {"K51.511", "D50.0"},
        ),
        # a sentence right below a numbered problem says something of it; what it gives as the cause is coded too
        (
            "ASSESSMENT\n1. Lupus nephritis.\nUrine protein is stable.\n2. Gout.\nColchicine was refilled.\n",
            {"M32.14", "M10.9"},
        ),
        (
            "ASSESSMENT\n1. Thrombocytopenia.\nThis is from portal hypertension. We will follow the count.\n2. Gout.\n",
            {"D69.6", "K76.6", "M10.9"},
        ),
        (
            "ASSESSMENT\n1. Systemic lupus erythematosus with a mild flare of arthritis.\n2. Lupus nephritis.\n",
            {"M32.14", "M32.19"},
        ),
        # a pain that belongs to the disease beside it; a corn is of a foot
        ("ASSESSMENT\n1. Onychomycosis with pain, 10 nails.\n2. Corn of the right second toe.\n", {"B35.1", "L84"}),
        # what the provider thinks that it is, in the first words of a paragraph
        (
            "ASSESSMENT AND PLAN\nI think that this is irritable bowel syndrome of the mixed type. She meets the criteria.\n\n"
            "Lactose intolerance is likely. She will leave out dairy for two weeks, and if there is doubt we will do a test.\n\n"
            "Iron deficiency anemia due to menorrhagia. She will continue ferrous sulfate.\n",
            {"K58.2", "D50.0", "N92.0"},
        ),
        # an item of a plan that opens with a problem as its label
        (
            "ASSESSMENT\nThis is a 69-year-old man with idiopathic pulmonary fibrosis. The scan shows a definite pattern, so no "
            "biopsy is necessary.\nPLAN\n1. Nintedanib 150 mg twice a day.\n"
            "2. Echocardiogram to look for pulmonary hypertension.\n3. GERD: continue pantoprazole.\n4. Labs: CBC for anemia.\n",
            {"J84.112", "K21.9"},
        ),
        # a doubt, and a part that something may have
        (
            "ASSESSMENT\nLesion of the left forehead. I am suspicious of a basal cell carcinoma.\n\n"
            "Allergic contact dermatitis of the hands. Irritant dermatitis may be part of this.\n",
            {"L98.9", "L23.9"},
        ),
        ("ASSESSMENT\nSkin tag of the right upper eyelid.\n", {"L91.8"}),
        # a ligament of the joint that is sprained
        (
            "IMPRESSION\nLeft ankle sprain, grade 2, of the anterior talofibular and calcaneofibular ligaments.\n",
            {"S93.492A", "S93.412A"},
        ),
        # what was taken out is there no more
        (
            "ASSESSMENT\nMr. Roe has panhypopituitarism following resection of his pituitary macroadenoma.\n",
            {"E89.3"},
        ),
        # a plan that is told problem by problem, below a sentence that says who came
        (
            "ASSESSMENT\nMs. Roe is a 67-year-old female who is here for dizziness.\nPLAN\n"
            "For her first problem of dizziness, this is benign paroxysmal positional vertigo of the right ear. A maneuver was "
            "done, and there is no sign of a stroke.\n\n"
            "For her second problem of hypothyroidism, we will check a TSH today and continue levothyroxine at the same dose.\n",
            {"H81.11", "E03.9"},
        ),
        # a side effect, and one that is in doubt
        ("ASSESSMENT\n1. Irritability as a side effect of levetiracetam.\n", {"R45.4", "T42.6X5A"}),
        ("ASSESSMENT\n1. Cough is likely a side effect of lisinopril.\n", {"R05.9"}),
        # what is over, though its cause is told between
        ("ASSESSMENT\n1. Provoked pulmonary embolism after knee surgery, resolved.\n", {"Z86.711"}),
        ("ASSESSMENT\n1. Type 1 diabetes with recurrent hypoglycemia and hypoglycemia unawareness.\n", {"E10.649"}),
        ("ASSESSMENT\n1. Acute viral pericarditis.\n", {"B33.23"}),
        (
            "ASSESSMENT\n1. Temporal lobe epilepsy with focal impaired awareness seizures and one focal to bilateral tonic-clonic "
            "seizure.\n",
            {"G40.209"},
        ),
        # whom the visit was about, and what
        (
            "ASSESSMENT\nMr. Roe is a 63-year-old male with a history of hypertension, COPD, and gout presenting with 2 months of "
            "right knee pain. He was given an injection.\nPLAN\nTherapy twice a week.\n",
            {"M25.561"},
        ),
        (
            "ASSESSMENT\nMr. Roe is a 77-year-old male with hyponatremia. His urine is such that this is SIADH, caused by "
            "sertraline.\n\nDepression.\n",
            {"E22.2", "T43.225A", "F32.A"},
        ),
        # what stands before a doubt is none of its alternatives
        ("ASSESSMENT\n1. Chest pain, rule out MI versus PE.\n", {"R07.9"}),
        (
            "ASSESSMENT\n1. Diarrhea with weight loss, to evaluate for celiac disease versus infection.\n",
            {"R19.7", "R63.4"},
        ),
        ("ASSESSMENT\n1. Neck pain.\nI suspect that this is a flare of cervical radiculopathy.\n", {"M54.2"}),
        # among paragraphs a short sentence is one of them, and no title before which they do not count
        (
            "ASSESSMENT\nMr. Roe does not have heart failure. His leg swelling is on top of chronic venous insufficiency, and his "
            "echocardiogram is normal.\n\nHypertension is well controlled.\n",
            {"M79.89", "I87.2", "I10"},
        ),
        # what something looks like, what must be proven, and whom it is seen in
        (
            "ASSESSMENT\n1. Bladder tumor. It has the look of a urothelial carcinoma, but this has to be proven.\n",
            {"D49.4"},
        ),
        (
            "ASSESSMENT\nPositive ANA. This titer is seen in healthy people, and in those with thyroid disease.\n",
            {"R76.89"},
        ),
        # drops are no long-term drug of the body
        ("ASSESSMENT\n1. Sjogren syndrome. Continue cyclosporine drops.\n", {"M35.00"}),
        # a shock of a device is no state of shock
        ("ASSESSMENT\n1. Ventricular tachycardia with an ICD shock in March.\n", {"I47.20"}),
        # what is not followed, in the prose below the problem
        (
            "ASSESSMENT\nObstructive sleep apnea.\nShe is not adherent to CPAP. We will get her a mask.\n",
            {"G47.33", "Z91.199"},
        ),
    ],
)
def test_a_visit(code_note: CodeNote, note: str, expected: set[str]) -> None:
    assert set(codes(code_note(note))) == expected
