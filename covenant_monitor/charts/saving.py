"""Charts as files and as pixels."""

import threading
from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib import rc_context

from covenant_monitor.charts.chart import Chart
from covenant_monitor.errors import Problem
from covenant_monitor.files import replacing

# no program, path or date: the same chart gives the same bytes
_METADATA: dict[str, dict[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Creator": None, "Date": None},
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
}
_svg_settings = threading.Lock()


def save(chart: Chart, path: Path, *, dpi: float | None = None) -> None:
    """Write `chart` as a .png, .svg or .pdf, whichever `path` ends in. `dpi` (of a .png; 96 is scale 1): as drawn.

    Raises Problem for any other ending, for a vector of a public chart, and where the file cannot be written.
    """
    kind = path.suffix.lower().lstrip(".")
    if kind not in _METADATA:
        raise Problem("A chart is saved as .png, .svg or .pdf. Give {name} one of these endings.", name=path.name)
    with replacing(path) as temporary:
        temporary.write_bytes(encoded(chart, kind, dpi=dpi))


def encoded(chart: Chart, kind: str = "png", *, dpi: float | None = None) -> bytes:
    """The file that `save` writes, "png", "svg" or "pdf". The title goes along as the document's, nothing else.

    Raises Problem for a vector of a public chart.
    """
    if chart.public and kind != "png":
        raise Problem(
            "A public chart is saved as .png only: a .{kind} would give its exact numbers back. Choose a name in .png.",
            kind=kind,
        )
    if kind != "svg":
        return _written(chart, kind, dpi)
    # the one setting that has no argument: without a salt the ids in an SVG are random
    with _svg_settings, rc_context({"svg.hashsalt": "covenant-monitor", "svg.fonttype": "path"}):
        return _written(chart, kind, dpi)


def _written(chart: Chart, kind: str, dpi: float | None) -> bytes:
    buffer = BytesIO()
    chart.figure.savefig(
        buffer,
        format=kind,
        dpi=dpi or chart.figure.dpi,
        facecolor="auto",
        metadata=_METADATA[kind] | {"Title": chart.title},
    )
    return buffer.getvalue()


def to_rgba(chart: Chart) -> tuple[int, int, bytes]:
    """Width, height and pixels (8 bits each of red, green, blue, alpha, by row from the top), for the window."""
    canvas: Any = chart.figure.canvas  # its methods have no types
    canvas.draw()
    width, height = canvas.get_width_height(physical=True)
    return width, height, bytes(canvas.buffer_rgba())
