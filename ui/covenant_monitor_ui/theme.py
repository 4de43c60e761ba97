"""The look of the window: two themes, the palette, the type sizes and the one style sheet.
 `apply_theme` makes a theme the application's; whatever paints itself asks `theme_of()` at the moment of
painting, so a switch at run time needs no bookkeeping: Qt repaints every widget after a palette change.
"""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontInfo, QFontMetricsF, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from covenant_monitor.files import resource
from covenant_monitor_ui.icons import icon
from covenant_monitor_ui.widgets.stylesheet import SHEET

_THEME_PROPERTY = "covenant_theme"
_BODY_PX = 13
TEXT_ROLES = (
    "title", "heading", "body", "secondary", "small", "note", "group", "label", "tag", "figure", "meaning",
)  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Theme:
    """Every colour of the window by what it is for.

    Contrast and colour blindness are checked in the tests.
    """

    name: str
    window: QColor
    rail: QColor
    base: QColor
    alt: QColor
    hover: QColor
    line: QColor
    grid: QColor
    border: QColor
    text: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    sel: QColor
    sel_line: QColor
    good: QColor
    half: QColor
    bad: QColor
    none: QColor
    good_t: QColor
    half_t: QColor
    bad_t: QColor
    none_t: QColor
    good_x: QColor
    half_x: QColor
    bad_x: QColor
    none_x: QColor
    on_good: QColor
    on_half: QColor
    on_bad: QColor
    warn: QColor
    warn_t: QColor
    path: QColor
    shadow: QColor

    def color(self, role: str) -> QColor:
        """The colour of a role given by name, such as "text2" or "good_x".

        Raises AttributeError for no such role.
        """
        found = getattr(self, role)
        if not isinstance(found, QColor):
            raise AttributeError(role)
        return found


LIGHT = Theme(
    name="light",
    window=QColor("#F5F4F1"), rail=QColor("#ECEAE5"), base=QColor("#FFFFFF"), alt=QColor("#FAF9F7"),
    hover=QColor("#F0EEEA"), line=QColor("#DEDBD5"), grid=QColor("#E6E4DF"), border=QColor("#86898B"),
    text=QColor("#1C2124"), text2=QColor("#555C61"), text3=QColor("#63696D"),
    accent=QColor("#0B6E63"), accent_hover=QColor("#095B52"), on_accent=QColor("#FFFFFF"),
    sel=QColor("#DCECE8"), sel_line=QColor("#0B6E63"),
    good=QColor("#0C3F6B"), half=QColor("#4490C7"), bad=QColor("#B0440E"), none=QColor("#777C80"),
    good_t=QColor("#DCE8F2"), half_t=QColor("#EBF4FB"), bad_t=QColor("#FAE6DB"), none_t=QColor("#EEEDEA"),
    good_x=QColor("#0C3F6B"), half_x=QColor("#1F638F"), bad_x=QColor("#98390A"), none_x=QColor("#555C61"),
    on_good=QColor("#FFFFFF"), on_half=QColor("#0A1B29"), on_bad=QColor("#FFFFFF"),
    warn=QColor("#7A5200"), warn_t=QColor("#FBF0D3"), path=QColor("#6E7377"), shadow=QColor(40, 36, 28, 41),
)  # fmt: skip
DARK = Theme(
    name="dark",
    window=QColor("#1B1E20"), rail=QColor("#16181A"), base=QColor("#222628"), alt=QColor("#262A2D"),
    hover=QColor("#2C3134"), line=QColor("#393E42"), grid=QColor("#33383B"), border=QColor("#7F868B"),
    text=QColor("#E7E9EA"), text2=QColor("#B0B6BA"), text3=QColor("#9CA3A8"),
    accent=QColor("#56C2B1"), accent_hover=QColor("#74D0C1"), on_accent=QColor("#0C1F1C"),
    sel=QColor("#21413D"), sel_line=QColor("#56C2B1"),
    good=QColor("#A9D8F8"), half=QColor("#4188BD"), bad=QColor("#EC8B55"), none=QColor("#8C9398"),
    good_t=QColor("#2B4355"), half_t=QColor("#243746"), bad_t=QColor("#4A3022"), none_t=QColor("#2F3437"),
    good_x=QColor("#B9DFF9"), half_x=QColor("#8FC3EA"), bad_x=QColor("#F5A87C"), none_x=QColor("#B0B6BA"),
    on_good=QColor("#0C1B28"), on_half=QColor("#07131D"), on_bad=QColor("#241006"),
    warn=QColor("#E8C46A"), warn_t=QColor("#3D351F"), path=QColor("#9CA3A8"), shadow=QColor(0, 0, 0, 128),
)  # fmt: skip
THEMES = {LIGHT.name: LIGHT, DARK.name: DARK}


def theme_of(widget: QWidget | None = None) -> Theme:
    """The theme to paint `widget` in: the application's (light where none was applied)."""
    app = QApplication.instance()
    return THEMES.get(app.property(_THEME_PROPERTY), LIGHT) if app is not None else LIGHT


