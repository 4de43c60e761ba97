from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import LEVELS, UNRATED, Rating, Status
from covenant_monitor.exchange.questionnaires.staging import Part, StagedChange
from covenant_monitor.language import Language
from covenant_monitor_ui.models.rows import SPOKEN, TIP
from covenant_monitor_ui.models.staged import Column, StagedModel


def changes() -> list[StagedChange]:
    note = Rating(note="eerste regel\ntweede regel")
    return [
        StagedChange("a.xlsx", "E9", "P1", "Een B.V.", "A1", Part.ANSWER, UNRATED, Rating(1), LEVELS),
        StagedChange("a.xlsx", "I9", "P1", "Een B.V.", "A1", Part.NOTE, UNRATED, note, LEVELS),
        StagedChange("a.xlsx", "", "P1", "Een B.V.", "", Part.STATUS, Status.DRAFT, Status.SUBMITTED, LEVELS),
    ]


def test_rows_before_and_after(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = StagedModel(Language("en"))
    model.show_changes(changes())
    qtmodeltester.check(model)
    shown = [[model.index(row, column).data() for column in Column][1:] for row in range(3)]
    assert shown[0] == ["Een B.V.", "A1", "Answer", "–", "Fully"]
    assert "\n" not in shown[1][-1]
    assert shown[2] == ["Een B.V.", "", "Status", "In progress", "Submitted"]
    assert model.index(1, Column.AFTER).data(TIP) == "eerste regel\ntweede regel"
    assert model.index(0, 0).data(SPOKEN) == "ticked, Een B.V., A1 Answer, Now –, Becomes Fully"


def test_what_is_ticked_is_accepted(qtbot: QtBot) -> None:
    model = StagedModel(Language("en"))
    every = changes()
    model.show_changes(every)
    assert model.accepted() == every
    with qtbot.waitSignals([model.ticked, model.dataChanged]):
        model.tick([0, 2], on=False)
    assert model.accepted() == [every[1]]
    model.tick([2], on=True)
    assert model.accepted() == every[1:]
    model.show_changes(every)
    assert model.accepted() == every
    model.show_changes(every[::-1], [every[0]])
    assert (model.accepted(), model.left_out()) == ([every[2], every[1]], [every[0]])
