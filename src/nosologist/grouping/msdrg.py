"""MS-DRG: the Medicare severity diagnosis related group of an inpatient stay, by discharge date.

Through the library msdrg, which agreed with CMS's own grouper on every claim compared.
"""

from __future__ import annotations

import atexit
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from nosologist.codesets.library import Books, kept_with_claim
from nosologist.errors import UsageError
from nosologist.grouping.stay import answer, day_of, stay_of, stay_once
from nosologist.model.claim import Claim
from nosologist.model.code import Code, CodeSystem
from nosologist.model.groups import DrgGroup, GroupedDiagnosis, GroupedProcedure, Hac

if TYPE_CHECKING:
    from msdrg import MsdrgGrouper

_VERSIONS = (  # first day of discharge; the fiscal year begins in October, codes change in April too
    (date(2022, 10, 1), 400),
    (date(2023, 4, 1), 401),
    (date(2023, 10, 1), 410),
    (date(2024, 4, 1), 411),
    (date(2024, 10, 1), 420),
    (date(2025, 4, 1), 421),
    (date(2025, 10, 1), 430),
    (date(2026, 4, 1), 431),
    (date(2026, 10, 1), 440),
)
VERSIONS = tuple(f"{number // 10}.{number % 10}" for _, number in _VERSIONS)
_NOTHING = "NOT_APPLICABLE"


@cache
def _grouper() -> MsdrgGrouper:
    from msdrg import MsdrgGrouper

    grouper = MsdrgGrouper()
    atexit.register(grouper.close)
    return grouper


@lru_cache(maxsize=5_000)
def version_on(on: date) -> str | None:
    """The grouper's version for a day of discharge (the newest one known for later days); None before the first."""
    begun = [version for (first, _), version in zip(_VERSIONS, VERSIONS, strict=True) if first <= on]
    return begun[-1] if begun else None


@kept_with_claim
def drg_of(claim: Claim, books: Books) -> DrgGroup | None:
    """The DRG of a claim, worked out once for all who ask; None where it is no hospital's stay, or of a day before the versions.

    Raises:
        UsageError: the claim names a version that is not known.
    """
    if not claim.is_stay or not claim.diagnoses:
        return None
    return drg_group(claim, day_of(claim, books), stay_once(claim, books))


def drg_group(claim: Claim, on: date, stay: bytes | None = None) -> DrgGroup | None:
    """The DRG of a stay; None where no version is known for its day. ``on`` is the day for a claim without one; ``stay``
    is the claim as the library reads it, where that was made before.

    Raises:
        UsageError: the claim names a version that is not known.
    """
    chosen = claim.drg_version or version_on(claim.date or on)
    if chosen is None:
        return None
    if chosen not in VERSIONS:
        raise UsageError(f"{chosen}: there is no such version of MS-DRG; known are {', '.join(VERSIONS)}")
    asked = b'{"version":%s,' % chosen.replace(".", "").encode() + (stay or stay_of(claim, on)).removeprefix(b"{")
    return _read(chosen, claim, answer(_grouper(), "msdrg_group_json", asked))


def _read(version: str, claim: Claim, result: Any) -> DrgGroup:
    found = {output["code"]: output for output in [result["pdx_output"] or {}, *result["sdx_output"]] if output}
    done = {output["code"]: output for output in result["proc_output"]}
    hac = result["grouper_flags"]["hac_status_value"]
    severity = result["final_severity"]
    return DrgGroup(
        version,
        f"{result['final_drg'] or 999:03}",
        result["final_drg_description"] or "",
        f"{result['final_mdc'] or 0:02}",
        result["final_mdc_description"] or "",
        f"{result['final_base_drg'] or 999:03}",
        severity if severity in ("CC", "MCC") else None,
        result["return_code"],
        f"{result['initial_drg'] or 999:03}",
        None if hac == _NOTHING else hac,
        tuple([_diagnosis(one.code, found.get(one.code.value)) for one in claim.diagnoses]),
        tuple(
            [
                _procedure(one.code, done.get(one.code.value))
                for one in claim.procedures
                if one.code.system == CodeSystem.ICD10PCS
            ]
        ),
    )


def _diagnosis(code: Code, output: Any) -> GroupedDiagnosis:
    if output is None:
        return GroupedDiagnosis(code, None, False, False, False)
    flags = output["flags"]
    return GroupedDiagnosis(
        code,
        None if output["severity"] == "NONE" else output["severity"],
        "MARKED_FOR_FINAL" in flags,
        "EXCLUDED" in flags,
        "VALID" in flags,
        tuple([_hac(hac) for hac in output["hacs"]]) if output["hacs"] else (),
    )


def _hac(output: Any) -> Hac:
    status = output["hac_status"]
    return Hac(output["hac_list"], output["description"], status.endswith("_MET") and not status.endswith("NOT_MET"))


def _procedure(code: Code, output: Any) -> GroupedProcedure:
    if output is None:
        return GroupedProcedure(code, False, False)
    return GroupedProcedure(code, output["is_or"], "MARKED_FOR_FINAL" in output["flags"])
