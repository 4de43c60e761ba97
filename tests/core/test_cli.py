"""The command line: every command, its exit codes, and one line for what could not be done."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from covenant_monitor import cli
from covenant_monitor.cli import main
from covenant_monitor.commands import COMMANDS
from covenant_monitor.domain.model import Rating
from covenant_monitor.files import sample_data
from covenant_monitor.store import ledger
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.moments import mark_meeting
from covenant_monitor.store.store import Store, create, open_store
from tests.core.store.small import beside, bring, digest, key, small

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVENANT_MONITOR_LANGUAGE", "en")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.covenant"
    small(file).close()
    return file


class Run:
    """Runs commands in this process and keeps what they say."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object, code: int = 0) -> list[str]:
        """The lines that a command prints; its exit code is `code`, and what it says on stderr fits that."""
        assert main([str(argument) for argument in arguments]) == code
        self.out, self.err = self.capsys.readouterr()
        assert "Traceback" not in self.err
        assert self.err.count("\n") == (1 if code else 0)
        return self.out.splitlines()

    def json(self, *arguments: object, code: int = 0) -> Any:
        """The one object that a command prints with --json."""
        (line,) = self(*arguments, "--json", code=code)
        found = json.loads(line)
        assert isinstance(found, dict)
        return found

    def wrong(self, *arguments: object) -> str:
        """What a command that could not be done says."""
        before = self(*arguments, code=1)
        assert before == []
        said = self.err.strip()
        assert self.json(*arguments, code=1) == {"error": said}
        return said


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


# new


