"""The official documents that can be added to the books: each is told by looking inside, and loaded by its own module.

A module of an official document has ``SCHEMA`` (its tables, a file of ``codesets/schema``) and three functions:
``recognise``, ``clear`` and ``load``. Register it in ``DOCUMENTS``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from nosologist.codesets.compile.source import Source

Progress = Callable[[str, float], None]  # (what is being done, part done from 0 to 1)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file turned out to be."""

    document: str  # icd10pcs_tables: one of the documents of a release; a release has each at most once
    code_set: str  # icd10pcs
    release_id: str  # icd10pcs:2025-10
    effective_from: date
    effective_to: date | None  # None: until a later release is known
    title: str  # as a coder calls it: ICD-10-PCS tables, FY2026


class OfficialDocument(Protocol):
    """A module that knows one official document (or several of the same form)."""

    @property
    def SCHEMA(self) -> str:  # noqa: N802 -- a module's constant
        """The file in ``codesets/schema`` with the tables it fills, each ``CREATE TABLE IF NOT EXISTS``."""

    def recognise(self, source: Source) -> Recognised | None:
        """Tell from the content whether this is the document; None where it is not.

        Raises:
            BookError: it is, but nothing says from when it counts.
        """

    def clear(self, recognised: Recognised, connection: sqlite3.Connection) -> None:
        """Remove what an earlier file of this document wrote, before a new one is loaded."""

    def load(self, source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
        """Write the document's rows and return how many; never commits.

        Raises:
            BookError: a row that cannot be read (which, and why), a duplicate, a file that ends too early.
        """


def documents() -> tuple[OfficialDocument, ...]:
    """Every official document that can be added, in order of trial. Imported late: nobody pays who adds nothing."""
    from nosologist.codesets.compile import (
        coverage,
        cpt,
        gems,
        hcpcs,
        icd10_addenda,
        icd10_codes,
        icd10_conversion,
        icd10_order,
        icd10cm_poa,
        icd10cm_tabular_file,
        icd10pcs_definitions,
        icd10pcs_keys,
        icd10pcs_tables,
        index_xml,
        msdrg_cc,
        msdrg_table5,
        ncci_add_on,
        ncci_mue,
        ncci_ptp,
        opps_addendum_b,
        pfs_gpci,
        pfs_rvu,
    )

    return (
        icd10pcs_tables,
        icd10pcs_definitions,
        icd10pcs_keys,
        index_xml,
        gems,
        icd10cm_tabular_file,
        icd10_order,
        icd10_addenda,
        icd10cm_poa,
        icd10_conversion,
        icd10_codes,
        hcpcs,
        cpt,
        ncci_ptp,
        ncci_mue,
        ncci_add_on,
        pfs_rvu,
        pfs_gpci,
        opps_addendum_b,
        msdrg_table5,
        msdrg_cc,
        coverage,
    )


def release_id(code_set: str, effective_from: date) -> str:
    """``icd10pcs:2025-10``: a code set and the month from which the release counts."""
    return f"{code_set}:{effective_from:%Y-%m}"
