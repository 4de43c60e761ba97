from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from covenant_monitor_ui.qt_words import translate_qt


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    translate_qt(qapp, "en")


def cancel() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_the_words_of_qt_follow_the_language(app: QApplication) -> None:
    for _time in range(3):
        translate_qt(app, "nl")
        assert cancel() == "Annuleren"
        translate_qt(app, "en")
        assert cancel() == "Cancel"


def test_no_translator_is_left_behind(app: QApplication) -> None:
    for _time in range(3):
        translate_qt(app, "nl")
    assert len([one for one in app.findChildren(QTranslator) if one.objectName()]) == 1
