import logging
from dataclasses import replace

import pytest

from covenant_monitor.charts import LIGHT, fonts
from covenant_monitor.charts.look import FONTS
from covenant_monitor.charts.saving import to_rgba
from covenant_monitor.charts.sections import section_means
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.domain.model import Text
from covenant_monitor.language import language
from tests.core.charts.pictures import crowding, framework, published, texts

NOT_THERE = ("No Such Font", "DejaVu Sans")


def test_the_first_font_that_is_installed_is_used_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert "DejaVuSans.ttf" in fonts.drawable("x", NOT_THERE, 400)[1]
        assert "DejaVuSans-Bold.ttf" in fonts.drawable("x", NOT_THERE, 600)[1]
        sheet = Sheet(replace(LIGHT, fonts=NOT_THERE), (200, 100))
        sheet.text(10, 50, "Voldoet", bold=True)
        sheet.figure.canvas.draw()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_characters_that_no_font_has_become_squares_and_never_a_warning() -> None:
    name = "漢字 \u200f🙂 $x^2$ a\nb \x07 ≥ − ’"
    said, _file = fonts.drawable(name, FONTS, 400)
    assert "□" in said
    assert "\n" not in said
    picture = published()[2]
    strange = replace(framework("2"), sections=[replace(framework("2").sections[0], name=Text(nl=name))])
    chart = section_means(replace(picture, framework=strange), language("nl"))
    to_rgba(chart)
    assert "$x^2$" in texts(chart, "section")[0], "no formula is made of it"


def test_width_grows_with_the_text() -> None:
    assert fonts.width("80 %", FONTS, 13) < fonts.width("80 %  voldoet", FONTS, 13)
    assert fonts.width("voldoet", FONTS, 13) < fonts.width("voldoet", FONTS, 26)
    assert fonts.width("", FONTS, 13) == 0


def test_text_is_cut_or_broken_to_fit() -> None:
    text = "Stop, voorkom of beperk negatieve gevolgen"
    cut = fonts.elided(text, 100, FONTS, 13)
    assert cut.endswith("…")
    assert fonts.width(cut, FONTS, 13) <= 100
    assert fonts.elided(text, 1000, FONTS, 13) == text
    lines = fonts.wrapped(text, 100, FONTS, 13)
    assert " ".join(lines) == text
    assert all(fonts.width(line, FONTS, 13) <= 100 for line in lines)
    assert fonts.wrapped("x" * 400, 100, FONTS, 13)[0].endswith("…")


@pytest.mark.parametrize("font", ["DejaVu Sans", "Inter"])
def test_layouts_hold_in_other_fonts(font: str) -> None:
    chart = section_means(published()[2], language("nl"), replace(LIGHT, fonts=(font,)))
    assert crowding(chart.figure) == []
