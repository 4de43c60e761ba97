"""Qt's own words (the menu of a text field, OK and Cancel, file dialogs) in the language of the window."""

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

_NAME = "qt_words"


def translate_qt(app: QApplication, code: str) -> None:
    """Let Qt speak the language `code` ("nl", "en") too. Where Qt lacks it, it speaks English."""
    before = app.findChild(QTranslator, _NAME)
    if before is not None:
        app.removeTranslator(before)
        before.setObjectName("")
        before.deleteLater()
    made = QTranslator(app)
    made.setObjectName(_NAME)
    if code != "en" and made.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(made)
