"""The package itself: its registry, what importing it costs, and threads."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from covenant_monitor.charts import CHARTS, DARK, LIGHT, Chart, Request, draw
from covenant_monitor.charts.saving import to_rgba
from covenant_monitor.domain.model import Text
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.progress import computed_indicators
from covenant_monitor.domain.scope import Scope
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from tests.core.charts.pictures import covenant_picture, published, round_picture, texts

EN, NL = language("en"), language("nl")
PLAIN = [name for name, kind in CHARTS.items() if not kind.of_rounds]


@pytest.fixture
def picture() -> CovenantPicture:
    return covenant_picture(published())


def run(code: str) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=120)


def test_importing_the_registry_does_not_import_matplotlib() -> None:
    run("import sys, covenant_monitor.charts; sys.exit('matplotlib' in sys.modules)")
    run("import sys, covenant_monitor.reports.wording; sys.exit('matplotlib' in sys.modules)")


def test_no_chart_imports_pyplot() -> None:
    modules = ", ".join(f"covenant_monitor.charts.{name}" for name in ("outcomes", "target_path", "sections", "saving"))
    run(f"import sys, {modules}; sys.exit('matplotlib.pyplot' in sys.modules)")


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("public", [True, False])
def test_every_chart_is_drawn_with_words_and_a_table(picture: CovenantPicture, name: str, public: bool) -> None:
    chart = draw(name, Request(picture, EN, public=public))
    assert chart.public is public
    assert tuple(size * 96 for size in chart.figure.get_size_inches()) == CHARTS[name].size
    assert chart.title in chart.description
    assert chart.rows
    assert {len(row) for row in chart.rows} == {len(chart.headers)}
    assert chart.text.count("\n") == len(chart.rows)


def test_charts_over_time_end_at_the_round_asked_for(picture: CovenantPicture) -> None:
    assert texts(draw("outcomes", Request(picture, EN, round="2019")), "round")[:2] == ["2018", "2019"]
    assert "2020" not in texts(draw("outcomes", Request(picture, EN, round="2019")), "round")
    assert "round 2018" in draw("sections", Request(picture, EN, round="2018")).title
    assert "round 2020" in draw("sections", Request(picture, EN)).title


def test_a_target_is_found_by_its_code_or_its_indicators(picture: CovenantPicture) -> None:
    for code in ("", "T1", "market"):
        chart = draw("target", Request(picture, EN, target=code))
        assert chart.title == "Share of market turnover"
        assert "target 80%" in texts(chart, "target")
    assert "57" in draw("target", Request(picture, EN, target="computed:meets")).text


def test_the_public_sees_no_computed_indicator_of_parts(picture: CovenantPicture) -> None:
    assert draw("target", Request(picture, EN, target="computed:median-score")).rows
    with pytest.raises(Problem, match="computed:meets") as problem:
        draw("target", Request(picture, EN, target="computed:median-score", public=True))
    assert "computed:behind" not in str(problem.value)


def test_an_indicator_that_comes_with_the_picture_goes_before_the_computed_one(picture: CovenantPicture) -> None:
    of_some = replace(computed_indicators(picture, Scope(participation_year=1))[3], name=Text("Jaar 1", "Year 1"))
    assert of_some.code == "computed:meets"
    given = replace(picture, indicators=[*picture.indicators, of_some])
    chart = draw("target", Request(given, EN, target=of_some.code))
    assert chart.title == "Year 1"
    assert draw("target", Request(given, EN, target=of_some.code, public=True)).title != "Year 1"


def test_unknown_names_are_told_with_the_known_ones(picture: CovenantPicture) -> None:
    with pytest.raises(Problem, match="outcomes, target, sections"):
        draw("pie", Request(picture, EN))
    with pytest.raises(Problem, match="2018, 2019, 2020"):
        draw("outcomes", Request(picture, EN, round="1999"))
    with pytest.raises(Problem, match="T1, market"):
        draw("target", Request(picture, EN, target="nothing"))


def test_an_empty_covenant_is_told() -> None:
    empty = replace(covenant_picture([]), indicators=(), targets=(), alignment=())
    for name in CHARTS:
        with pytest.raises(Problem, match="There are no"):
            draw(name, Request(empty, EN))


def test_the_public_is_shown_what_the_covenant_allows() -> None:
    picture = covenant_picture([round_picture(2020, {1: (3, 3, 3)})], minimum_group=10)
    assert draw("outcomes", Request(picture, EN, public=True)).rows[0][3] == "withheld"
    assert draw("outcomes", Request(picture, EN)).rows[0][3] == "9"


def test_charts_are_drawn_in_threads(picture: CovenantPicture) -> None:
    requests = [
        (name, Request(picture, words, look=look, size=(640, 360)))
        for name in PLAIN
        for words in (NL, EN)
        for look in (LIGHT, DARK)
    ]

    def pixels(asked: tuple[str, Request]) -> bytes:
        return to_rgba(draw(*asked))[2]

    alone = [pixels(asked) for asked in requests]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(pixels, requests))
    assert together == alone


def test_a_chart_keeps_its_table_as_text() -> None:
    chart = draw("sections", Request(covenant_picture(published()), EN))
    assert isinstance(chart, Chart)
    assert chart.text.splitlines()[0] == "Section\tMean score\tn"


@pytest.mark.parametrize("name", PLAIN)
def test_what_leaves_for_internal_use_says_so_in_the_picture(picture: CovenantPicture, name: str) -> None:
    def begins(request: Request) -> bool:
        return any(text.startswith("Intern: vertrouwelijk.") for text in texts(draw(name, request), "note"))

    assert begins(Request(picture, NL, outgoing=True))
    assert not begins(Request(picture, NL))
    assert not begins(Request(picture, NL, outgoing=True, public=True))
