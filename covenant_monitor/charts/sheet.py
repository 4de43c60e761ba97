"""A sheet to draw a chart on: a matplotlib Figure with pixels as its unit, (0, 0) at the top left.

Charts put their few artists straight on the figure. Without axes there are no ticks to lay out, which is most of the
time that a matplotlib figure takes, and every distance is the one that was designed. Colours, fonts and widths are
always given, so no global setting is read or changed; every sheet is its own, so threads do not meet.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from covenant_monitor.charts import fonts
from covenant_monitor.charts.chart import Spot
from covenant_monitor.charts.fonts import POINTS_PER_PIXEL, REGULAR, SEMI_BOLD
from covenant_monitor.charts.look import Look

PIXELS_PER_INCH = 96
DASH_BREAK = (4.0, 3.0)
_CAP_HEIGHT = 0.72
_HATCH = 5.0


class Sheet:
    """A blank figure of `size` pixels in the colours of `look`; `scale` 2 doubles its pixels and nothing else."""

    def __init__(self, look: Look, size: tuple[float, float], scale: float = 1.0) -> None:
        self.look = look
        self.width, self.height = (float(side) for side in size)
        self.spots: list[Spot] = []
        self.figure = Figure(
            figsize=(self.width / PIXELS_PER_INCH, self.height / PIXELS_PER_INCH),
            dpi=PIXELS_PER_INCH * scale,
            facecolor=look.base,
            edgecolor="none",
            linewidth=0,
        )
        FigureCanvasAgg(self.figure)
        to_inches = Affine2D().scale(1 / PIXELS_PER_INCH, -1 / PIXELS_PER_INCH)
        self._pixels = to_inches.translate(0, self.height / PIXELS_PER_INCH) + self.figure.dpi_scale_trans

    def spot(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        text: str,
        goes_to: tuple[str, str] | None = None,
    ) -> None:
        """Say `text` where this place is pointed at; see `Spot`."""
        self.spots.append(Spot(left, top, right, bottom, text, goes_to))

    def text_width(self, text: str, *, size: float | None = None, bold: bool = False) -> float:
        """How wide `text` will be."""
        return fonts.width(text, self.look.fonts, size or self.look.small, SEMI_BOLD if bold else REGULAR)

    def elided(self, text: str, room: float, *, size: float | None = None, bold: bool = False) -> str:
        """`text`, cut with an ellipsis where it is wider than `room`."""
        return fonts.elided(text, room, self.look.fonts, size or self.look.small, SEMI_BOLD if bold else REGULAR)

    def wrapped(self, text: str, room: float, *, size: float | None = None) -> Sequence[str]:
        """`text` in lines no wider than `room`, of small type unless it says otherwise."""
        return fonts.wrapped(text, room, self.look.fonts, size or self.look.small)

    def text(
        self,
        x: float,
        middle: float,
        text: str,
        *,
        color: str | None = None,
        size: float | None = None,
        bold: bool = False,
        align: Literal["left", "center", "right"] = "left",
        name: str = "",
        halo: bool = False,
    ) -> Text:
        """One line of text whose capitals are centred on the height `middle`; `name` finds it again in the figure.

        A `halo` in the colour of the sheet keeps it legible on a line.
        """
        size = size or self.look.small
        said, file = fonts.drawable(text, self.look.fonts, SEMI_BOLD if bold else REGULAR)
        artist = Text(
            x,
            middle + _CAP_HEIGHT * size / 2,
            said,
            color=color or self.look.text2,
            fontproperties=fonts.properties(file, size),
            horizontalalignment=align,
            verticalalignment="baseline",
            parse_math=False,
            transform=self._pixels,
            zorder=4,
            label=name,
        )
        if halo:
            artist.set_path_effects([withStroke(linewidth=3, foreground=self.look.base)])
        self.figure.add_artist(artist)
        return artist

    def rectangle(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        fill: str,
        edge: str = "none",
        edge_width: float = 0,
        above: bool = False,
        name: str = "",
    ) -> Rectangle:
        """A filled box."""
        artist = Rectangle(
            (left, top),
            right - left,
            bottom - top,
            facecolor=fill,
            edgecolor=edge,
            linewidth=edge_width * POINTS_PER_PIXEL,
            joinstyle="miter",
            antialiased=True,
            transform=self._pixels,
            zorder=3 if above else 1,
            label=name,
        )
        self.figure.add_artist(artist)
        return artist

    def boxes(
        self,
        places: Sequence[tuple[float, float, float, float]],
        *,
        fills: Sequence[str] | str,
        edge: str = "none",
        edge_width: float = 0,
        name: str = "",
    ) -> PolyCollection | None:
        """Many filled boxes (left, top, right, bottom) as one artist; None where there are none."""
        if not places:
            return None
        artist = PolyCollection(
            [((x1, y1), (x2, y1), (x2, y2), (x1, y2)) for x1, y1, x2, y2 in places],
            facecolors=fills,
            edgecolors=edge,
            linewidths=edge_width * POINTS_PER_PIXEL,
            antialiaseds=True,
            transform=self._pixels,
            zorder=1,
            label=name,
        )
        self.figure.add_artist(artist)
        return artist

    def hatched(
        self, places: Sequence[tuple[float, float, float, float]], *, color: str, width: float = 1, name: str = ""
    ) -> Line2D | None:
        """Slanting lines over many boxes, as one artist; None where there are none."""
        xs: list[float] = []
        ys: list[float] = []
        for left, top, right, bottom in places:
            # y + x is the same along a line that rises to the right
            start = left + top
            for i in range(1, int((right - left + bottom - top) / _HATCH) + 1):
                total = start + i * _HATCH
                x1, x2 = max(left, total - bottom), min(right, total - top)
                xs += [x1, x2, float("nan")]
                ys += [total - x1, total - x2, float("nan")]
        if not xs:
            return None
        return self.line(xs, ys, color=color, width=width, above=True, name=name)

    def area(self, xs: Sequence[float], ys: Sequence[float], *, fill: str, name: str = "") -> Polygon:
        """A filled polygon through points, under everything else."""
        artist = Polygon(
            list(zip(xs, ys, strict=True)),
            closed=True,
            facecolor=fill,
            edgecolor="none",
            linewidth=0,
            antialiased=True,
            transform=self._pixels,
            zorder=-1,
            label=name,
        )
        self.figure.add_artist(artist)
        return artist

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        color: str,
        width: float = 1,
        dash: tuple[float, float] | None = None,
        above: bool = False,
        name: str = "",
    ) -> Line2D:
        """A line through points; `dash` is (drawn, left open) in pixels."""
        # matplotlib multiplies dashes with the line width in points
        style: tuple[float, tuple[float, ...]] = (0, tuple(part / width for part in dash or ()))
        artist = Line2D(
            xs,
            ys,
            color=color,
            linewidth=width * POINTS_PER_PIXEL,
            linestyle=style if dash else "solid",
            marker="None",
            dash_capstyle="butt",
            solid_capstyle="butt",
            solid_joinstyle="round",
            antialiased=True,
            transform=self._pixels,
            zorder=2 if above else 0,
            label=name,
        )
        self.figure.add_artist(artist)
        return artist

    def marks(
        self,
        xs: Iterable[float],
        ys: Iterable[float],
        *,
        marker: str,
        size: float,
        fill: str,
        edge: str,
        edge_width: float,
        name: str = "",
    ) -> Line2D:
        """Marks of `size` pixels from edge middle to edge middle, above the lines."""
        artist = Line2D(
            list(xs),
            list(ys),
            linestyle="None",
            marker=marker,
            markersize=size * POINTS_PER_PIXEL,
            markerfacecolor=fill,
            markeredgecolor=edge,
            markeredgewidth=edge_width * POINTS_PER_PIXEL,
            markerfacecoloralt="none",
            fillstyle="full",
            antialiased=True,
            transform=self._pixels,
            zorder=3,
            label=name,
        )
        self.figure.add_artist(artist)
        return artist