def test_new(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "nieuw.covenant"
    assert run.json("new", file) == {"file": str(file)}
    with open_store(file, read_only=True) as store:
        assert ledger.history(store.connection) == []
    assert "exists already" in run.wrong("new", file)
    assert "no folder" in run.wrong("new", tmp_path / "none" / "a.covenant")
    assert beside(file) == ["nieuw.covenant"]


def test_new_with_the_demo_in_it(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "demo.covenant"
    assert run("new", file, "--demo", "--user", "D. Elders") == [f"Made: {file}"]
    (made,) = run.json("history", file)["changes"]
    assert (made["kind"], made["who"], made["action"]) == ("start", "D. Elders", "import")
    assert run.json("check", file)["findings"] == []
    assert "nothing to undo" in run.wrong("undo", file)


# import and export


def test_import_tells_what_it_did_and_a_second_time_changes_nothing(path: Path, run: Run) -> None:
    source = path.with_name("parties.csv")
    source.write_text("covenant,party,name\nKLEDING,P9,Negen\nKLEDING,P1,Voorbeeld Mode B.V.\n")
    before = digest(path)
    dry = run.json("import", path, source, "--dry-run")
    assert (dry["dry_run"], dry["added"], dry["change"]) == (True, {"parties": 1}, None)
    assert run("import", path, source, "--dry-run")[-1] == "Nothing was written: this was a dry run."
    assert digest(path) == before
    assert run.json("import", path, source, "--user", "D. Elders") == {
        "file": str(path),
        "dry_run": False,
        "added": {"parties": 1},
        "changed": {"parties": 0},
        "unchanged": {"parties": 1},
        "notes": [],
        "change": 2,
    }
    assert run("import", path, source) == ["parties: 0 added, 0 changed, 2 unchanged"]
    assert run.json("import", path, source)["change"] is None
    assert run.json("history", path)["changes"][0]["who"] == "D. Elders"


def test_an_import_that_is_refused_lists_everything_and_changes_nothing(path: Path, run: Run) -> None:
    source = path.with_name("parties.csv")
    source.write_text("covenant,party,name,kind\nX,P1,Een,\nKLEDING,P9,Negen,bedrijf\n")
    before = digest(path)
    lines = run("import", path, source, code=1)
    assert lines == [
        "parties.csv, cell D3: “bedrijf” is not one of: company, association, union, ngo, government, other.",
        "parties.csv, cell A2: There is no covenant “X” in the file or in this import.",
    ]
    assert run.err == "Nothing was imported: 2 things are wrong. Mend them and import again.\n"
    told = run.json("import", path, source, code=1)
    assert told["error"] == run.err.strip()
    assert told["findings"][1] == {
        "source": "parties.csv",
        "sheet": "parties",
        "cell": "A2",
        "message": "There is no covenant “X” in the file or in this import.",
    }
    assert digest(path) == before
    assert beside(path) == ["a.covenant", "parties.csv"]


def test_import_takes_several_sources(path: Path, run: Run) -> None:
    folder = path.with_name("tables")
    folder.mkdir()
    (folder / "parties.csv").write_text("covenant,party,name\nKLEDING,P8,Acht\n")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "ratings"
    for row in (["covenant", "party", "round", "criterion", "rating"], ["KLEDING", "P8", "2020", "A1", "fully"]):
        sheet.append(row)
    book.save(path.with_name("ratings.xlsx"))
    done = run.json("import", path, folder, path.with_name("ratings.xlsx"))
    assert done["added"] == {"parties": 1, "assessments": 1, "ratings": 1}
    assert "no file or folder" in run.wrong("import", path, path.with_name("none.csv"))


@pytest.mark.parametrize("name", ["out.xlsx", "out"])
def test_export_and_import_again(path: Path, run: Run, name: str) -> None:
    out = path.with_name(name)
    written = run.json("export", path, out)
    assert written["out"] == str(out)
    assert (written["tables"]["parties"], written["tables"]["ratings"]) == (4, 9)
    assert run.json("import", path, out)["change"] is None
    assert run.json("export", path, out, "--tables", "parties,rounds")["tables"] == {"parties": 4, "rounds": 3}
    assert run("export", path, out, "--tables", "parties", "rounds") == ["rounds: 3 rows", "parties: 4 rows"]
    assert "no table partijen" in run.wrong("export", path, out, "--tables", "partijen")


@pytest.mark.parametrize(
    "command",
    [("export",), ("workbook",), ("chart", "outcomes")],
)
def test_what_is_written_never_takes_the_place_of_the_file_itself(path: Path, run: Run, command: Sequence[str]) -> None:
    before = digest(path)
    name, *more = command
    assert "is the covenant file itself" in run.wrong(name, path, *more, path)
    link = path.with_name("link.xlsx")
    link.symlink_to(path)
    assert "is the covenant file itself" in run.wrong(name, path, *more, link)
    assert digest(path) == before


def test_a_workbook_is_never_written_over_something_that_is_none(path: Path, run: Run) -> None:
    other = path.with_name("other.covenant")
    small(other).close()
    before = digest(other)
    assert "ends in .xlsx" in run.wrong("workbook", path, other)
    assert digest(other) == before


# scores


def test_scores_as_json(path: Path, run: Run) -> None:
    found = run.json("scores", path, "--covenant", "kleding", "--round", "2019")
    assert list(found) == ["covenant", "round", "one_person", "scores"]
    assert (found["covenant"], found["round"]) == ("KLEDING", "2019")
    assert [(score["party"], score["kind"]) for score in found["scores"]] == [
        ("P1", "secretariat"),
        ("P3", "second"),
        ("P3", "secretariat"),
    ]
    assert found["scores"][0] == {
        "party": "P1",
        "name": "Voorbeeld Mode B.V.",
        "round": "2019",
        "kind": "secretariat",
        "status": "final",
        "participation_year": 1,
        "score": 50.0,
        "low": 50.0,
        "high": 50.0,
        "rated": 4,
        "applicable": 4,
        "required": 10.0,
        "outcome": "meets",
        "sections": [
            {
                "section": "A",
                "score": 50.0,
                "rated": 3,
                "applicable": 3,
                "fully": 1,
                "partially": 1,
                "not": 1,
                "na": 0,
            },
            {
                "section": "B",
                "score": None,
                "rated": 1,
                "applicable": 1,
                "fully": 0,
                "partially": 0,
                "not": 0,
                "na": 1,
            },
        ],
    }
    p3 = found["scores"][2]
    assert (p3["score"], p3["low"], p3["high"], p3["outcome"]) == (0.0, 0.0, 100 * 2.75 / 3, None)


def test_scores_of_the_latest_round_of_the_only_covenant_and_of_every_kind(path: Path, run: Run) -> None:
    assert run.json("scores", path)["round"] == "2021"
    found = run.json("scores", path, "--round", "2020")["scores"]
    assert [(score["party"], score["kind"], score["status"]) for score in found] == [
        ("P1", "secretariat", "draft"),
        ("P1", "self", "submitted"),
        ("P3", "secretariat", "draft"),
    ]
    lines = run("scores", path, "--round", "2020")
    assert len(lines) == 4
    assert lines[1].split()[:3] == ["Voorbeeld", "Mode", "B.V."]
    assert "100.0% (provisional, 6.7–100.0)" in lines[1]
    assert "44.4%" in lines[3]


def test_what_there_is_not_is_told_with_what_there_is(path: Path, run: Run, tmp_path: Path) -> None:
    assert run.wrong("scores", path, "--covenant", "X") == "There is no covenant X in this file. It has: KLEDING."
    assert run.wrong("scores", path, "--round", "X") == "KLEDING has no round X. It has: 2019, 2020, 2021."
    assert run.wrong("history", path, "--participant", "X") == "KLEDING has no party X."
    empty = tmp_path / "empty.covenant"
    with create(empty) as store:
        bring(store, covenants="covenant\nB\nA")
    assert run.wrong("scores", empty) == "Say which covenant, with --covenant. The file has: A, B."
    assert run.wrong("scores", empty, "--covenant", "b") == "B has no rounds yet."


# progress, workbook, chart


def test_progress_as_json(path: Path, run: Run) -> None:
    found = run.json("progress", path, "--at", "2019-06-30")
    assert list(found) == ["covenant", "at", "one_person", "indicators", "targets"]
    assert (found["covenant"], found["at"]) == ("KLEDING", "2019-06-30")
    entered = found["indicators"][0]
    assert entered == {
        "indicator": "OMZET",
        "unit": "%",
        "observations": [
            {
                "date": "2018-12-31",
                "value": 35.0,
                "low": None,
                "high": None,
                "numerator": None,
                "denominator": None,
                "source": "verzonnen",
                "note": "",
            }
        ],
    }
    computed = [indicator["indicator"] for indicator in found["indicators"][1:]]
    assert all(code.startswith("computed:") for code in computed)
    assert {"computed:participants", "computed:assessed", "computed:mean-score", "computed:meets"} <= set(computed)
    (target,) = found["targets"]
    assert (target["target"], target["indicator"]) == ("DOEL", "OMZET")
    assert [(milestone["date"], milestone["value"]) for milestone in target["milestones"]] == [
        ("2020-12-31", 50.0),
        ("2022-12-31", 80.0),
    ]
    assert set(target["milestones"][0]) == {
        "date",
        "value",
        "status",
        "gap",
        "pace_needed_per_year",
        "pace_so_far_per_year",
        "projected",
        "projected_low",
        "projected_high",
    }
    later = run.json("progress", path, "--at", "2021-06-30")
    assert later["targets"][0]["milestones"][0]["status"] == "missed"
    assert later["targets"][0]["milestones"][0]["gap"] == 10.0  # by the lower end of 40-45
    assert run.json("progress", path)["at"] > "2024"
    lines = run("progress", path, "--at", "2021-06-30")
    assert lines[0] == "Share of turnover: 40–45 % (31 December 2019)"
    assert any("Target DOEL, 50 % on 31 December 2020: Missed" in line for line in lines)


def test_the_published_garment_figures(tmp_path: Path, run: Run) -> None:
    """35 % in 2016, 48 % at the end of 2018 against 50, 40-45 % in 2019, 80 % wanted at the end of 2021."""
    file = tmp_path / "published.covenant"
    run("new", file)
    run("import", file, sample_data("published"))

    def market(at: str) -> Any:
        targets = run.json("progress", file, "--covenant", "AGT", "--at", at)["targets"]
        return next(target for target in targets if target["target"] == "OMZETAANDEEL")["milestones"]

    first, second = market("2019-01-15")
    assert (first["date"], first["status"], first["gap"]) == ("2018-12-31", "missed", 2)
    assert (first["pace_needed_per_year"], first["projected"]) == (None, None)
    assert (second["date"], second["status"], second["gap"]) == ("2021-12-31", "behind", 32)
    assert round(second["pace_needed_per_year"], 1) == 10.7
    assert 35 < second["projected_low"] + 10 < second["projected"] < second["projected_high"] <= 100
    _first, second = market("2020-06-01")
    assert (second["status"], second["gap"]) == ("behind", 40)
    # Least squares by hand through days 0, 392, 757, 910 and 1,275 after 4 July 2016.
    days, values = (0, 392, 757, 910, 1275), (35, 35, 43.5, 48, 42.5)
    mean = sum(days) / 5
    slope = sum((day - mean) * v for day, v in zip(days, values, strict=True)) / sum((d - mean) ** 2 for d in days)
    assert second["projected"] == pytest.approx(sum(values) / 5 + slope * (2006 - mean))
    assert second["projected_low"] < 40
    assert second["projected_high"] < 80, "even the best that the line allows does not reach it"
    _first, second = market("2022-01-01")
    assert (second["status"], second["gap"], second["projected"]) == ("missed", 40, None)
    found = run.json("progress", file, "--covenant", "NATIONAL", "--at", "2021-01-01")["targets"][0]["milestones"][0]
    assert (found["status"], found["gap"], found["projected"]) == ("behind", 55, None)
    assert round(found["pace_needed_per_year"], 1) == 18.3
    found = run.json("progress", file, "--covenant", "NATIONAL", "--at", "2024-01-01")["targets"][0]["milestones"][0]
    assert (found["status"], found["gap"]) == ("missed", 55)


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_workbook_of_a_round(path: Path, run: Run, audience: str) -> None:
    out = path.with_name("ronde.xlsx")
    found = run.json("workbook", path, out, "--round", "2019", "--audience", audience, "--language", "nl")
    released = {"figures": 0, "withheld": [], "left_out": []} if audience == "public" else {}
    assert found == {"out": str(out), "covenant": "KLEDING", "round": "2019", "audience": audience, **released}
    cells = str([list(sheet.values) for sheet in openpyxl.load_workbook(out)])
    assert ("Voorbeeld Mode" in cells) == (audience == "internal")


def test_a_chart(path: Path, run: Run) -> None:
    out = path.with_name("chart.png")
    found = run.json("chart", path, "outcomes", out, "--scale", "1", "--language", "en")
    assert found["out"] == str(out)
    assert out.read_bytes().startswith(b"\x89PNG")
    assert found["title"] in found["description"]
    run.wrong("chart", path, "none", out)
    run.wrong("chart", path, "outcomes", path.with_name("chart.doc"))
    with pytest.raises(SystemExit, match="2"):
        run("chart", path, "outcomes", out, "--scale", "0")


# check, backup, restore, history, undo, redo


def test_check(path: Path, run: Run) -> None:
    found = run.json("check", path)
    assert (found["file"], found["changes"], found["findings"]) == (str(path), 1, [])
    assert run("check", path) == [f"Nothing is wrong. Digest: {found['digest']}"]
    with open_store(path) as store, store.change("import", {"source": "test"}):
        store.connection.execute("UPDATE party SET left_on = '2000-01-01' WHERE code IN ('P1', 'P2')")
    assert run("check", path, code=1) == ["rules: P1: left before it joined.", "rules: P2: left before it joined."]
    assert run.err == f"2 things are wrong in {path}.\n"
    assert run.json("check", path, code=1)["findings"] == [
        {"area": "rules", "message": "P1: left before it joined."},
        {"area": "rules", "message": "P2: left before it joined."},
    ]


def test_backup_and_restore(path: Path, run: Run) -> None:
    made = Path(run.json("backup", path)["backup"])
    assert made.parent == path.with_name("a backups")
    then = run.json("check", path)["digest"]
    with open_store(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
    lines = run("restore", made, path)
    assert lines[0] == f"Restored: {path}"
    assert lines[1].startswith("What was there before is kept as: ")
    assert run.json("check", path)["digest"] == then
    new = path.with_name("terug.covenant")
    assert run.json("restore", made, new) == {"file": str(new), "kept": None}
    assert "does not exist" in run.wrong("restore", path.with_name("none"), path)
    assert "not a covenant file" in run.wrong("restore", sample_data("README.md"), path)


def test_history(path: Path, run: Run) -> None:
    with open_store(path, user="D. Elders") as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        rate(store, key=key("P2", "2020"), ratings={"A1": Rating(1)})
    changes = run.json("history", path, "--participant", "p1")["changes"]
    assert [change["id"] for change in changes] == [2, 1]
    assert set(changes[0]) == {"id", "at", "who", "action", "kind", "text", "why", "rows"}
    assert (changes[0]["who"], changes[0]["text"]) == ("D. Elders", "A1 of Voorbeeld Mode B.V. rated: not")
    (row,) = changes[0]["rows"]
    assert (row["table"], row["before"]["value"], row["after"]["value"]) == ("rating", 1.0, 0.0)
    (line,) = run("history", path, "--limit", "1")
    assert line.split()[0] == "3"
    assert "D. Elders" in line
    assert len(run("history", path)) == 3


def test_history_field_by_field(path: Path, run: Run) -> None:
    with open_store(path, user="D. Elders") as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0, note="gezien")})
        rate(store, key=key("P2", "2020"), ratings={"A1": Rating(1)})
    fields = run.json("history", path, "--fields", "--participant", "p1", "--since", "2020-01-01")["fields"]
    assert [(one["change_set"], one["field"]) for one in fields[:2]] == [(2, "rating"), (2, "note")]
    assert {one["party"] for one in fields} == {"P1"}
    first = fields[0]
    assert first | {"at": "", "row": ""} == {
        "change_set": 2,
        "at": "",
        "who": "D. Elders",
        "action": "rate",
        "kind": "edit",
        "text": "A1 of Voorbeeld Mode B.V. rated: not",
        "why": "",
        "table": "rating",
        "row": "",
        "covenant": "KLEDING",
        "party": "P1",
        "record": "Voorbeeld Mode B.V. · 2020 · A1",
        "field": "rating",
        "before": "fully",
        "after": "not",
        "new": False,
        "gone": False,
        "records": None,
    }
    (line,) = run("history", path, "--fields", "--participant", "P2", "--limit", "1")
    assert line.split()[0] == "3"
    assert line.endswith("D. Elders  Rating Fictief Textiel N.V. · 2020 · A1, Rating: (new) → Fully")


