"""Made-up files in the official layouts: invented codes and titles, no word of a publisher."""

from __future__ import annotations

import gzip
import zipfile
from math import prod
from pathlib import Path

TABLES = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.tabular><version>2031</version><title>Made-up tables</title>
 <pcsTable>
  <axis pos="1" values="1"><title>Section</title><label code="0">Carpentry</label></axis>
  <axis pos="2" values="1"><title>Body System</title><label code="Q">Wooden Parts</label></axis>
  <axis pos="3" values="1"><title>Operation</title><label code="T">Planing</label><definition>Making flat</definition></axis>
  <pcsRow codes="6">
   <axis pos="4" values="2"><title>Body Part</title><label code="0">Table Top</label><label code="1">Chair Leg</label></axis>
   <axis pos="5" values="3"><title>Approach</title><label code="0">Open</label>
    <label code="3">Through a Slit</label><label code="X">External</label></axis>
   <axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
   <axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
  </pcsRow>
  <pcsRow codes="2">
   <axis pos="4" values="1"><title>Body Part</title><label code="1">Chair Leg</label></axis>
   <axis pos="5" values="1"><title>Approach</title><label code="0">Open</label></axis>
   <axis pos="6" values="2"><title>Device</title><label code="J">Glue</label><label code="K">Nail</label></axis>
   <axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
  </pcsRow>
 </pcsTable>
</ICD10PCS.tabular>
"""
_ROW = """<axis pos="{at}" values="{count}"><title>{title}</title>{labels}</axis>"""
PROCEDURE_TABLES = (  # the table of an operation that our words know, with made-up labels
    """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.tabular><version>2031</version><title>Made-up tables</title><pcsTable>
<axis pos="1" values="1"><title>Section</title><label code="0">Works</label></axis>
<axis pos="2" values="1"><title>Body System</title><label code="F">Cellar</label></axis>
<axis pos="3" values="1"><title>Operation</title><label code="T">Clearing</label><definition>Taking all out</definition></axis>
<pcsRow codes="2">"""
    + _ROW.format(at=4, count=1, title="Body Part", labels='<label code="4">Barrel</label>')
    + _ROW.format(at=5, count=2, title="Approach", labels='<label code="0">Door</label><label code="4">Keyhole</label>')
    + _ROW.format(at=6, count=1, title="Device", labels='<label code="Z">None</label>')
    + _ROW.format(at=7, count=1, title="Qualifier", labels='<label code="Z">None</label>')
    + "</pcsRow></pcsTable></ICD10PCS.tabular>"
)


def procedure_tables(rows: dict[str, tuple[str, str, str, str]], version: int, parts: dict[str, str]) -> str:
    """Tables of one row each, with made-up labels: the key, and the values of the four columns; ``parts`` names body parts."""
    written = []
    for key, columns in rows.items():
        head = "".join(
            f'<axis pos="{at}" values="1"><title>{title}</title><label code="{value}">{title} {value}</label></axis>'
            for at, title, value in zip((1, 2, 3), ("Section", "Body System", "Operation"), key, strict=True)
        )
        body = "".join(
            _column(at, values, {value: parts.get(key[:2] + value, "") for value in values if at == _FIRST})
            for at, values in enumerate(columns, _FIRST)
        )
        codes = prod(map(len, columns))
        written.append(f'<pcsTable>{head}<pcsRow codes="{codes}">{body}</pcsRow></pcsTable>')
    top = f'<?xml version="1.0" encoding="utf-8"?><ICD10PCS.tabular><version>{version}</version><title>Made-up tables</title>'
    return f"{top}{''.join(written)}</ICD10PCS.tabular>"


_FIRST = 4  # position of the first column of a row
_TITLES = ("Body Part", "Approach", "Device", "Qualifier")


def _column(at: int, values: str, named: dict[str, str]) -> str:
    title = _TITLES[at - _FIRST]
    labels = "".join(f'<label code="{value}">{named.get(value) or f"{title} {value}"}</label>' for value in values)
    return _ROW.format(at=at, count=len(values), title=title, labels=labels)


TABLE_CODES = tuple(sorted(
    [f"0QT{part}{approach}ZZ" for part in "01" for approach in "03X"] + ["0QT10JZ", "0QT10KZ"]
))  # fmt: skip
DEFINITIONS = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.definitions><version>2031</version><title>Made-up definitions</title>
 <section code="0"><title>Carpentry</title>
  <axis pos="3"><title>Operation</title>
   <terms><title>Planing</title><definition>Making flat</definition><explanation>With a plane</explanation>
    <includes>Smoothing, shaving</includes></terms></axis>
  <axis pos="4"><title>Body Part</title>
   <terms><title>Chair Leg, Left</title><title>Chair Leg, Right</title><includes>Spindle foot</includes></terms></axis>
 </section>
 <deviceAggregation><aggregate><device>Brass Nail</device><operation>Planing</operation>
  <bodySys>Wooden Parts</bodySys><parent value="K">Nail</parent></aggregate></deviceAggregation>
</ICD10PCS.definitions>
"""
INDEX = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2031</version><title>MADE-UP INDEX TO DISEASES</title>
 <letter><title>W</title>
  <mainTerm><title>Wobble, wobbly<nemod>(idle) (of table)</nemod></title><code>Q01.0</code>
   <term level="1"><title>with</title>
    <term level="2"><title>creak</title><code>Q01.1-</code></term>
    <term level="2"><title>worm</title><code>Q02</code><manif>Q03.1</manif></term></term>
   <term level="1"><title>chair</title><see>Wobble, with, creak</see></term></mainTerm>
  <mainTerm><title>Wonky</title><seeAlso>Wobble</seeAlso><code>Q01.9</code></mainTerm>
 </letter></ICD10CM.index>
