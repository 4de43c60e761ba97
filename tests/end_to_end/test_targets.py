"""The published garment target and the national one, through the command line and on the page, by sums of our own.

The expected numbers come from the CSV files alone: days and values as published, and the rules of the design.
"""

import csv
import json
import os
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from covenant_monitor.cli import main
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.language import Language
from covenant_monitor.store.store import create, open_store
from covenant_monitor_ui.models.targets import Key, Tab
from covenant_monitor_ui.pages.targets.page import TargetsPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.theme import LIGHT, apply_theme
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow

PUBLISHED = Path(__file__).parents[2] / "sample_data" / "published"
YEAR = 365.25


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(covenant: str, target: str, milestone: dict[str, str], at: date) -> dict[str, Any]:
    """How a milestone stands: by the last observation up to the day and its own, its low end, and the straight path."""
    aims = [row for row in rows("targets") if (row["covenant"], row["target"]) == (covenant, target)]
    day, value = date.fromisoformat(milestone["milestone_date"]), float(milestone["milestone_value"])
    series = sorted(
        (date.fromisoformat(row["date"]), float(row["value"] or row["low"]))
        for row in rows("observations")
        if (row["covenant"], row["indicator"]) == (covenant, milestone["indicator"])
    )
    known = [(seen, low) for seen, low in series if seen <= min(at, day)]
    if not known:
        return {"status": "no_data", "gap": None, "pace_needed_per_year": None, "pace_so_far_per_year": None}
    seen, low = known[-1]
    start = (date.fromisoformat(milestone["baseline_date"]), float(milestone["baseline_value"]))
    points = [start, *((date.fromisoformat(row["milestone_date"]), float(row["milestone_value"])) for row in aims)]
    points.sort()
    (first, low_end), (last, high_end) = next((a, b) for a, b in pairwise(points) if a[0] <= seen <= b[0])
    path = low_end + (high_end - low_end) * (seen - first).days / (last - first).days
    gap = value - low
    status = "achieved" if gap <= 0 else "missed" if at >= day else "on_track" if low >= path - 1e-9 else "behind"
    passed = (seen - start[0]).days / YEAR
    return {
        "status": status,
        "gap": gap,
        "pace_needed_per_year": gap / ((day - seen).days / YEAR) if status in ("on_track", "behind") else None,
        "pace_so_far_per_year": (low - start[1]) / passed if passed else None,
    }


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "published.covenant"
    with create(path, user="A. Voorbeeld") as store:
        import_files(store, [PUBLISHED])
    return path


DAYS = [date(year, month, day) for year in range(2016, 2025) for month, day in ((1, 1), (7, 4), (12, 31))]


