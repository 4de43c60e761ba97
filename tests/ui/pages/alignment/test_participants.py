from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.progress import computed_indicators
from covenant_monitor.language import Language
from covenant_monitor.store.pictures import picture
from covenant_monitor_ui.pages.alignment.participants import ParticipantsPanel, policy_and_practice
from covenant_monitor_ui.session import Session


def test_one_round_read_alone_is_as_in_the_whole_picture(session: Session) -> None:
    whole = picture(session.file, session.covenant, ratings=True)
    series = {one.code: one.observations for one in computed_indicators(whole)}
    found = policy_and_practice(session.file, session.picture, ["2019", "2020"])
    assert [one.round for one in found] == ["2019", "2020"]
    last_two = [one.value for one in series["computed:policy-practice-gap"]][-2:]
    assert [one.gap.value for one in found] == last_two
    assert found[-1].figures["policy"].value == series["computed:policy:mean"][-1].value


def test_a_round_of_percentages_only_has_neither(session: Session, qtbot: QtBot) -> None:
    (found,) = policy_and_practice(session.file, session.picture, [session.picture.rounds[0].round.code])
    panel = ParticipantsPanel(Language("en"))
    qtbot.addWidget(panel)
    panel.show_figures(found, None)
    assert "no participant that counts has both" in panel.words.text()
    assert panel.explained("gap") is None
    assert not panel.figures["gap"].isEnabled()


def test_without_a_round_there_is_nothing_to_press(qtbot: QtBot) -> None:
    panel = ParticipantsPanel(Language("en"))
    qtbot.addWidget(panel)
    panel.wait("")
    assert isinstance(panel, QWidget)
    assert panel.words.text() == "There is no round yet."
    assert panel.explained("policy") is None
    assert not any(figure.isEnabled() for figure in panel.figures.values())
