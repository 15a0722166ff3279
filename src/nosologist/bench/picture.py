"""Draw reliability curves: confidence against the share that is right. Needs matplotlib (the extra ``plots``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nosologist.bench.given import Band
from nosologist.errors import UsageError
from nosologist.formats.pictures import check_picture

_COLOURS = ("#4f46e5", "#d97706", "#059669", "#6b7280")
_MARKS = ("o", "s", "^", "D")
_SIZES = (18, 160)  # of a mark, in square points: from few codes to many
_STYLE: Any = {"svg.hashsalt": "nosologist", "svg.fonttype": "path", "font.size": 10}


def draw(curves: Mapping[str, Sequence[Band]], path: Path) -> None:
    """Draw a curve for each set of notes; the same curves give the same bytes.

    Raises:
        UsageError: as in ``check_picture``, or the file cannot be written.
    """
    check_picture(path)
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(5.6, 5.2), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        axes.plot([0, 1], [0, 1], color="#9ca3af", linestyle="--", linewidth=1, label="as sure as it says")
        for (name, curve), colour, mark in zip(curves.items(), _COLOURS, _MARKS, strict=False):
            sure, right = [band.confidence for band in curve], [band.right for band in curve]
            most = max((band.count for band in curve), default=1)
            sizes = [_SIZES[0] + (_SIZES[1] - _SIZES[0]) * band.count / most for band in curve]
            axes.plot(sure, right, color=colour, linewidth=1.4)
            axes.scatter(sure, right, s=sizes, color=colour, marker=mark, label=name, zorder=3)
        axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="confidence", ylabel="share right", aspect="equal")
        axes.grid(color="#e5e7eb", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.legend(frameon=False, loc="lower right")
        try:
            figure.savefig(path, metadata={"Date": None} if path.suffix.lower() == ".svg" else {"Software": None})
        except OSError as error:
            raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
