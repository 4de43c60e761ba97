"""The one style sheet: what Fusion with a palette cannot say. Filled in by `theme.style_sheet`."""

SHEET = """
QLabel[text_role="title"], QLabel[text_role="figure"] { font-size: %(title)spx; font-weight: 600; }
QLabel[text_role="heading"] { font-weight: 600; }
QLabel[text_role="secondary"] { color: %(text2)s; }
QLabel[text_role="small"] { font-size: %(small)spx; }
QLabel[text_role="note"] { font-size: %(small)spx; color: %(text2)s; }
QLabel[text_role="group"] { font-size: %(small)spx; font-weight: 600; color: %(text2)s; }
QLabel[text_role="label"] { font-size: %(small)spx; font-weight: 600; }
QLabel[text_role="tag"] { font-size: %(small)spx; color: %(text2)s; border: 1px solid %(line)s;
    border-radius: 4px; padding: 1px 5px; }
QLabel[meaning="good"] { color: %(good_x)s; font-weight: 600; }
QLabel[meaning="half"] { color: %(half_x)s; font-weight: 600; }
QLabel[meaning="bad"] { color: %(bad_x)s; font-weight: 600; }
QLabel[meaning="none"] { color: %(none_x)s; font-weight: 600; }
QLabel[meaning="warn"] { color: %(warn)s; }
QLabel:disabled { color: %(text3)s; }

*[surface="window"] { background: %(window)s; }
*[surface="base"] { background: %(base)s; }
*[surface="alt"] { background: %(alt)s; }
*[surface="rail"] { background: %(rail)s; }
*[surface="topbar"] { background: %(window)s; border: 0; border-bottom: 1px solid %(line)s; }
*[surface="statusbar"] { background: %(rail)s; border: 0; border-top: 1px solid %(line)s; }
*[surface="panel"] { background: %(base)s; border: 1px solid %(line)s; border-radius: 6px; }
*[surface="quiet"] { background: %(window)s; border: 1px solid %(line)s; border-radius: 6px; }
*[surface="rule-line"] { background: %(line)s; }
*[surface="rule-grid"] { background: %(grid)s; }
*[surface="sum"] { background: %(window)s; border: 0; border-radius: 4px; }

QPushButton, QToolButton, QCheckBox, QRadioButton { outline: 0; }
QPushButton { min-height: %(control)spx; max-height: %(control)spx; padding: 0 15px;
    border: 1px solid %(border)s;
    border-radius: 4px; background: %(base)s; color: %(text)s; }
QPushButton:hover { background: %(hover)s; }
QPushButton:pressed, QPushButton:checked { background: %(sel)s; }
QPushButton:focus { border: 2px solid %(accent)s; padding: 0 14px; }
QPushButton:disabled { background: transparent; border-color: %(line)s; color: %(text3)s; }
QPushButton[kind="primary"] { background: %(accent)s; border-color: %(accent)s; color: %(on_accent)s;
    font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: %(accent_hover)s; }
QPushButton[kind="primary"]:focus { border: 2px solid %(text)s; }
QPushButton[kind="primary"]:disabled { background: transparent; border-color: %(line)s; color: %(text3)s; }
QPushButton[kind="link"] { border: 2px solid transparent; padding: 0 2px; background: transparent;
    color: %(accent)s;
    font-weight: 500; min-height: %(row)spx; max-height: %(row)spx; }
QPushButton[kind="link"]:hover { text-decoration: underline; color: %(accent_hover)s; }
QPushButton[kind="link"]:focus { text-decoration: underline; border-color: %(accent)s; padding: 0 2px; }
QPushButton[kind="link"]:disabled { color: %(text3)s; text-decoration: none; }
QPushButton[kind="flat"] { border: 1px solid transparent; background: transparent; padding: 0 7px;
    color: %(text2)s; }
QPushButton[kind="flat"]:hover { background: %(hover)s; }
QPushButton[kind="flat"]:pressed, QPushButton[kind="flat"]:checked { background: %(sel)s; color: %(text)s; }
QPushButton[kind="flat"]:focus { border: 2px solid %(accent)s; padding: 0 6px; }
QPushButton[kind="flat"]:disabled { color: %(text3)s; }
QPushButton::menu-indicator { image: none; width: 0; }

QToolButton { min-width: %(tool)spx; min-height: %(tool)spx; border: 2px solid transparent;
    border-radius: 4px;
    background: transparent; color: %(text2)s; }
QToolButton:hover { background: %(hover)s; }
QToolButton:pressed, QToolButton:checked { background: %(sel)s; }
QToolButton:focus { border-color: %(accent)s; }
QToolButton:disabled { color: %(text3)s; background: transparent; }
QToolButton::menu-indicator { image: none; width: 0; }
QLineEdit QToolButton { min-width: 0; min-height: 0; border: 0; background: transparent; }

QLineEdit, QAbstractSpinBox, QComboBox { min-height: %(control)spx; max-height: %(control)spx; padding: 0 9px;
    border: 1px solid %(border)s; border-radius: 4px; background: %(base)s; color: %(text)s;
    selection-background-color: %(accent)s; selection-color: %(on_accent)s; }
QPlainTextEdit, QTextEdit { padding: 5px 7px; border: 1px solid %(border)s; border-radius: 4px;
    background: %(base)s; color: %(text)s; selection-background-color: %(accent)s;
    selection-color: %(on_accent)s; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: transparent; border-color: %(line)s; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border: 2px solid %(accent)s; padding: 0 8px;
    min-height: %(tool)spx; max-height: %(tool)spx; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid %(accent)s; padding: 4px 6px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
    background: transparent; border-color: %(line)s; color: %(text3)s; }
QLineEdit[problem="true"] { border-color: %(bad)s; }
QTableView QLineEdit, QListView QLineEdit { min-height: 0; max-height: 9999px; padding: 0 5px;
    border-radius: 0;
    border: 2px solid %(accent)s; }
QAbstractSpinBox QLineEdit { min-height: 0; padding: 0; border: 0; background: transparent; }
QAbstractSpinBox QLineEdit:focus { padding: 0; border: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: 0; }
QComboBox, QDateEdit { combobox-popup: 0; padding-right: 0; }
QComboBox::drop-down, QDateEdit::drop-down { width: 28px; border: 0; subcontrol-origin: border; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url(%(arrow)s); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: %(base)s; color: %(text)s; border: 1px solid %(border)s;
    padding: 4px 0;
    outline: 0; selection-background-color: %(sel)s; selection-color: %(text)s; }
QComboBox QAbstractItemView::item { min-height: %(row)spx; padding: 0 9px; border: 0; }
QComboBox QAbstractItemView::item:selected { background: %(sel)s; color: %(text)s; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 20px; padding: 0 4px 0 2px; border: 2px solid transparent;
    border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: %(accent)s; }
QCheckBox:disabled, QRadioButton:disabled { color: %(text3)s; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid %(border)s;
    background: %(base)s; }
QCheckBox::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { background: %(hover)s; }
QCheckBox::indicator:checked { background: %(accent)s; border-color: %(accent)s; image: url(%(check)s); }
QCheckBox::indicator:indeterminate { background: %(sel)s; border-color: %(accent)s; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid %(accent)s; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: %(line)s;
    background: transparent; }

QAbstractItemView { border: 0; background: %(base)s; outline: 0; }
QHeaderView { border: 0; background: %(base)s; }
QTableCornerButton::section { border: 0; background: %(base)s; }
QScrollArea, QScrollArea > QWidget > QWidget[surface="none"] { border: 0; background: transparent; }
QSplitter::handle { background: %(line)s; }
QScrollBar:vertical { width: 10px; margin: 0; border: 0; background: transparent; }
QScrollBar:horizontal { height: 10px; margin: 0; border: 0; background: transparent; }
QScrollBar::handle { background: %(border)s; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: %(text2)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { min-height: 8px; max-height: 8px; border: 0; border-radius: 4px; background: %(line)s; }
QProgressBar::chunk { border-radius: 4px; background: %(accent)s; }

QToolTip { background: %(base)s; color: %(text)s; border: 1px solid %(border)s; padding: 5px 7px; }
QMenu { background: %(base)s; color: %(text)s; border: 1px solid %(border)s; padding: 4px 0; }
QMenu::item { min-height: %(row)spx; padding: 0 24px 0 12px; }
QMenu::item:selected { background: %(sel)s; }
QMenu::item:disabled { color: %(text3)s; }
QMenu::icon { padding-left: 12px; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 4px; }
QMenu::indicator:checked { image: url(%(tick)s); }
QMenu::separator { height: 1px; margin: 4px 0; background: %(line)s; }
"""
