import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Criterion, Framework, Relation, Section, Text
from covenant_monitor.domain.versions import Match
from covenant_monitor.language import Language
from covenant_monitor_ui.dialogs.version_wizard.differences import Differences, marked
from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme

WORDS = st.lists(st.sampled_from(["er", "is", "<b>", "&amp;", "beleid", "\n"]), max_size=8).map(" ".join)


def plain(text: str) -> str:
    return unescape(re.sub(r"</?span[^>]*>", "", text.replace("<br>", "\n")))


@given(WORDS, WORDS)
def test_both_texts_are_whole_and_nothing_in_them_is_markup(before: str, after: str) -> None:
    first, second = marked(before, after, LIGHT)
    assert (plain(first), plain(second)) == (before, after)


def test_what_changed_is_marked_by_shape() -> None:
    first, second = marked("er is beleid", "er is nieuw beleid", LIGHT)
    assert first == "er is beleid"
    assert re.search(r"underline[^>]*>nieuw ?<", second)
    first, _second = marked("er is nieuw beleid", "er is beleid", LIGHT)
    assert re.search(r"line-through[^>]*>nieuw ?<", first)


def framework(version: str, **texts: Text) -> Framework:
    return Framework(
        "F", version, Text(), (Section("A", Text(), tuple(Criterion(code, text) for code, text in texts.items())),)
    )


def test_every_pair_in_both_languages_and_in_the_colours_of_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    old = framework("1", A1=Text("water en lucht", "water and air"))
    new = framework("2", B1=Text("water", "water"), B2=Text("lucht", ""))
    made = Differences(Language("en"))
    qtbot.addWidget(made)
    made.show_match(Match(("A1",), ("B1", "B2"), Relation.SPLIT, 0.5), old, new)
    assert [plain(text) for text in made.texts] == [
        "A1 · version 1", "water and air", "water en lucht", "B1 · version 2", "water", "water",
        "A1 · version 1", "water and air", "water en lucht", "B2 · version 2", "lucht",
    ]  # fmt: skip
    made.show()
    before = made.texts
    apply_theme(qapp, DARK)
    assert made.texts != before
    made.show_match(Match((), ("B2",), Relation.NEW), old, new)
    assert made.texts == ["B2 · version 2", "lucht"]
    made.show_match(Match(("A1",), (), Relation.DROPPED), old, new)
    assert made.texts[0] == "A1 · version 1"
