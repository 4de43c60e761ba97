"""The figures that may leave the house, as CSV."""

import csv
from dataclasses import replace
from functools import partial
from io import StringIO
from pathlib import Path

from covenant_monitor.domain.model import Outcome
from covenant_monitor.domain.releases import Cause
from covenant_monitor.language import language
from covenant_monitor.publishing.checking import picked, publish
from covenant_monitor.publishing.tables import headings, in_tables, rows, write_tables
from covenant_monitor.publishing.words import cause_words
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.releases import releases
from tests.core.publishing.stage import demo, reopen_one

EN, NL = language("en"), language("nl")


def test_one_line_for_each_figure_and_for_what_is_withheld(tmp_path: Path) -> None:
    with demo(tmp_path) as store:
        figures = partial(in_tables, round_="2020")
        check = picked(picture(store, "KLEDING"), "2020", releases(store, "KLEDING"), figures)
        publish(
            store, check, tmp_path / "a.csv", lambda path: write_tables(path, check, NL), output="tables", language="nl"
        )
        whole = (tmp_path / "a.csv").read_bytes()
        assert whole.startswith(b"\xef\xbb\xbf")
        lines = list(csv.reader(StringIO(whole.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert lines[0] == headings(NL)
        assert len(lines) == 1 + len(check.allowed) + 1 == 59
        assert ["2020", "Gemiddelde score", "Alle deelnemers", "56", "66,1", "%", ""] in lines
        write_tables(tmp_path / "b.csv", check, EN)
        english = list(csv.reader(StringIO((tmp_path / "b.csv").read_bytes().decode("utf-8-sig"), newline="")))
        assert ["2020", "Mean score", "All participants", "56", "66.1", "%", ""] in english
        reopen_one(store, "2020")
        again = picked(picture(store, "KLEDING"), "2020", releases(store, "KLEDING"), figures)
        found = [line for line in rows(again, EN) if line[-1]]
        assert len(found) == len(again.withheld) > 0
        assert all(line[3] == line[4] == "" for line in found)
        names = [standing.party.name for standing in again.picture.round("2020").standings]
        assert not any(name in str(rows(again, EN)) for name in names)


def test_why_a_figure_is_withheld_does_not_say_it(tmp_path: Path) -> None:
    """Where all of a year are in one class, the table may not say that that is why."""
    with demo(tmp_path) as store:
        whole = picture(store, "KLEDING")
        picture_ = replace(
            whole,
            rounds=[
                replace(
                    one,
                    standings=[
                        replace(standing, outcome=Outcome.MEETS) if standing.participation_year == 2 else standing
                        for standing in one.standings
                    ],
                )
                for one in whole.rounds
            ],
        )
        check = picked(picture_, "2020", [], partial(in_tables, round_="2020"))
        same = [held for held in check.withheld if held.cause is Cause.ALL_THE_SAME]
        assert {held.statement.measure for held in same} == {"outcome:meets", "outcome:on_track", "outcome:behind"}
        for language_, said in ((EN, "it says the outcome of each"), (NL, cause_words(same[0], 5, [], NL))):
            shown = [line[-1] for line in rows(check, language_) if line[-1]]
            assert len(shown) == len(check.withheld)
            assert not any(said in line for line in shown)
        others = {line[-1] for line in rows(check, EN) if line[-1]}
        assert others == {"that of one participant could be computed from the other figures"}
        # To the secretariat it is told.
        assert any("it says the outcome of each of them" in line for line in check.why(EN))


def test_a_section_that_is_called_after_a_participant_has_its_code_only(tmp_path: Path) -> None:
    with demo(tmp_path) as store:
        with store.change("import", {"source": "test"}):
            store.connection.execute(
                "UPDATE party SET name = 'Integreer B.V.' WHERE id = (SELECT min(id) FROM party WHERE kind = 'company')"
            )
        check = picked(picture(store, "KLEDING"), "2020", [], partial(in_tables, round_="2020"))
        names = {line[1] for line in rows(check, NL) if line[0] == "2020"}
    assert not any("Integreer" in name for name in names)
    assert any("2 Identificeer" in name for name in names)
    assert len(names) == 3 + 1 + 6
