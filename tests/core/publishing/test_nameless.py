"""A public chart names nobody: not in its title, its table, its picture or the file's metadata."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from matplotlib.text import Text as Words

from covenant_monitor.charts import Request, draw
from covenant_monitor.cli import main
from covenant_monitor.domain.model import Text
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment, CovenantPicture
from covenant_monitor.domain.targets import Indicator, Observation
from covenant_monitor.language import language
from covenant_monitor.publishing.nameless import nameless
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.store import open_store
from tests.core.publishing.stage import demo

SAID = "van zéldzaam textiel en anderen"


@pytest.fixture
def named(tmp_path: Path) -> CovenantPicture:
    """The demo, where everything that a chart draws names one participant."""
    with demo(tmp_path) as store:
        code = picture(store, "KLEDING").round("2020").standings[0].party.code
        with store.change("import", {"source": "test"}):
            query = "UPDATE party SET name = 'Zeldzaam Textiel B.V.' WHERE code = ?"
            store.connection.execute(query, (code,))
            store.connection.execute("UPDATE indicator SET name_nl = ?, name_en = '', unit = ?", (SAID, SAID))
            store.connection.execute("UPDATE observation SET source = ?", (SAID,))
        found = picture(store, "KLEDING")
    rounds = [
        replace(
            one,
            framework=replace(
                one.framework,
                sections=[replace(part, name=Text(SAID, part.name.en)) for part in one.framework.sections],
            ),
        )
        for one in found.rounds
    ]
    aligned = CovenantAlignment(2020, AlignmentDimension.STANDARDS, 80, 20, source=SAID)
    return replace(found, rounds=rounds, alignment=[aligned])


@pytest.mark.parametrize("name", ["target", "sections", "heatmap", "profile", "alignment"])
def test_C12_no_text_of_a_chart_names_a_participant(named: CovenantPicture, name: str) -> None:
    shown = nameless(named)
    request = Request(shown, language("nl"), round="2020", public=True, at=date(2021, 1, 31))
    for of, found in ((named, True), (shown, False)):
        chart = draw(name, replace(request, picture=of))
        drawn = [one.get_text() for one in chart.figure.findobj(Words)]
        whole = " ".join([chart.title, chart.description, chart.text, *drawn])
        assert ("ldzaam" in whole) is found or name == "alignment", whole


def test_codes_and_what_names_nobody_stay(named: CovenantPicture) -> None:
    plain = Indicator(
        "X", Text("Omzet", "Turnover"), "%", observations=[Observation(date(2020, 1, 1), 5, source="CBS")]
    )
    shown = nameless(replace(named, indicators=[*named.indicators, plain]))
    assert shown.indicators[-1] == plain
    assert [one.code for one in shown.indicators[:-1]] == [one.code for one in named.indicators]
    assert {(one.name, one.unit) for one in shown.indicators[:-1]} == {(Text(), "")}
    for before, after in zip(named.rounds, shown.rounds, strict=True):
        assert after.standings == before.standings
        assert [one.name.en for one in after.framework.sections] == [one.name.en for one in before.framework.sections]
        assert {one.name.nl for one in after.framework.sections} == {""}
    assert [one.source for one in shown.alignment] == [""]


def test_C11_a_chart_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with demo(tmp_path) as store, store.change("import", {"source": "test"}):
        path = store.path
        lowest = "(SELECT min(id) FROM party WHERE kind = 'company')"
        store.connection.execute(f"UPDATE party SET name = 'Zeldzaam Textiel B.V.' WHERE id = {lowest}")
        store.connection.execute("UPDATE indicator SET name_nl = ?, name_en = ?", (SAID, SAID))
    out = tmp_path / "a.png"
    assert main(["chart", str(path), "target", str(out), "--audience", "public", "--language", "nl", "--json"]) == 0
    assert "ldzaam" not in capsys.readouterr().out
    assert b"ldzaam" not in out.read_bytes()
    with open_store(path, read_only=True) as again:
        assert {one.name.nl for one in picture(again, "KLEDING").indicators} == {SAID}
