from pytestqt.qtbot import QtBot

from covenant_monitor_ui.widgets.labels import ElidedLabel, plain_tip


def test_F55_a_name_of_any_length_fits(qtbot: QtBot) -> None:
    name = "Voorbeeld Mode & Zn. " * 2000
    label = ElidedLabel(name, "title")
    qtbot.addWidget(label)
    label.resize(200, label.sizeHint().height())
    assert label.minimumSizeHint().width() <= 48
    assert label.whole_text == label.accessibleName() == name.strip()
    assert len(label.toolTip()) <= 500
    assert not label.grab().isNull()


def test_the_tool_tip_says_only_what_is_hidden(qtbot: QtBot) -> None:
    label = ElidedLabel("Voorbeeld\nMode B.V.")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    assert label.whole_text == "Voorbeeld Mode B.V."
    assert label.toolTip() == ""
    label.resize(60, 20)
    assert label.toolTip() == "Voorbeeld Mode B.V."
    label.show_text("x")
    assert label.toolTip() == ""


def test_F55_a_tool_tip_shows_markup_as_text() -> None:
    assert plain_tip("Gewoon & goed") == "Gewoon & goed"
    assert plain_tip("<b>Vet</b>") == "<span>&lt;b&gt;Vet&lt;/b&gt;</span>"
