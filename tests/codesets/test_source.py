"""Official files are opened in place; what is damaged or cannot be trusted is refused in one sentence."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pytest

from mini import TABLES, gzipped, write, zipped
from nosologist.codesets.compile import source as source_module
from nosologist.codesets.compile.source import Source, sources
from nosologist.codesets.compile.xml_elements import elements, xml_root
from nosologist.errors import BookError


def only(path: Path) -> Source:
    [source] = sources(path)
    return source


def test_a_file_a_gzip_and_a_member_read_the_same(tmp_path: Path) -> None:
    text = "first line\nsecond — line\n"
    places = [
        write(tmp_path, "a.txt", text), gzipped(tmp_path, "b.txt.gz", text), zipped(tmp_path, "c.zip", {"in/d.txt": text}),
    ]  # fmt: skip
    for path in places:
        source = only(path)
        assert list(source.lines()) == ["first line", "second — line"]
        assert source.head(5) == b"first"
        with source.open() as file:
            assert file.read().decode() == text
    assert [only(path).name for path in places] == ["a.txt", "b.txt", "d.txt"]
    assert len({only(path).sha256() for path in places}) == 1
    assert only(places[2]).modified == date(2030, 6, 1)


def test_a_zip_in_a_zip_is_read_and_a_third_is_not(tmp_path: Path) -> None:
    inner = zipped(tmp_path, "inner.zip", {"x.txt": "x"}).read_bytes()
    outer, outermost = tmp_path / "outer.zip", tmp_path / "outermost.zip"
    for path, name, content in ((outer, "inner.zip", inner), (outermost, "outer.zip", b"")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, content or outer.read_bytes())
    assert list(only(outer).lines()) == ["x"]
    with pytest.raises(BookError, match="nest too deep"):
        list(sources(outermost))


def test_lines_that_are_not_utf8_are_windows_text_and_a_mark_at_the_start_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfcaf\xc3\xa9\r\ncaf\xe9\r\n")
    assert list(only(path).lines()) == ["café", "café"]


def test_the_part_read_is_told(tmp_path: Path) -> None:
    seen: list[float] = []
    for path in (
        write(tmp_path, "a.txt", "x" * 99 + "\n"),
        zipped(tmp_path, "b.zip", {"a": ("x" * 999 + "\n") * 3000}),
    ):
        list(only(path).lines(watch=seen.append))
    assert seen == sorted(seen)
    assert 0 < seen[-1] <= 1


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_truncated_gzip_or_zip_is_told(tmp_path: Path, cut: float) -> None:
    text = "".join(f"{number}\n" for number in range(100_000))
    for path in (gzipped(tmp_path, "a.txt.gz", text), zipped(tmp_path, "b.zip", {"a.txt": text})):
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * cut)])
        with pytest.raises(BookError, match=r"truncated or damaged.*fetch it again"):
            list(only(path).lines())


def test_a_damaged_member_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path, "b.zip", {"a.txt": "".join(f"{number}\n" for number in range(100_000))})
    whole = bytearray(path.read_bytes())
    whole[2000:2010] = b"\0" * 10
    path.write_bytes(whole)
    with pytest.raises(BookError, match="truncated or damaged"):
        list(only(path).lines())


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x.txt", "a/../../x.txt", "C:/x.txt", "..\\x.txt"])
def test_a_member_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.txt", "x")
        archive.writestr("bad.txt", "x")
    path.write_bytes(path.read_bytes().replace(b"bad.txt", name.encode()[:7].ljust(7, b"x")) if len(name) <= 7 else b"")
    if len(name) > 7:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, "x")
    with pytest.raises(BookError, match="leads out of the archive"):
        list(sources(path))


@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_a_bomb_is_refused(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "RATIO_FROM", 1 << 20)
    zeros = b"\0" * (4 << 20)
    path = tmp_path / f"bomb.{kind}"
    if kind == "gzip":
        path.write_bytes(gzip.compress(zeros))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("zeros", zeros)
    with pytest.raises(BookError, match="zip bomb"):
        only(path).sha256()


def test_a_size_that_the_zip_does_not_admit_is_seen_while_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_module, "MOST_BYTES", 1000)
    with pytest.raises(BookError, match="zip bomb"):
        only(gzipped(tmp_path, "a.gz", "x" * 2000)).sha256()


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path, "a.zip", {"a.txt": "x"})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(BookError, match="encrypted; unpack it"):
        list(sources(path))


def test_xml_with_a_document_type_is_refused(tmp_path: Path) -> None:
    attack = TABLES.replace(
        "<ICD10PCS", '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;">]><ICD10PCS', 1
    ).replace("Carpentry", "&c;")
    source = only(write(tmp_path, "a.xml", attack))
    assert xml_root(source) is None
    with pytest.raises(BookError, match="document type or entities"):
        list(elements(source, "pcsTable"))
    broken = only(write(tmp_path, "b.xml", TABLES[: len(TABLES) // 2]))
    with pytest.raises(BookError, match=r"not well-formed XML.*fetch it again"):
        list(elements(broken, "pcsTable"))


def test_no_such_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="no such file"):
        list(sources(tmp_path / "nothing"))
