"""How the cells of a round's workbook look: colours, fonts and number formats by the name of their style.

Percentages are numbers from 0 to 100, as everywhere else in the product and its files, and only look like percentages:
the number format adds the sign ('0.0" %"'). Excel shows its decimal point or comma by its own language.
"""

from collections.abc import Mapping

from covenant_monitor.language import Language

FONT, SIZE = "Arial", 10
INK, QUIET, LINE, BORDER, PAPER, TINT = "#1C2124", "#555C61", "#DEDBD5", "#86898B", "#FAF9F7", "#DCECE8"
GOOD, HALF, BAD = "#0C3F6B", "#4490C7", "#B0440E"
_GOOD_TEXT, _HALF_TEXT, _BAD_TEXT = "#0C3F6B", "#1F638F", "#98390A"
_DAYS = {"nl": "[$-413]d mmm yyyy", "en": "[$-809]d mmm yyyy"}
_LONG_DAYS = {"nl": "[$-413]d mmmm yyyy", "en": "[$-809]d mmmm yyyy"}
_WHOLE_PERCENTS = {"nl": '0" %"', "en": '0"%"'}
_PERCENTS = {"nl": '0.0" %"', "en": '0.0"%"'}


def styles(language: Language) -> Mapping[str, Mapping[str, object]]:
    """What every style looks like, beside the font that all have."""
    _, code = language.gettext, language.code
    points = _("points")
    below = {"bottom": 1, "bottom_color": LINE}
    number = {**below, "align": "right"}
    left = {**below, "align": "left", "indent": 1}
    small = {"font_color": QUIET, "font_size": 8, "align": "right"}
    head = {"bold": True, "text_wrap": True, "bg_color": PAPER, "valign": "bottom"}
    head |= {"bottom": 1, "bottom_color": BORDER}
    return {
        "plain": {},
        "row": below,
        "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
        "mark": {"bold": True, "font_color": _BAD_TEXT, "valign": "vcenter"},
        "public mark": {"bold": True, "font_color": "#0B6E63", "valign": "vcenter"},
        "heading": {"bold": True, "font_size": 12, "valign": "bottom"},
        "note": {"font_color": QUIET, "text_wrap": True},
        "line": {"font_color": QUIET},
        "strong note": {"bold": True, "text_wrap": True},
        "said": {"text_wrap": True, "font_size": 11},
        "fact": {"font_color": QUIET, "text_wrap": True},
        "fact value": {"text_wrap": True, "align": "left"},
        "fact number": {"num_format": "#,##0", "align": "left"},
        "fact day": {"num_format": _LONG_DAYS[code], "align": "left"},
        "head": head,
        "text head": {**head, "align": "left", "indent": 1},
        "number head": {**head, "align": "right"},
        "filter head": {**head, "font_size": 8, "valign": "top"},
        "text filter head": {**head, "font_size": 8, "valign": "top", "align": "left", "indent": 1},
        "number filter head": {**head, "font_size": 8, "valign": "top", "align": "right"},
        "first": {**below, "text_wrap": True},
        "text": left,
        "shrunk": {**left, "shrink": True},
        "code": {**below, "font_color": QUIET, "font_size": 8, "shrink": True},
        "small text": {**left, "font_color": QUIET, "font_size": 8, "shrink": True},
        "wrapped": {**left, "text_wrap": True},
        "strong": {**below, "bold": True, "text_wrap": True},
        "general": number,
        "count": {**number, "num_format": "#,##0"},
        "year": {**below, "num_format": "0", "align": "left"},
        "number": {**number, "num_format": "#,##0.0##"},
        "percent": {**number, "num_format": _PERCENTS[code]},
        "whole percent": {**number, "num_format": _WHOLE_PERCENTS[code]},
        "change": {**number, "num_format": "+#,##0.0;−#,##0.0;0.0"},
        "key": {**number, "font_color": QUIET, "font_size": 8, "num_format": "0"},
        "gap": {**number, "num_format": f'0.0" {points}"'},
        "day": {**left, "num_format": _DAYS[code]},
        "good": {**left, "font_color": _GOOD_TEXT, "bold": True},
        "half": {**left, "font_color": _HALF_TEXT, "bold": True},
        "bad": {**left, "font_color": _BAD_TEXT, "bold": True},
        "none": {**left, "font_color": QUIET},
        "mark cell": {**left, "font_color": QUIET, "num_format": '"┆"'},
        "note cell": {**left, "font_color": QUIET, "font_size": 8},
        "small heading": {"font_color": QUIET, "font_size": 8, "bold": True},
        "small": {"font_color": QUIET, "font_size": 8},
        "small head": {**small, "text_wrap": True, "valign": "bottom"},
        "small percent": {**small, "num_format": _PERCENTS[code]},
        "small number": {**small, "num_format": "#,##0.0##"},
        "small mark": {**small, "num_format": '"┆"'},
    }  # fmt: skip
