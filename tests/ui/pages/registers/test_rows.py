from dataclasses import replace
from datetime import date

import pytest

from covenant_monitor.domain.model import Level, Text
from covenant_monitor.domain.registers import Entry, EntryStatus, Proposal, Register
from covenant_monitor.language import Language
from covenant_monitor_ui.models.registers import FoundLine
from covenant_monitor_ui.pages.registers.rows import (
    ASK,
    MARKS,
    MINE,
    OPEN,
    OVERDUE,
    EntryLines,
    Names,
    concerned,
    entry_columns,
    proposal_columns,
    proposal_lines,
)
from covenant_monitor_ui.pages.registers.words import overdue_words, register_tabs

EN, NL = Language("en"), Language("nl")
TODAY = date(2021, 6, 30)
NAMES = {"P": "Piet & Zn.", "Q": "Quasi"}


def lines(*entries: Entry, asked: tuple[tuple[str, str], ...] = (), language: Language = EN) -> list[FoundLine]:
    return EntryLines(language).lines(entries, NAMES, asked, "A. Voorbeeld", TODAY)


def test_a_line_is_made_anew_only_where_something_is_different() -> None:
    maker = EntryLines(EN)
    entry = Entry(Register.ACTION, "A1", "T", party="P", due_on=TODAY)

    def made(entry: Entry = entry, names: Names = NAMES, today: date = TODAY, *, asked: bool = False) -> FoundLine:
        (line,) = maker.lines([entry], names, {("action", "A1")} if asked else (), "A. Voorbeeld", today)
        return line

    first = made()
    assert made(replace(entry)) is first
    assert made(replace(entry, status=EntryStatus.DONE)).quiet
    assert ASK in made(asked=True).tabs
    assert OVERDUE in made(today=date(2021, 7, 1)).tabs
    assert made(names={"P": "Another"}).cells[1].text == "Another"


def test_a_line_has_a_cell_per_column() -> None:
    for register in Register:
        (line,) = lines(Entry(register, "X1", "T"))
        assert len(line.cells) == len(entry_columns(register, EN))


def test_tabs_and_whom_it_concerns() -> None:
    entry = Entry(
        Register.ACTION, "A1", "T", owner="a. voorbeeld", party="P", participants=("P", "Q"), due_on=date(2021, 6, 29)
    )
    (line,) = lines(entry, asked=(("action", "A1"),))
    assert line.tabs >= {OPEN, OVERDUE, MINE, ASK}
    assert line.parties == {"P", "Q"}
    assert concerned(entry) == ["P", "Q"]
    assert line.cells[1].text == "Piet & Zn. +1"
    assert "overdue" in line.search
    assert "quasi" in line.search


def test_on_its_day_it_is_not_overdue_and_closed_it_never_is() -> None:
    on_the_day = Entry(Register.ACTION, "A1", "T", due_on=TODAY)
    closed = Entry(Register.ACTION, "A2", "T", due_on=date(2020, 1, 1), status=EntryStatus.DONE)
    found = {line.key[1]: line for line in lines(on_the_day, closed)}
    assert OVERDUE not in found["A1"].tabs
    assert found["A2"].tabs == {"all"}
    assert found["A2"].quiet
    assert found["A2"].cells[3].mark == ""


def test_every_status_has_its_own_mark() -> None:
    assert len(set(MARKS.values())) == len(EntryStatus)


def test_long_texts_and_markup_stay_one_line() -> None:
    (line,) = lines(Entry(Register.ACTION, "A1", "<b>x</b>\n" + "y" * 5000, party="UNKNOWN"))
    assert "\n" not in line.cells[0].text
    assert len(line.cells[0].text) < 500
    assert line.cells[1].text == "UNKNOWN"


def test_proposals_stand_by_participant_and_then_as_given() -> None:
    text = Text("Nederlands", "English")
    found = [
        Proposal("Q", "2020", "1.2", text, Level.NOT, themes=("remedy", "own")),
        Proposal("P", "2020", "1.9", Text("Alleen"), Level.PARTIALLY),
        Proposal("P", "2020", "1.10", text, Level.NOT, unproven=True),
    ]
    made = proposal_lines(found, NAMES, EN)
    assert [line.key for line in made] == [("P", "1.9"), ("P", "1.10"), ("Q", "1.2")]
    assert all(len(line.cells) == len(proposal_columns(EN)) for line in made)
    assert [line.cells[2].text for line in made] == ["Alleen", "English", "English"]
    assert [line.cells[3].mark for line in made] == ["partially", "not", "not"]
    assert made[1].cells[3].tip == "Claimed, no evidence seen"
    assert made[2].cells[4].text == "remedy, own"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2021, 6, 29), "1 day overdue"),
        (date(2021, 5, 1), "60 days overdue"),
        (date(2021, 4, 1), "2 months overdue"),
        (date(2019, 12, 31), "17 months overdue"),
        (date(2015, 1, 1), "6 years overdue"),
        (None, ""),
    ],
)
def test_how_long_it_is_overdue(due: date | None, words: str) -> None:
    assert overdue_words(Entry(Register.ACTION, "A1", "T", due_on=due), TODAY, EN) == words


def test_tabs_say_what_is_open_and_what_is_overdue() -> None:
    tabs = register_tabs({Register.RISK: (3, 2, 0), Register.ACTION: (5, 4, 1)}, None, EN)
    assert tabs == [("risk", "Risks", "2"), ("action", "Actions", "4, 1 late"), ("proposed", "Proposed", "")]
