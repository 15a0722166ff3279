"""From a chart, its coded form or a line of a batch to a claim that may go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from nosologist.batch.desk import Desk
from nosologist.codesets.library import Library
from nosologist.errors import NosologistError, UnreadableClaimError, UnreadableNoteError, UsageError
from nosologist.formats.abstract import Abstract, abstract_of, claim_of_abstract
from nosologist.formats.claim_files import lines_of, read_claims
from nosologist.model.billing import Submission
from nosologist.model.claim import Claim, Override, claim_of
from nosologist.model.claim import Procedure as BilledProcedure
from nosologist.model.code import Code, CodeSystem
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.finding import Finding

_CODED = (".json", ".jsonl")
Read: TypeAlias = Callable[[Encounter], Encounter]


class Judged(NamedTuple):
    """A claim and what the rules find in it; ``error`` in their place where it could not be read or written."""

    where: str
    claim: Claim | None
    findings: tuple[Finding, ...] = ()
    error: str | None = None

    @property
    def stops(self) -> bool:
        """True when it must not go out."""
        return self.error is not None or any(one.stops for one in self.findings)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms claims go out: reasons why findings may stand, and both ends where a claim names none."""

    overrides: tuple[Override, ...] = ()
    submission: Submission | None = None

    def applied(self, claim: Claim) -> Claim:
        """A claim with them."""
        billing = claim.billing
        if billing is not None and billing.submission is None and self.submission is not None:
            billing = replace(billing, submission=self.submission)
        return replace(claim, overrides=(*claim.overrides, *self.overrides), billing=billing)


def _as_it_is(encounter: Encounter) -> Encounter:
    return encounter


def coded_claim(chart: Path, abstract: Abstract, library: Library, read: Read = _as_it_is) -> Claim:
    """The claim that a chart makes with an abstract; the chart may be one that ``noso code`` coded already (JSON).

    ``read`` may change the encounter before it is coded.

    Raises:
        NosologistError: the chart or its codes cannot be read, or it holds more than one encounter.
    """
    if chart.suffix.lower() in _CODED and _is_coded(chart):
        claims = list(read_claims(chart, abstract.setting or Setting.OUTPATIENT))
        return claim_of_abstract(abstract, _only(chart, claims))
    return claim_of_abstract(abstract, _coded(chart, abstract, library, read))


def _is_coded(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(4_000)
    except OSError:
        return False
    return b'"document"' in head and b'"version"' in head


def _coded(path: Path, abstract: Abstract, library: Library, read: Read) -> Claim:
    from nosologist.formats.charts import read_charts
    from nosologist.formats.visits import encounters_of, gathered
    from nosologist.pipeline import code_encounter

    asked = Encounter((), abstract.setting or Setting.OUTPATIENT, abstract.date, abstract.age, abstract.patient.sex)
    charts = list(gathered(read_charts(path)))
    unreadable = [message for chart in charts for message in chart.unreadable]
    if unreadable:
        raise UnreadableNoteError(f"{unreadable[0]}; no claim is made of a chart that is not whole")
    is_given = abstract.setting is not None
    encounter = _only(path, [one for chart in charts for one in encounters_of(chart, asked, setting_is_given=is_given)])
    coded = code_encounter(read(encounter), library)
    procedures = tuple(BilledProcedure(one.code, one.date) for one in coded.procedures if one.code)
    return replace(claim_of(coded), procedures=procedures)


def _only(path: Path, found: list[Any]) -> Any:
    if len(found) != 1:
        raise UsageError(f"{path}: holds {len(found)} encounters; a claim is for one: give a file with that one")
    return found[0]


def claims_of_lines(path: Path) -> Iterator[Judged]:
    """The claims of a file of JSON lines, each an abstract with its codes; one that cannot be read tells why."""
    import orjson

    seen: dict[str, int] = {}
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip():
            continue
        where = f"{path}: line {number}"
        try:
            content = orjson.loads(line)
        except ValueError as error:
            yield Judged(where, None, error=f"is no JSON ({error})")
            continue
        try:
            claim = claim_of_abstract(abstract_of(content))
            if (earlier := seen.setdefault(claim.id, number)) != number:
                raise UnreadableClaimError(f"id: {claim.id} was used before, in line {earlier}")
            yield Judged(where, claim)
        except NosologistError as error:
            yield Judged(where, None, error=str(error))


def judged(claims: Iterable[Judged], desk: Desk, terms: Terms) -> Iterator[Judged]:
    """Claims on these terms, with what every rule finds."""
    for one in claims:
        if one.claim is None:
            yield one
            continue
        claim = terms.applied(one.claim)
        try:
            yield one._replace(claim=claim, findings=desk.findings(claim))
        except NosologistError as error:
            yield one._replace(error=str(error))


def title_in(desk: Desk) -> Callable[[Claim, Code], str | None]:
    """The titles of diagnosis and procedure codes, from the books in force on a claim's date; None where they have none."""

    def title(claim: Claim, code: Code) -> str | None:
        books = desk.books(claim.date)
        if code.system == CodeSystem.ICD10CM:
            known = books.tabular.get(code.value)
            return known.title if known else None
        if code.system == CodeSystem.ICD10PCS:
            sheet = books.procedure(code.value)
            return sheet.title if sheet else None
        return None

    return title


def submission_of(content: Any, where: str) -> Submission:
    """The two ends of a file, as an object describes them.

    Raises:
        UnreadableClaimError: it describes none.
    """
    from nosologist.formats.abstract_fields import ABSTRACT

    if isinstance(content, dict) and content.keys() == {"submission"}:
        content = content["submission"]
    try:
        submission: Submission = ABSTRACT["submission"]("submission", content)
    except UnreadableClaimError as error:
        raise UnreadableClaimError(f"{where}: {error}") from error
    return submission
