"""Show the level of a visit on a terminal: the code, the three elements with their words in the note, and what is open."""

from __future__ import annotations

import io
import sys

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.em import EmElement, EmFact, EmLevel

_PIPE_WIDTH = 120  # where there is no terminal to fit
_BASIS = {"mdm": "by decision making", "time": "by total time", "default": "no time stated"}


def show(level: EmLevel, coded: CodedEncounter) -> None:
    """Print the level of one encounter to standard output."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    text = coded.encounter.text
    console.rule(Text(f"{coded.encounter.id} · {level.setting.value} · {level.visit.value}"), align="left")
    head = level.code or "no level"
    console.print(Text.assemble((head, "bold green"), f"  {_BASIS[level.basis]}" if level.basis else ""))
    for reason in level.reasons:
        console.print(Padding(Text(reason), (0, 0, 0, 4)))
    for one in level.prolonged:
        console.print(Padding(Text(f"prolonged service: {one.code} x {one.units}, for {one.for_whom}"), (0, 0, 0, 4)))
    _problems(level, text, console)
    _element(level.data, text, console)
    _element(level.risk, text, console)
    if level.time:
        console.print(Text("time", "cyan"))
        _facts(level.time, text, console)
    for title, lines in (("not documented", level.gaps), ("to know", level.hints)):
        if lines:
            console.print(Text(title, "yellow"))
        for line in lines:
            console.print(Padding(Text(line), (0, 0, 0, 4)))
    console.print()


def _problems(level: EmLevel, text: str, console: Console) -> None:
    console.print(Text.assemble(("problems", "cyan"), f"  {level.problems.grade.word}"))
    for problem in level.addressed:
        what = f"{problem.title} ({', '.join(problem.codes) or 'not coded'}): "
        why = f"not counted: {problem.not_counted}" if problem.not_counted else f"{problem.nature}; {problem.reason}"
        console.print(Padding(Text.assemble(what, why, ("  " + _quoted(problem.spans, text), "dim")), (0, 0, 0, 4)))


def _element(element: EmElement, text: str, console: Console) -> None:
    console.print(Text.assemble((element.name, "cyan"), f"  {element.grade.word}"))
    for reason in element.reasons:
        console.print(Padding(Text(reason), (0, 0, 0, 4)))
    _facts(element.facts, text, console)


def _facts(facts: tuple[EmFact, ...], text: str, console: Console) -> None:
    for fact in facts:
        mark = f"not counted ({fact.not_counted})" if fact.not_counted else "counted"
        line = Text.assemble(f"{fact.kind.value}, {mark}", ("  " + _quoted((fact.span,), text), "dim"))
        console.print(Padding(line, (0, 0, 0, 8)))


def _quoted(spans: tuple[Span, ...], text: str) -> str:
    """The words of the note, marks of control out of the way: a note must not steer the terminal."""
    words = " … ".join(" ".join(span.quote(text).split()) for span in spans)
    return "“" + "".join(character if character.isprintable() else " " for character in words) + "”"
