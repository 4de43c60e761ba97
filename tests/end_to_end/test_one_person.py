"""A one-person secretariat says so in everything that leaves the program."""

import json
from pathlib import Path

import pytest
from matplotlib.text import Text
from openpyxl import load_workbook

from covenant_monitor import charts
from covenant_monitor.cli import main
from covenant_monitor.exchange.annual_workbook.workbook import write_round_workbook
from covenant_monitor.language import language
from covenant_monitor.names import one_person_note
from covenant_monitor.store import settings
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.store import open_store
from tests.core.charts.pictures import named
from tests.core.store.small import small

COMMANDS = ("scores", "progress")


@pytest.fixture(params=["", "1"], ids=["two", "one"])
def path(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COVENANT_MONITOR_LANGUAGE", "en")
    with small(tmp_path / "a.covenant") as store:
        settings.set_setting(store, covenant="KLEDING", name="one_person", value=request.param)
    return tmp_path / "a.covenant"


def said(path: Path) -> str:
    with open_store(path, read_only=True) as store:
        covenant = settings.covenant(store, "KLEDING")
    assert bool(one_person_note(covenant, language("en"))) is covenant.one_person
    return one_person_note(covenant, language("en"))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_line(path: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["one_person"] is bool(said(path))
    assert main([command, str(path)]) == 0
    assert ("One-person secretariat" in capsys.readouterr().out) is bool(said(path))


@pytest.mark.parametrize("public", [False, True])
def test_the_workbook_and_the_charts(path: Path, tmp_path: Path, *, public: bool) -> None:
    with open_store(path, read_only=True) as store:
        content = round_content(store, "KLEDING", "2020")
    write_round_workbook(tmp_path / "a.xlsx", content, language=language("en"), public=public)
    sheets = load_workbook(tmp_path / "a.xlsx")
    texts = {
        sheet.title: " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
        for sheet in sheets
    }
    for name in ("Summary", "Method"):
        assert ("One-person secretariat" in texts[name]) is bool(said(path))
    for name in (name for name, kind in charts.CHARTS.items() if not (kind.of_rounds and public)):
        chart = charts.draw(name, charts.Request(content.picture, language("en"), round="2020", public=public))
        assert ("One-person secretariat" in chart.description) is bool(said(path))
        drawn = " ".join(artist.get_text() for artist in named(chart, Text, "note"))
        assert ("One-person secretariat" in drawn) is bool(said(path))
