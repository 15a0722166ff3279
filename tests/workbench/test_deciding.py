"""What decisions add up to, without a database."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nosologist.errors import UsageError
from nosologist.workbench.deciding import Desk, Kind, Logged, Standing, desk_of, last_of

SUGGESTED = {
    "codes": [
        {"system": "icd10cm", "code": code, "title": f"Title of {code}", "evidence": [], "path": [], "reasons": []}
        for code in ("A00.0", "B00.1", "C00.2")
    ]
}


def log(*steps: tuple[Kind, dict[str, object]], user: str = "ann") -> list[Logged]:
    return [Logged(f"d{number}", number, user, kind, data) for number, (kind, data) in enumerate(steps, 1)]


def codes(desk: Desk) -> list[str]:
    return [line.code for line in desk.standing]


def test_suggestions_stand_open_until_somebody_decides() -> None:
    desk = desk_of(SUGGESTED, [])
    assert codes(desk) == ["A00.0", "B00.1", "C00.2"]
    assert len(desk.open) == 3


def test_each_kind_does_what_it_says() -> None:
    desk = desk_of(
        SUGGESTED,
        log(
            (Kind.CLAIM, {}),
            (Kind.ACCEPT, {"lines": ["s0", "s1"]}),
            (Kind.REJECT, {"line": "s0", "reason": "duplicate"}),
            (
                Kind.CHANGE,
                {"line": "s1", "system": "icd10cm", "code": "B00.9", "title": "Other", "reason": "documented"},
            ),
            (Kind.ADD, {"system": "icd10cm", "code": "D00.0", "title": "Added", "reason": "lab"}),
            (Kind.PRINCIPAL, {"line": "s2", "reason": "reason for the stay"}),
            (Kind.MOVE, {"line": "d5", "before": "s1"}),
            (Kind.POA, {"line": "s1", "poa": "Y"}),
            (Kind.FINALIZE, {"codes": []}),
        ),
    )
    assert codes(desk) == ["C00.2", "D00.0", "B00.9"]
    assert desk.line("s1").was == "B00.1"
    assert desk.line("s1").poa == "Y"
    assert desk.line("s0").standing is Standing.REJECTED
    assert (desk.claimed_by, desk.is_final, desk.last) == ("ann", True, 9)


def test_undo_takes_the_last_decision_back_and_only_ones_own() -> None:
    steps = log((Kind.ACCEPT, {"lines": ["s0"]}), (Kind.REJECT, {"line": "s1", "reason": "other"}))
    assert last_of(steps, "ann") == steps[1]
    assert last_of(steps, "bob") is None
    undone = [*steps, Logged("d3", 3, "ann", Kind.UNDO, {"of": "d2"})]
    assert desk_of(SUGGESTED, undone).line("s1").standing is Standing.OPEN
    assert last_of(undone, "ann") == steps[0]


def test_finalizing_cannot_be_undone() -> None:
    assert last_of(log((Kind.ACCEPT, {"lines": ["s0"]}), (Kind.FINALIZE, {"codes": []})), "ann") is None


def test_a_line_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="not on the chart"):
        desk_of(SUGGESTED, log((Kind.ACCEPT, {"lines": ["s9"]})))


STEPS = st.one_of(
    st.tuples(
        st.just(Kind.ACCEPT),
        st.fixed_dictionaries({"lines": st.lists(st.sampled_from(["s0", "s1", "s2"]), min_size=1)}),
    ),
    st.tuples(
        st.just(Kind.REJECT), st.fixed_dictionaries({"line": st.sampled_from(["s0", "s1"]), "reason": st.just("x")})
    ),
    st.tuples(
        st.just(Kind.MOVE),
        st.fixed_dictionaries({"line": st.sampled_from(["s0", "s1"]), "before": st.sampled_from(["s2", None])}),
    ),
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(st.lists(STEPS, max_size=12))
def test_no_order_of_decisions_loses_or_doubles_a_line_and_undoing_all_leads_back(steps: list) -> None:
    steps = log(*steps)
    assert sorted(line.key for line in desk_of(SUGGESTED, steps).lines) == ["s0", "s1", "s2"]
    while last := last_of(steps, "ann"):
        steps = [*steps, Logged(f"u{len(steps)}", len(steps) + 1, "ann", Kind.UNDO, {"of": last.id})]
    assert desk_of(SUGGESTED, steps).lines == desk_of(SUGGESTED, []).lines
