"""Reasons of ``--force``, kept beside a file of claims that has no place for them."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from nosologist.formats.claims_out.saving import saved
from nosologist.model.claim import Claim
from nosologist.model.finding import Finding

_IN_MEMORY = 1_000_000  # bytes


class KeptReasons:
    """A line of JSON for each finding that stands in a written claim: which claim, which rule, what it found, and why it stands."""

    def __init__(self, created: datetime) -> None:
        self._created = created.isoformat(timespec="minutes")
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- grows claim by claim, gone with its owner
        self._last: list[bytes] = []  # of the claim that is being written
        self.count = 0

    def add(self, claim: Claim, findings: Iterable[Finding]) -> None:
        """Keep the reasons of a claim that goes out."""
        self._put()
        self._last = [self._line(claim, one) for one in findings if one.override]

    def drop(self) -> None:
        """Forget the last claim: it could not be written."""
        self._last = []

    def save(self, out: Path) -> Path | None:
        """Write them beside the file of claims, and say where; where there are none, none are left from an earlier run.

        Raises:
            UsageError: they cannot be written there.
        """
        self._put()
        beside = out.with_name(f"{out.name}.overrides.jsonl")
        if not self.count:
            beside.unlink(missing_ok=True)
            return None
        self._file.seek(0)
        with saved(beside) as file:
            shutil.copyfileobj(self._file, file)
        return beside

    def _line(self, claim: Claim, one: Finding) -> bytes:
        facts: dict[str, Any] = {
            "claim": claim.id,
            "rule": one.rule,
            "severity": one.severity.value,
            "message": one.message,
        }
        facts |= {"codes": [code.dotted for code in one.codes], "reason": one.override, "created": self._created}
        return json.dumps(facts, ensure_ascii=False).encode() + b"\n"

    def _put(self) -> None:
        self._file.writelines(self._last)
        self.count += len(self._last)
        self._last = []
