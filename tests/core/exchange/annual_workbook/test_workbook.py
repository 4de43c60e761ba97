"""The round's workbook: its numbers, that they recompute, and that nothing leaves it that should not."""

import html
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from defusedxml import ElementTree
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from covenant_monitor.domain.model import (
    HALF,
    AssessmentKind,
    Covenant,
    Party,
    Rating,
    Scale,
    Section,
    Status,
    Text,
)
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment, Reopening, RoundContent
from covenant_monitor.domain.targets import Indicator, Milestone, Observation, Target
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.annual_workbook.source import NOTHING, Beside, read_beside
from covenant_monitor.exchange.annual_workbook.workbook import OpenElsewhere, write_round_workbook
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.language import NO_NUMBER, Language, language
from covenant_monitor.store.round_content import round_content
from tests.core.domain.strategies import Case, framework_of, reference, year_round
from tests.core.exchange.annual_workbook.contents import FRAMEWORK, Member, content, members

EN, NL = language("en"), language("nl")
DAY = date(2021, 3, 1)
PARTICIPANTS_HEAD, RATINGS_HEAD = 5, 5
HOSTILE = [
    "=cmd|' /C calc'!A1",
    "+1",
    "-3,5",
    "@x",
    "<b>Vet</b>",
    "<r><t>x</t></r>",
    "{=1}",
    "\u200f\u05e9\u05dc\u05d5\u05dd\u200e BV",
    "👩‍🏭 Werk",
    "_x0041_x0042_",
    "a\x01b",
    "two\nlines",
    'a "quoted" & b',
    "0012",
    "https://example.org/" + "x" * 3_000,
    "mailto:a@b.nl",
    "x" * 32_767,
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[RoundContent, Beside]:
    store = create_demo(tmp_path_factory.mktemp("demo") / "demo.covenant")
    try:
        return round_content(store, "KLEDING", "2020"), read_beside(store, "KLEDING", "2020")
    finally:
        store.close()


@pytest.fixture(scope="module")
def demo(whole: tuple[RoundContent, Beside]) -> RoundContent:
    return whole[0]


@pytest.fixture(scope="module")
def beside(whole: tuple[RoundContent, Beside]) -> Beside:
    return whole[1]


@pytest.fixture(scope="module")
def internal(demo: RoundContent, beside: Beside, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Workbook]:
    """The demo's internal workbook in English, made and read once; it is large."""
    path = tmp_path_factory.mktemp("internal") / "r.xlsx"
    return path, write(path, demo, beside=beside)


def write(
    path: Path, made: RoundContent, *, public: bool = False, words: Language = EN, beside: Beside = NOTHING
) -> Workbook:
    """The workbook, read again with the results of its formulas."""
    write_round_workbook(path, made, language=words, public=public, written_on=DAY, beside=beside)
    return openpyxl.load_workbook(path, data_only=True)


def values(sheet: Worksheet, row: int, columns: int | None = None) -> list[Any]:
    """The cells of a row."""
    return [cell.value for cell in sheet[row]][:columns]


def table(sheet: Worksheet, heading: str, skip: int = 1) -> list[list[Any]]:
    """The rows of the table under a heading in column A, with the heads first, until a row without numbers."""
    start = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == heading) + skip
    rows = [values(sheet, start)]
    for row in range(start + 1, sheet.max_row + 1):
        found = values(sheet, row)
        if found[0] is None or found[1] is None:
            break
        rows.append(found)
    return rows


def facts(sheet: Worksheet) -> dict[str, Any]:
    """The lines "label  value" at the top of the summary."""
    return {sheet.cell(row, 1).value: sheet.cell(row, 2).value for row in range(4, 14) if sheet.cell(row, 1).value}


def texts(book: Workbook) -> str:
    """Every text in every cell."""
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
    )


def cells(book: Workbook) -> Iterator[tuple[str, str, Any]]:
    """Every cell that has something: (sheet, address, value)."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield sheet.title, cell.coordinate, cell.value


def parts(path: Path) -> dict[str, str]:
    """Every part of the package, as text."""
    with ZipFile(path) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


class Own:
    """What the demo's round comes to, by a computation of our own from its ratings."""

    def __init__(self, made: RoundContent) -> None:
        framework = made.round.framework
        mine = {a.party: a for a in made.assessments if a.kind is AssessmentKind.SECRETARIAT}
        self.scores: dict[str, Fraction | None] = {}
        self.bands: dict[str, tuple[Fraction | None, Fraction | None]] = {}
        self.sections: dict[str, list[Fraction | None]] = {}
        self.rated: dict[str, tuple[int, int]] = {}
        self.counted: list[str] = []
        self.outcomes: dict[str, str] = {}
        self.years: dict[str, int] = {}
        ladder = {r.participation_year: r.percent for r in made.round.round.requirements}
        for standing in made.round.standings:
            code = standing.party.code
            self.years[code] = standing.participation_year
            if code not in mine:
                continue
            case = Case(framework, mine[code].ratings, standing.participation_year, standing.party.group)
            rated = len(case.applying) - len(case.open)
            self.scores[code] = reference(case)
            self.bands[code] = reference(case, fill=0), reference(case, fill=1)
            self.sections[code] = [
                reference(replace(case, framework=replace(framework, sections=[section])))
                for section in framework.sections
            ]
            self.rated[code] = rated, len(case.applying)
            assessed = mine[code].status in (Status.ASSESSED, Status.REVIEWED, Status.FINAL)
            if assessed and not case.open and self.scores[code] is not None:
                self.counted.append(code)
                required = ladder[min(standing.participation_year, 3)]
                score = self.scores[code] or Fraction()
                self.outcomes[code] = (
                    "Meets" if score >= required else "On track" if score >= required - 15 else "Behind"
                )

    def group(self, years: range) -> list[str]:
        return [code for code in self.counted if self.years[code] in years]

    def row(self, years: range) -> list[float]:
        """n, counts, shares, mean and its n."""
        codes = self.group(years)
        tally = Counter(self.outcomes[code] for code in codes)
        counts = [tally[name] for name in ("Meets", "On track", "Behind")]
        scores = [self.scores[code] or Fraction() for code in codes]
        shares = [100 * count / len(codes) for count in counts]
        return [len(codes), *counts, *shares, float(sum(scores) / len(scores)), len(codes)]


