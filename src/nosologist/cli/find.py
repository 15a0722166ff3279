"""``noso find``: look codes up in your own words."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nosologist.errors import UsageError

if TYPE_CHECKING:
    from nosologist.codesets.library import Books
    from nosologist.model.answer import Answer, Result

_EPILOG = """examples:
  noso find copd exac
  noso find left knee arthritis after old fracture
  noso find E11.2                            a code in part: what begins so
  noso find --from queries.txt --top 10 --format jsonl > found.jsonl
  noso find --in icd10pcs lap chole          procedures; --in hcpcs wheelchair for supplies
  noso find                                  type and see: arrows choose, Enter shows, Tab walks the tree
"""
_MOST_SEVENTHS = 6  # named in a line


def add_parser(commands: Any) -> None:
    """Add ``find`` to the commands."""
    parser = commands.add_parser(
        "find",
        help="look codes up in your own words",
        description="Look codes up by words in any order, abbreviations, lay terms, misspelt words, whole statements, or a code "
        "in part. Without words, on a terminal: as you type.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="WORDS", help="what you look for")
    parser.add_argument("--from", dest="file", metavar="FILE", help="queries, one a line; - for standard input")
    parser.add_argument("--top", type=int, default=10, metavar="N", help="results for each query, at most (10)")
    parser.add_argument(
        "--in", dest="systems", action="append", choices=["icd10cm", "icd10pcs", "hcpcs"], metavar="SYSTEM",
        help="the code set: icd10cm (the default), icd10pcs or hcpcs (added books); may be given several times",
    )  # fmt: skip
    parser.add_argument("--format", choices=["table", "json", "jsonl"], default="table", help="default: table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look up and print; the exit code is 0 also where nothing is found."""
    from nosologist.cli.books import FirstUse

    if options.top < 1:
        raise UsageError(f"--top {options.top}: give 1 or more")
    if options.file and options.words:
        raise UsageError(f"--from {options.file}: give words or a file of queries, not both")
    if not options.file and not options.words:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise UsageError("nothing to look for: give words, --from FILE, or start it on a terminal")
        from nosologist.cli.typing_ahead import type_and_see

        with FirstUse() as library:
            books = library.in_force()
        return type_and_see(books)
    systems = tuple(dict.fromkeys(options.systems or ["icd10cm"]))
    queries = _queries(options.file) if options.file else [" ".join(options.words)]
    with FirstUse() as library:
        books = library.in_force()
    _print((books.find(query, top=options.top, systems=systems) for query in queries), books, options.format)
    return 0


def _queries(name: str) -> list[str]:
    try:
        text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return text.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(
            f"{name}: cannot be read ({error.strerror}); give a text file with one query a line"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: is no UTF-8 text (byte {error.start}); save it as UTF-8") from error


def _print(answers: Iterator[Answer], books: Books, form: str) -> None:
    import json

    if isinstance(sys.stdout, io.TextIOWrapper):
        if form == "table":
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")
    if form == "table":
        print("\n\n".join("\n".join(lines(answer, books, sys.stdout.isatty())) for answer in answers))
    elif form == "jsonl":
        for answer in answers:
            print(json.dumps(to_object(answer), ensure_ascii=False))
    else:
        print(json.dumps([to_object(answer) for answer in answers], ensure_ascii=False, indent=2))


def to_object(answer: Answer) -> dict[str, object]:
    """An answer as it is exchanged."""
    results = [
        {"system": result.system, "code": result.code, "title": result.title, "valid": result.valid}
        for result in answer.results
    ]
    return {"query": answer.query, "results": results}


def lines(answer: Answer, books: Books, colour: bool) -> Iterator[str]:
    """An answer as lines of text: what answers best, what is near, and how the query was read."""
    bold, dim, plain = ("\x1b[1m", "\x1b[2m", "\x1b[0m") if colour else ("", "", "")
    yield f"{bold}{answer.query}{plain}"
    for note in answer.notes:
        yield f"{dim}({note}){plain}"
    for heading, results in (("best", answer.best), ("also", answer.also)):
        if results:
            yield heading
        for result in results:
            yield f"  {bold}{result.code:<9}{plain}{'' if result.valid else ' (header)'} {result.title}"
            if heading == "best":
                yield from (f"            {dim}{line}{plain}" for line in asked(result, books))


def asked(result: Result, books: Books) -> Iterator[str]:
    """What is still to choose: the side, the 7th character."""
    from nosologist.search.choices import sevenths, sides

    if len(each := sides(result.code, books)) > 1:
        yield "side: " + "  ".join(f"{side} {code}" for side, code in each)
    if each := sevenths(result.code, books):
        more = f"  and {len(each) - _MOST_SEVENTHS} more" if len(each) > _MOST_SEVENTHS else ""
        yield "7th: " + "  ".join(f"{character} {meaning}" for character, meaning in each[:_MOST_SEVENTHS]) + more
