"""``noso claim``: from a coded chart to a claim that a payer takes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nosologist.errors import UnwritableClaimError, UsageError
from nosologist.model.finding import Severity

if TYPE_CHECKING:
    from nosologist.batch.claiming import Judged, Terms
    from nosologist.batch.desk import Desk
    from nosologist.cli.kept_reasons import KeptReasons
    from nosologist.codesets.library import Library
    from nosologist.model.claim import Claim, Override
    from nosologist.rules.rule import Rule

_EPILOG = """examples:
  noso claim visit.txt --abstract visit.yaml --out claim.837
  noso claim coded.json --abstract stay.yaml --out claim.837i --control 905
  noso claim --abstract visit.yaml --out claim.837            codes that stand in the abstract
  noso claim visit.txt --abstract visit.yaml --out claim.fhir.json
  noso claim visit.txt --abstract visit.yaml --out claim.cms1500.pdf    on paper; .ub04.pdf of an institution
  noso claim visit.txt --abstract visit.yaml --out claim.summary.pdf --face-sheet
  noso claim visit.txt --abstract visit.yaml --out audit.summary.pdf --deidentify
  noso claim visit.txt --abstract visit.yaml --out claim.xlsx           tables: .xlsx, .csv, .codes.csv
  noso claim claims.jsonl --out batch.837 --submission ends.yaml
  noso claim visit.txt --abstract visit.yaml --out claim.837 --force "CLM015=appeal granted, letter of 3 May"

Every rule is asked first. A claim that a finding of severity stop holds back is not written, unless --force names the rule and
a reason; the reason is shown, and kept in FILE.overrides.jsonl where the format has no place for it. Of a batch the other claims
are written.

exit code: 0 all written, 1 a claim was held back, 2 something could not be read or written
"""
_MOST_SHOWN = 100  # claims of a batch that are held back


def add_parser(commands: Any) -> None:
    """Add ``claim`` to the commands."""
    from nosologist.formats.claims_out import FORMATS

    parser = commands.add_parser(
        "claim",
        help="write claims: 837P, 837I, FHIR, CMS-1500, UB-04, tables, a summary",
        description="Write the claim of a chart: its codes joined with an abstract (patient, coverage, providers, lines), "
        "checked against every rule.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "chart", nargs="?", metavar="CHART|CLAIMS.jsonl",
        help="a chart, the JSON that `noso code` wrote of it, or JSON lines of whole claims",
    )  # fmt: skip
    parser.add_argument("--abstract", metavar="FILE", help="what the claim needs beside codes (YAML or JSON)")
    parser.add_argument("--out", metavar="FILE", required=True, help="the file to write; its ending tells the format")
    formats = "; ".join(f"{name}: {one.said}" for name, one in FORMATS.items())
    parser.add_argument("--format", choices=list(FORMATS), help=formats)
    parser.add_argument("--submission", metavar="FILE", help="submitter and receiver, where a claim names none")
    parser.add_argument(
        "--force", action="append", default=[], metavar="RULE=REASON", help="let what a rule found stand, and say why"
    )
    parser.add_argument("--control", type=int, default=1, metavar="N", help="control number of the file; default 1")
    parser.add_argument(
        "--created", metavar="YYYY-MM-DDTHH:MM", help="when the file says that it was made; default now"
    )
    parser.add_argument("--face-sheet", action="store_true", help="name the patient in summaries")
    parser.add_argument(
        "--deidentify", action="store_true",
        help="of summaries: take the identifiers of Safe Harbor out (see noso deidentify)",
    )  # fmt: skip
    parser.add_argument("--site", metavar="FOLDER", help="your own rules and switches (default: NOSOLOGIST_SITE)")
    parser.add_argument(
        "--least", choices=[severity.value for severity in Severity],
        help="show findings of this severity and above; default info, of a batch stop",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write; 1 where a claim is held back, 2 where something could not be read or written."""
    from nosologist.batch.claiming import Terms, title_in
    from nosologist.batch.claims import desk_for
    from nosologist.cli.books import FirstUse
    from nosologist.cli.kept_reasons import KeptReasons
    from nosologist.cli.nameless_summaries import Nameless, refuse_unless_summary
    from nosologist.formats.claims_out import FORMATS, Asked, format_for, writer
    from nosologist.formats.claims_out.saving import saved

    out = Path(options.out)
    named = format_for(out, options.format)
    if options.deidentify:
        refuse_unless_summary(named, face_sheet=options.face_sheet)
    form = writer(named)
    is_batch = bool(options.chart and options.chart.lower().endswith(".jsonl") and not options.abstract)
    with FirstUse() as library:
        library.in_force()
    desk = desk_for(library, Path(options.site) if options.site else None, many=is_batch)
    terms = Terms(overrides_of(options.force, desk.rules.rules), _submission(options.submission))
    created = _moment(options.created)
    told = _Told(options.least or ("stop" if is_batch else "info"), KeptReasons(created))
    asked = Asked(created, options.control, told.refuse, title_in(desk), desk.findings, options.face_sheet)
    claims = told.ready(_judged(options, library, desk, terms, is_batch=is_batch))
    if options.deidentify:
        bare = Nameless(asked)
        asked, claims = bare.asked, bare.bare(claims)
    first = next(claims, None)
    if first is not None:
        with saved(out) as file:
            form.write(_chained(first, claims), file, asked)
            if not told.written:
                raise UsageError(f"{out}: not written; {'; '.join(told.refused[:3])}")
            if not FORMATS[named].tells_reasons:
                told.kept_in = told.kept.save(out)
    told.tell(out if first is not None else None)
    return 2 if told.unreadable or told.refused else 1 if told.held else 0


