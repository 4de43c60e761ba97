import zlib
from pathlib import Path

import matplotlib
import pytest

from covenant_monitor.charts import Chart
from covenant_monitor.charts.outcomes import outcomes_over_rounds
from covenant_monitor.charts.saving import encoded, save, to_rgba
from covenant_monitor.charts.target_path import target_path
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from tests.core.charts.pictures import market, market_target, published

EN = language("en")
STARTS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.fixture(scope="module")
def chart() -> Chart:
    return outcomes_over_rounds(published(), EN)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_chart_is_written_in_the_kind_of_its_name(chart: Chart, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"chart.{kind.upper()}"
    save(chart, target)
    assert target.read_bytes().startswith(STARTS[kind])
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_chart_gives_the_same_bytes_and_tells_nothing_of_its_making(kind: str) -> None:
    once, again = (encoded(target_path(market(), market_target(), EN), kind) for _ in range(2))
    assert once == again
    assert b"atplotlib" not in once
    assert b"CreationDate" not in once
    assert str(Path.home()).encode() not in once


def test_more_dots_make_a_larger_png(chart: Chart) -> None:
    def side(png: bytes) -> int:
        return int.from_bytes(png[16:20], "big")

    assert side(encoded(chart)) == 776
    assert side(encoded(chart, dpi=192)) == 2 * 776


def test_another_ending_is_refused(chart: Chart, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"\.png, \.svg or \.pdf"):
        save(chart, tmp_path / "chart.gif")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_C10_a_public_chart_is_no_vector(tmp_path: Path, kind: str) -> None:
    public = outcomes_over_rounds(published(), EN, minimum_group=5)
    with pytest.raises(Problem, match="exact numbers"):
        save(public, tmp_path / f"chart.{kind}")
    assert list(tmp_path.iterdir()) == []
    save(public, tmp_path / "chart.png")
    assert (tmp_path / "chart.png").exists()


def test_F57_a_chart_that_cannot_be_written_leaves_the_old_one(chart: Chart, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="could not be written"):
        save(chart, tmp_path / "no such folder" / "chart.png")


def test_pixels_are_of_the_window(chart: Chart) -> None:
    width, height, pixels = to_rgba(chart)
    assert (width, height, len(pixels)) == (776, 400, 776 * 400 * 4)
    assert pixels[:4] == b"\xff\xff\xff\xff"
    assert zlib.crc32(pixels) == zlib.crc32(to_rgba(chart)[2])


def test_no_setting_of_matplotlib_stays_changed(chart: Chart) -> None:
    before = dict(matplotlib.rcParams)
    encoded(chart, "svg")
    to_rgba(outcomes_over_rounds(published(), EN))
    assert dict(matplotlib.rcParams) == before
