"""Coded charts in: our own formats, and tables with a column of codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from nosologist.errors import UsageError
from nosologist.formats.coded_charts import read_charts

EXPECTED = {"one": ("I420", "E1122"), "two": ("I10",)}
FILES = {
    "ours.json": '[{"document": {"id": "one"}, "codes": [{"code": "I42.0"}, {"code": "E11.22"}]},'
    ' {"document": {"id": "two"}, "codes": [{"code": "I10"}]}]',
    "ours.jsonl": '{"document": {"id": "one"}, "codes": [{"code": "I42.0"}, {"code": "e11.22"}]}\n\n'
    '{"id": "two", "codes": ["I10"]}\n',
    "ours.csv": "document,rank,code,title\none,1,I42.0,x\none,2,E11.22,x\ntwo,1,I10,x\n",
    "claims.tsv": "Account\tDX\none\tI42.0;E11.22\ntwo\tI10\n",
}


@pytest.mark.parametrize("name", FILES)
def test_each_format_reads_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FILES[name], "utf-8")
    (tmp_path / "readme.txt").write_text("no chart", "utf-8")
    assert dict(read_charts(tmp_path / name)) == EXPECTED
    assert dict(read_charts(tmp_path)) == EXPECTED


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "name,title\nx,y\n", "no column of codes; its heading is name, title"),
        ("a.json", "[{]", "not JSON"),
        ("a.json", '{"codes": "I10"}', "chart 1 has no list of codes"),
        ("a.jsonl", '{"codes": []}\n{', "line 2: not JSON"),
        ("a.txt", "I10", "no coded charts there"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message):
        list(read_charts(tmp_path / name))


def test_no_such_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        list(read_charts(tmp_path / "missing"))
