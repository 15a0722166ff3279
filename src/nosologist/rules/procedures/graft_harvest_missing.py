"""PCS211."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import of_kind, procedure_guideline, recorded
from nosologist.rules.rule import Hit, rule

_BYPASS = re.compile("0[234]1..[9A]")
_HARVEST = {"9": (re.compile("0[56]B"), "vein"), "A": (re.compile("0[34]B"), "artery")}  # device: codes of its harvest


@rule("PCS211", procedure_guideline("B3.9"), severity=Severity.WARN, procedures=(_BYPASS,))
def graft_harvest_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """A bypass uses the patient's own vein or artery, and its harvest is not coded."""
    for bypass in of_kind(claim, _BYPASS):
        harvest, name = _HARVEST[bypass.value[5]]
        if not of_kind(claim, harvest):
            yield Hit(
                f"{bypass.value}: the harvest of the {name} is not coded", (bypass,), evidence=recorded(claim, bypass)
            )
