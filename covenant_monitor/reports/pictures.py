"""The charts of a report: raster pictures at print resolution, with what is to be seen in words."""

from collections.abc import Iterator
from dataclasses import replace

from covenant_monitor import charts
from covenant_monitor.charts import LIGHT, Chart, Request
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.reports.blocks import Block, Paragraph, Picture
from covenant_monitor.reports.report import Report

LOOK = replace(LIGHT, fonts=("DejaVu Sans",), small=11, body=12)
"""The charts of the window in the font that comes with matplotlib: the same pages on every machine."""

_HEIGHTS = {"outcomes": 340, "target": 300, "waterfall": 340}
"""Of the charts whose height does not follow from how much there is to show."""

WIDTH = 640
"""Of a picture, in pixels at scale 1; on paper the width of the text."""

SCALE = 2.5
"""Some 240 dots per inch on paper."""


def picture_of(
    report: Report, name: str, *, target: str = "", rows: int = 0, caption: str | None = None
) -> Iterator[Block]:
    """The chart called `name` of the report's round, with what it says; not where it would name somebody.

    `rows`: how many there are, in a chart that has rows. `caption`: instead of the chart's own title.
    """
    if report.public and name == "sections" and any(one.n is None for one in report.this.sections):
        return  # it would say how many, which the table may not
    request = Request(
        picture=_shown(report, name),
        language=report.language,
        round=report.round,
        target=target,
        look=LOOK,
        size=(WIDTH, _HEIGHTS.get(name) or 150 + 34 * rows),
        scale=SCALE,
        public=report.public,
        at=report.seen_on,
        heading=False,
        comparison=report.content.comparison if charts.CHARTS[name].of_rounds else None,
    )
    chart = charts.draw(name, request)
    if report.names_someone(" ".join((chart.title, chart.description, chart.text))):
        report.withheld.append(chart.title)
        yield Paragraph(report.language.gettext("A chart is left out here: its words name a participant."), "box")
        return
    yield picture(chart, caption)


def _shown(report: Report, name: str) -> CovenantPicture:
    """The covenant as the chart of that name may and has to tell of it."""
    whole = report.content.picture
    if report.public and name in ("outcomes", "sections"):
        return _public(report, name)
    if name == "outcomes":
        return replace(
            whole, rounds=[one for one in whole.rounds if one.round.requirements or one is report.content.round]
        )
    return whole


def _public(report: Report, name: str) -> CovenantPicture:
    """The covenant as a public chart may tell of it: no more than the tables do.

    Nobody is in it that does not count, so that no chart says how many these are; and in the outcomes neither who has
    none, nor rounds that required nothing.
    """
    rounds = []
    for figures in report.rounds:
        some = figures.picture.headline.counted
        if name == "outcomes":
            some = [one for one in some if one.outcome is not None]
        hidden = {"years"} if figures.cohorts_withheld else set()
        if name != "outcomes" or figures.picture.round.requirements or figures is report.this:
            rounds.append(replace(figures.picture, standings=some, withheld=figures.picture.withheld | hidden))
    return replace(report.content.picture, rounds=rounds)


def picture(chart: Chart, caption: str | None = None) -> Picture:
    """A chart as it goes on a page."""
    from covenant_monitor.charts.saving import encoded

    return Picture(encoded(chart, "png"), chart.description or chart.title, chart.title if caption is None else caption)
