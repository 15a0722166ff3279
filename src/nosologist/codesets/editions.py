"""What a release says, from whatever is there of it, and how two releases differ."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from nosologist.codesets.code_lists import CodeList
from nosologist.codesets.shelf import AddedRelease, Shelf
from nosologist.codesets.tabular import Tabular
from nosologist.codesets.validity import Validity
from nosologist.errors import BookError

Note = tuple[str, str]  # kind, text

# What a release of another code set says of each code, as a coder would note it: titles, or what a claim is judged by.
_SAYS = {
    "hcpcs": "SELECT value, title FROM hcpcs WHERE ifnull(added, '') <= :on AND ifnull(ended, '9999') >= :on",
    "cpt": "SELECT code, text FROM descriptor WHERE kind = 'long'",
    "ncci": "SELECT code || ' ' || setting, most || ' units, indicator ' || indicator FROM mue",
    "pfs": "SELECT code || iif(modifier = '', '', '-' || modifier), status || ', global ' || global_days || ', RVU work ' || "
    "ifnull(work, '-') || ', office ' || ifnull(non_facility_pe, '-') || ', facility ' || ifnull(facility_pe, '-') || "
    "', malpractice ' || ifnull(malpractice, '-') FROM rvu WHERE NOT qualifying",
    "opps": "SELECT code, status || ifnull(', APC ' || apc, '') || ifnull(', $' || rate, '') FROM opps",
    "msdrg": "SELECT 'DRG ' || number, title || ', weight ' || ifnull(weight, '-') FROM drg "
    "UNION ALL SELECT code, level FROM complication",
}
_UNDATED = "an added list without dates"
_COMPARED = {
    "hcpcs": "codes",
    "cpt": "long descriptors",
    "ncci": "units (MUE)",
    "pfs": "relative values",
    "opps": "rates",
    "msdrg": "weights, MCC and CC",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """The valid codes of a release, with titles and notes where what is there of the release has them."""

    id: str
    code_set: str
    source: str  # what the codes come from
    titles: dict[str, str]  # valid code -> title; empty titles where only the codes are known
    notes: dict[str, frozenset[Note]] | None  # owner -> its notes; None where no Tabular is there


@dataclass(frozen=True, slots=True)
class NoteChange:
    """Notes that an owner (code, "#" + block or chapter) lost and got."""

    owner: str
    removed: tuple[Note, ...]
    added: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed from one release to another."""

    before: str
    after: str
    new: tuple[tuple[str, str], ...]  # code, title
    deleted: tuple[tuple[str, str], ...]
    revised: tuple[tuple[str, str, str], ...]  # code, title before, title after
    notes: tuple[NoteChange, ...]
    not_compared: tuple[str, ...] = field(default=())  # what could not be compared, and why


def edition(
    release_id: str,
    shelf: Shelf,
    validity: Validity | None,
    tabular: Tabular | None = None,
    covering: Tabular | None = None,
) -> Edition:
    """Everything known of a release (``icd10cm:2025-10``).

    Args:
        tabular: its full Tabular, where one is installed.
        covering: another Tabular of the same year, for the titles where only the codes of the release are known.

    Raises:
        BookError: nothing is known of that release.
    """
    code_set = release_id.partition(":")[0]
    if tabular is not None:
        return _of_tabular(release_id, code_set, tabular)
    release = shelf.get(release_id)
    listed = CodeList(release) if release else None
    if listed and listed.is_there:
        return Edition(release_id, code_set, "the added list", listed.titles(), None)
    if release and code_set in _SAYS:
        return _of_other(release)
    on = month_of(release_id)
    if on is None:
        raise BookError(f"{release_id}: not a release; write the code set and a month, as icd10cm:2025-10")
    codes = validity.codes(code_set, on) if validity and validity.known.covers(on) else frozenset()
    if not codes:
        there = ", ".join(release.id for release in shelf.releases()) or "nothing"
        raise BookError(f"{release_id}: its codes are not known; added are: {there}; add its code list or order file")
    titles = {code: _title(code, covering) for code in codes}
    return Edition(release_id, code_set, "the dates that msdrg carries", titles, None)


def _of_other(release: AddedRelease) -> Edition:
    on = release.effective_from.isoformat()
    said = dict(release.connection.execute(_SAYS[release.code_set], {"on": on}).fetchall())
    if not said:
        raise BookError(f"{release.id}: nothing in it can be compared; only its {_COMPARED[release.code_set]} can")
    dated = release.code_set != "hcpcs" or release.connection.execute("SELECT max(added) FROM hcpcs").fetchone()[0]
    return Edition(release.id, release.code_set, "the added files" if dated else _UNDATED, said, None)


def month_of(release_id: str) -> date | None:
    """The first day of the month that a release is named by, or None where it is named otherwise."""
    try:
        return date.fromisoformat(f"{release_id.partition(':')[2]}-01")
    except ValueError:
        return None


def _title(code: str, tabular: Tabular | None) -> str:
    found = tabular.get(code) if tabular else None
    return found.title if found else ""


def _of_tabular(release_id: str, code_set: str, tabular: Tabular) -> Edition:
    titles = {value: tabular[value].title for value in tabular.valid_codes()}
    return Edition(release_id, code_set, "the Tabular", titles, tabular.all_notes())


def differences(before: Edition, after: Edition) -> Differences:
    """What the later release changed.

    Raises:
        BookError: the releases are of two code sets.
    """
    if before.code_set != after.code_set:
        raise BookError(f"{before.id} and {after.id} are releases of two code sets; compare two of one")
    not_compared = []
    untitled = [one.id for one in (before, after) if not any(one.titles.values())]
    if untitled:
        not_compared.append(f"titles: those of {', '.join(untitled)} are not there (add its code list)")
    not_compared += [
        f"dates: {one.id} gives none, so codes that have ended stand as valid"
        for one in (before, after)
        if one.source == _UNDATED
    ]
    if before.code_set == "ncci":
        not_compared.append("pairs (PTP) and add-on codes: their own dates tell what is new")
    without = [one.id for one in (before, after) if one.notes is None]
    if without and before.code_set == "icd10cm":
        not_compared.append(f"notes: the Tabular of {', '.join(without)} is not there (add CDC's Tabular XML)")
    both = before.titles.keys() & after.titles.keys()
    return Differences(
        before.id,
        after.id,
        tuple((code, after.titles[code]) for code in sorted(after.titles.keys() - both)),
        tuple((code, before.titles[code]) for code in sorted(before.titles.keys() - both)),
        tuple(
            (code, before.titles[code], after.titles[code])
            for code in sorted(both)
            if before.titles[code] and after.titles[code] and _plain(before.titles[code]) != _plain(after.titles[code])
        ),
        tuple(_note_changes(before.notes, after.notes)) if before.notes and after.notes else (),
        tuple(not_compared),
    )


def _plain(title: str) -> str:
    """Without accents: CDC's code lists have none, its Tabular has."""
    return title if title.isascii() else unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()


def _note_changes(before: dict[str, frozenset[Note]], after: dict[str, frozenset[Note]]) -> list[NoteChange]:
    changes = []
    for owner in sorted(before.keys() | after.keys()):
        was, now = before.get(owner, frozenset()), after.get(owner, frozenset())
        if was != now:
            changes.append(NoteChange(owner, tuple(sorted(was - now)), tuple(sorted(now - was))))
    return changes
