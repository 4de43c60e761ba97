"""What entered and computed numbers say of themselves."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.progress import computed_figures
from covenant_monitor.domain.scope import ALL, Scope
from covenant_monitor.domain.targets import Indicator, Milestone, Observation, Target
from covenant_monitor.language import language
from covenant_monitor.reports.wording import WordedExplanation
from covenant_monitor.store import pictures
from covenant_monitor_ui.pages.targets.explain import explain_figure, explain_observation, show
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.buttons import button

EN = language("en")
DAY = date(2019, 12, 31)


def observed(one: Observation, unit: str = "%") -> WordedExplanation:
    aim = Target("t", "i", [Milestone(date(2020, 12, 31), 80)], date(2018, 12, 31), 0)
    return explain_observation(Indicator("i", Text("Aandeel"), unit), aim, one, EN)


def test_an_entered_share_shows_what_was_divided_by_what() -> None:
    told = observed(Observation(DAY, 63, numerator=36, denominator=57, source="report", note="of 57 assessed"))
    assert (told.number, told.lead) == ("63%", "observed on 31 December 2019")
    assert told.arithmetic == "36 ÷ 57 = 63.2%"
    assert "Source: report" in told.sentences
    assert any("the straight path was at 39.9%" in said for said in told.sentences)
    assert told.notes == ("of 57 assessed",)


def test_a_share_of_something_that_is_no_percentage_is_not_times_a_hundred() -> None:
    assert observed(Observation(DAY, 2, numerator=10, denominator=5), "per company").arithmetic == "10 ÷ 5 = 2"


def test_what_is_not_known_of_an_observation_is_said() -> None:
    told = observed(Observation(DAY, low=40, high=45, numerator=5))
    assert told.arithmetic == ""
    assert told.sentences[0].startswith("Published as a range.")
    assert "Numerator: 5; the denominator is not known." in told.sentences
    assert "No source was entered." in told.sentences


@pytest.mark.parametrize("scope", [ALL, Scope(panel=("2018",)), Scope(participation_year=2)])
def test_every_computed_number_explains_itself_with_the_number_that_is_shown(session: Session, scope: Scope) -> None:
    picture = pictures.picture(session.file, session.covenant, ratings=True)
    for one in computed_figures(picture, scope):
        for code, found in one.figures.items():
            told = explain_figure("Name", code, found, EN)
            assert told.lead == f"Name, round {code}"
            figure = found.figure
            assert (told.number == "–") == (figure.value is None)
            if figure.value is not None and figure.denominator is not None:
                assert told.arithmetic.endswith(f"= {told.number}")
            n = sum(len(of) for of in figure.left_out.values())
            said = sum(int(note.partition("(")[2].partition(")")[0]) for note in told.notes if "): " in note)
            assert said == n + len(found.selection.outside) + len(found.selection.gone)


def test_many_names_are_shortened(session: Session) -> None:
    picture = pictures.picture(session.file, session.covenant)
    found = next(one for one in computed_figures(picture, Scope(participation_year=2)) if one.figures)
    told = explain_figure("Participants", "2020", found.figures["2020"], EN)
    assert told.notes[-1].startswith("Outside this choice (55): ")
    assert told.notes[-1].endswith("and 43 more.")


def test_it_is_shown_and_copied_whole(session: Session, qtbot: QtBot) -> None:
    opener = button("Here")
    qtbot.addWidget(opener)
    opener.resize(800, 600)
    opener.show()
    told = WordedExplanation(
        "5%", "of all", ("Said.",), "1 ÷ 20 = 5%", "5%", ("Day", "n"), (False, True), (("a", "1"),)
    )
    opened = show(opener, opener.rect(), told, "source", EN)
    said = [label.text() for label in opened.findChildren(QLabel)]
    assert {"5%", "of all", "Said.", "1 ÷ 20 =", "a", "1", "source"} <= set(said)
    copy = next(one for one in opened.findChildren(type(opener)) if one.text() == "Copy")
    copy.click()
    assert QApplication.clipboard().text() == told.text
