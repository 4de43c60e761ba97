from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QTableView, QWidget

from covenant_monitor_ui.theme import DARK, LIGHT, Theme, apply_theme, text_width
from covenant_monitor_ui.widgets.delegates import (
    DIFFERS_ROLE,
    HEAD_ROLE,
    MARK_ROLE,
    NOTE_ROLE,
    CellDelegate,
    ListDelegate,
    MarkDelegate,
    NumberDelegate,
    OutcomeDelegate,
    RatingDelegate,
    StatusDelegate,
    WrapDelegate,
    two_lines,
)

TEXT = int(Qt.ItemDataRole.DisplayRole)
WIDTH, HEIGHT = 160, 36
Paint = Callable[..., QImage]


@pytest.fixture
def paint(put_on_stage: Callable[[QWidget], None]) -> Paint:
    """Paint one cell and return its picture."""
    view = QTableView()
    model = QStandardItemModel(1, 1)
    view.setModel(model)
    put_on_stage(view)

    def run(
        delegate: CellDelegate,
        data: dict[int, Any],
        *,
        selected: bool = False,
        current: bool = False,
        theme: Theme = LIGHT,
    ) -> QImage:
        item = QStandardItem()
        for role, value in data.items():
            item.setData(value, role)
        model.setItem(0, 0, item)
        index = model.index(0, 0)
        selection = view.selectionModel()
        selection.clear()
        if current:
            view.setFocus()
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if selected:
            selection.select(index, QItemSelectionModel.SelectionFlag.Select)
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(theme.base)
        painter = QPainter(image)
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, WIDTH, HEIGHT)
        option.widget = view
        delegate.paint(painter, option, index)
        painter.end()
        return image

    return run


def ink(image: QImage, left: int = 0, right: int = WIDTH) -> set[str]:
    return {image.pixelColor(x, y).name() for y in range(4, HEIGHT - 4) for x in range(left, right)}


def reach(image: QImage, background: QColor) -> tuple[int, int]:
    """The first and the last column with something in it."""
    columns = [x for x in range(WIDTH) if any(image.pixelColor(x, y) != background for y in range(4, HEIGHT - 4))]
    return columns[0], columns[-1]


def test_a_cell_has_a_line_below_and_a_tint_when_selected(qapp: QApplication, paint: Paint) -> None:
    delegate = CellDelegate()
    plain = paint(delegate, {TEXT: "Mode"})
    chosen = paint(delegate, {TEXT: "Mode"}, selected=True)
    assert plain.pixelColor(150, 10) == LIGHT.base
    assert plain.pixelColor(150, HEIGHT - 1) == LIGHT.grid
    assert chosen.pixelColor(150, 10) == LIGHT.sel
    apply_theme(qapp, DARK)
    assert paint(delegate, {TEXT: "Mode"}, selected=True, theme=DARK).pixelColor(150, 10) == DARK.sel


def test_the_current_cell_has_a_ring_and_its_background_back(paint: Paint) -> None:
    image = paint(CellDelegate(), {TEXT: "x"}, selected=True, current=True)
    assert image.pixelColor(80, 1) == LIGHT.accent
    assert image.pixelColor(80, 2) == LIGHT.accent
    assert image.pixelColor(80, 4) == LIGHT.base
    assert image.pixelColor(0, 0) == LIGHT.sel


def test_a_long_name_is_elided(paint: Paint) -> None:
    image = paint(CellDelegate(), {TEXT: "Denkbeeldig Denim " * 10})
    assert reach(image, LIGHT.base)[1] < WIDTH - 8


def test_numbers_stand_at_the_right(paint: Paint) -> None:
    image = paint(NumberDelegate(), {TEXT: "63,1 %"})
    first, last = reach(image, LIGHT.base)
    assert WIDTH - 12 <= last < WIDTH - 8
    noted = paint(NumberDelegate(), {TEXT: "63,1 %", NOTE_ROLE: "voorl."})
    assert reach(noted, LIGHT.base)[0] < first - 20
    assert LIGHT.text.name() in ink(noted, first, WIDTH)


def test_an_empty_cell_stays_empty(paint: Paint) -> None:
    for delegate in (CellDelegate(), NumberDelegate(), MarkDelegate(), RatingDelegate(current=True)):
        assert ink(paint(delegate, {})) == {LIGHT.base.name()}


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_an_outcome_is_a_mark_and_a_word(qapp: QApplication, paint: Paint, theme: Theme) -> None:
    apply_theme(qapp, theme)
    image = paint(OutcomeDelegate(), {TEXT: "Achter", MARK_ROLE: "behind"}, theme=theme)
    assert theme.bad.name() in ink(image, 0, 24)
    assert theme.bad_x.name() in ink(image, 28, WIDTH)