def test_every_published_target_on_many_days_equals_our_own_sum(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen = set()
    for covenant in ("AGT", "NATIONAL", "PENSION"):
        for at in DAYS:
            assert main(["progress", str(file), "--covenant", covenant, "--at", str(at), "--json"]) == 0
            told = json.loads(capsys.readouterr().out)["targets"]
            for target in told:
                given = [row for row in rows("targets") if row["covenant"] == covenant]
                mine = [row for row in given if row["target"] == target["target"]]
                assert len(target["milestones"]) == len(mine)
                for milestone, row in zip(target["milestones"], mine, strict=True):
                    wanted = expected(covenant, target["target"], row, at)
                    assert milestone["status"] == wanted["status"], (covenant, row["target"], at)
                    for name in ("gap", "pace_needed_per_year", "pace_so_far_per_year"):
                        assert milestone[name] == pytest.approx(wanted[name]), (covenant, row["target"], at, name)
                    seen.add(wanted["status"])
    assert seen == {"no_data", "behind", "missed", "on_track"}


def test_what_was_published_gives_what_the_press_asked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Missed by 2 points in January 2019, 10.7 a year needed from then, behind in 2020, missed in 2022."""

    def told(covenant: str, at: str) -> Any:
        assert main(["progress", str(file), "--covenant", covenant, "--at", at, "--json"]) == 0
        return json.loads(capsys.readouterr().out)["targets"][0]["milestones"]

    first, second = told("AGT", "2019-01-15")
    assert (first["status"], first["gap"]) == ("missed", 2)
    assert second["pace_needed_per_year"] == pytest.approx(32 / (1096 / YEAR))
    assert round(second["pace_needed_per_year"], 1) == 10.7
    assert told("AGT", "2020-06-30")[1]["status"] == "behind"
    assert told("AGT", "2022-01-01")[1]["status"] == "missed"
    (national,) = told("NATIONAL", "2021-06-30")
    assert (national["status"], national["gap"]) == ("behind", 55)
    assert national["pace_needed_per_year"] == pytest.approx(55 / (1095 / YEAR))
    (national,) = told("NATIONAL", "2024-01-01")
    assert (national["status"], national["gap"]) == ("missed", 55)


def test_the_chart_of_the_command_line_is_as_of_today_unless_it_is_told(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also of a covenant without rounds; from the day on that is told, it projects."""

    def described(*more: str) -> str:
        out = str(tmp_path / "target.svg")
        asked = ["chart", str(file), "target", out, "--covenant", "AGT", "--target", "OMZETAANDEEL"]
        assert main([*asked, "--language", "en", "--json", *more]) == 0
        return str(json.loads(capsys.readouterr().out)["description"])

    today = Language("en").day(date.today())
    assert f"As known on {today}." in described()
    assert "31 December 2021: projection 5" in described("--at", "2020-06-30")
    assert main(["chart", str(file), "sections", str(tmp_path / "s.svg"), "--covenant", "AGT"]) == 1
    assert "rond" in capsys.readouterr().err


@pytest.fixture
def window(file: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    apply_theme(qapp, LIGHT)
    made = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.session.open(open_store(file, read_only=True))
    yield made
    made.close()


def page_of(window: MainWindow, covenant: str, qtbot: QtBot) -> TargetsPage:
    window.session.choose(covenant)
    window.show_page("targets")
    page = window.pages["targets"]
    assert isinstance(page, TargetsPage)
    qtbot.waitUntil(lambda: page.reading.is_settled, timeout=20_000)
    return page


def on(page: TargetsPage, day: str, qtbot: QtBot) -> list[list[str]]:
    """The milestones as on a day that is typed."""
    field = page.seen_on.field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, day)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    return [line.split("\t") for line in page.sheet.milestones.lines.as_text().splitlines()[1:]]


def test_the_page_tells_the_same(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, "AGT", qtbot)
    page.go_to(Key(Tab.TARGETS, "OMZETAANDEEL"))
    first, second = on(page, "15-1-2019", qtbot)
    assert first[:5] == ["31 Dec 2018", "50%", "Missed", "2 points", "50%"]
    assert second[:7] == ["31 Dec 2021", "80%", "Behind", "32 points", "50%", "10.7 points", "5.2 points"]
    assert on(page, "30-6-2020", qtbot)[1][2] == "Behind"
    assert on(page, "1-1-2022", qtbot)[1][2:4] == ["Missed", "40 points"]
    assert page.sheet.mark.text == "Missed"
    assert page.sheet.sentence.text() == (
        "40–45% on 31 December 2019 against 80% on 31 December 2021, 40 points short."
    )
    page = page_of(window, "NATIONAL", qtbot)
    page.go_to(Key(Tab.TARGETS, "GROOT-OESO"))
    (row,) = on(page, "30-6-2021", qtbot)
    assert row[:7] == ["31 Dec 2023", "90%", "Behind", "55 points", "60.0%", "18.3 points", "1.7 points"]
    assert on(page, "1-1-2024", qtbot)[0][2] == "Missed"
    qtbot.waitUntil(lambda: page.is_settled, timeout=20_000)


def test_every_number_of_the_page_says_what_it_is_made_of(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, "AGT", qtbot)
    page.go_to(Key(Tab.TARGETS, "OMZETAANDEEL"))
    on(page, "15-1-2020", qtbot)
    table = page.sheet.milestones
    said = {}
    for place, column in enumerate(table.lines.columns):
        table.select(("milestone", "2021-12-31"), place)
        table.setFocus()
        qtbot.keyClick(table, Qt.Key.Key_F1)
        popover = page.window().findChild(Popover)
        assert popover is not None
        said[column.key] = "\n".join(label.text() for label in popover.findChildren(QLabel))
        qtbot.keyClick(popover, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: page.window().findChild(Popover) is None)
        assert table.hasFocus()
    assert "80% − 40% =\n40 points" in said["gap"]
    assert "50% + 30 × 365 ÷ 1,096 days =\n60.0%" in said["expected"]
    assert "40 ÷ (731 days ÷ 365.25) =\n20 points a year" in said["needed"]
    assert "5 ÷ (1,274 days ÷ 365.25) =" in said["so_far"] or "5 ÷ (1,275 days ÷ 365.25) =" in said["so_far"]
    assert "least squares" in said["projected"]
    assert "A range counts by its low end." in said["status"]
    qtbot.waitUntil(lambda: page.is_settled, timeout=20_000)
