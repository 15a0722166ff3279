"""Grouping: the DRG and code edits of a stay, the condition categories of a patient. Thin faces over open libraries."""

from __future__ import annotations

from datetime import date

from nosologist.grouping.hcc import hcc_groups
from nosologist.grouping.msdrg import drg_group
from nosologist.model.claim import Claim
from nosologist.model.encounter import Setting
from nosologist.model.groups import Groups


def group(claim: Claim, on: date) -> Groups:
    """Everything that a claim is grouped into. ``on`` is the day whose grouper counts where the claim has no date.

    Raises:
        UsageError: the claim names a version of MS-DRG that is not known.
    """
    stay = claim.setting is Setting.INPATIENT and bool(claim.diagnoses)
    return Groups(drg_group(claim, on) if stay else None, hcc_groups(claim))
