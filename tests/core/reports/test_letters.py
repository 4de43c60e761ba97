"""Letters: one participant's own numbers, nobody else's, in files with safe names."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.disclosure import names_someone, wanted_names
from covenant_monitor.domain.model import Covenant, Party, Status, Text
from covenant_monitor.domain.registers import Entry, Register
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.language import language
from covenant_monitor.reports.letters import Letters, criteria_told, file_name, write_letters
from covenant_monitor.reports.report_reading import LetterContent, ReportContent, letter_content
from covenant_monitor.store.store import open_store
from tests.core.exchange.annual_workbook.contents import Member, content, members
from tests.core.reports.pdfs import alternatives, everything, read, text_of

EN = language("en")
DAY = date(2021, 3, 1)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> LetterContent:
    path = tmp_path_factory.mktemp("letters") / "demo.covenant"
    create_demo(path).close()
    with open_store(path, read_only=True) as store:
        return letter_content(store, "KLEDING", "2019")


@pytest.mark.parametrize(("n", "told"), [(0, 0), (12, 12), (15, 15), (16, 12), (60, 12)])
def test_one_or_two_criteria_more_are_told_too(n: int, told: int) -> None:
    assert criteria_told(n) == told


def small(some: list[Member], *, minimum: int = 5, entries: list[Entry] | None = None) -> LetterContent:
    made = content({2018: some}, covenant=Covenant("C", Text("Proef", "Trial"), minimum_group=minimum))
    companies = [one.party for one in made.round.standings]
    report = ReportContent(made.picture, made.round, None, entries or [], companies, "", {})
    return LetterContent(report, made.assessments, [])


def write(folder: Path, of: LetterContent, **given: Any) -> Letters:
    return write_letters(folder, of, language=EN, written_on=DAY, **given)


def test_a_letter_says_what_the_standing_says(demo: LetterContent, tmp_path: Path) -> None:
    made = write(tmp_path, demo, participant="voorbeeld-mode")
    assert [path.name for path in made.written] == ["KLEDING-2019-VOORBEELD-MODE.pdf"]
    one = next(s for s in demo.report.round.standings if s.party.code == "VOORBEELD-MODE")
    assert one.score is not None
    assert one.outcome is not None
    text = text_of(made.written[0])
    assert "Voorbeeld Mode B.V." in text
    assert f"Your score is {EN.percent(one.score.score)}." in text
    assert f"at least {EN.percent(one.required, None)} is required" in text
    names = {section.code: section.name.en for section in demo.report.round.framework.sections}
    for part in one.score.sections:
        row = f"{part.section} {names[part.section]} {EN.percent(part.score)} {part.fully} {part.partially} {part.not_}"
        assert row in text
    actions = [e for e in demo.report.entries if e.register is Register.ACTION and e.falls_to("VOORBEELD-MODE")]
    waiting = [e for e in actions if not e.status.is_closed]
    assert waiting
    assert all(e.title in text for e in waiting)
    assert not any(e.title in text for e in actions if e.status.is_closed)
    proposed = [p for p in demo.proposals if p.participant == "VOORBEELD-MODE"]
    assert proposed
    assert proposed[0].text.en in text
    assert "On what can be compared your score was" in text


def test_a_letter_is_tagged_titled_and_marked(demo: LetterContent, tmp_path: Path) -> None:
    path = write(tmp_path, demo, participant="VOORBEELD-MODE").written[0]
    reader = read(path)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Voorbeeld Mode B.V.: Your assessment in round 2019"
    assert all("Confidential" in page.extract_text() for page in reader.pages)
    assert len(reader.pages) <= 3


def test_a_letter_names_a_reference_date_where_there_is_one(demo: LetterContent, tmp_path: Path) -> None:
    path = write(tmp_path, demo, participant="VOORBEELD-MODE").written[0]
    assert "Reference date 31 December 2019" in text_of(path)
    path = write(tmp_path, small([*members(1)])).written[0]
    assert "Reference date" not in text_of(path)


def test_C13_a_letter_names_nobody_else(demo: LetterContent, tmp_path: Path) -> None:
    for code in ("VOORBEELD-MODE", "LUCHTKASTEEL-LINNEN", "HYPOTHESE-HERENMODE"):
        path = write(tmp_path, demo, participant=code).written[0]
        others = [one for one in demo.report.companies if one.code != code]
        assert not names_someone(text_of(path), wanted_names(others))
        anywhere = everything(path)
        assert not [one.name for one in others if one.name in anywhere or one.code in anywhere]


def test_C13_a_title_that_names_another_is_withheld(tmp_path: Path) -> None:
    entry = Entry(Register.ACTION, "A1", "Samen met P deelnemer 3 naar de leverancier", party="P-0x")
    path = write(tmp_path, small(members(8), entries=[entry]), participant="P-0x").written[0]
    assert "deelnemer 3" not in text_of(path)
    assert "[withheld: names a participant]" in text_of(path)


def test_C06_the_others_are_shown_only_where_there_are_enough_of_them(tmp_path: Path) -> None:
    """The reader knows one of the scores: it takes one more than in public."""
    said = "there would be fewer than 5 others"
    assert said in text_of(write(tmp_path, small(members(5)), participant="P-0x").written[0])
    assert said not in text_of(write(tmp_path, small(members(6)), participant="P-0x").written[0])
    two_classes = [*members(6), *members(6, "Q", marks=("nn", "nn"))]
    text = text_of(write(tmp_path, small(two_classes), participant="P-0x").written[0])
    assert "The scores of all participants that count, without names. Yours is 50.0%." in text


def test_how_a_score_is_computed_stands_with_the_scores_and_not_alone_on_a_last_page(tmp_path: Path) -> None:
    text = text_of(write(tmp_path, small(members(3)), participant="P-0x").written[0])
    places = [text.index(one) for one in ("Section by section", "How a score is computed", "How all participants did")]
    assert places == sorted(places)


def test_a_distribution_of_one_class_is_no_picture(tmp_path: Path) -> None:
    said = "there are too few of them for two groups of at least 6 with different scores"
    path = write(tmp_path, small(members(8)), participant="P-0x").written[0]
    assert said in text_of(path)
    assert not alternatives(path)
    path = write(tmp_path, small([*members(8), *members(8, "Q", marks=("nn", "nn"))]), participant="P-0x").written[0]
    assert said not in text_of(path)
    assert len(alternatives(path)) == 1


def test_everybody_that_is_assessed_gets_one(tmp_path: Path) -> None:
    some = members(3)
    some[1] = replace(some[1], status=Status.DRAFT)
    some[2] = replace(some[2], marks=None)
    steps: list[tuple[int, int]] = []
    made = write(tmp_path, small(some), progress=lambda done, of: steps.append((done, of)))
    assert [path.name for path in made.written] == ["C-2018-P-0x.pdf"]
    assert [(party.code, status) for party, status in made.left_out] == [("P-1x", Status.DRAFT), ("P-2x", None)]
    assert steps == [(0, 1), (1, 1)]


def test_entered_percentages_have_no_ratings_behind_them(tmp_path: Path) -> None:
    some = [replace(members(1)[0], marks=None, summaries={"1": 40, "2": 60})]
    text = text_of(write(tmp_path, small(some)).written[0])
    assert "Your score is 50.0%." in text
    assert "Only percentages were entered of this round" in text
    assert "Fully" not in text
    assert "is rated “not”" not in text


def test_what_was_written_stays_when_it_is_stopped(tmp_path: Path) -> None:
    def stop(done: int, of: int) -> None:
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write(tmp_path, small(members(5)), progress=stop)
    assert len(list(tmp_path.iterdir())) == 2


def test_who_cannot_get_one_iscriteria_told(tmp_path: Path) -> None:
    some = [replace(one, status=Status.DRAFT) for one in members(2)]
    with pytest.raises(Problem, match="is not assessed yet"):
        write(tmp_path, small(some), participant="P-0x")
    with pytest.raises(Problem, match="nope is no participant"):
        write(tmp_path, small(some), participant="nope")
    with pytest.raises(Problem, match="is not a folder"):
        write(tmp_path / "nowhere", small(some))


@pytest.mark.parametrize(
    "name", ["=cmd|x", "#panic()", "<b>vet</b>", "\u202eom", "x" * 40_000, "\U0001f469", "a\x01b", ""]
)
def test_F55_a_hostile_name_gets_its_letter(name: str, tmp_path: Path) -> None:
    some = members(2)
    some[0] = replace(some[0], party=Party("../../x:y", name, joined_on=date(2018, 1, 1)))
    path = write(tmp_path, small(some), participant="../../x:y").written[0]
    assert path.parent == tmp_path
    if name.isascii() and name.isprintable() and len(name) < 50:
        assert name in text_of(path)


@given(st.lists(st.text(min_size=1, max_size=90), min_size=2, max_size=6, unique_by=lambda code: code.casefold()))
def test_file_names_are_safe_and_differ(codes: list[str]) -> None:
    of = small(members(1))
    names = [file_name(of, code) for code in codes]
    assert len({name.casefold() for name in names}) == len(codes)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+\.pdf", name) for name in names)
    assert all(len(name) < 200 for name in names)


def test_file_names_are_the_same_every_time() -> None:
    of = small(members(1))
    assert file_name(of, "P-0x") == "C-2018-P-0x.pdf"
    assert file_name(of, "con") == file_name(of, "con") != file_name(of, "CON ")
