"""Conditions that are chronic by nature: whoever has one at discharge had it at admission (guidelines, Appendix I).

Named as in the Tabular. A code that says an acute part as well (an exacerbation, a bleeding, a crisis) is not among them: its
indicator depends on when that part began. Nor is a category whose Tabular includes what may begin in a stay: other aneurysms
(false ones after a puncture, I72), palsies of arm and leg, a foot drop (M21.3), a torticollis (M43.6).
"""

from __future__ import annotations

from nosologist.codesets.code_patterns import read_patterns

_TUMORS = "C00-C96, D00-D49"
_BLOOD = "D50-D53, D55-D56, D57.1, D57.20, D57.3, D57.40, D57.80, D58, D63, D66-D67, D68.0-D68.2, D69.3, D80-D83, D86"
_ENDOCRINE = (
    "E00-E02, E03.0-E03.4, E03.8-E03.9, E04, E05.00, E05.10, E05.20, E05.90, E06.3, E20-E21, E22.0-E22.1, E24-E26, E27.1, E28, "
    "E50, E51.8-E51.9, E52-E56, E66, E70-E71, E72.0-E72.1, E72.21-E72.9, E73-E78, E83.1, E84, E85, E88.01"
)
_DIABETES = ", ".join(
    f"E{kind:02}.2-E{kind:02}.4, E{kind:02}.51, E{kind:02}.59, E{kind:02}.61, E{kind:02}.9"
    for kind in (8, 9, 10, 11, 13)
)
_SUBSTANCES = ", ".join(
    f"F{kind}.10-F{kind}.11, F{kind}.20-F{kind}.21" for kind in (10, 11, 12, 13, 14, 15, 16, 18, 19)
)
_TOBACCO = ", ".join(f"F17.2{kind}0, F17.2{kind}1" for kind in (0, 1, 2, 9))  # a withdrawal comes with the stay
# Without an agitation or another disturbance of behavior, which may begin in the stay.
_DEMENTIA = ", ".join(
    f"F{kind}.{degree}0, F{kind}.{degree}2-F{kind}.{degree}4"
    for kind, degrees in (("01", "5ABC"), ("02", "8ABC"), ("03", "9ABC"))
    for degree in degrees
)
_MIND = "F20, F22, F25, F31-F34, F40-F42, F43.10, F43.12, F45, F50, F60-F61, F70-F79, F84, F90"
_NERVES = (
    "G10-G12, G20, G23, G25.0, G25.81, G30-G31, G35, G47.3-G47.4, G56.0, G57.5-G57.6, G60, G62.0-G62.2, G70.00, G71, G80, "
    "G89.2, G89.4"
)
# Epilepsy without a status, intractable or not.
_EPILEPSY = (
    ", ".join(f"G40.{kind}09, G40.{kind}19" for kind in "012349AB")
    + ", G40.802, G40.804, G40.812, G40.814, G40.822, G40.824"
)
_SENSES = "H25-H26, H35.3, H40.1, H54.0-H54.5, H54.8, H90"
# A heart failure decides for the hypertension with it (I11.0, I13.0, I13.2).
_CIRCULATION = (
    "I05-I08, I10, I11.9, I12, I13.1, I15, I25.10, I25.2, I25.5, I25.8-I25.9, I27.0, I27.2, I27.81-I27.82, I34-I37, "
    "I42.0-I42.6, I48.11, I48.2, I50.22, I50.32, I50.42, I50.812, I50.84, I67.2, I70.0-I70.1, I70.20, I70.21, I71.2, "
    "I71.4, I71.6, I71.9, I73.9, I82.5, I82.7, I83.9, I85.00, I85.10, I87.2, I89.0"
)
_BREATH = (
    "J30-J33, J41-J43, J44.89, J44.9, J45.20, J45.30, J45.40, J45.50, J45.909, J47.9, J60-J64, J84.10, J84.111-J84.113, "
    "J84.115, J84.117, J84.17, J96.1"
)
_DIGESTION = (
    "K21.00, K21.9, K22.7, K31.84, K40.20-K40.21, K40.90-K40.91, K41.20-K41.21, K41.90-K41.91, K42.9, K43.2, K43.5, K43.9, "
    "K44.9, K50.00, K50.10, K50.80, K50.90, K51.00, K51.20, K51.30, K51.50, K51.80, K51.90, K55.1, K57.10, K57.30, K57.50, "
    "K57.90, K58, K70.0, K70.3, K73-K74, K75.4, K75.81, K76.0, K76.6, K80.20, K86.0-K86.1, K90.0"
)
_SKIN = "L20, L40, L73.2"
_BONES = (
    "M05-M08, M15-M19, M1A, M20, M21.0-M21.2, M21.4-M21.9, M32.1-M32.9, M34, M35.0-M35.7, M35.89, M35.9, "
    "M40-M42, M43.0-M43.2, M43.8-M43.9, M45, M47-M48.0, M50-M51, M79.7, M81"
)
_URINARY = "N18, N25.81, N31, N40, N46, N52, N80, N81"

CHRONIC = read_patterns(
    ", ".join(
        (
            _TUMORS,
            "B18, B20",
            _BLOOD,
            _ENDOCRINE,
            _DIABETES,
            _MIND,
            _SUBSTANCES,
            _TOBACCO,
            _DEMENTIA,
            _NERVES,
            _EPILEPSY,
            _SENSES,
            _CIRCULATION,
            _BREATH,
            _DIGESTION,
            _SKIN,
            _BONES,
            _URINARY,
        )
    )
)
