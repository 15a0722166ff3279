"""A picture of the denials: dollars by cause and by code, rate by payer. Needs matplotlib (the extra ``plots``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nosologist.answers.denials import Denials, Row
from nosologist.errors import UsageError
from nosologist.formats.pictures import check_picture

_FEWEST_BARS, _MOST_BARS = 6, 10
_STYLE: Any = {"svg.hashsalt": "nosologist", "svg.fonttype": "path", "font.size": 9, "text.parse_math": False}
_COLOURS = {"cause": "#4f46e5", "code": "#d97706", "payer": "#059669"}
_TITLES = {"cause": "dollars denied by cause", "code": "dollars denied by code", "payer": "claims denied by payer, %"}


def draw(denials: Denials, path: Path) -> None:
    """Draw the report; the same counts give the same bytes.

    Raises:
        UsageError: as in ``check_picture``, or the file cannot be written.
    """
    check_picture(path)
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(11, 4), layout="constrained")
        FigureCanvasAgg(figure)
        for axes, by in zip(figure.subplots(1, 3), _TITLES, strict=True):
            rows = list(denials.rows([by]))[:_MOST_BARS]
            _bars(axes, by, rows)
        try:
            figure.savefig(path, metadata={"Date": None} if path.suffix.lower() == ".svg" else {"Software": None})
        except OSError as error:
            raise UsageError(f"{path}: cannot be written ({error.strerror})") from error


def _bars(axes: Any, by: str, rows: list[Row]) -> None:
    lengths = [row.rate * 100 if by == "payer" else float(row.dollars) for row in rows]
    places = range(len(rows))
    axes.barh(places, lengths, color=_COLOURS[by])
    axes.set_yticks(places, [_short(row.key) for row in rows])
    axes.set_ylim(max(len(rows), _FEWEST_BARS) - 0.5, -0.5)  # the first on top; few bars stay thin
    axes.set_title(_TITLES[by], loc="left", fontsize=10)
    for place, row, length in zip(places, rows, lengths, strict=True):
        label = f" {row.denied} of {row.decided}" if by == "payer" else f" {row.dollars:,.0f}"
        axes.text(length, place, label, va="center", fontsize=8)
    axes.set_xlim(0, max(*lengths, 1) * 1.25 if lengths else 1)
    axes.spines[["top", "right"]].set_visible(False)


def _short(key: str) -> str:
    return key if len(key) <= 24 else f"{key[:23]}…"