def system_theme(app: QApplication) -> Theme:
    """The theme that the desktop asks for; light where it has no wish."""
    return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Make `theme` the look of the whole application, at start and again at any later moment."""
    if app.property(_THEME_PROPERTY) is None:
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        font = app.font()
        # 13 px at 100 %; a system font that the user made larger takes everything along.
        font.setPixelSize(max(_BODY_PX, QFontInfo(font).pixelSize()))
        app.setFont(font)
    app.setProperty(_THEME_PROPERTY, theme.name)
    role_font.cache_clear()
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))
    _refresh_icons(app, theme)


def palette(theme: Theme) -> QPalette:
    """The theme as a QPalette, for everything that Fusion paints."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.alt,
        role.ToolTipBase: theme.base,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.text3,
        role.Text: theme.text,
        role.Button: theme.base,
        role.ButtonText: theme.text,
        role.BrightText: theme.bad_x,
        role.Light: theme.base,
        role.Midlight: theme.grid,
        role.Mid: theme.line,
        role.Dark: theme.border,
        role.Shadow: theme.border,
        role.Highlight: theme.sel,
        role.HighlightedText: theme.text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
    }
    made = QPalette()
    for colour_role, colour in colours.items():
        made.setColor(colour_role, colour)
    for colour_role in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, colour_role, theme.text3)
    return made


def body_px() -> int:
    """The size of body text in pixels: 13 at 100 %, more where the system font is larger."""
    return max(_BODY_PX, QApplication.font().pixelSize())


def small_px() -> int:
    return round(body_px() * 12 / 13)


def title_px() -> int:
    return round(body_px() * 20 / 13)


def scaled(px: int) -> int:
    """A height that was designed for 13 px text, for the text size in use.

    A multiple of 4, never less than `px`.
    """
    body = body_px()
    return px if body <= 15 else max(px, round(px * body / _BODY_PX / 4) * 4)


@cache
def role_font(role: str = "body", tabular: bool = False) -> QFont:
    """The font for painting by hand: title, heading, body, small or strong (small and semi-bold).

    Tabular figures are for columns only. The font is shared: copy it before changing it.
    """
    font = QFont(QApplication.font())
    font.setPixelSize({"title": title_px(), "small": small_px(), "strong": small_px()}.get(role, body_px()))
    if role in ("title", "heading", "strong"):
        font.setWeight(QFont.Weight.DemiBold)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def text_width(text: str, role: str = "body", tabular: bool = False) -> float:
    """The width of `text` in a text role, in pixels."""
    return QFontMetricsF(role_font(role, tabular)).horizontalAdvance(text)


def set_text_role(label: QLabel, role: str) -> None:
    """Give a label the size, weight and colour of a role.
     title (20 semi-bold), figure (the same, for a lead number), heading (13 semi-bold), body (13), secondary
    (13, text2), small (12), note (12, text2), group (12 semi-bold, text2: heads of lists), label (12, semi-
    bold), tag (12 in a box).
    """
    if role not in TEXT_ROLES:
        raise ValueError(f"no such text role: {role}")
    _set_property(label, "text_role", role)


def set_meaning(label: QLabel, meaning: str) -> None:
    """Colour a label's words good, half, bad, none or warn, semi-bold; "" for no meaning.

    Only beside a mark.
    """
    _set_property(label, "meaning", meaning)


def set_surface(widget: QWidget, surface: str) -> None:
    """What a container lies on.

    Window, base, alt, rail, panel (base with a line and round corners), topbar, statusbar.
    """
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    _set_property(widget, "surface", surface)


def set_kind(widget: QWidget, kind: str) -> None:
    """The kind of a button: "" (bordered), primary (one on a page), link, flat."""
    _set_property(widget, "kind", kind)


def text_label(text: str, role: str = "body", parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """A label that shows `text` as it is: a company name may hold markup, and it must not be read as such."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    set_text_role(label, role)
    return label


def set_icon(target: QAbstractButton | QAction, name: str, role: str = "text2") -> None:
    """Show an icon of `resources/icons` in the colour of `role`, in every theme.

    An empty name takes it away.
    """
    target.setProperty("icon_name", name)
    target.setProperty("icon_role", role)
    _show_icon(target, theme_of())


def _show_icon(target: QAbstractButton | QAction, theme: Theme) -> None:
    name, role = target.property("icon_name"), target.property("icon_role")
    if not name:
        target.setIcon(QIcon())
    elif isinstance(target, QPushButton) and target.text():
        target.setIcon(icon(name, theme, role, 16, 4))
        target.setIconSize(QSize(20, 16))
    else:
        target.setIcon(icon(name, theme, role))


def _refresh_icons(app: QApplication, theme: Theme) -> None:
    targets: list[QAbstractButton | QAction] = []
    for widget in app.allWidgets():
        if isinstance(widget, QAbstractButton):
            targets.append(widget)
        if widget.isWindow():
            targets.extend(widget.findChildren(QAction))
    for target in targets:
        if target.property("icon_name"):
            _show_icon(target, theme)


def _set_property(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def style_sheet(theme: Theme) -> str:
    """The application's style sheet: what Fusion with a palette cannot say."""
    values = {field: getattr(theme, field).name() for field in theme.__dataclass_fields__ if field != "name"}
    control = scaled(32)
    arrow = resource("icons", f"control-chevron-{theme.name}.svg").as_posix()
    check = resource("icons", f"control-check-{theme.name}.svg").as_posix()
    tick = resource("icons", f"control-tick-{theme.name}.svg").as_posix()
    return SHEET % {
        **values,
        "control": control - 2,
        "tool": control - 4,
        "small": small_px(),
        "title": title_px(),
        "row": scaled(28),
        "arrow": arrow,
        "check": check,
        "tick": tick,
    }
