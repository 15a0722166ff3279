"""The arguments of ``noso check`` and ``noso group``: codes, or a file of claims."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nosologist.errors import UsageError
from nosologist.model.encounter import Setting

if TYPE_CHECKING:
    from nosologist.batch.desk import Desk
    from nosologist.model.claim import Claim

FACTS = ("date", "age", "sex", "disposition")  # of a claim, as arguments and as fields
_PARTS = ("procedure", "line")  # of a claim, as arguments


def add_claim_arguments(parser: argparse.ArgumentParser, setting: Setting) -> None:
    """Add them; ``setting`` is that of claims that name none."""
    parser.add_argument(
        "claims", nargs="*", metavar="CODE|FILE", default=[],
        help="diagnosis codes in order, or one file (.json, .jsonl, .csv, .tsv, 837), or - for standard input",
    )  # fmt: skip
    parser.add_argument("--from", dest="source", metavar="FILE", help="the file, whatever its name ends with")
    parser.add_argument("--procedure", action="append", default=[], metavar="CODE", help="an ICD-10-PCS code")
    parser.add_argument("--line", action="append", default=[], metavar="CODE[-MOD...]", help="a service line")
    parser.add_argument(
        "--note", metavar="FILE",
        help="the record that the codes are compared with: a file, or a folder with the documents of one encounter",
    )  # fmt: skip
    parser.add_argument(
        "--setting", choices=[one.value for one in Setting], default=setting.value,
        help=f"where the claim names none; default {setting.value}",
    )  # fmt: skip
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="date of discharge (inpatient) or of service")
    parser.add_argument("--age", type=int, metavar="YEARS", help="age of the patient in whole years")
    parser.add_argument("--sex", choices=["M", "F", "female", "male"], help="sex of the patient")
    parser.add_argument("--disposition", metavar="NN", help="discharge status, two digits")


def file_asked(options: argparse.Namespace) -> Path | None:
    """The file that is named, None where codes are.

    Raises:
        UsageError: nothing is named, or too much.
    """
    if options.source:
        if options.claims:
            raise UsageError("--from and codes: give one of them")
        return Path(options.source)
    names = options.claims
    if names == ["-"]:
        return Path("-")
    from nosologist.formats.claim_files import SUFFIXES

    named = [name for name in names if name.lower().endswith(SUFFIXES) or "/" in name]
    if not named:
        if not (names or options.procedure or options.line):
            raise UsageError("nothing to check; give codes or a file, for example: noso check E11.22 N18.4")
        return None
    if len(names) > 1:
        raise UsageError(f"{named[0]}: one file at a time, and no codes beside it")
    return Path(named[0])


def claims_asked(
    path: Path | None, options: argparse.Namespace, desk: Desk, tell: Callable[[str], None] | None = None
) -> Iterator[Claim]:
    """The claims that the arguments name: codes typed, or those of a file; ``tell`` is told of flaws outside of claims.

    Date, age, sex and disposition that are typed beside a file hold for the claims in it that state none.
    """
    from nosologist.formats.claim_files import read_claims
    from nosologist.formats.claim_json import read_claim

    setting = Setting(options.setting)
    if path is None:
        found: Iterator[Claim] = iter([read_claim(_typed(options), setting)])
    else:
        refuse_beside_file(options, *_PARTS)
        read = _from_standard_input(setting, tell) if str(path) == "-" else read_claims(path, setting, tell)
        stated = read_claim(_facts(options))
        found = (_filled(claim, stated) for claim in _some(read, path))
    yield from _with_note(found, options.note, desk) if options.note else found


def refuse_beside_file(options: argparse.Namespace, *names: str) -> None:
    """Refuse arguments that mean nothing beside a file of claims.

    Raises:
        UsageError: one of them is given.
    """
    if given := [name for name in names if getattr(options, name) not in (None, [])]:
        raise UsageError(f"--{given[0]}: claims in a file have their own; leave --{given[0]} away, or give codes alone")


def _filled(claim: Claim, stated: Claim) -> Claim:
    missing = {name: getattr(stated, name) for name in FACTS if getattr(claim, name) is None}
    return replace(claim, **missing) if any(value is not None for value in missing.values()) else claim


def _some(claims: Iterator[Claim], path: Path) -> Iterator[Claim]:
    """The claims of a file, refused where there is none: a check of nothing has passed nothing."""
    empty = True
    for claim in claims:
        empty = False
        yield claim
    if empty:
        raise UsageError(f"{path}: holds no claim")


def _with_note(claims: Iterator[Claim], note: str, desk: Desk) -> Iterator[Claim]:
    for number, claim in enumerate(claims, 1):
        if number > 1:
            raise UsageError(f"--note {note}: a record is of one encounter, and the file holds several claims")
        yield replace(claim, record=_record(note, claim, desk))


def _from_standard_input(setting: Setting, tell: Callable[[str], None] | None) -> Iterator[Claim]:
    import tempfile

    from nosologist.formats.claim_files import encoding_of, read_claims
    from nosologist.formats.x12.claims_837 import is_x12, read_837

    text = sys.stdin.buffer.read()
    if is_x12(text[:200]):
        yield from read_837(io.BytesIO(text), "standard input", tell or (lambda message: None))
        return
    with tempfile.TemporaryDirectory() as folder:
        lines = text.decode(encoding_of(text[:2]), "replace").strip().splitlines()
        many = len(lines) > 1 and lines[0].startswith("{") and lines[0].rstrip().endswith("}")
        path = Path(folder) / f"standard-input.{'jsonl' if many else 'json'}"
        path.write_bytes(text)
        yield from read_claims(path, setting)


def _typed(options: argparse.Namespace) -> dict[str, Any]:
    """The claim that the arguments describe, as the contract has it."""
    diagnoses = []
    for argument in (one for name in options.claims for one in name.split(",") if one):
        code, _, poa = argument.partition(":")
        diagnoses.append({"code": code, "poa": poa or None})
    lines = []
    for argument in options.line:
        code, *modifiers = argument.split("-")
        lines.append({"code": code, "modifiers": modifiers})
    parts = {"diagnoses": diagnoses, "procedures": options.procedure, "lines": lines}
    return {"id": "codes", **_facts(options), **parts}


def _facts(options: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(options, name) for name in FACTS}


def _record(note: str, claim: Claim, desk: Desk) -> Any:
    from nosologist.formats.text import read_text_document
    from nosologist.model.encounter import Encounter
    from nosologist.pipeline import walk

    path = Path(note)
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    if not files:
        raise UsageError(f"--note {note}: the folder holds no .txt file")
    documents = tuple(map(read_text_document, files))
    name = path.resolve().name if len(documents) > 1 else None
    encounter = Encounter(documents, claim.setting, claim.date, claim.age, claim.sex, name=name)
    return walk(encounter, desk.books(claim.date))
