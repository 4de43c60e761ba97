"""Every chart in every way, to be looked at: `python -m covenant_monitor.charts.gallery OUTDIR`.

Both languages; light, dark and in greyscale; of 0, 1, 5, 60 and 1,000 participants; internal and public. A picture of
each, a contact sheet for each chart and audience, and a page that shows them all.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.image import imsave

from covenant_monitor.charts import CHARTS, DARK, LIGHT, Look, Request, draw
from covenant_monitor.charts.chart import Chart
from covenant_monitor.charts.gallery_covenant import gallery_covenant
from covenant_monitor.charts.saving import to_rgba
from covenant_monitor.errors import Problem
from covenant_monitor.language import language

SIZES = (0, 1, 5, 60, 1000)
LANGUAGES = ("nl", "en")
SHADES: dict[str, Look] = {"light": LIGHT, "dark": DARK, "grey": LIGHT}
"""Grey is the light chart as a black-and-white printer makes it."""
_LUMINANCE = (0.299, 0.587, 0.114)
_GAP = 8
_SEEN = date(2021, 1, 31)
Pixels = Any  # numpy's arrays have no useful types here


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture: what it is of, and where it is, or why there is none."""

    chart: str
    participants: int
    audience: str
    language: str
    shade: str
    file: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """A file name without an ending."""
        return f"{self.chart}-{self.participants}-{self.audience}-{self.language}-{self.shade}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what was asked for, and print where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--charts", default="", help="only charts whose name begins with one of these")
    parser.add_argument("--participants", default=",".join(map(str, SIZES)))
    options = parser.parse_args(arguments)
    wanted = tuple(options.charts.split(","))
    names = [name for name in CHARTS if name.startswith(wanted)]
    print(gallery(options.outdir, names, [int(n) for n in options.participants.split(",")]))
    return 0


def gallery(folder: Path, names: Sequence[str] = tuple(CHARTS), sizes: Sequence[int] = SIZES) -> Path:
    """Draw the charts called `names` of so many participants into `folder`; the page that shows them."""
    folder.mkdir(parents=True, exist_ok=True)
    tiles: list[Tile] = []
    for name in names:
        for audience in ("internal", "public"):
            rows: list[list[Pixels]] = []
            for n in sizes:
                row = list(_row(name, n, audience, folder, tiles))
                rows += [row] if row else []
            if rows:
                imsave(folder / f"{name}-{audience}.png", _contact_sheet(rows))
    page = folder / "index.html"
    page.write_text(_page(tiles), encoding="utf-8")
    return page


def _row(name: str, n: int, audience: str, folder: Path, tiles: list[Tile]) -> Iterator[Pixels]:
    """Every picture of one chart of so many participants; they go into `folder` and onto `tiles`."""
    picture, comparison = gallery_covenant(n)
    for code in LANGUAGES:
        for shade, look in SHADES.items():
            tile = Tile(name, n, audience, code, shade)
            request = Request(
                picture,
                language(code),
                look=look,
                public=audience == "public",
                at=_SEEN,
                comparison=comparison,
            )
            try:
                pixels = _pixels(draw(name, request), grey=shade == "grey")
            except Problem as problem:
                tiles.append(Tile(name, n, audience, code, shade, problem=problem.text(language(code))))
                continue
            imsave(folder / f"{tile.name}.png", pixels)
            tiles.append(Tile(name, n, audience, code, shade, f"{tile.name}.png"))
            yield pixels


def _pixels(chart: Chart, *, grey: bool) -> Pixels:
    width, height, data = to_rgba(chart)
    pixels = np.frombuffer(data, dtype=np.uint8).reshape(height, width, 4)[:, :, :3]
    if grey:
        pixels = np.repeat((pixels @ np.array(_LUMINANCE))[:, :, None], 3, axis=2).astype(np.uint8)
    return np.ascontiguousarray(pixels)


def _contact_sheet(rows: Sequence[Sequence[Pixels]]) -> Pixels:
    """All pictures on one, a row of it for every number of participants."""
    high, wide = (max(one.shape[side] for row in rows for one in row) + _GAP for side in (0, 1))
    sheet = np.full((high * len(rows), wide * max(map(len, rows)), 3), 128, dtype=np.uint8)
    for i, row in enumerate(rows):
        for j, one in enumerate(row):
            sheet[i * high : i * high + one.shape[0], j * wide : j * wide + one.shape[1]] = one
    return sheet


def _page(tiles: Sequence[Tile]) -> str:
    """A page that needs nothing but the pictures beside it."""
    parts = [
        "<!doctype html><meta charset=utf-8><title>Charts</title>",
        "<style>body{font:13px sans-serif;background:#888}figure{display:inline-block;margin:4px;max-width:32%}"
        "img{max-width:100%}h2,figcaption,p{color:#fff}</style>",
    ]
    heads: set[tuple[str, str]] = set()
    for tile in tiles:
        if (tile.chart, tile.audience) not in heads:
            heads.add((tile.chart, tile.audience))
            parts.append(f"<h2>{escape(tile.chart)}, {tile.audience}</h2>")
        what = escape(f"{tile.participants} participants, {tile.language}, {tile.shade}")
        if tile.file:
            parts.append(f"<figure><img src='{escape(tile.file)}' alt=''><figcaption>{what}</figcaption></figure>")
        else:
            parts.append(f"<p>{what}: {escape(tile.problem)}</p>")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
