"""Conditions that are chronic by nature: whoever has one at discharge had it at admission (guidelines, Appendix I).

Named as in the Tabular. A code that says an acute part as well (an exacerbation, a bleeding, a crisis) is not among them: its
indicator depends on when that part began.
"""

from __future__ import annotations

from nosologist.codesets.code_patterns import read_patterns

_TUMORS = "C00-C96, D00-D49"
_BLOOD = "D50-D53, D55-D56, D57.1, D57.20, D57.3, D57.40, D57.80, D58, D63, D66-D67, D68.0-D68.2, D69.3, D80-D83, D86"
_ENDOCRINE = (
    "E00-E02, E03.0-E03.4, E03.8-E03.9, E04, E05.00, E05.10, E05.20, E05.90, E06.3, E20-E21, E22.0-E22.1, E24-E26, E28, "
    "E50-E56, E66, E70-E72, E74-E78, E83.1, E84, E85, E88.01"
)
_DIABETES = ", ".join(f"E{kind:02}.2-E{kind:02}.5, E{kind:02}.61, E{kind:02}.9" for kind in (8, 9, 10, 11, 13))
_MIND = (
    "F01-F03, F10.10, F10.20-F10.21, F11.10, F11.20-F11.21, F12.10, F12.20-F12.21, F13.10, F13.20-F13.21, F14.10, "
    "F14.20-F14.21, F15.10, F15.20-F15.21, F16.10, F16.20-F16.21, F17.20-F17.22, F17.290, F18.10, F18.20-F18.21, "
    "F19.10, F19.20-F19.21, F20, F22, F25, F31-F34, F40-F42, F43.1, F44-F45, F50, F60-F61, F70-F79, F84, F90"
)
_NERVES = (
    "G10-G12, G20, G23, G30-G31, G35, G40.009, G40.109, G40.209, G40.309, G40.409, G40.909, G47.3-G47.4, G56-G57, G60, "
    "G62.0-G62.2, G70.00, G71, G80, G89.2, G89.4"
)
_SENSES = "H25-H26, H35.3, H40.1, H54, H90"
_CIRCULATION = (
    "I05-I06, I10-I13, I15, I25.10, I25.2, I25.5, I25.8, I27.2, I34-I36, I42.0-I42.5, I48.1-I48.2, I50.22, I50.32, I50.42, "
    "I67.2, I70.0-I70.1, I70.20, I70.21, I71.2, I71.4, I71.6, I71.9, I72, I73.9, I82.5, I83.9, I87.2, I89.0"
)
_BREATH = "J30-J33, J41-J43, J44.9, J45.20, J45.30, J45.40, J45.50, J45.909, J47.9, J60-J64, J84.1, J96.1"
_DIGESTION = (
    "K21, K22.7, K31.84, K40.20, K40.90, K41.20, K41.90, K42.9, K43.2, K43.5, K43.9, K44.9, K50.00, K50.10, K50.80, K50.90, "
    "K51.00, K51.20, K51.30, K51.50, K51.80, K51.90, K57.10, K57.30, K57.50, K57.90, K58, K70.0, K70.3, K73-K74, K75.81, "
    "K76.0, K76.6, K80.20, K86.0-K86.1, K90.0"
)
_SKIN = "L20, L40, L73.2"
_BONES = "M05-M08, M15-M19, M1A, M20-M21, M32.1-M32.9, M34-M35, M40-M43, M45, M47-M48.0, M50-M51, M79.7, M81"
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
            _NERVES,
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
