"""How fast charts are read: PDF pages, C-CDA documents, HL7 v2 messages, RTF, HTML and Word files a second, on one core.

    python tests/benchmarks/readers.py

The charts are made up: a page of prose of 45 lines; a C-CDA of 20 sections with tables (about 60 KB); a message of 45 lines.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import chart_files
from nosologist.formats.charts import charts_in

LINE = "The patient came in with cough and fever for three days, worse at night, no chest pain; seen on day {}."
SECONDS = 2.0


def pdf() -> tuple[bytes, int]:
    pages = [[(72.0, 740.0 - 15 * line, LINE.format(f"{page}.{line}")) for line in range(45)] for page in range(20)]
    return chart_files.pdf(pages), len(pages)


def ccda() -> tuple[bytes, int]:
    row = '<tr ID="r{0}"><td><content ID="c{0}">Asthma {0}</content></td><td>Active</td><td>20260301</td></tr>'
    entry = (
        '<entry><act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.3"/><id root="1.{0}"/>'
        '<code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="active"/></act></entry>'
    )
    sections = []
    for number in range(20):
        rows, entries = ("".join(part.format(f"{number}-{at}") for at in range(10)) for part in (row, entry))
        one = chart_files.section("11450-4", "Problems", f"<table><tbody>{rows}</tbody></table>")
        sections.append(one.replace("</section>", f"{entries}</section>"))
    return chart_files.ccda(*sections), 1


def hl7() -> tuple[bytes, int]:
    message = chart_files.hl7("TXA|1|DS|TX|20260302", *(f"OBX|{line}|TX|A||{LINE.format(line)}" for line in range(40)))
    return message * 50, 50


def rtf() -> tuple[bytes, int]:
    lines = "".join(rf"{LINE.format(line)}\par " for line in range(45))
    return (r"{\rtf1\ansi " + lines + "}").encode(), 1


def html() -> tuple[bytes, int]:
    return ("<html><body>" + "".join(f"<p>{LINE.format(line)}</p>" for line in range(45))).encode(), 1


def docx() -> tuple[bytes, int]:
    return chart_files.docx("".join(chart_files.paragraph(LINE.format(line)) for line in range(45))), 1


def rate(make: Callable[[], tuple[bytes, int]]) -> float:
    """How many of what a file holds are read in a second."""
    data, count = make()
    list(charts_in(data, "warm", "warm"))
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        list(charts_in(data, "chart", "chart"))
        done += count
    return done / (time.perf_counter() - start)


if __name__ == "__main__":
    for make, what in (
        (pdf, "PDF pages"),
        (ccda, "C-CDA"),
        (hl7, "HL7 v2 messages"),
        (rtf, "RTF"),
        (html, "HTML"),
        (docx, "Word"),
    ):
        print(f"{what:<16} {rate(make):8,.0f} a second")
