"""The published OECD alignment results as real input: imported, computed, drawn and asked for by command."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from covenant_monitor import cli
from covenant_monitor.charts import Request, draw
from covenant_monitor.domain.alignment import WHOLE, AlignmentYear, alignment_years
from covenant_monitor.domain.picture import AlignmentDimension, CovenantPicture
from covenant_monitor.domain.progress import computed_indicators
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.files import sample_data
from covenant_monitor.language import language
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.store import create

PAPER, PRACTICE, _TRUST = AlignmentDimension
NAMES = {
    "AGT (Dutch Agreement on Sustainable Garments and Textile)": "AGT",
    "Fair Wear": "FAIRWEAR",
}
WHAT = {"written standards": PAPER, "revised standards": PAPER, "implementation": PRACTICE}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CovenantPicture]:
    folder = sample_data("published")
    with create(tmp_path_factory.mktemp("published") / "published.covenant") as store:
        import_files(store, [folder / "covenants.csv", folder / "alignment.csv"])
        return {code: picture(store, code) for code in NAMES.values()}


def compiled() -> list[dict[str, str]]:
    """The results as they were compiled from the publications, those with numbers only."""
    path = sample_data("published", "sources", "oecd_alignment_published.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["fully_pct"]]


def only(whole: CovenantPicture) -> AlignmentYear:
    (year,) = alignment_years(whole.alignment)
    return year


def test_every_published_result_comes_out_as_it_was_published(published: dict[str, CovenantPicture]) -> None:
    rows = compiled()
    assert len(rows) == 3
    for row in rows:
        year = only(published[NAMES[row["initiative"]]])
        shares = year.of(WHOLE, WHAT[row["dimension"]])
        assert shares is not None
        fully, partially = Fraction(row["fully_pct"]), Fraction(row["partially_pct"])
        assert (year.year, shares.exact) == (int(row["year"]), (fully, partially, 100 - fully - partially))
        assert shares.not_ == int(row["not_pct_derived"])
        assert shares.derived
        assert shares.rounded() == [fully, partially, 100 - fully - partially]
        assert shares.sources


def test_the_garment_gap_is_22_points_and_fair_wear_has_none(published: dict[str, CovenantPicture]) -> None:
    gap = only(published["AGT"]).gap()
    assert gap is not None
    assert gap.points == 62 - 40
    assert only(published["FAIRWEAR"]).gap() is None
    assert only(published["AGT"]).on_paper_only == [], "no components were published"


def test_they_are_indicators(published: dict[str, CovenantPicture]) -> None:
    of = {one.code: [o.value for o in one.observations] for one in computed_indicators(published["AGT"])}
    found = {code.removeprefix("computed:alignment:"): values for code, values in of.items() if ":alignment:" in code}
    assert found == {
        "standards:fully": [62],
        "standards:at-least-partially": [62 + 17],
        "implementation:fully": [40],
        "implementation:at-least-partially": [40 + 23],
    }


def test_the_charts_show_the_published_numbers_in_both_languages(published: dict[str, CovenantPicture]) -> None:
    for code, percent in (("nl", "\N{NO-BREAK SPACE}%"), ("en", "%")):
        words = language(code)
        bars = draw("alignment", Request(published["AGT"], words))
        assert [[cell.replace(percent, "") for cell in row[3:6]] for row in bars.rows] == [
            ["62", "17", "21"],
            ["40", "23", "37"],
        ]
        assert draw("dumbbell", Request(published["AGT"], words)).rows[0][-1] == "22"
        fair_wear = draw("alignment", Request(published["FAIRWEAR"], words)).rows
        assert [cell.replace(percent, "") for cell in fair_wear[0][3:6]] == ["67", "33", "0"]


def test_a_covenant_without_rounds_is_drawn_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = tmp_path / "published.covenant", sample_data("published")
    with create(file) as store:
        import_files(store, [folder / "covenants.csv", folder / "alignment.csv"])
    out = tmp_path / "fair-wear.png"
    arguments = ["chart", str(file), "alignment", str(out), "--covenant", "FAIRWEAR", "--language", "en", "--json"]
    assert cli.main(arguments) == 0
    assert "67% fully, 33% partially, 0% not" in json.loads(capsys.readouterr().out)["description"]


def test_the_command_line_draws_and_tells_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "demo.covenant"
    create_demo(file).close()
    for name in ("alignment", "dumbbell"):
        out = tmp_path / f"{name}.svg"
        assert cli.main(["chart", str(file), name, str(out), "--language", "en", "--json"]) == 0
        assert "62" in json.loads(capsys.readouterr().out)["description"]
        assert out.stat().st_size > 5000
    public = tmp_path / "public.svg"
    assert cli.main(["chart", str(file), "dumbbell", str(public), "--audience", "public"]) == 1
    assert not public.exists()
    capsys.readouterr()
    assert cli.main(["progress", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["indicators"]
    (fully,) = [one for one in told if one["indicator"] == "computed:alignment:implementation:fully"]
    assert [one["value"] for one in fully["observations"]] == [40]
