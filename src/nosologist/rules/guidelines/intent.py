"""The intent in a code for a drug or another substance (T36 to T65)."""

from __future__ import annotations

from nosologist.model.code import Code

ADVERSE_EFFECT, UNDERDOSING = "5", "6"
POISONING = "1234"  # accident, self-harm, assault, undetermined


def intent(code: Code) -> str:
    """The 6th character, or the 5th where a placeholder follows it; empty where the code is too short."""
    value = code.value
    return "" if len(value) != 7 else value[5] if value[5] != "X" else value[4]
