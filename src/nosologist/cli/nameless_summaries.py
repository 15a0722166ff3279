"""``noso claim --deidentify``: coding summaries without the identifiers of Safe Harbor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from nosologist.errors import UnwritableClaimError, UsageError
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Finding

if TYPE_CHECKING:
    from nosologist.codesets.library import Library
    from nosologist.formats.abstract import Abstract
    from nosologist.formats.claims_out import Asked
    from nosologist.model.encounter import Encounter

_FORMATS = ("summary", "summary-html")


def refuse_unless_summary(form: str, *, face_sheet: bool) -> None:
    """Refuse what names the patient.

    Raises:
        UsageError: the format is no summary, or its face sheet is asked for.
    """
    if form not in _FORMATS:
        raise UsageError(f"--deidentify: is for summaries (--format {', '.join(_FORMATS)}); a claim names its patient")
    if face_sheet:
        raise UsageError("--deidentify and --face-sheet: a face sheet names the patient; give one of them")


def nameless_coded_claim(chart: Path, abstract: Abstract, library: Library, whole: Claim) -> Claim:
    """The claim of a chart, coded from its text without identifiers; its codes must be those of the whole text.

    Raises:
        UnwritableClaimError: they are others, so that the summary would not be one of the claim.
    """
    from nosologist.batch.claiming import coded_claim

    claim = coded_claim(chart, abstract, library, _bare)
    here, there = map(_codes, (claim, whole))
    if here == there:
        return claim
    other = ", ".join(sorted(set(here) ^ set(there))) or "their order"
    raise UnwritableClaimError(
        f"{chart}: without its identifiers the text has other codes than the claim ({other}); leave --deidentify away"
    )


def _codes(claim: Claim) -> list[str]:
    return [one.code.dotted for one in claim.diagnoses] + [one.code.dotted for one in claim.procedures]


def _bare(encounter: Encounter) -> Encounter:
    from nosologist.notes.arrange import arranged
    from nosologist.privacy.deidentify import nameless

    return nameless(arranged(encounter))


class Nameless:
    """Claims on their way to their summaries: what is asked about one is asked about the claim as it was."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._whole: Claim | None = None

    @property
    def asked(self) -> Asked:
        """What a writer asks, answered without identifiers."""
        return self._asked._replace(title=self._title, findings=self._findings)

    def bare(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """The claims without identifiers, one at a time."""
        from nosologist.privacy.claims import nameless_claim

        for number, claim in enumerate(claims, 1):
            self._whole = claim
            yield nameless_claim(claim, number)

    def _title(self, claim: Claim, code: Code) -> str | None:
        return self._asked.title(self._whole or claim, code)

    def _findings(self, claim: Claim) -> tuple[Finding, ...]:
        from nosologist.privacy.claims import nameless_finding

        return tuple(map(nameless_finding, self._asked.findings(self._whole or claim)))