"""
DRUGS = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2031</version>
 <indexHeading><head col="1">Substance</head><head col="2">Poisoning Accidental</head><head col="3">Other</head></indexHeading>
 <letter><title>V</title>
  <mainTerm><title>Varnish<nemod>(clear)</nemod></title><cell col="2">T99.0X1</cell><cell col="3">--</cell>
   <term level="1"><title>boat</title><cell col="2">T99.1X-</cell><cell col="3">T99.1X2</cell></term></mainTerm>
 </letter></ICD10CM.index>
"""
TABULAR = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>{year}</version>
 <chapter><name>1</name><desc>Made-up diseases</desc>
  <section id="Q00-Q09"><desc>Diseases of tables</desc>
   <diag><name>Q01</name><desc>Wobble</desc><excludes1><note>creak (Q02)</note></excludes1>
    <diag><name>Q01.0</name><desc>{title}</desc></diag><diag><name>Q01.9</name><desc>Wobble, unspecified</desc></diag></diag>
   <diag><name>Q02</name><desc>Creak</desc></diag>
  </section></chapter></ICD10CM.tabular>
"""
POA = 'Order31\tPOAexemptCode\tDescription\r\n00002\tQ01.0\tWobble of a table\r\n00004\tQ02\t"Creak, ""loud"""\r\n'
CONVERSION = (
    "Current code(s) assignment\tCode title\tEffective year\tPrevious code(s) assignment\tPredecessor code title\tChange type"
    "\tComment\tEffective month/day [MM.DD]\r\n"
    '0QT00ZZ\t"Planing, open"\t2030\t0QT0XZZ\t"Planing, external"\tNew\t10.01\r\n'
    '0QT10JZ\t"Glue"\t2031\tNoPCS\t\tRevised\t"with, comma"\t04.01\r\n'
)


def codes(*rows: tuple[str, str]) -> str:
    """A code list: the code in seven characters, a blank, the title."""
    return "".join(f"{code:<7} {title}\r\n" for code, title in rows)


def order(*rows: tuple[str, int, str]) -> str:
    """An order file."""
    return "".join(
        f"{number:05} {code:<7} {valid} {title[:60]:<60} {title}\r\n"
        for number, (code, valid, title) in enumerate(rows, 1)
    )


def write(folder: Path, name: str, text: str) -> Path:
    """A plain file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def gzipped(folder: Path, name: str, text: str) -> Path:
    """A gzipped file."""
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()))
    return path


def zipped(folder: Path, name: str, members: dict[str, str], made: tuple[int, int, int] = (2030, 6, 1)) -> Path:
    """A zip whose members were made on a day."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in members.items():
            info = zipfile.ZipInfo(member, (*made, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return path


PCS_INDEX = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.index><version>2031</version><title>Made-up index</title><letter><title>P</title>
 <mainTerm><title>Planing</title>
  <term level="1"><title>Leg</title><codes>0QT1</codes></term>
  <term level="1"><title>Top</title><codes>0QT0</codes></term></mainTerm>
 <mainTerm><title>Smoothing</title><see>Planing, Wooden Parts<codes>0QT</codes></see></mainTerm>
 <mainTerm><title>Polishing</title><see>Planing with qualifier Shiny</see></mainTerm>
 <mainTerm><title>Carving</title><see>Planing, Stone Parts<codes>0RT</codes></see></mainTerm>
 <mainTerm><title>Stool foot</title><use>Chair Leg</use></mainTerm>
</letter></ICD10PCS.index>
"""