def test_history_since(path: Path, run: Run) -> None:
    made = run.json("backup", path)["backup"]
    with open_store(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        mark_meeting(store, covenant="KLEDING", name="Stuurgroep")
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(1)})
        day = ledger.change_set(store.connection, 4).at.astimezone().date()
    assert [one["id"] for one in run.json("history", path, "--since", made)["changes"]] == [4, 3, 2]
    assert [one["id"] for one in run.json("history", path, "--since", "meeting")["changes"]] == [4]
    assert [one["before"] for one in run.json("history", path, "--fields", "--since", "Meeting")["fields"]] == ["not"]
    assert len(run.json("history", path, "--since", day)["changes"]) == 4
    assert run("history", path, "--since", "2999-12-31") == []
    assert run.wrong("history", path, "--since", "vorige week").startswith("“vorige week” is no date")
    with create(path.with_name("b.covenant")) as other:
        bring(other, covenants="covenant,name_nl\nX,Anders")
    assert "no backup of this file" in run.wrong("history", path, "--since", path.with_name("b.covenant"))
    assert "No meeting of X" in run.wrong("history", path.with_name("b.covenant"), "--since", "meeting")


def test_history_of_large_imports(path: Path, run: Run) -> None:
    with open_store(path) as store:
        bring(store, parties="covenant,party,name\n" + "\n".join(f"KLEDING,X{n},Bedrijf {n}" for n in range(301)))
    assert run.json("history", path, "--fields", "--limit", "1")["fields"][0]["records"] == {"party": 301}
    assert run("history", path, "--fields")[0].endswith("301 records (301 parties)")
    assert len(run("history", path, "--fields", "--full")) > 600


