"""Whatever happens to an official file on its way, it is loaded or refused with one sentence; nothing else happens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made_up import ADD_ON, CC_LIST, CPT_LIST, GEM_TO_9, GPCI, HCPCS, MUE, PTP_NAME, PTP_ROWS, PTP_TEXT, RVU, TABLE_5
from nosologist.codesets.compile.add import add
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError

FILES = {
    "HCPC2031_JAN_ANWEB.txt": HCPCS,
    PTP_NAME: PTP_TEXT + PTP_ROWS,
    "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv": MUE.format(setting="Practitioner"),
    "AOC_V2026Q3.csv": ADD_ON,
    "PPRRVU31_JAN.csv": RVU,
    "GPCI2031.csv": GPCI,
    "Table 5.txt": TABLE_5,
    "Table 6I.txt": CC_LIST.format("I", "MCC", "A00.0"),
    "I10gem.txt": GEM_TO_9,
    "ConsolidatedCodeList.txt": CPT_LIST,
}


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_loaded_or_refused(tmp_path: Path, name: str, data: st.DataObject) -> None:
    content = bytearray(FILES[name].encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))  # all of it may be gone
        length = data.draw(st.sampled_from([0, 1, 7, 80]))
        content[at : at + length] = data.draw(
            st.sampled_from([b"", b"\0", b"\xff", b'"', b",", b"\t", b"\n", b"9", b"X\r\n"])
        )
    path = tmp_path / name
    path.write_bytes(content)
    shelf = Shelf(tmp_path / "books")
    try:
        added = add([path], shelf, lambda _what, _part: None, date(2031, 1, 1))
    except BookError as error:
        assert name in str(error) or "books add" in str(error) or "nothing was added" in str(error)
    else:
        assert sum(one.rows for one in added.loaded) > 0
    assert not list(shelf.folder.glob("*.part"))
