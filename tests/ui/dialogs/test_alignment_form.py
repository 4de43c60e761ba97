from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.language import Language
from covenant_monitor.store import pictures
from covenant_monitor_ui.dialogs.alignment_form import AlignmentForm
from covenant_monitor_ui.session import Session

Make = Callable[..., AlignmentForm]
PAPER, PRACTICE, TRUST = AlignmentDimension


@pytest.fixture
def make(session: Session, put_on_stage: Callable[[QWidget], None]) -> Make:
    def made(year: int = 2020, component: str | None = None) -> AlignmentForm:
        form = AlignmentForm(session, year, pictures.alignment(session.file, session.covenant), component)
        put_on_stage(form)
        return form

    return made


def stored(session: Session, year: int) -> list[CovenantAlignment]:
    return [one for one in pictures.alignment(session.file, session.covenant) if one.year == year]


def type_in(form: AlignmentForm, dimension: AlignmentDimension, *texts: str) -> None:
    for field, text in zip(form.rows.rows[dimension].numbers.values(), texts, strict=False):
        field.clear()
        field.insert(text)


def test_a_component_with_percentages_and_counts_is_one_change(make: Make, session: Session, qtbot: QtBot) -> None:
    form = make(2023)
    assert QApplication.focusWidget() is form.fields["year"].control
    form.fields["component"].set_text("3 Prevent")
    type_in(form, PAPER, "62,5" if session.language.code == "nl" else "62.5", "17 %")
    type_in(form, TRUST, "5", "3", "4")
    unit = form.rows.rows[TRUST].unit
    unit.setCurrentIndex(unit.findData("count"))
    form.rows.rows[TRUST].source.setText("Own count")
    qtbot.keyClick(form.rows.rows[TRUST].source, Qt.Key.Key_Return)
    first, second = stored(session, 2023)
    assert (first.dimension, first.fully, first.not_, first.unit, first.source) == (TRUST, 5, 4, "count", "Own count")
    assert (second.dimension, float(second.fully), second.not_, second.component) == (PAPER, 62.5, None, "3 Prevent")
    session.undo()
    assert stored(session, 2023) == []


def test_not_is_shown_as_the_rest_while_it_is_empty(make: Make) -> None:
    form = make(2020, "")
    field = form.rows.rows[PAPER].numbers["not"]
    assert (field.text(), field.placeholderText()) == ("", "21")
    form.rows.rows[PAPER].numbers["fully"].selectAll()
    form.rows.rows[PAPER].numbers["fully"].insert("90")
    form.rows.rows[PAPER].numbers["fully"].textEdited.emit("90")
    assert field.placeholderText() == ""
    assert form.rows.rows[TRUST].numbers["not"].placeholderText() == ""


def test_a_dimension_that_is_emptied_is_taken_away(make: Make, session: Session) -> None:
    form = make(2020, "")
    type_in(form, PRACTICE, "", "")
    form.save()
    assert [one.dimension for one in stored(session, 2020)] == [PAPER]


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        (("90", "20", ""), "more than 100 % together", "fully"),
        (("62", "", ""), "cannot be empty", "partially"),
        (("-1", "20", ""), "0 or more", "fully"),
        (("62", "much", ""), "much", "partially"),
        (("0", "0", "0"), "Nothing was rated", "fully"),
    ],
)
def test_what_is_wrong_is_said_with_its_dimension_and_nothing_is_lost(
    make: Make, session: Session, typed: tuple[str, ...], sentence: str, field: str
) -> None:
    form = make(2023)
    type_in(form, PRACTICE, *typed)
    form.save()
    assert form.rows.message.isVisible()
    assert form.rows.message.text().startswith("Implementation: ")
    assert sentence in form.rows.message.text() or field == "partially"
    assert QApplication.focusWidget() is form.rows.rows[PRACTICE].numbers[field]
    assert form.rows.rows[PRACTICE].numbers["fully"].text() == typed[0]
    assert stored(session, 2023) == []


@pytest.mark.parametrize("year", ["", "twenty", "1950", "20230"])
def test_a_year_that_cannot_be_is_said_at_its_field(make: Make, session: Session, year: str) -> None:
    form = make(2023)
    form.fields["year"].set_text(year)
    type_in(form, PAPER, "62", "17")
    form.save()
    assert form.fields["year"].kind == "bad"
    assert QApplication.focusWidget() is form.fields["year"].control


def test_a_double_is_said_at_the_component(make: Make) -> None:
    form = make(2020)
    form.fields["component"].set_text("")
    type_in(form, TRUST, "50", "50")
    form.save()
    assert "results of 2020 for all components together already" in form.fields["component"].message.text()


def test_without_numbers_nothing_is_saved(make: Make, session: Session) -> None:
    form = make(2023)
    form.save()
    assert "Fill in one dimension at least." in form.message.text()
    assert stored(session, 2023) == []


def test_a_new_result_begins_with_the_sources_of_the_year_and_the_components_of_others(
    make: Make, session: Session
) -> None:
    form = make(2023)
    form.fields["component"].set_text("1 Policy")
    type_in(form, PAPER, "62", "17")
    form.rows.rows[PAPER].source.setText("Report 2023")
    form.save()
    following = make(2023)
    assert following.rows.rows[PAPER].source.text() == "Report 2023"
    assert following.rows.rows[PAPER].numbers["fully"].text() == ""
    assert following.fields["component"].text == "", "the total of 2020 has no results in 2023 yet"
    assert make(2024).fields["component"].text == ""


def test_dutch_decimals(session: Session, make: Make) -> None:
    session.set_language(Language("nl"))
    form = make(2023)
    type_in(form, PAPER, "62,5", "17")
    form.save()
    assert [float(one.fully) for one in stored(session, 2023)] == [62.5]
