"""The list of targets and indicators: groups under heads, quick filters and words."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from covenant_monitor_ui.models.rows import DISPLAY, SPOKEN, TIP
from covenant_monitor_ui.models.targets import WORD_ROLE, Entry, Key, Tab, TargetList
from covenant_monitor_ui.widgets.delegates import HEAD_ROLE, MARK_ROLE, NOTE_ROLE

SHARE = Entry(Key(Tab.TARGETS, "T"), "Omzetaandeel", "nog 40 punt", "behind", "Achter", "Doelen")
SEEN = Entry(Key(Tab.ENTERED, "OMZET"), "Omzetaandeel", "40–45 %", group="Ingevoerd")
MEAN = Entry(Key(Tab.COMPUTED, "computed:mean"), "Gemiddelde score", "68,4 %", group="Berekend")
STEP = Entry(Key(Tab.COMPUTED, "computed:step:1"), "Stap 1", "gemiddelde · 70 %", group="OESO-stappen")


@pytest.fixture
def entries(qapp: object) -> TargetList:
    made = TargetList()
    made.set_entries([SHARE, SEEN, MEAN, STEP])
    return made


def texts(entries: TargetList) -> list[str]:
    return [str(entries.data(entries.index(row))) for row in range(entries.rowCount())]


def test_it_is_a_proper_model(entries: TargetList, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(entries)
    entries.set_filter(Tab.COMPUTED, "stap")
    entries.set_entries([])


def test_every_group_stands_under_its_head(entries: TargetList) -> None:
    assert texts(entries) == [
        *("Doelen", "Omzetaandeel", "Ingevoerd", "Omzetaandeel"),
        *("Berekend", "Gemiddelde score", "OESO-stappen", "Stap 1"),
    ]
    head, first = entries.index(0), entries.index(1)
    assert entries.data(head, HEAD_ROLE) is True
    assert entries.data(head, NOTE_ROLE) == "1"
    assert not entries.flags(head) & Qt.ItemFlag.ItemIsSelectable
    assert entries.key_at(head) is None
    assert entries.first() == 1
    assert [entries.data(first, role) for role in (DISPLAY, MARK_ROLE, WORD_ROLE, NOTE_ROLE, HEAD_ROLE)] == [
        *("Omzetaandeel", "behind", "Achter", "nog 40 punt"),
        False,
    ]
    assert entries.data(first, SPOKEN) == entries.data(first, TIP) == "Omzetaandeel, Achter, nog 40 punt"
    assert entries.key_at(first) == SHARE.key


@pytest.mark.parametrize(
    ("tab", "text", "found"),
    [
        (Tab.TARGETS, "", [SHARE]),
        (Tab.ENTERED, "", [SEEN]),
        (Tab.COMPUTED, "", [MEAN, STEP]),
        (Tab.ALL, "achter", [SHARE]),
        (Tab.ALL, "OMZET aandeel", [SHARE, SEEN]),
        (Tab.ALL, "oeso stap", [STEP]),
        (Tab.TARGETS, "stap", []),
    ],
)
def test_filters(entries: TargetList, tab: Tab, text: str, found: list[Entry]) -> None:
    entries.set_filter(tab, text)
    assert [entry for entry in entries.shown if entry.key] == found
    assert entries.first() == (1 if found else -1)
    assert entries.has(Key(Tab.TARGETS, "T")), "shown or not"


def test_where_an_entry_stands(entries: TargetList) -> None:
    assert entries.place(Key(Tab.COMPUTED, "computed:step:1")) == 7
    assert entries.place(Key(Tab.TARGETS, "OMZET")) == -1
    assert not entries.has(Key(Tab.TARGETS, "OMZET"))