def test_a_status_is_neutral_and_accent_when_selected(paint: Paint) -> None:
    data = {TEXT: "Getoetst", MARK_ROLE: "reviewed"}
    assert LIGHT.text2.name() in ink(paint(StatusDelegate(), data), 0, 24)
    assert LIGHT.accent.name() in ink(paint(StatusDelegate(), data, selected=True), 0, 24)


def test_only_the_current_rating_is_a_chip(paint: Paint) -> None:
    data = {TEXT: "volledig", MARK_ROLE: "fully"}
    assert LIGHT.good_t.name() in ink(paint(RatingDelegate(current=True), data))
    assert LIGHT.good_t.name() not in ink(paint(RatingDelegate(), data))
    pending = paint(RatingDelegate(current=True), {TEXT: "nog niet", MARK_ROLE: "open"})
    assert LIGHT.border.name() in {pending.pixelColor(x, 5).name() for x in range(WIDTH)}


def test_a_different_self_rating_stands_out(paint: Paint) -> None:
    data: dict[int, Any] = {TEXT: "deels", MARK_ROLE: "partially"}
    same = paint(RatingDelegate(), data)
    differs = paint(RatingDelegate(), data | {DIFFERS_ROLE: True})
    assert LIGHT.text.name() not in ink(same)
    assert LIGHT.text.name() in ink(differs)
    assert reach(differs, LIGHT.base)[1] > reach(same, LIGHT.base)[1]


def test_an_entry_of_a_list(paint: Paint) -> None:
    data = {TEXT: "Voorbeeld Mode B.V.", MARK_ROLE: "draft:0.75", NOTE_ROLE: "42/56"}
    plain, chosen = paint(ListDelegate(), data), paint(ListDelegate(), data, selected=True)
    assert plain.pixelColor(1, 18) == LIGHT.base
    assert chosen.pixelColor(1, 18) == LIGHT.accent, "the bar at the left edge"
    assert chosen.pixelColor(6, 18) == LIGHT.sel
    head = paint(ListDelegate(), {TEXT: "Bezig", NOTE_ROLE: "3", HEAD_ROLE: True}, selected=True)
    assert head.pixelColor(1, 18) == LIGHT.base, "a head cannot be chosen"


@pytest.mark.parametrize(
    "delegate", [CellDelegate(), NumberDelegate(), OutcomeDelegate(), RatingDelegate(current=True)]
)
def test_a_cell_knows_its_size(delegate: CellDelegate) -> None:
    model = QStandardItemModel(1, 1)
    model.setItem(0, 0, QStandardItem("Definitief"))
    short = delegate.sizeHint(QStyleOptionViewItem(), model.index(0, 0))
    model.setItem(0, 0, QStandardItem("Definitief en wel voorgoed"))
    assert delegate.sizeHint(QStyleOptionViewItem(), model.index(0, 0)).width() > short.width()
    assert short.height() == 36


def test_the_name_comes_before_the_note(paint: Paint) -> None:
    noted = {TEXT: "Voorbeeld", NOTE_ROLE: "42/56"}
    long = {TEXT: "Voorbeeld Mode en Textiel B.V.", NOTE_ROLE: "42/56"}
    assert LIGHT.text2.name() in ink(paint(ListDelegate(), noted), 100)
    assert LIGHT.text2.name() not in ink(paint(ListDelegate(), long), 100)


def test_a_criterion_has_two_lines_and_no_more() -> None:
    text = "Er zijn doelen en acties voor milieu (water, chemie, energie) en voor alle ketens van het bedrijf"
    first, second = two_lines(text, 200, 13, 400)
    assert text.startswith(first)
    assert second.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert max(text_width(first), text_width(second)) <= 201
    assert two_lines("kort", 200, 13, 400) == ("kort",)
    assert len(two_lines("x" * 400, 200, 13, 400)) == 1


def test_a_low_row_keeps_one_line(paint: Paint) -> None:
    text = "Er zijn doelen en acties voor milieu en water"
    image = paint(WrapDelegate(), {TEXT: text})
    assert reach(image, LIGHT.base)[1] < WIDTH - 4
    rows = [y for y in range(HEIGHT - 1) if any(image.pixelColor(x, y) != LIGHT.base for x in range(WIDTH))]
    assert rows[-1] - rows[0] > 20, "two lines in 36 px"
