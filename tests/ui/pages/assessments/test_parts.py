from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.pages.assessments.parts import AnchorLine, MarkLabel, ScoreFigure, TagLine
from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme

Picture = Callable[[QWidget], QImage]


def test_a_long_anchor_text_takes_more_lines_where_it_is_narrow(qtbot: QtBot) -> None:
    line = AnchorLine("1", "fully", "Fully")
    qtbot.addWidget(line)
    one = line.heightForWidth(300)
    line.show_text("An adopted, dated policy endorses both standards by name, and says how it is kept up to date.")
    assert line.heightForWidth(300) > one
    assert line.heightForWidth(160) > line.heightForWidth(300)
    assert line.accessibleName().startswith("1: Fully. An adopted")
    line.show_text("")
    assert line.heightForWidth(300) == one


def test_a_larger_font_makes_an_anchor_text_higher(qtbot: QtBot, qapp: QApplication) -> None:
    line = AnchorLine("1", "fully", "Fully")
    qtbot.addWidget(line)
    line.show_text("Something that goes on for a line or two in a narrow panel, as such texts do.")
    before = line.heightForWidth(240)
    font = qapp.font()
    larger = qapp.font()
    larger.setPixelSize(20)
    qapp.setFont(larger)
    apply_theme(qapp, LIGHT)
    assert line.heightForWidth(240) > before
    qapp.setFont(font)
    apply_theme(qapp, LIGHT)


def test_markup_is_painted_as_text(qtbot: QtBot, picture: Picture) -> None:
    plain, marked = AnchorLine("1", "fully", "Fully"), AnchorLine("1", "fully", "Fully")
    for line, text in ((plain, "x"), (marked, "<b>x</b>")):
        qtbot.addWidget(line)
        line.resize(240, 40)
        line.show_text(text)
    assert picture(plain) != picture(marked)


def test_tags_wrap_and_are_never_wider_than_their_room(qtbot: QtBot, picture: Picture) -> None:
    tags = TagLine()
    qtbot.addWidget(tags)
    tags.show_tags("3.10", ["practice", "discrimination and gender", "freedom of association", "x" * 400])
    assert tags.heightForWidth(260) > tags.heightForWidth(4000)
    tags.resize(260, tags.heightForWidth(260))
    assert picture(tags).size() == QSize(260, tags.heightForWidth(260))
    tags.show_tags("3.10", [])
    assert tags.heightForWidth(260) == tags.minimumSizeHint().height()


def test_the_figure_is_pressed_by_F1_enter_and_space(qtbot: QtBot) -> None:
    figure = ScoreFigure()
    qtbot.addWidget(figure)
    figure.show_score("63.1%", "provisional", "Score 63.1% provisional")
    pressed: list[bool] = []
    figure.clicked.connect(lambda checked=False: pressed.append(checked))
    for key in (Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(figure, key)
    assert len(pressed) == 3
    wide = figure.sizeHint().width()
    figure.show_score("63.1%", "", "Score 63.1%")
    assert figure.sizeHint().width() < wide


def test_a_mark_without_a_word_is_hidden(qtbot: QtBot) -> None:
    label = MarkLabel()
    qtbot.addWidget(label)
    label.show_mark("meets", "Meets")
    assert (label.isHidden(), label.text) == (False, "Meets")
    label.show_mark("", "")
    assert label.isHidden()


def test_parts_follow_the_theme(qtbot: QtBot, qapp: QApplication, picture: Picture) -> None:
    line, label = AnchorLine("1", "fully", "Fully"), MarkLabel()
    label.show_mark("behind", "Behind")
    for widget in (line, label):
        qtbot.addWidget(widget)
        widget.resize(200, 24)
        light = picture(widget)
        apply_theme(qapp, DARK)
        assert picture(widget) != light
        apply_theme(qapp, LIGHT)
