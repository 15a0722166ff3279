"""A cell of a table that answers yes or no speaks of the cell before it, and of no other."""

from __future__ import annotations

import pytest

from nosologist.codesets.words import TOKEN
from nosologist.notes.assertion import find_cues


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("asthma | no", ["asthma"]),
        ("asthma | yes | gout | no", ["gout"]),
        ("asthma | no | gout | yes", ["asthma"]),
        ("asthma: yes, gout: no", ["gout"]),
        ("asthma | denies", ["asthma"]),
        ("asthma | no change", []),
        ("asthma | active", []),
    ],
)
def test_an_answer_speaks_of_the_cell_before_it(text: str, denied: list[str]) -> None:
    tokens = TOKEN.findall(text)
    cues = [cue for cue in find_cues(tokens) if cue.kind == "negated"]
    named = ("asthma", "gout")
    assert [
        one for one in named if one in tokens and any(c.start <= tokens.index(one) <= c.end for c in cues)
    ] == denied