def test_undo_and_redo(path: Path, run: Run) -> None:
    with open_store(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
    text = "A1 of Voorbeeld Mode B.V. rated: not"
    assert run.json("undo", path, "--user", "D. Elders") == {"undone": 2, "change": 3, "text": text}
    assert run("redo", path) == [f"Redone: {text}"]
    assert "nothing to redo" in run.wrong("redo", path)
    assert [change["kind"] for change in run.json("history", path)["changes"]] == ["redo", "undo", "edit", "edit"]
    assert run.json("history", path)["changes"][1]["who"] == "D. Elders"
    run("undo", path)
    run("undo", path)
    assert "nothing to undo" in run.wrong("undo", path)


# Every command


def arguments_of(command: str, file: Path) -> list[str]:
    more = {
        "import": [str(file.with_name("parties.csv"))],
        "export": [str(file.with_name("out"))],
        "workbook": [str(file.with_name("out.xlsx"))],
        "report": [str(file.with_name("out.pdf"))],
        "letters": [str(file.with_name("out"))],
        "questionnaire": [str(file.with_name("out"))],
        "chart": ["outcomes", str(file.with_name("out.png"))],
    }
    if command == "restore":
        return [command, str(file), str(file.with_name("other.covenant"))]
    return [command, str(file), *more.get(command, [])]


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "new"])
def test_F01_F03_a_file_that_is_none_is_told_in_one_line(tmp_path: Path, run: Run, command: str) -> None:
    (tmp_path / "parties.csv").write_text("covenant,party,name\n")
    missing, text = tmp_path / "none.covenant", tmp_path / "text.covenant"
    text.write_text("geen convenant")
    before = beside(text)
    assert "does not exist" in run.wrong(*arguments_of(command, missing))
    assert "not a covenant file" in run.wrong(*arguments_of(command, text))
    assert beside(text) == before
    assert text.read_text() == "geen convenant"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_both_languages(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = set()
    for code in ("nl", "en"):
        monkeypatch.setenv("COVENANT_MONITOR_LANGUAGE", code)
        with pytest.raises(SystemExit) as stopped:
            main([command, "--help"])
        assert stopped.value.code == 0
        said.add(capsys.readouterr().out)
    assert len(said) == 2
    assert all("--json" in text and "--user" in text for text in said)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    assert all(command in said for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["none"],
        ["scores"],
        ["scores", "a", "--none"],
        ["import", "a"],
        ["progress", "a", "--at", "2020-13-01"],
        ["history", "a", "--limit", "veel"],
        ["workbook", "a", "b.xlsx", "--audience", "everybody"],
        ["chart", "a", "outcomes", "b.png", "--theme", "blue"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage:" in err
    assert "Traceback" not in err


def test_a_bug_is_told_in_one_line_and_written_down(
    path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    monkeypatch.setattr("covenant_monitor.logs.Path.home", lambda: tmp_path)

    def broken(_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(cli, "check", broken)
    run.wrong("check", path)
    (log,) = tmp_path.rglob("log.txt")
    assert str(log) in run.err
    assert "ZeroDivisionError: a bug" in log.read_text(encoding="utf-8")
    assert "Voorbeeld Mode" not in log.read_text(encoding="utf-8")


def test_F20_a_disk_that_fails_while_it_is_read_is_told_and_a_bug_in_a_query_stays_one(
    path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def failing(_: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error

    monkeypatch.setattr(cli, "check", failing)
    assert "check the disk or the network" in run.wrong("check", path)
    monkeypatch.setattr(cli, "check", lambda store: store.connection.execute("no statement"))
    monkeypatch.setattr(cli, "start_logging", lambda: tmp_path / "log.txt")
    assert "went wrong in the program itself" in run.wrong("check", path)


def test_ctrl_c_ends_quietly(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "check", interrupted)
    assert main(["check", str(path)]) == 130
    assert capsys.readouterr() == ("", "")


def test_messages_in_dutch(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVENANT_MONITOR_LANGUAGE", "nl")
    assert "bestaat niet" in run.wrong("check", path.with_name("none"))


# As processes


def process(
    *arguments: object, out: int | Any = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "covenant_monitor", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_as_a_process(path: Path) -> None:
    done = process("scores", path, "--round", "2019", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["scores"][0]["party"] == "P1"
    failed = process("scores", path.with_name("none"))
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.count("\n") == 1


def test_a_name_that_the_console_has_no_signs_for_is_printed_all_the_same(path: Path) -> None:
    with open_store(path) as store:
        bring(store, parties="covenant,party,name\nKLEDING,P1,Żółć ’n 纺织 B.V.")
    lines = process("scores", path, "--round", "2019", PYTHONIOENCODING="ascii")
    assert (lines.returncode, lines.stderr) == (0, "")
    assert "B.V." in lines.stdout
    full = process("scores", path, "--round", "2019", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(full.stdout)["scores"][0]["name"] == "Żółć ’n 纺织 B.V."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
def test_F19_output_that_cannot_be_written_is_told(path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = process("scores", path, out=full, LANG="C.UTF-8")
    assert done.returncode == 1
    assert done.stderr == "The result could not be written (No space left on device).\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes are another thing there")
def test_a_reader_that_has_seen_enough_is_no_error(path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = process("scores", path, out=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def held(path: Path) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


def test_F27_a_file_that_is_open_in_another_process_is_told_with_who_has_it(path: Path, held: Store) -> None:
    before = path.stat().st_mtime_ns
    for command in ("undo", "scores", "check"):
        done = process(command, path)
        assert done.returncode == 1
        assert done.stderr.startswith("a.covenant is open elsewhere (")
        assert done.stderr.count("\n") == 1
    assert path.stat().st_mtime_ns == before
    assert not held.read_only
