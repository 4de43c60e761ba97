import unicodedata
from datetime import date

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.typed import same_name, suggested_code, typed_day
from covenant_monitor_ui.dialogs.form_fields import Field


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Voorbeeld Mode B.V.", "VOORBEELD-MODE"),
        ("Crèche & Écharpes N.V.", "CRECHE-ECHARPES"),
        ("  adidas Australia Pty Ltd", "ADIDAS-AUSTRALIA-PTY"),
        ("شركة النسيج", "PARTY"),
        ("🧵", "PARTY"),
        ("<b>Vet</b>", "B-VET-B"),
        ("=cmd|'/C calc'!A0", "CMD-C-CALC-A0"),
    ],
)
def test_a_code_says_the_name(name: str, code: str) -> None:
    assert suggested_code(name, []) == code


def test_a_code_is_free_and_short() -> None:
    assert suggested_code("Mode B.V.", ["mode", "MODE-2"]) == "MODE-3"
    assert len(suggested_code("X" * 40_000, [])) == 40


@pytest.mark.parametrize(
    "text", ["3-10-2017", "03-10-2017", "2017-10-03", "3 okt 2017", "3 Oct. 2017", "3 oktober 2017"]
)
def test_a_day_is_understood_as_people_write_it(text: str) -> None:
    assert typed_day(f" {text} ") == date(2017, 10, 3)


def test_no_day_is_no_day() -> None:
    assert typed_day("  ") is None


@pytest.mark.parametrize("text", ["31-2-2020", "3/10/2017", "gisteren", "3 foo 2017", "3-10-17", "1-1-0001"])
def test_a_day_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        typed_day(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mode B.V.", "  mode   b.v. "),
        ("Crèche", unicodedata.normalize("NFD", "CRÈCHE")),
        ("Straße", "STRASSE"),
        ("A\N{NO-BREAK SPACE}B", "a b"),
    ],
)
def test_F56_names_that_read_the_same_are_the_same(one: str, other: str) -> None:
    assert same_name(one) == same_name(other)


def test_F56_other_names_are_other_names() -> None:
    assert same_name("Mode") != same_name("Mode 2")
    assert same_name("Creche") != same_name("Crèche")


def test_a_field_says_what_is_wrong_under_it(qtbot: QtBot) -> None:
    field = Field("Name", QLineEdit())
    qtbot.addWidget(field)
    qtbot.addWidget(field.message)
    field.say("bad", "<b>Too long</b>")
    assert field.control.property("problem") == "true"
    assert field.control.accessibleDescription() == "<b>Too long</b>"
    assert field.message.text() == "<b>Too long</b>"
    field.say("", "")
    assert field.control.property("problem") == ""
    assert field.message.isHidden()


def test_a_choice_has_a_text_and_what_it_stands_for(qtbot: QtBot) -> None:
    combo = QComboBox()
    combo.addItem("Trade union", "union")
    combo.addItem("NGO", "ngo")
    field = Field("Kind", combo)
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.edited, timeout=0):
        field.set_text("NGO")
    assert (field.text, field.data) == ("NGO", "ngo")


def test_a_field_of_several_lines_and_another_name(qtbot: QtBot) -> None:
    field = Field("Note", QPlainTextEdit())
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.edited, timeout=0):
        field.set_text("one\ntwo")
    assert field.text == "one\ntwo"
    field.set_label("Reason")
    assert field.control.accessibleName() == "Reason"
    assert field.data is None