class TestNumbers:
    """Against a computation of our own."""

    def test_F58_participants(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        sheet = internal[1]["Participants"]
        own = Own(demo)
        assert sheet.max_row == PARTICIPANTS_HEAD + len(demo.round.standings)
        names = []
        for row in range(PARTICIPANTS_HEAD + 1, sheet.max_row + 1):
            found = values(sheet, row)
            code = found[0]
            names.append(found[1])
            assert found[3] == own.years[code]
            assert isinstance(found[4], datetime)
            assert (found[14] == "Yes") is (code in own.counted)
            if code not in own.scores:
                assert found[5:13] == ["Not begun", NO_NUMBER, NO_NUMBER, "Not yet", *[NO_NUMBER] * 3, found[12]]
                assert found[13:16] == ["Still open", "No", "Not begun"]
                continue
            assert tuple(found[6:8]) == own.rated[code]
            expected = [own.scores[code], *own.bands[code]]
            assert [number(value) for value in found[8:11]] == pytest.approx(
                [float(v) for v in expected if v is not None]
            )
            assert found[11] == ("Yes" if own.rated[code][0] < own.rated[code][1] else "No")
            if code in own.counted:
                assert found[13] == own.outcomes[code]
            for value, score in zip(found[16:-1], own.sections[code], strict=True):
                assert number(value) == (None if score is None else pytest.approx(float(score)))
        assert names == sorted(names, key=Language.sort_key)

    def test_F58_outcomes(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        sheet = internal[1]["Summary"]
        own = Own(demo)
        rows = table(sheet, "Outcome in round 2020")
        assert [row[0] for row in rows] == [
            "Participation year",
            "All participants",
            "Participation year 1",
            "Participation year 2",
            "Year 3 and later",
        ]
        assert [row[1] for row in rows[1:]] == [NO_NUMBER, 20, 40, 60]
        for row, years in zip(rows[1:], (range(9), range(1, 2), range(2, 3), range(3, 9)), strict=True):
            assert row[2:11] == pytest.approx(own.row(years))
        said = facts(sheet)
        assert said["Participants in the round"] == len(demo.round.standings)
        assert said["Counted in the figures"] == len(own.counted)
        assert said["Reference date"] == datetime(2020, 12, 31)
        assert said["Framework version"] == "2"
        assert said["Date of this workbook"] == datetime(2021, 3, 1)

    def test_F58_sections(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        sheet = internal[1]["Sections and steps"]
        own = Own(demo)
        rows = table(sheet, "Mean score per section")
        assert rows[0][:6] == ["Section", "OECD step", "2020 (n)", "2020", "2019 (n)", "2019"]
        steps = table(sheet, "OECD steps")
        for place, row in enumerate(rows[1:]):
            scores = [s for code in own.counted if (s := own.sections[code][place]) is not None]
            assert row[2] == len(scores)
            assert row[3] == pytest.approx(float(sum(scores) / len(scores)))
            assert steps[place + 1][1:3] == row[2:4]

    def test_F58_how_the_ratings_fall(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        sheet = internal[1]["Sections and steps"]
        own = Own(demo)
        rows = table(sheet, "How the ratings fall per section")[1:]
        steps = table(sheet, "OECD steps")[1:]
        mine = {a.party: a for a in demo.assessments if a.kind is AssessmentKind.SECRETARIAT}
        years = {s.party.code: s for s in demo.round.standings}
        for section, row, step in zip(demo.round.framework.sections, rows, steps, strict=True):
            tally: Counter[Any] = Counter()
            for code in own.counted:
                standing = years[code]
                case = Case(demo.round.framework, mine[code].ratings, standing.participation_year, standing.party.group)
                for criterion in section.criteria:
                    if criterion.code in {one.code for one in case.applying}:
                        tally[mine[code].ratings[criterion.code].value] += 1
            counts = [tally[1], tally[HALF], tally[0]]
            assert row[1:5] == [*counts, sum(counts)] == step[3:7]
            assert row[5:8] == pytest.approx([100 * count / sum(counts) for count in counts])

    def test_F58_earlier_rounds(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        sheet = internal[1]["Summary"]
        rows = table(sheet, "This round and the earlier ones")[1:]
        assert [row[0] for row in rows] == ["2017", "2018", "2019", "2020"]
        assert [row[12] for row in rows] == [None, None, "Framework version 2", None]
        for row, picture in zip(rows, demo.picture.rounds, strict=True):
            counted = [s for s in picture.headline.counted if s.outcome]
            tally = Counter(s.outcome.value for s in counted if s.outcome)
            asked = [len(counted), tally["meets"], tally["on_track"], tally["behind"]]
            assert row[2:6] == (asked if picture.round.requirements else [NO_NUMBER] * 4)
            assert row[10] == len(picture.headline.counted)
        assert rows[0][6:9] == [NO_NUMBER] * 3
        assert rows[3][2:11] == table(sheet, "Outcome in round 2020")[1][2:11]
        cohorts = table(internal[1]["Participation years"], "Participation year", 0)[1:]
        assert [sum(row[2] for row in cohorts if row[1] == code) for code in ("2018", "2019", "2020")] == [
            row[2] for row in rows[1:]
        ]
        title = "Share that meets the requirement, in % of the participants that count"
        meeting = list(internal[1]["Participation years"].iter_rows(values_only=True))
        start = next(i for i, row in enumerate(meeting) if row[0] == title) + 2
        found = {row[0]: row[2:5] for row in meeting[start : start + 4]}
        assert found["Framework version 2"] == (None, None, None)
        for row in rows[1:]:
            assert found[row[0]] == (row[2], row[3], pytest.approx(row[6]))

    def test_why_not_counted(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        sheet = internal[1]["Summary"]
        rows = table(sheet, "Not counted in the outcome, and why")[1:]
        own = Own(demo)
        assert sum(row[1] for row in rows) == len(demo.round.standings) - len(own.counted)
        begun = len(own.scores)
        assert dict(row[:2] for row in rows)["Not begun"] == len(demo.round.standings) - begun

    def test_ratings_in_long_form(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        sheet = internal[1]["Ratings"]
        rows = list(sheet.iter_rows(min_row=RATINGS_HEAD + 1, values_only=True))
        kinds = {
            "Secretariat": AssessmentKind.SECRETARIAT,
            "Self-assessment": AssessmentKind.SELF,
            "Second assessment": AssessmentKind.SECOND,
        }
        given = {(a.party, a.kind): a.ratings for a in demo.assessments}
        for code, _name, kind, _section, criterion, _text, weight, applies, word, value, points, *rest in rows:
            if points is not None:
                assert points == value
                assert kind == "Secretariat"
                assert applies == "Yes"
            rating = given[code, kinds[kind]].get(criterion, Rating())
            assert (word, value) == {
                (False, None): ("Not yet", None),
                (True, None): ("N.a.", None),
                (False, 1): ("Fully", 1),
                (False, HALF): ("Partially", 0.5),
                (False, 0): ("Not", 0),
            }[rating.not_applicable, rating.value]
            assert weight == 1
            assert applies in ("Yes", "No")
            assert rest[0] == (rating.na_reason or None)
            assert rest[1] == (rating.evidence or None)
            assert (rest[2].date() if rest[2] else None) == rating.evidence_date
            assert (rest[3] == "Yes") is rating.unproven
            assert rest[4] == (rating.note or None)
        rated = sum(rating.is_rated for ratings in given.values() for rating in ratings.values())
        assert sum(row[8] != "Not yet" for row in rows) == rated
        assert {row[2] for row in rows} == set(kinds)

    def test_targets_as_on_the_reference_date(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        book = internal[1]
        rows = [values(book["Targets"], row) for row in range(5, 9)]
        assert [(row[0], row[5], row[7], row[8], row[9], row[10], row[11]) for row in rows] == [
            ("More sustainable raw materials", 50, datetime(2020, 12, 31), 38, None, 12, "On track"),
            ("Production locations published", 5000, datetime(2019, 12, 31), 5800, None, -800, "Achieved"),
            ("Share of market turnover", 50, datetime(2018, 12, 31), 48, None, 2, "Missed"),
            ("Share of market turnover", 80, datetime(2019, 12, 31), 40, 45, 40, "Behind"),
        ]

    def test_targets_with_their_paces_and_projection_or_why_there_is_none(
        self, demo: RoundContent, internal: tuple[Path, Workbook]
    ) -> None:
        sheet = internal[1]["Targets"]
        heads = values(sheet, 4)
        at = heads.index("Pace needed per year")
        assert heads[at : at + 5] == [
            *("Pace needed per year", "Pace so far per year", "Projected on the target’s day"),
            *("95% interval from", "95% interval to"),
        ]
        materials, locations, first, second = (values(sheet, row)[at : at + 5] for row in range(5, 9))
        assert materials[:2] == [pytest.approx(12 / (730 / 365.25)), pytest.approx(10 / (366 / 365.25))]
        why = "No projection: it takes observations on at least three days."
        assert materials[2:] == [why, NO_NUMBER, NO_NUMBER]
        assert locations[2:] == ["No projection: the day has come.", NO_NUMBER, NO_NUMBER]
        assert first[0] == NO_NUMBER
        # Least squares by hand through days 0, 392, 757, 910 and 1,275 after 4 July 2016; ranges by their middle.
        days, seen = (0, 392, 757, 910, 1275), (35, 35, 43.5, 48, 42.5)
        mean = sum(days) / 5
        slope = sum((day - mean) * v for day, v in zip(days, seen, strict=True)) / sum((d - mean) ** 2 for d in days)
        assert second[2] == pytest.approx(sum(seen) / 5 + slope * (2006 - mean))
        assert second[3] < second[2] < second[4] < 80
        assert "least squares" in " ".join(str(cell.value) for cell in sheet["A"] if cell.value)

    def test_alignment(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        sheet = internal[1]["OECD alignment"]
        rows = [values(sheet, row, 6) for row in (7, 8)]
        assert rows == [
            ["Whole covenant", "Implementation", 2020, 40, 23, NO_NUMBER],
            ["Whole covenant", "Written standards", 2020, 62, 17, NO_NUMBER],
        ]
        assert [row[3:6] for row in table(sheet, "The whole covenant")[1:]] == [[62, 17, 21], [40, 23, 37]]
        assert table(sheet, "On paper and in practice")[1][3:6] == [62, 40, 22]


def without_results(path: Path, to: Path) -> None:
    """A copy whose formulas have no results, so that whoever reads it has to compute them."""
    with ZipFile(path) as old, ZipFile(to, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(r' t="str"(><f>)', r"\1", part)
                part = re.sub(r"(<f>[^<]*</f>)<v>[^<]*</v>", r"\1", part)
            new.writestr(name, part)


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_F58_libreoffice_computes_the_same(demo: RoundContent, beside: Beside, tmp_path: Path) -> None:
    made = {
        "internal": (demo, False, NL, beside),
        "public": (demo, True, EN, beside),
        "empty": (content({2020: []}), False, EN, NOTHING),
        "edges": (edges(), False, EN, NOTHING),
        "rounds": (rounds_of_all_kinds(), False, EN, NOTHING),
        "nothing required": (content({2019: members(6), 2020: members(7)}, ladder=()), False, EN, NOTHING),
        "counts": (
            with_alignment(CovenantAlignment(2020, AlignmentDimension.STANDARDS, 2, 1, 1, unit="count")),
            True,
            NL,
            NOTHING,
        ),
    }
    stored = {}
    for name, (what, public, words, more) in made.items():
        stored[name] = write(tmp_path / f"{name}-full.xlsx", what, public=public, words=words, beside=more)
        without_results(tmp_path / f"{name}-full.xlsx", tmp_path / f"{name}.xlsx")
        formulas = openpyxl.load_workbook(tmp_path / f"{name}.xlsx", data_only=True)
        assert {v for _, _, v in cells(formulas)} != {v for _, _, v in cells(stored[name])}
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    sources = [str(tmp_path / f"{name}.xlsx") for name in made]
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), *sources],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for name, ours in stored.items():
        theirs = {
            (sheet, place): value
            for sheet, place, value in cells(openpyxl.load_workbook(out / f"{name}.xlsx", data_only=True))
        }
        for sheet, place, value in cells(ours):
            other = theirs.pop((sheet, place))
            if isinstance(value, int | float):
                assert other == pytest.approx(value, rel=1e-12, abs=1e-12), (name, sheet, place)
            else:
                assert other == value, (name, sheet, place)
        assert theirs == {}
        assert not [value for value in theirs.values() if str(value).startswith("#")]


def edges() -> RoundContent:
    """All n.a., nothing rated, not begun, one section n.a., incomplete, a draft, entered percentages."""
    joined = date(2018, 1, 1)
    made = [
        ("na", ("aa", "aa"), Status.FINAL, {}),
        ("blank", ("--", "--"), Status.DRAFT, {}),
        ("none", None, Status.DRAFT, {}),
        ("zero", ("nn", "nn"), Status.FINAL, {}),
        ("half na", ("aa", "fp"), Status.FINAL, {}),
        ("open", ("f-", "--"), Status.ASSESSED, {}),
        ("draft", ("ff", "ff"), Status.DRAFT, {}),
        ("entered", None, Status.FINAL, {"": 38}),
        ("entered parts", None, Status.FINAL, {"1": 30, "2": 50}),
    ]
    return content(
        {
            2020: [
                Member(Party(name, f"Bedrijf {name}", joined_on=joined), marks, status, summaries=summaries)
                for name, marks, status, summaries in made
            ]
        }
    )


def rounds_of_all_kinds() -> RoundContent:
    """Several rounds, weighted sections, another scale, names that formulas could mistake for rules."""
    framework = framework_of([2, 2], Scale(0, 10, by_level=False))
    framework = replace(
        framework, sections=[replace(one, weight=Fraction(i + 1, 3)) for i, one in enumerate(framework.sections)]
    )

    def rated(code: str, joined: int, *values: int) -> Member:
        ratings = {c: Rating(Fraction(v, 3)) for c, v in zip(("1.01", "1.02", "2.01", "2.02"), values, strict=True)}
        return Member(Party(code, code, group="*", joined_on=date(joined, 1, 1)), ("", ""), ratings=ratings)

    earlier = [rated("=1+1", 2018, 30, 29, 1, 2), rated("0012", 2019, 7, 8, 9, 10), rated("A*", 2018, 1, 1, 1, 1)]
    return content(
        {
            2018: earlier[:1],
            2019: earlier,
            2020: [*earlier, rated("12", 2019, 30, 30, 30, 30), rated("?", 2020, 0, 0, 0, 0)],
        },
        framework=framework,
    )


class TestWhatThereIsNot:
    """Missing, n.a., not yet and 0 are four things."""

    @pytest.mark.parametrize("words", [EN, NL])
    def test_told_apart(self, tmp_path: Path, words: Language) -> None:
        _ = words.gettext
        sheet = write(tmp_path / "r.xlsx", edges(), words=words)[_("Participants")]
        found = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=PARTICIPANTS_HEAD + 1)}
        na, unrated, no = _("N.a."), _("Not yet"), NO_NUMBER
        assert [found["na"][i] for i in (6, 7, 8, 9, 10, 16, 17)] == [4, 4, na, no, no, na, na]
        assert [found["blank"][i] for i in (6, 7, 8, 9, 10, 16, 17)] == [0, 4, unrated, 0, 100, unrated, unrated]
        assert [found["none"][i] for i in (6, 7, 8, 9, 10, 16, 17)] == [no, no, unrated, no, no, unrated, unrated]
        assert [found["zero"][i] for i in (6, 7, 8, 9, 10, 16, 17)] == [4, 4, 0, 0, 0, 0, 0]
        assert [found["half na"][i] for i in (6, 7, 8, 16, 17)] == [4, 4, 75, na, 75]
        assert [found["open"][i] for i in (6, 7, 8, 9, 10, 11)] == [1, 4, 100, 25, 100, _("Yes")]
        assert [found["entered"][i] for i in (6, 7, 8, 16, 17)] == [no, no, 38, no, no]
        assert [found["entered parts"][i] for i in (8, 16, 17)] == [40, 30, 50]
        counted = {name for name, row in found.items() if row[14] == _("Yes")}
        assert counted == {"zero", "half na", "entered", "entered parts"}

    def test_entered_percentages_are_no_ratings(self, tmp_path: Path) -> None:
        sheet = write(tmp_path / "r.xlsx", edges())["Ratings"]
        rows = [values(sheet, row) for row in range(RATINGS_HEAD + 1, sheet.max_row + 1)]
        entered = [row for row in rows if row[0].startswith("entered")]
        assert [(row[3], row[5], row[9]) for row in entered] == [
            ("Total", "Entered as a percentage: 38%", None),
            ("1 Step 1", "Entered as a percentage: 30%", None),
            ("2 Step 2", "Entered as a percentage: 50%", None),
        ]

    @pytest.mark.parametrize("public", [False, True])
    @pytest.mark.parametrize("words", [EN, NL])
    @pytest.mark.parametrize(
        "made",
        [
            content({2020: []}),
            content({2020: members(6, marks=None)}),
            content({2020: members(6, marks=("aa", "aa"))}),
            content({2020: members(6)}, ladder=()),
            content({2018: [], 2019: members(6, marks=None), 2020: members(6)}),
            edges(),
        ],
        ids=["nobody", "not begun", "all n.a.", "nothing required", "first results", "edges"],
    )
    def test_no_errors_and_no_zero_for_what_is_not_there(
        self, tmp_path: Path, made: RoundContent, words: Language, public: bool
    ) -> None:
        book = write(tmp_path / "r.xlsx", made, words=words, public=public)
        assert not [found for found in cells(book) if str(found[2]).startswith("#")]
        sheet = book[words.gettext("Summary")]
        required = made.round.round.requirements
        heading = words.gettext("Outcome in round {round}" if required else "Scores in round {round}")
        for row in table(sheet, heading.format(round="2020"))[1:]:
            if row[2] == 0:
                assert row[6:9] == [NO_NUMBER] * 3
            if row[10] == 0:
                assert row[9] == NO_NUMBER

    def test_an_empty_round_says_so(self, tmp_path: Path) -> None:
        book = write(tmp_path / "r.xlsx", content({2020: []}))
        assert facts(book["Summary"])["Participants in the round"] == 0
        assert book["Participants"]["B6"].value == "No participants in this round yet."
        assert book["Ratings"]["B6"].value == "No assessments in this round yet."
        assert "No chart: there are no outcomes to show yet." in texts(book)

    def test_a_rating_that_does_not_apply_is_there_and_not_counted(self, tmp_path: Path) -> None:
        sections = [
            replace(s, criteria=[replace(c, from_participation_year=4) if c.code == "1.02" else c for c in s.criteria])
            for s in FRAMEWORK.sections
        ]
        made = content({2020: members(1, joined=2020)}, framework=replace(FRAMEWORK, sections=sections))
        sheet = write(tmp_path / "r.xlsx", made)["Ratings"]
        assert [(row[4].value, row[7].value, row[8].value) for row in sheet.iter_rows(min_row=6)] == [
            ("1.01", "Yes", "Fully"), ("1.02", "No", "Fully"), ("2.01", "Yes", "Not"), ("2.02", "Yes", "Not"),
        ]  # fmt: skip

    def test_numbers_on_another_scale(self, tmp_path: Path) -> None:
        scale = Scale(0, 10, by_level=False)
        made = content(
            {2020: [Member(Party("A", "A"), ("", ""), ratings={"1.01": Rating(Fraction(15, 2)), "1.02": Rating(0)})]},
            framework=framework_of([2, 0], scale),
        )
        book = write(tmp_path / "r.xlsx", made)
        assert [(row[8].value, row[9].value) for row in book["Ratings"].iter_rows(min_row=6)] == [
            ("7.5", 7.5),
            ("0", 0),
        ]
        assert book["Participants"]["I6"].value == pytest.approx(37.5)
        assert "A rating is a number from 0 to 10" in texts(book)

    def test_an_assessment_of_who_is_no_participant_is_kept(self, tmp_path: Path) -> None:
        made = content({2020: members(2)})
        made = replace(made, assessments=[*made.assessments, replace(made.assessments[0], party="GONE")])
        sheet = write(tmp_path / "r.xlsx", made)["Ratings"]
        gone = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6) if row[0].value == "GONE"]
        assert [row[7] for row in gone] == [NO_NUMBER] * 4


class TestPublic:
    """Nothing in the package tells how one participant stands."""

    @pytest.mark.parametrize("words", [EN, NL])
    def test_C11_no_names_or_codes_anywhere(self, demo: RoundContent, tmp_path: Path, words: Language) -> None:
        write(tmp_path / "r.xlsx", demo, public=True, words=words)
        everything = "\n".join(parts(tmp_path / "r.xlsx").values()).casefold()
        parties = {s.party.code: s.party for picture in demo.picture.rounds for s in picture.standings}
        assert len(parties) > 60
        for party in parties.values():
            plain = party.name.removesuffix(" B.V.").removesuffix(" N.V.")
            for text in filter(None, (party.name, plain, party.code, party.kvk, party.lei)):
                assert text.casefold() not in everything
        for assessment in demo.assessments:
            for text in filter(None, (assessment.assessor, assessment.reviewer)):
                assert text.casefold() not in everything

    def test_C11_nothing_hidden_and_nobody_in_the_properties(self, demo: RoundContent, tmp_path: Path) -> None:
        book = write(tmp_path / "r.xlsx", demo, public=True)
        found = parts(tmp_path / "r.xlsx")
        assert {sheet.sheet_state for sheet in book} == {"visible"}
        assert book.sheetnames == [
            *("Summary", "Targets", "Participation years", "Sections and steps", "Comparison", "OECD alignment"),
            *("Requirements", "Indicators", "Method"),
        ]
        assert not [name for name in found if "comment" in name or "external" in name or "pivot" in name]
        assert book.properties.creator in (None, "")
        assert book.properties.lastModifiedBy in (None, "")
        assert book.properties.title == "Garments and textiles (example), round 2020"
        assert re.findall("<(?:Company|Manager)>([^<]*)<", found["docProps/app.xml"]) == [""]
        defined = set(re.findall('definedName name="([^"]*)"', found["xl/workbook.xml"]))
        assert defined == {"_xlnm.Print_Titles", "_xlnm.Print_Area"}

    def test_C11_free_texts_that_name_a_participant_are_withheld(self, tmp_path: Path) -> None:
        secret = "Geheim Garen"
        party = Party("GEH-GAREN", f"{secret} B.V.", joined_on=date(2018, 1, 1))
        say = f"Vooral door {secret.upper()} bv."
        link = "https://example.org/geheim-garen/cijfers"
        observed = Observation(date(2020, 3, 1), 1, source=link, note=say)
        framework = replace(
            FRAMEWORK, name=Text(say, say), sections=[replace(s, name=Text(say, say)) for s in FRAMEWORK.sections]
        )
        made = content(
            {
                2019: [*members(6), Member(party)],
                2020: [*members(6), replace(Member(party), ratings={"1.01": Rating(1, note=say, evidence=say)})],
            },
            framework=framework,
            covenant=Covenant("C", Text(say, say)),
            rounds={2020: year_round(2020, note=say)},
            picture={
                "indicators": [Indicator("I", Text(say, say), say, observations=[observed])],
                "targets": [Target("T", "I", [Milestone(DAY, 3, say)])],
                "alignment": [CovenantAlignment(2020, AlignmentDimension.STANDARDS, 1, 1, 1, say, "count", link)],
            },
        )
        book = write(tmp_path / "r.xlsx", made, public=True)
        everything = "\n".join(parts(tmp_path / "r.xlsx").values()).casefold()
        assert "garen" not in everything
        assert "geheim" not in everything
        assert "texts are withheld because they name a participant" in texts(book)

    def test_C01_C02_participation_years_are_withheld_as_a_whole(self, tmp_path: Path) -> None:
        made = content({2019: [*members(7, "A", 2019)], 2020: [*members(7, "A", 2019), *members(3, "B", 2020)]})
        book = write(tmp_path / "r.xlsx", made, public=True)
        sheet = book["Summary"]
        (everybody,) = table(sheet, "Outcome in round 2020")[1:]
        assert everybody[2:6] == [10, 10, 0, 0]
        said = texts(book)
        assert "Participation years are withheld: one has fewer than 5 participants" in said
        assert "Participation years are withheld in: 2020." in said
        cohorts = table(book["Participation years"], "Participation year", 0)[1:]
        assert [(row[0], row[1], row[2]) for row in cohorts] == [("Participation year 1", "2019", 7)]

    def test_C02_two_small_years_hide_each_other(self, tmp_path: Path) -> None:
        made = content(
            {
                2018: members(8, "A", 2018),
                2019: [*members(8, "A", 2018), *members(3, "B", 2019)],
                2020: [*members(8, "A", 2018), *members(3, "B", 2019), *members(4, "D", 2020)],
            }
        )
        sheet = write(tmp_path / "r.xlsx", made, public=True)["Summary"]
        rows = table(sheet, "Outcome in round 2020")[1:]
        assert [row[2] for row in rows] == [15, "withheld", "withheld", 8]
        assert rows[1][3:11] == rows[2][3:11] == [NO_NUMBER] * 8

    def test_C01_a_small_round_is_withheld_altogether(self, tmp_path: Path) -> None:
        made = content({2020: members(4)})
        book = write(tmp_path / "r.xlsx", made, public=True)
        sheet = book["Summary"]
        rows = table(sheet, "Outcome in round 2020")[1:]
        assert all(row[2:11] == ["withheld", *[NO_NUMBER] * 8] for row in rows)
        sections = table(book["Sections and steps"], "Mean score per section")[1:]
        assert all(row[2:4] == ["withheld"] * 2 for row in sections)
        said = facts(sheet)
        assert said["Participants in the round"] == said["Counted in the figures"] == "withheld"
        assert not [name for name in parts(tmp_path / "r.xlsx") if "chart" in name]

    def test_C05_no_mean_at_an_end_of_the_scale_and_one_decimal(self, tmp_path: Path) -> None:
        made = content({2020: [*members(6, "A", marks=("ff", "nn")), *members(1, "B", marks=("ff", "pn"))]})
        sheet = write(tmp_path / "r.xlsx", made, public=True)["Sections and steps"]
        assert [row[3] for row in table(sheet, "Mean score per section")[1:]] == ["withheld", 3.6]

    def test_sizes_that_give_away_a_small_group(self, tmp_path: Path) -> None:
        made = content({2020: [*members(8, "A"), *members(2, "B", marks=None), *members(1, "D", marks=("aa", "ff"))]})
        book = write(tmp_path / "r.xlsx", made, public=True)
        sheet = book["Summary"]
        said = facts(sheet)
        assert said["Participants in the round"] == "withheld"
        assert said["Counted in the figures"] == 9
        assert table(sheet, "Not counted in the outcome, and why")[1][:2] == ["Total", "withheld"]
        sections = table(book["Sections and steps"], "Mean score per section")[1:]
        assert [row[2] for row in sections] == ["withheld", 9]
        assert "numbers and reasons are withheld" in texts(book)

    def test_reasons_without_a_small_number_are_shown(self, tmp_path: Path) -> None:
        made = content({2020: [*members(8, "A"), *members(6, "B", marks=None)]})
        sheet = write(tmp_path / "r.xlsx", made, public=True)["Summary"]
        assert facts(sheet)["Participants in the round"] == 14
        assert table(sheet, "Not counted in the outcome, and why")[1][:2] == ["Not begun", 6]

    def test_nothing_is_withheld_where_all_groups_are_large(self, tmp_path: Path) -> None:
        made = content({2020: [*members(8, "A", marks=("fp", "nn")), *members(6, "B", 2019, marks=("fp", "pn"))]})
        book = write(tmp_path / "r.xlsx", made, public=True)
        assert (
            "withheld"
            not in texts(book)
            .replace("Withheld are", "")
            .split("Withheld in this workbook")[0]
            .split("What is withheld")[0]
        )
        assert "Nothing: no figure here is of so few participants." in texts(book)

    def test_notes_are_left_out(self, demo: RoundContent, tmp_path: Path) -> None:
        said = texts(write(tmp_path / "r.xlsx", demo, public=True))
        for picture in demo.picture.rounds:
            assert not picture.round.note or picture.round.note not in said
        for indicator in demo.picture.indicators:
            assert not [one for one in indicator.observations if one.note and one.note in said]

    def test_internally_all_is_shown(self, tmp_path: Path) -> None:
        book = write(tmp_path / "r.xlsx", content({2020: members(1)}))
        assert "withheld" not in texts(book)


class TestHostile:
    """F55: names stay what they are."""

    def test_F55_names_are_texts_and_exact(self, tmp_path: Path) -> None:
        made = content(
            {
                2020: [
                    Member(Party(f"P{i}", name, group=name[:40]), ratings={"1.01": Rating(1, note=name, evidence=name)})
                    for i, name in enumerate(HOSTILE)
                ]
            }
        )
        write(tmp_path / "r.xlsx", made)
        book = openpyxl.load_workbook(tmp_path / "r.xlsx")
        sheet = book["Participants"]
        found = {row[0].value: row[1] for row in sheet.iter_rows(min_row=6)}
        for i, name in enumerate(HOSTILE):
            cell = found[f"P{i}"]
            assert cell.data_type in ("s", "inlineStr")
            assert openpyxl.utils.escape.unescape(cell.value) == name
        assert all(not cell.hyperlink for row in sheet.iter_rows() for cell in row)
        texts_only = [book["Participants"]["A:H"], book["Ratings"]["A:F"], book["Ratings"]["L:M"]]
        assert all(cell.data_type != "f" for columns in texts_only for column in columns for cell in column)
        formulas = [cell.value for one in book for row in one.iter_rows() for cell in row if cell.data_type == "f"]
        assert not [formula for formula in formulas for name in HOSTILE if name in formula and len(name) > 2]

    @pytest.mark.parametrize("public", [False, True])
    def test_F55_names_of_sections_make_no_damaged_table(self, tmp_path: Path, public: bool) -> None:
        sections = [
            Section(str(i), Text(name, name), FRAMEWORK.sections[0].criteria if not i else ())
            for i, name in enumerate([*HOSTILE[:-1], "Same", "same", "", "]['#@"])
        ]
        sections += [Section("20 Same", Text("x", "x"), ()), Section("20", Text("same X", "same X"), ())]
        framework = replace(FRAMEWORK, sections=sections, name=Text("=1+1", "=1+1"))
        made = content(
            {2020: members(6)}, framework=framework, covenant=Covenant("C", Text("A & B " * 60, "A & B " * 60))
        )
        book = write(tmp_path / "r.xlsx", made, public=public)
        found = parts(tmp_path / "r.xlsx")
        for name, part in found.items():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(part.encode())
        if public:
            return
        heads = [cell.value for cell in book["Participants"][PARTICIPANTS_HEAD]]
        tree = next(
            tree
            for name, part in found.items()
            if name.startswith("xl/tables/")
            and (tree := ElementTree.fromstring(part.encode())).get("displayName") == "Participants"
        )
        names = [column.get("name") for column in tree.iter() if column.tag.endswith("tableColumn")]
        assert names == heads
        assert len({name.lower() for name in names}) == len(names)
        marks = re.findall("<odd(?:Header|Footer)>([^<]*)<", found["xl/worksheets/sheet1.xml"])
        assert len(marks) == 2
        assert all(len(html.unescape(mark)) <= 255 for mark in marks)

    def test_a_text_that_no_cell_can_hold_is_told_and_not_cut(self, tmp_path: Path) -> None:
        target = tmp_path / "r.xlsx"
        target.write_bytes(b"old")
        made = content({2020: [Member(Party("P", "x" * 40_000))]})
        with pytest.raises(Problem, match="at most 32767 characters, and Participants B6 has 40000"):
            write(target, made)
        assert target.read_bytes() == b"old"


class TestFile:
    """Written whole, or not at all."""

    def test_F57_a_locked_target_stays_as_it_was(
        self, demo: RoundContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "r.xlsx"
        target.write_bytes(b"old")

        def locked(self: Path, target: Path) -> Path:
            raise PermissionError(13, "The process cannot access the file", str(self), None, str(target))

        monkeypatch.setattr(Path, "replace", locked)
        (tmp_path / "r (2).xlsx").write_bytes(b"another")
        with pytest.raises(OpenElsewhere, match=r"stays as it was. Close it, or write to r \(3\).xlsx") as told:
            write_round_workbook(target, demo, language=EN)
        assert told.value.other == tmp_path / "r (3).xlsx"
        assert target.read_bytes() == b"old"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["r (2).xlsx", "r.xlsx"]

    def test_F57_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(Problem, match="could not be written"):
            write_round_workbook(tmp_path / "none" / "r.xlsx", content({2020: []}), language=EN)

    def test_F57_a_full_disk(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        target = tmp_path / "r.xlsx"
        target.write_bytes(b"old")

        def full(self: Path, data: bytes) -> int:
            raise OSError(28, "No space left on device", str(self))

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(Problem, match="No space left"):
            write_round_workbook(target, content({2020: []}), language=EN)
        assert target.read_bytes() == b"old"

    @pytest.mark.parametrize("public", [False, True])
    def test_progress_goes_to_the_end(self, demo: RoundContent, tmp_path: Path, public: bool) -> None:
        seen: list[tuple[int, int]] = []
        write_round_workbook(
            tmp_path / "r.xlsx", demo, language=EN, public=public, progress=lambda done, of: seen.append((done, of))
        )
        assert [done for done, _ in seen] == list(range(seen[-1][1] + 1))
        assert len({of for _, of in seen}) == 1

    @pytest.mark.parametrize("stop_at", [0, 1, 40, -1])
    def test_stopping_leaves_the_old_file(self, demo: RoundContent, tmp_path: Path, stop_at: int) -> None:
        class Stop(Exception):
            pass

        def progress(done: int, of: int) -> None:
            if done == stop_at % (of + 1):
                raise Stop

        target = tmp_path / "r.xlsx"
        target.write_bytes(b"old")
        with pytest.raises(Stop):
            write_round_workbook(target, demo, language=EN, progress=progress)
        assert target.read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]

    def test_the_same_content_gives_the_same_bytes(self, demo: RoundContent, tmp_path: Path) -> None:
        for name in ("a.xlsx", "b.xlsx"):
            write_round_workbook(tmp_path / name, demo, language=NL, written_on=DAY)
        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def with_alignment(*found: CovenantAlignment) -> RoundContent:
    return content({2020: members(6)}, picture={"alignment": found})


class TestLook:
    """What Excel makes of it."""

    @pytest.mark.parametrize("words", [EN, NL])
    def test_print_set_up_and_marks(self, demo: RoundContent, tmp_path: Path, words: Language) -> None:
        _ = words.gettext
        for public in (False, True):
            book = write(tmp_path / "r.xlsx", demo, public=public, words=words)
            mark = _("Public: totals only") if public else _("Internal: confidential")
            for sheet in book:
                assert len(sheet.title) <= 31
                assert sheet.page_setup.orientation == "landscape"
                is_wide = sheet.title in (_("Participants"), _("Ratings"))
                assert sheet.page_setup.paperSize == (8 if is_wide else 9)
                assert sheet.sheet_properties.pageSetUpPr.fitToPage
                assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
                assert sheet.print_title_rows.startswith("$1:$")
                assert sheet.oddHeader.right.text.endswith(mark)
                assert "&P" in sheet.oddFooter.right.text
                assert sheet.cell(2, 1).value.startswith(mark)

    def test_what_the_charts_are_drawn_from_is_not_printed(self, demo: RoundContent, tmp_path: Path) -> None:
        sheet = write(tmp_path / "r.xlsx", demo)["Summary"]
        (head,) = [
            row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "What the charts are drawn from"
        ]
        assert sheet.print_area == f"'Summary'!$A$1:$M${head - 1}"

    def test_frozen_heads_filters_and_named_tables(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        book = internal[1]
        assert book["Participants"].freeze_panes == "C6"
        assert book["Ratings"].freeze_panes == "C6"
        people = book["Participants"].tables["Participants"]
        assert people.ref == people.autoFilter.ref == f"A5:W{5 + len(demo.round.standings)}"
        assert book["Ratings"].tables["Ratings"].autoFilter.ref.startswith("A5:R")
        for sheet in book:
            assert sheet.freeze_panes
            assert sheet.tables or sheet.title == "Method"
        names = [name for sheet in book for name in sheet.tables]
        assert len(set(names)) == len(names)
        for name in ("Targets", "Participation years", "Comparison", "OECD alignment", "Requirements", "Indicators"):
            assert any(one.autoFilter for one in book[name].tables.values())

    @pytest.mark.parametrize(("words", "form"), [(EN, '0.0"%"'), (NL, '0.0" %"')])
    def test_percentages_are_numbers_that_look_like_percentages(
        self, demo: RoundContent, tmp_path: Path, words: Language, form: str
    ) -> None:
        sheet = write(tmp_path / "r.xlsx", demo, words=words)[words.gettext("Participants")]
        assert sheet["I6"].number_format == form
        assert 0 < sheet["I6"].value <= 100
        assert sheet["E6"].is_date

    def test_the_chart_follows_the_cells(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        book = internal[1]
        chart = parts(internal[0])["xl/charts/chart1.xml"]
        assert len([name for name in parts(internal[0]) if name.startswith("xl/charts/chart")]) >= 8
        assert re.findall('srgbClr val="(0C3F6B|4490C7|B0440E)"', chart) == ["0C3F6B", "4490C7", "B0440E"]
        sheet = book["Summary"]
        references = re.findall(r"<c:val><c:numRef><c:f>'?Summary'?!\$(\w)\$(\d+):\$\w\$(\d+)</c:f>", chart)
        assert [column for column, _, _ in references] == ["B", "C", "D", "E"]
        _, first, last = references[0]
        names = [sheet[f"A{row}"].value for row in range(int(first), int(last) + 1)]
        assert names == ["2017", "2018 (n = 64)", "Framework version 2", "2019 (n = 57)", "2020 (n = 56)"]
        meets = [sheet[f"B{row}"].value for row in range(int(first), int(last) + 1)]
        shares = [row[6] for row in table(sheet, "This round and the earlier ones")[1:]]
        assert [meets[1], *meets[3:]] == shares[1:]
        cached = [float(v) for v in re.findall("<c:v>([0-9.]+)</c:v>", chart.split("<c:val>")[1].split("</c:val>")[0])]
        assert cached == pytest.approx([value for value in meets if value is not None])

    def test_later_rounds_observations_and_alignment_are_left_out(self, tmp_path: Path) -> None:
        made = content({2019: members(6), 2020: members(6)})
        made = replace(
            made,
            round=made.picture.rounds[0],
            picture=replace(
                made.picture,
                indicators=[Indicator("I", Text("I", "I"), observations=[Observation(date(2020, 1, 1), 5)])],
                alignment=[CovenantAlignment(2020, AlignmentDimension.STANDARDS, 1, 1, 1)],
            ),
        )
        book = write(tmp_path / "r.xlsx", made)
        assert [row[0] for row in table(book["Summary"], "This round and the earlier ones")[1:]] == ["2019"]
        assert "1 later observation is left out." in texts(book)
        assert "OECD alignment" not in book.sheetnames

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"reference_date": date(2020, 6, 30)}, "Other reference date"),
            ({"last_day": date(2021, 6, 30)}, "Other length"),
            ({"note": "Bewijs is nu verplicht."}, "Other rules"),
        ],
    )
    def test_breaks(self, tmp_path: Path, changes: Mapping[str, Any], said: str) -> None:
        before = replace(year_round(2019), reference_date=date(2019, 12, 31))
        after = replace(year_round(2020), **{"reference_date": date(2020, 12, 31), **changes})
        made = content({2019: members(6), 2020: members(6)}, rounds={2019: before, 2020: after})
        book = write(tmp_path / "r.xlsx", made)
        heads, *rows = table(book["Summary"], "This round and the earlier ones")
        at = heads.index("Break with the round before")
        assert [row[at] for row in rows] == [None, said]

    def test_counts_of_an_alignment_make_shares(self, tmp_path: Path) -> None:
        standards = AlignmentDimension.STANDARDS
        made = with_alignment(
            CovenantAlignment(2020, standards, 2, 1, 1, "Stap 1", "count"),
            CovenantAlignment(2020, standards, 2, 1, None, "Stap 2", "count"),
            CovenantAlignment(2020, standards, 0, 0, 0, "Stap 3", "count"),
        )
        sheet = write(tmp_path / "r.xlsx", made)["OECD alignment"]
        no = NO_NUMBER
        assert [values(sheet, row, 9)[3:] for row in (7, 8, 9)] == [
            [50, 25, 25, 2, 1, 1],
            [no, no, no, 2, 1, no],
            [no, no, no, 0, 0, 0],
        ]

    def test_requirements(self, demo: RoundContent, internal: tuple[Path, Workbook]) -> None:
        sheet = internal[1]["Requirements"]
        rows = [values(sheet, row, 5) for row in range(7, 16)]
        assert rows[-3:] == [["2020", 1, "All", 20, 5], ["2020", 2, "All", 40, 25], ["2020", 3, "All", 60, 45]]
        assert "Nothing was required in: 2017." in [cell.value for (cell,) in sheet["A16:A20"]]


def test_the_method_says_what_was_done(demo: RoundContent, tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    write_round_workbook(target, demo, language=EN, written_on=DAY, source="kleding.covenant")
    sheet = openpyxl.load_workbook(target)["Method"]
    said = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=5, max_col=2)}
    assert "Framework version 2" in said["This workbook"]
    assert "Written on 1 March 2021" in said["This workbook"]
    assert "From the file kleding.covenant." in said["This workbook"]
    assert "1 not begun" in said["What counts in the figures"]
    assert "at most 15 points less" in said["Required score and outcome"]
    assert "The round in which it joined is year 1" in said["Participation year"]


def test_a_reopening_is_told_with_its_reason_and_never_in_public(demo: RoundContent, tmp_path: Path) -> None:
    opened = replace(
        demo, reopened=[Reopening("Voorbeeld Mode B.V.", "R. Lezer", date(2021, 3, 1), "objection upheld")]
    )
    said = texts(write(tmp_path / "i.xlsx", opened))
    assert "Reopened: Voorbeeld Mode B.V., by R. Lezer on 1 March 2021: objection upheld" in said
    assert "objection upheld" not in texts(write(tmp_path / "p.xlsx", opened, public=True))
