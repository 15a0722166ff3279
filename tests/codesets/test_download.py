"""Downloads, against a local server that serves made-up files: resumed, checked, told when offline."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mini import TABLES
from nosologist.cli import main
from nosologist.codesets.compile import download
from nosologist.codesets.compile.addresses import fetched, known_addresses
from nosologist.codesets.compile.download import fetch
from nosologist.errors import BookError

CONTENT = bytes(range(256)) * 8000


class Publisher(BaseHTTPRequestHandler):
    """Serves one file with ranges; ``/cut`` breaks off half-way, ``/plain`` knows no ranges, ``/away`` is gone."""

    asked: list[str | None] = []  # noqa: RUF012 -- what the tests look at

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.asked.append(asked)
        if self.path.startswith("/away"):
            self.send_error(404)
            return
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and not self.path.startswith("/plain") else 0
        if start >= len(CONTENT):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        until = len(CONTENT) // 2 if self.path.startswith("/cut") and not start else len(CONTENT)
        self.wfile.write(CONTENT[start:until])

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    Publisher.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Publisher) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()
        thread.join()


def silent(what: str, part: float) -> None:
    pass


def test_a_file_comes_whole_and_its_progress_is_told(server: str, tmp_path: Path) -> None:
    seen: list[float] = []
    path = fetch(f"{server}/list%202031.zip", tmp_path, lambda what, part: seen.append(part))
    assert path == tmp_path / "list 2031.zip"
    assert path.read_bytes() == CONTENT
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_what_broke_off_goes_on(server: str, tmp_path: Path) -> None:
    with pytest.raises(BookError, match="when online again, the same command goes on"):
        fetch(f"{server}/cut.zip", tmp_path, silent)
    assert not (tmp_path / "cut.zip").exists()
    assert fetch(f"{server}/cut.zip", tmp_path, silent).read_bytes() == CONTENT
    assert Publisher.asked == [None, f"bytes={len(CONTENT) // 2}-"]


@pytest.mark.parametrize("left", [100, len(CONTENT), len(CONTENT) + 10])
def test_a_server_without_ranges_or_with_another_file_begins_again(server: str, tmp_path: Path, left: int) -> None:
    for name in ("plain.zip", "other.zip"):
        (tmp_path / f"{name}.part").write_bytes(CONTENT[:left].ljust(left, b"x"))
        assert fetch(f"{server}/{name}", tmp_path, silent).read_bytes() == CONTENT


def test_other_bytes_than_expected_are_refused(server: str, tmp_path: Path) -> None:
    good = hashlib.sha256(CONTENT).hexdigest()
    assert fetch(f"{server}/a.zip", tmp_path, silent, good).exists()
    with pytest.raises(BookError, match=r"sha256 is .* expected 0000"):
        fetch(f"{server}/b.zip", tmp_path, silent, "0" * 64)
    assert not list(tmp_path.glob("b.zip*"))


def test_what_is_too_large_is_refused(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "MOST_BYTES", 1000)
    with pytest.raises(BookError, match="more than there is room for"):
        fetch(f"{server}/a.zip", tmp_path, silent)


def test_gone_offline_and_unsafe_are_told(server: str, tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"404.*noso books add FILE"):
        fetch(f"{server}/away.zip", tmp_path, silent)
    with pytest.raises(BookError, match="cannot be reached"):
        fetch("http://127.0.0.1:9/a.zip", tmp_path, silent)
    for address in ("http://example.org/a.zip", "ftp://example.org/a.zip", "file:///etc/passwd"):
        with pytest.raises(BookError, match="only https"):
            fetch(address, tmp_path, silent)


def test_what_is_fetched_is_added_and_then_forgotten(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(globals(), "CONTENT", TABLES.encode())
    monkeypatch.setenv("NOSOLOGIST_BOOKS", str(tmp_path))
    assert main(["books", "add", f"{server}/tables_2031.xml"]) == 0
    assert capsys.readouterr().out == "icd10pcs:2030-10  ICD-10-PCS tables, FY2031: 8 rows\n"
    assert not list((tmp_path / "downloads").iterdir())


def test_a_path_is_itself_and_a_release_without_an_address_is_told(tmp_path: Path) -> None:
    assert fetched(str(tmp_path), tmp_path, silent) == [tmp_path]
    assert fetched("missing.zip", tmp_path, silent) == [Path("missing.zip")]
    with pytest.raises(BookError, match="neither a file nor a release whose address is known"):
        fetched("icd10pcs:1999-10", tmp_path, silent)


def test_addresses_are_the_publishers_own() -> None:
    for address in known_addresses():
        for url in (*address.urls, address.page):
            assert url.split("/")[2] in ("www.cms.gov", "www.cdc.gov", "ftp.cdc.gov")
            assert url.startswith("https://")
        assert len(address.sha256) in (0, len(address.urls))
        assert address.sha256 or not address.checked
