"""Fixtures: the books of the newest release, compiled once for all workers; notes coded in one line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from nosologist.codesets.library import Books, Library
from nosologist.codesets.shelf import Shelf
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

settings.register_profile("unhurried", deadline=None)  # a machine that is shared pauses whenever it likes
settings.load_profile("unhurried")

CodeNote = Callable[..., CodedEncounter]


@pytest.fixture(scope="session", autouse=True)
def _nothing_added(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Books that the user of this machine added change no test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOSOLOGIST_BOOKS", str(tmp_path_factory.mktemp("books")))
        yield


@pytest.fixture(scope="session")
def library() -> Library:
    """The library as it comes: nothing added (workers wait for the first of them to compile)."""
    return Library()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty shelf."""
    return Shelf(tmp_path / "books")


@pytest.fixture(scope="session")
def books(library: Library) -> Books:
    """The newest release, compiled by the real compiler."""
    return library.in_force()


@pytest.fixture(scope="session")
def code_note(books: Books) -> CodeNote:
    """Code a text: ``code_note(text, "inpatient", all_mentions=True)``."""

    def code(text: str, setting: str = "outpatient", **facts: object) -> CodedEncounter:
        return walk(Encounter((Document("note", text),), Setting(setting), **facts), books)  # type: ignore[arg-type]

    return code


def codes(coded: CodedEncounter) -> list[str]:
    """The dotted codes in order."""
    return [assignment.code.dotted for assignment in coded.assignments]


def data(*parts: str) -> Path:
    """A path in the data that does not travel with the project; the test is skipped without it, unless CI requires it."""
    path = SHARED_DATA.joinpath(*parts)
    if not path.exists():
        reason = f"needs {'/'.join(parts)} of the development data, which does not travel with the project"
        if os.environ.get("NOSOLOGIST_REQUIRE_DATA") == "1":
            pytest.fail(f"NOSOLOGIST_REQUIRE_DATA=1, but: {reason}")
        pytest.skip(reason)
    return path


def tool(program: str, package: str) -> Path:
    """A program of the machine; the test is skipped without it, unless CI requires it."""
    found = shutil.which(program) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))), None)
    if found is None:
        reason = f"needs the program {program} (Debian package {package})"
        if os.environ.get("CI") == "true" or os.environ.get("NOSOLOGIST_REQUIRE_DATA") == "1":
            pytest.fail(f"CI=true or NOSOLOGIST_REQUIRE_DATA=1, but: {reason}")
        pytest.skip(reason)
    return Path(found)


@pytest.fixture(scope="session")
def tesseract() -> Path:
    """Recognises scans."""
    return tool("tesseract", "tesseract-ocr")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A browser without a window."""
    return tool("chromium", "chromium")


@pytest.fixture(scope="session")
def initdb() -> Path:
    """Makes a database of PostgreSQL; its server stands beside it."""
    return tool("initdb", "postgresql")


@pytest.fixture(scope="session")
def pdftoppm() -> Path:
    """Draws the pages of a PDF, independently of our own reader."""
    return tool("pdftoppm", "poppler-utils")
