"""What decides a DRG: for each documented code of a stay, the DRG without it and, for a diagnosis, with it as the principal one.

The answers stand in the order of the claim and name no weight: they show what a stay rests on, not what would pay more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from nosologist.grouping.msdrg import drg_group
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.groups import DrgGroup


class Alternative(NamedTuple):
    """A change to a stay that changes its DRG."""

    change: str  # without, as principal
    code: Code
    drg: DrgGroup


def what_if(claim: Claim, on: date) -> tuple[Alternative, ...]:
    """The changes of one documented code that would change the DRG. ``on`` is the day for a claim without one.

    Raises:
        UsageError: the claim names a version that is not known.
    """
    now = drg_group(claim, on)
    if now is None:
        return ()
    found = []
    for change, code, changed in _changed(claim):
        drg = drg_group(changed, on)
        if drg is not None and drg.is_grouped and drg.number != now.number:
            found.append(Alternative(change, code, drg))
    return tuple(found)


def _changed(claim: Claim) -> Iterator[tuple[str, Code, Claim]]:
    principal, *others = claim.diagnoses
    for place, other in enumerate(others):
        rest = (*others[:place], *others[place + 1 :])
        yield "without", other.code, replace(claim, diagnoses=(principal, *rest))
    for place, procedure in enumerate(claim.procedures):
        rest_of = (*claim.procedures[:place], *claim.procedures[place + 1 :])
        yield "without", procedure.code, replace(claim, procedures=rest_of)
    for place, other in enumerate(others):
        rest = (*others[:place], *others[place + 1 :])
        yield "as principal", other.code, replace(claim, diagnoses=(other, principal, *rest))
