"""Rounds and indicators that the tests of the charts draw, and what they ask of a drawn figure."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text as TextArtist
from matplotlib.transforms import Bbox

from covenant_monitor.charts import Chart
from covenant_monitor.charts.saving import to_rgba
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import (
    AssessmentKind,
    Covenant,
    Criterion,
    Framework,
    Outcome,
    Party,
    Round,
    Section,
    Status,
    Text,
)
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.scoring import Score, SectionScore
from covenant_monitor.domain.targets import Direction, Indicator, Milestone, Observation, Target
from tests.core.charts.alignments import PUBLISHED

Kind = TypeVar("Kind", bound=Artist)
Counts = tuple[int, int, int]
SECTIONS = (("1", "Beleid", "Policy"), ("2", "Risico's", "Risks"), ("3", "Herstel", "Remedy"))
REQUIRED = {1: 20, 2: 40}
TYPICAL = {Outcome.MEETS: 70, Outcome.ON_TRACK: 30, Outcome.BEHIND: 5}
SIZES = [(640, 360), (776, 400), (1600, 900)]


def framework(version: str) -> Framework:
    sections = [Section(code, Text(nl, en), [Criterion(f"{code}.01", Text("x", "x"))]) for code, nl, en in SECTIONS]
    return Framework("F", version, Text("Kader", "Framework"), sections, published=True)


def standing(
    number: int, round_: str, year: int, outcome: Outcome | None, *, status: Status | None = Status.FINAL
) -> Standing:
    """A participant called Geheim: no chart may say so. Its section scores lie 0, 1 and 2 above its score."""
    value = Fraction(TYPICAL[outcome] if outcome else 50)
    sections = [SectionScore(code, entered=value + i) for i, (code, _nl, _en) in enumerate(SECTIONS)]
    return Standing(
        Party(f"P{number}", f"Geheim {number} B.V."),
        round_,
        AssessmentKind.SECRETARIAT,
        year,
        status,
        Score(sections, value, value, value, 3, 3) if status else None,
        REQUIRED.get(year, 60) if year else None,
        outcome,
    )


def round_picture(
    year: int, cohorts: Mapping[int, Counts], *, version: str = "1", open_: int = 0, in_progress: int = 0
) -> RoundPicture:
    """A round of a year. `cohorts`: by participation year how many meet, are on track, are behind."""
    code = str(year)
    standings = [
        standing(number, code, cohort, outcome)
        for cohort, counts in cohorts.items()
        for outcome, count in zip(TYPICAL, counts, strict=True)
        for number in range(count)
    ]
    standings += [standing(900 + i, code, 1, None, status=None) for i in range(open_)]
    standings += [standing(800 + i, code, 1, None, status=Status.DRAFT) for i in range(in_progress)]
    days = date(year, 1, 1), date(year, 12, 31)
    return RoundPicture(
        Round(code, *days, "F", version, reference_date=days[1], on_track_margin=20), framework(version), standings
    )


def published() -> list[RoundPicture]:
    """8 / 78 / 14 % of 63 in 2018, 36 of 57 in 2019 under a new version, 80 % of 50 in 2020."""
    return [
        round_picture(2018, {1: (1, 6, 1), 2: (4, 43, 8)}),
        round_picture(2019, {1: (3, 4, 1), 2: (5, 2, 1), 3: (28, 9, 4)}, version="2", open_=3),
        round_picture(2020, {1: (5, 1, 0), 2: (3, 2, 0), 3: (32, 4, 3)}, version="2", open_=6, in_progress=4),
    ]


def rounds_of(n: int) -> list[RoundPicture]:
    """Two rounds of `n` participants each, in three cohorts where there are so many."""

    def split(m: int) -> Counts:
        return m - m // 3 - m // 4, m // 3, m // 4

    first = {1: split(n - n // 3), 2: split(n // 3)}
    second = {1: split(n // 5), 2: split(n // 4), 3: split(n - n // 5 - n // 4)}
    return [round_picture(2019, first, open_=2), round_picture(2020, second, version="2")]


def market() -> Indicator:
    """The share of market turnover as it was published."""
    return Indicator(
        "market",
        Text("Omzetaandeel van de markt", "Share of market turnover"),
        "%",
        observations=(
            Observation(
                date(2016, 7, 4), 35, source="https://www.nu.nl/a/b.html", note="Published; about 35 %, at signing."
            ),
            Observation(date(2017, 7, 31), 35, source="https://www.nrc.nl/x", note="approximate"),
            Observation(date(2018, 7, 31), low=42, high=45, source="https://duurzaam.example/y"),
            Observation(date(2018, 12, 31), 48, source="https://duurzaam.example/z", note="one month late"),
            Observation(date(2019, 12, 31), low=40, high=45, source="Annual report 2019, p. 12"),
        ),
    )


def market_target() -> Target:
    return Target(
        "T1", "market", (Milestone(date(2018, 12, 31), 50), Milestone(date(2021, 12, 31), 80)), date(2016, 7, 4), 35
    )


def series(n: int) -> Indicator:
    """`n` observations of something that is better when lower, three months apart."""
    days = (date(2010 + i // 4, 1 + 3 * (i % 4), 28) for i in range(n))
    values = (Fraction(9000 - 7 * i * i % 4001, 10) for i in range(n))
    return Indicator(
        "S",
        Text("Meldingen", "Reports"),
        "meldingen",
        Direction.DOWN,
        tuple(Observation(day, value) for day, value in zip(days, values, strict=True)),
    )


def covenant_picture(rounds: Sequence[RoundPicture], *, minimum_group: int = 5) -> CovenantPicture:
    return CovenantPicture(
        Covenant("C", Text("Convenant", "Covenant"), minimum_group=minimum_group),
        rounds,
        [market()],
        [market_target()],
        PUBLISHED,
    )


def texts(chart: Chart, name: str = "") -> list[str]:
    """What stands in a figure: everything, or the texts of one name."""
    return [artist.get_text() for artist in named(chart, TextArtist, name)]


def boxes(chart: Chart, name: str) -> list[Rectangle]:
    """The rectangles of one name, from left to right."""
    return sorted(named(chart, Rectangle, name), key=lambda box: box.get_x())


def lines(chart: Chart, name: str) -> list[Line2D]:
    """The lines of one name."""
    return named(chart, Line2D, name)


def named(chart: Chart, kind: type[Kind], name: str = "") -> list[Kind]:
    return [artist for artist in chart.figure.findobj(kind) if not name or artist.get_label() == name]


def must_be_legible(chart: Chart, size: tuple[float, float]) -> None:
    """Nothing is clipped or overlaps, the picture is as large as was asked for, and it is not blank."""
    crowded = crowding(chart.figure)
    assert crowded == [], crowded
    width, height, pixels = to_rgba(chart)
    assert (width, height) == size, (width, height)
    assert len(set(zip(*[iter(pixels)] * 4, strict=True))) > 5, "blank"


def crowding(figure: Figure) -> list[str]:
    """Texts that leave the figure, or lie on one another: none in a good chart."""
    canvas = figure.canvas
    renderer = canvas.get_renderer()
    placed = [
        (artist.get_text(), artist.get_window_extent(renderer))
        for artist in figure.findobj(TextArtist)
        if artist.get_text().strip()
    ]
    edge = figure.bbox
    wrong = [
        f"{text!r} leaves the figure"
        for text, box in placed
        if box.x0 < edge.x0 or box.y0 < edge.y0 or box.x1 > edge.x1 or box.y1 > edge.y1
    ]
    for (first, one), (second, other) in combinations(placed, 2):
        if overlap(one, other):
            wrong.append(f"{first!r} lies on {second!r}")
    return wrong


def overlap(one: Bbox, other: Bbox) -> bool:
    """Whether two texts share more than a pixel in both directions; their boxes have room for accents."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width > 1 and height > 3