def _chained(first: Claim, rest: Iterator[Claim]) -> Iterator[Claim]:
    yield first
    yield from rest


def _judged(
    options: argparse.Namespace, library: Library, desk: Desk, terms: Terms, *, is_batch: bool
) -> Iterable[Judged]:
    from nosologist.batch.claiming import Judged, claims_of_lines, coded_claim, judged
    from nosologist.cli.nameless_summaries import nameless_coded_claim
    from nosologist.errors import UnreadableClaimError
    from nosologist.formats.abstract import abstract_of, claim_of_abstract, read_abstract

    if is_batch:
        return judged(claims_of_lines(Path(options.chart)), desk, terms)
    if not options.abstract:
        raise UsageError("--abstract: is missing; a claim needs more than codes (docs/claims_out.md shows an abstract)")
    path = Path(options.abstract)
    content = read_abstract(path)
    try:
        abstract = abstract_of(content)
        claim = coded_claim(Path(options.chart), abstract, library) if options.chart else claim_of_abstract(abstract)
        if options.chart and options.deidentify:
            claim = nameless_coded_claim(Path(options.chart), abstract, library, claim)
    except UnreadableClaimError as error:
        raise UnreadableClaimError(f"{path}: {error}") from error
    return judged([Judged(str(path), claim)], desk, terms)


class _Told:
    """What is shown of each claim, and how many went out."""

    def __init__(self, least: str, kept: KeptReasons) -> None:
        self.kept = kept
        self.kept_in: Path | None = None
        order = list(Severity)
        self._shown = frozenset(order[: order.index(Severity(least)) + 1])
        self.ready_claims = self.held = self.unreadable = 0
        self.refused: list[str] = []

    @property
    def written(self) -> int:
        """Claims that are in the file."""
        return self.ready_claims - len(self.refused)

    def refuse(self, claim: Claim, error: UnwritableClaimError) -> None:
        """Keep why a claim cannot be written."""
        self.refused.append(f"claim {claim.id}: {error}")
        self.kept.drop()

    def ready(self, claims: Iterable[Judged]) -> Iterator[Claim]:
        """Those that may go out; the others are shown."""
        from nosologist.cli.show_checked import show

        for one in claims:
            if one.error is not None or one.claim is None:
                self.unreadable += 1
                print(f"noso: {one.where}: {one.error}", file=sys.stderr)
                continue
            found = tuple(finding for finding in one.findings if finding.severity in self._shown)
            if found and self.held < _MOST_SHOWN:
                show([(one.claim, found, {})], (), "table")
            if one.stops:
                self.held += 1
            else:
                self.ready_claims += 1
                self.kept.add(one.claim, one.findings)
                yield one.claim

    def tell(self, out: Path | None) -> None:
        """Say on standard error what became of the claims."""
        for message in self.refused:
            print(f"noso: {message}", file=sys.stderr)
        if out is not None:
            print(f"noso: {out}: {_counted(self.written)} written", file=sys.stderr)
        if self.kept_in is not None:
            print(f"noso: {self.kept_in}: why {self.kept.count} findings may stand", file=sys.stderr)
        if self.held:
            print(
                f"noso: {_counted(self.held)} held back; mend what stops them, or let it stand with --force RULE=REASON",
                file=sys.stderr,
            )


def _counted(number: int) -> str:
    return f"{number} claim{'' if number == 1 else 's'}"


def overrides_of(forced: list[str], rules: tuple[Rule, ...]) -> tuple[Override, ...]:
    """What ``--force RULE=REASON`` says.

    Raises:
        UsageError: a reason is missing, or there is no such rule.
    """
    from nosologist.model.claim import Override
    from nosologist.rules.contents import find_rule

    overrides = []
    for one in forced:
        rule, _, reason = one.partition("=")
        if not reason.strip():
            raise UsageError(f"--force {one}: say why, for example --force CLM015='appeal granted, letter of 3 May'")
        overrides.append(Override(find_rule(rule, rules).id, reason.strip()))
    return tuple(overrides)


def _submission(name: str | None) -> Any:
    if not name:
        return None
    from nosologist.batch.claiming import submission_of
    from nosologist.formats.abstract import read_abstract

    return submission_of(read_abstract(Path(name)), name)


def _moment(text: str | None) -> datetime:
    try:
        return datetime.fromisoformat(text) if text else datetime.now()
    except ValueError:
        raise UsageError(f"--created {text}: is no moment; write it as YYYY-MM-DDTHH:MM") from None
