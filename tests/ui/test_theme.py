import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import (
    DARK,
    LIGHT,
    TEXT_ROLES,
    THEMES,
    Theme,
    apply_theme,
    body_px,
    palette,
    role_font,
    scaled,
    set_icon,
    set_kind,
    set_meaning,
    set_surface,
    set_text_role,
    small_px,
    style_sheet,
    system_theme,
    text_label,
    text_width,
    theme_of,
    title_px,
)

Picture = Callable[[QWidget], QImage]
BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])

# (role, on which, at least): text 4.5, large or graphic 3; WCAG 2.2, 1.4.3 and 1.4.11.
CONTRASTS = [
    ("text", "base", 12), ("text", "window", 12), ("text", "rail", 7), ("text", "sel", 7), ("text", "alt", 7),
    ("text", "hover", 7), ("text2", "base", 4.5), ("text2", "window", 4.5), ("text2", "rail", 4.5),
    ("text2", "alt", 4.5), ("text2", "hover", 4.5), ("text3", "base", 4.5), ("text3", "window", 4.5),
    ("accent", "base", 4.5), ("accent", "window", 4.5), ("accent", "sel", 4.5), ("on_accent", "accent", 4.5),
    ("on_accent", "accent_hover", 4.5), ("border", "base", 3), ("border", "window", 3), ("path", "base", 3),
    ("good", "base", 3), ("half", "base", 3), ("bad", "base", 3), ("none", "base", 3),
    ("good_x", "good_t", 4.5), ("half_x", "half_t", 4.5), ("bad_x", "bad_t", 4.5), ("none_x", "none_t", 4.5),
    ("good_x", "base", 4.5), ("half_x", "base", 4.5), ("bad_x", "base", 4.5), ("none_x", "base", 4.5),
    ("on_good", "good", 4.5), ("on_half", "half", 4.5), ("on_bad", "bad", 4.5), ("warn", "warn_t", 4.5),
]  # fmt: skip


def linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: QColor) -> float:
    return 0.2126 * linear(colour.red()) + 0.7152 * linear(colour.green()) + 0.0722 * linear(colour.blue())


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def greyness(colour: QColor) -> float:
    """CIE L*, 0-100."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


@BOTH
@pytest.mark.parametrize(("role", "on", "least"), CONTRASTS)
def test_contrast(theme: Theme, role: str, on: str, least: float) -> None:
    assert contrast(theme.color(role), theme.color(on)) >= least


@BOTH
def test_data_colours_differ_in_greyscale(theme: Theme) -> None:
    greys = sorted(round(greyness(colour)) for colour in (theme.good, theme.half, theme.bad))
    assert greys[1] - greys[0] >= 13
    assert greys[2] - greys[1] >= 13


def test_the_themes_have_their_names_and_roles() -> None:
    assert {"light": LIGHT, "dark": DARK} == THEMES
    assert LIGHT.color("good_x") == QColor("#0C3F6B")
    with pytest.raises(AttributeError):
        LIGHT.color("no_such_role")
    with pytest.raises(AttributeError):
        LIGHT.color("name")


def test_the_theme_switches_at_run_time(qapp: QApplication, qtbot: QtBot, picture: Picture) -> None:
    window = QWidget()
    set_surface(window, "base")
    qtbot.addWidget(window)
    window.resize(20, 20)
    assert theme_of(window) is LIGHT
    assert picture(window).pixelColor(10, 10) == LIGHT.base
    apply_theme(qapp, DARK)
    assert theme_of(window) is DARK
    assert qapp.palette().color(QPalette.ColorRole.Accent) == DARK.accent
    assert picture(window).pixelColor(10, 10) == DARK.base


@pytest.mark.parametrize(
    ("scheme", "wanted"),
    [(Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT), (Qt.ColorScheme.Unknown, LIGHT)],
)
def test_the_system_chooses(scheme: Qt.ColorScheme, wanted: Theme) -> None:
    app = SimpleNamespace(styleHints=lambda: SimpleNamespace(colorScheme=lambda: scheme))
    assert system_theme(cast("QApplication", app)) is wanted


@BOTH
def test_disabled_text_is_pale(theme: Theme) -> None:
    made = palette(theme)
    assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == theme.text3
    assert made.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text) == theme.text


@BOTH
def test_the_style_sheet_is_filled_and_its_files_exist(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert "%(" not in sheet
    files = re.findall(r"url\(([^)]+)\)", sheet)
    assert files
    assert all(Path(file).is_file() for file in files)
    assert sheet.count("{") == sheet.count("}")


@pytest.fixture
def larger(qapp: QApplication) -> Iterator[None]:
    """A user who set the system font to 26 px, twice our 13."""
    before = qapp.font()
    larger = qapp.font()
    larger.setPixelSize(26)
    qapp.setFont(larger)
    apply_theme(qapp, LIGHT)
    yield
    qapp.setFont(before)
    apply_theme(qapp, LIGHT)


def test_three_sizes() -> None:
    assert (small_px(), body_px(), title_px()) == (12, 13, 20)
    assert scaled(36) == 36


@pytest.mark.usefixtures("larger")
def test_a_larger_system_font_takes_all_along() -> None:
    assert (small_px(), body_px(), title_px()) == (24, 26, 40)
    assert scaled(36) == 72
    assert role_font("title").pixelSize() == 40


def test_tabular_figures_have_one_width() -> None:
    assert text_width("1111", tabular=True) == pytest.approx(text_width("8888", tabular=True))
    assert role_font("heading").weight() > role_font("body").weight()


def test_F55_labels_show_markup_as_text(qtbot: QtBot) -> None:
    name = "<b>Vet & B.V.</b> =cmd|'/c calc'"
    label = text_label(name, "heading")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == name


def test_text_roles_have_sizes_and_colours(qtbot: QtBot) -> None:
    label = QLabel("Deelnemers")
    qtbot.addWidget(label)
    label.show()
    seen = {}
    for role in TEXT_ROLES:
        set_text_role(label, role)
        seen[role] = (label.font().pixelSize(), label.palette().color(QPalette.ColorRole.WindowText))
    assert seen["title"] == (20, LIGHT.text)
    assert seen["body"] == (13, LIGHT.text)
    assert seen["note"] == (12, LIGHT.text2)
    with pytest.raises(ValueError, match="no such text role"):
        set_text_role(label, "shouting")


def test_a_meaning_colours_the_words(qtbot: QtBot) -> None:
    label = text_label("Achter")
    qtbot.addWidget(label)
    set_meaning(label, "bad")
    label.show()
    assert label.palette().color(QPalette.ColorRole.WindowText) == LIGHT.bad_x
    set_meaning(label, "")
    assert label.palette().color(QPalette.ColorRole.WindowText) == LIGHT.text


def test_the_main_button_is_filled_in_both_themes(qapp: QApplication, qtbot: QtBot, picture: Picture) -> None:
    button = QPushButton("Naar beoordeling")
    set_kind(button, "primary")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    assert button.height() == 32
    assert picture(button).pixelColor(6, 16) == LIGHT.accent
    apply_theme(qapp, DARK)
    assert picture(button).pixelColor(6, 16) == DARK.accent


@pytest.mark.parametrize("make", [lambda: QPushButton("Kopiëren"), lambda: QLineEdit("Kopiëren")])
def test_focus_is_a_border_inside_and_moves_nothing(
    qtbot: QtBot, picture: Picture, make: Callable[[], QWidget]
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    field = make()
    field.setParent(window)
    field.resize(field.sizeHint())
    size = field.sizeHint()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.clearFocus()
    before = picture(field).pixelColor(40, 0)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    image = picture(field)
    assert before == LIGHT.border
    assert image.pixelColor(40, 0) == LIGHT.accent
    assert image.pixelColor(40, 1) == LIGHT.accent
    assert image.pixelColor(40, 2) != LIGHT.accent
    assert field.sizeHint() == size


def test_icons_of_buttons_and_actions_follow_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    button = QPushButton(window)
    action = QAction("Kopiëren", window)
    set_icon(button, "plus")
    set_icon(action, "plus", "accent")
    at = QPoint(10, 10)
    assert button.icon().pixmap(20, 20).toImage().pixelColor(at) == LIGHT.text2
    assert action.icon().pixmap(20, 20).toImage().pixelColor(at) == LIGHT.accent
    apply_theme(qapp, DARK)
    assert button.icon().pixmap(20, 20).toImage().pixelColor(at) == DARK.text2
    assert action.icon().pixmap(20, 20).toImage().pixelColor(at) == DARK.accent
    set_icon(button, "")
    assert button.icon().isNull()
