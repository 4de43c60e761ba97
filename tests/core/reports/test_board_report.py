"""The board report: what it says is what the product computes, and a public one names nobody."""

import atexit
import re
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from covenant_monitor.charts import CHARTS
from covenant_monitor.domain.disclosure import names_someone, wanted_names
from covenant_monitor.domain.headline import outcomes
from covenant_monitor.domain.model import Covenant, Outcome, Party, Text
from covenant_monitor.domain.registers import Entry, EntryStatus, Register
from covenant_monitor.domain.targets import Indicator, Milestone, Observation, Target
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.files import sample_data
from covenant_monitor.language import Language, language
from covenant_monitor.reports.blocks import Document, Figures, Heading, Marked, Paragraph, Picture, Table, as_plain
from covenant_monitor.reports.board_report import board_report, write_board_report
from covenant_monitor.reports.report import Report
from covenant_monitor.reports.report_context import register_row
from covenant_monitor.reports.report_reading import ReportContent, report_content
from covenant_monitor.store.store import create, open_store
from tests.core.exchange.annual_workbook.contents import content, members
from tests.core.reports.pdfs import alternatives, bookmarks, everything, objects, read, text_of

EN, NL = language("en"), language("nl")
DAY = date(2021, 3, 1)


@cache
def files() -> Path:
    """A folder with the demo and the garment data as files."""
    folder = Path(mkdtemp(prefix="reports-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    create_demo(folder / "demo.covenant").close()
    with create(folder / "garment.covenant", user="A") as store:
        import_files(store, [sample_data("msa-garment")])
    return folder


@cache
def read_content(name: str, round_: str) -> ReportContent:
    covenant = {"demo": "KLEDING", "garment": "MSA-GARMENT"}[name]
    with open_store(files() / f"{name}.covenant", read_only=True) as store:
        return report_content(store, covenant, round_)


def document(of: ReportContent, words: Language = EN, *, public: bool = False) -> Document:
    return board_report(Report(of, words, public, DAY), lambda done, all_: None)


@cache
def written(name: str, round_: str, code: str, public: bool) -> bytes:
    path = files() / f"{name}-{round_}-{code}-{public}.pdf"
    write_board_report(path, read_content(name, round_), language=language(code), public=public, written_on=DAY)
    return path.read_bytes()


def small(of: Any, entries: Any = (), **other: Any) -> ReportContent:
    """A report's content made by hand."""
    made = content(of, **other)
    companies = {one.party.code: one.party for p in made.picture.rounds for one in p.standings}
    names = {code: company.name for code, company in companies.items()}
    return ReportContent(made.picture, made.round, None, entries, list(companies.values()), "f" * 64, names)


def texts(value: Any) -> Iterator[str]:
    """Every text of a document, as it goes to the template."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in ("block", "style", "mark", "language", "alt", "png"):
                yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def plain(text: str) -> str:
    return re.sub(r"[\s\u200b\u2060]+", "", text)


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize(("name", "round_", "code"), [("demo", "2020", "nl"), ("garment", "2021", "en")])
def test_every_text_is_in_the_pdf_and_can_be_searched(name: str, round_: str, code: str, public: bool) -> None:
    made = document(read_content(name, round_), language(code), public=public)
    raw = written(name, round_, code, public)
    found = plain(text_of(raw))
    wanted = {text for text in texts(as_plain(made)) if text != made.title}
    missing = [text for text in wanted if plain(text) not in found]
    # What runs on over a page has the foot and the head of pages in between.
    assert len([text for text in missing if len(text) < 60]) == 0, missing[:5]
    assert len(missing) < 8
    reader = read(raw)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == code
    assert reader.metadata is not None
    assert reader.metadata.title == made.title
    assert bookmarks(raw) == [one.text for one in made.blocks if isinstance(one, Heading)]
    pages = [page.extract_text() for page in reader.pages]
    assert all(f"{n} / {len(pages)}" in page for n, page in enumerate(pages, 1))
    assert all(made.mark in page for page in pages)


@pytest.mark.parametrize("public", [False, True])
def test_every_chart_has_words(public: bool) -> None:
    raw = written("demo", "2020", "en", public)
    pictures = [one for one in document(read_content("demo", "2020"), public=public).blocks if hasattr(one, "png")]
    assert len(pictures) >= 5
    assert all(len(one) > 20 for one in alternatives(raw))
    assert len(alternatives(raw)) == len(pictures)


def test_the_summary_says_what_the_standings_come_to() -> None:
    of = read_content("demo", "2019")
    counts = outcomes(of.round.headline.counted)
    assert (counts.meets, counts.n) == (36, 57)
    paragraphs = [one.text for one in document(of).blocks if isinstance(one, Paragraph)]
    assert (
        "36 of 57 assessed participants (63%) meet the requirement of their participation year;"
        " in 2018: 5 of 64 (8%)." in paragraphs
    )


def tables(made: Document, caption: str) -> Table:
    return next(one for one in made.blocks if isinstance(one, Table) and one.caption == caption)


def said(cell: Any) -> str:
    return cell.text if isinstance(cell, Marked) else str(cell)


@pytest.mark.parametrize(
    ("name", "round_"), [("demo", "2018"), ("demo", "2019"), ("demo", "2020"), ("garment", "2021")]
)
def test_the_numbers_by_year_are_those_of_the_standings(name: str, round_: str) -> None:
    of = read_content(name, round_)
    table = tables(document(of), f"Round {round_}")
    counted = of.round.headline.counted
    required = len(table.headers) > 3
    for row in table.rows:
        label = said(row[0])
        year = re.search(r"\d", label)
        later = label.endswith("and later")
        some = [
            one
            for one in counted
            if not year or one.participation_year == int(year[0]) or (later and one.participation_year >= int(year[0]))
        ]
        scores = [one.score.score for one in some if one.score and one.score.score is not None]
        assert said(row[-1]) == str(len(some))
        assert said(row[-2]) == (EN.percent(sum(scores) / len(scores)) if scores else "–")
        if required:
            assert said(row[2]) == str(outcomes(some).n)
            for column, outcome in enumerate(Outcome, 3):
                n = sum(one.outcome is outcome for one in some)
                assert said(row[column]).split(" ")[0] == (str(n) if outcomes(some).n else "–")


def test_the_sections_are_those_of_the_scores() -> None:
    of = read_content("demo", "2020")
    table = tables(document(of), "Mean score per section")
    for place, section in enumerate(of.round.framework.sections):
        scores = [
            part.score
            for one in of.round.headline.counted
            if one.score
            for part in one.score.sections
            if part.section == section.code and part.score is not None
        ]
        assert list(table.rows[place][:4]) == [
            f"{section.code} {section.name.en}",
            str(section.step),
            str(len(scores)),
            EN.percent(sum(scores) / len(scores)),
        ]


def test_an_internal_report_is_marked_on_every_page_and_has_names() -> None:
    raw = written("demo", "2020", "en", False)
    pages = [page.extract_text() for page in read(raw).pages]
    assert all("Internal: confidential" in page for page in pages)
    names = [one.party.name for one in read_content("demo", "2020").round.standings]
    found = plain(text_of(raw))
    assert all(plain(name) in found for name in names)


def test_the_digest_can_be_copied() -> None:
    assert read_content("demo", "2020").digest in text_of(written("demo", "2020", "en", False))


@pytest.mark.parametrize(
    ("name", "round_", "code"),
    [
        ("demo", "2018", "nl"),
        ("demo", "2020", "nl"),
        ("demo", "2020", "en"),
        ("garment", "2021", "nl"),
        ("garment", "2021", "en"),
        ("garment", "2022", "nl"),
    ],
)
def test_C12_a_public_report_holds_no_name_anywhere(name: str, round_: str, code: str) -> None:
    raw = written(name, round_, code, True)
    of = read_content(name, round_)
    known = {one.code: one for one in of.companies}
    known |= {one.party.code: one.party for picture in of.picture.rounds for one in picture.standings}
    wanted = wanted_names(known.values())
    assert len(wanted) > 50
    whole = text_of(raw) + " ".join(alternatives(raw)) + " ".join(bookmarks(raw)) + str(read(raw).metadata)
    assert not names_someone(whole, wanted)
    anywhere = everything(raw)
    assert not [one.name for one in known.values() if len(one.name) > 4 and one.name in anywhere]
    assert not [one.code for one in known.values() if len(one.code) > 5 and one.code in anywhere]
    assert str(files()) not in anywhere
    assert ".covenant" not in anywhere


@pytest.mark.parametrize(("name", "round_"), [("demo", "2020"), ("garment", "2021")])
def test_C10_charts_in_a_report_are_raster(name: str, round_: str) -> None:
    raw = written(name, round_, "en", True)
    shown = sum(hasattr(one, "png") for one in document(read_content(name, round_), public=True).blocks)
    images = [one for one in objects(raw) if hasattr(one, "get") and one.get("/Subtype") == "/Image"]
    assert len([one for one in images if one["/ColorSpace"] != "/DeviceGray"]) == shown


def test_C01_a_public_report_of_few_tells_nothing_of_them() -> None:
    of = small({2018: members(3, marks=("ff", "fn"))}, covenant=Covenant("C", Text("Proef", "Trial"), minimum_group=5))
    made = document(of, public=True)
    words = [one.text for one in made.blocks if isinstance(one, Paragraph)]
    assert "The outcome is withheld: fewer than 5 assessed participants, or few enough to tell who they are." in words
    for one in made.blocks:
        if isinstance(one, Figures):
            assert all(not any(c.isdigit() for c in number) for number, _label in one.items)
        if isinstance(one, Table):
            cells = [said(cell) for row in one.rows for cell in row[2:]]
            assert not any("75" in cell or cell == "3" for cell in cells)


def test_C02_a_chart_tells_no_more_than_the_tables() -> None:
    """In 2020 one participant has no score in section 4, and four do not count."""
    of = read_content("demo", "2020")
    report = Report(of, EN, True, DAY)
    assert [one.n for one in report.this.sections].count(None) == 1
    assert report.this.participants is None
    words = " ".join(one.alt for one in document(of, public=True).blocks if isinstance(one, Picture))
    assert "n = 55" not in words
    assert "Not counted" not in words
    assert "fewer than 5" not in words.replace("has fewer than 5 participants", "")
    earlier = " ".join(
        one.alt for one in document(read_content("demo", "2019"), public=True).blocks if isinstance(one, Picture)
    )
    assert "Mean score per section" in earlier


def test_a_public_report_has_no_charts_of_other_cuts() -> None:
    internal = {one.caption for one in document(read_content("demo", "2020")).blocks if hasattr(one, "png")}
    public = {one.caption for one in document(read_content("demo", "2020"), public=True).blocks if hasattr(one, "png")}
    assert {one.removesuffix(" and participation year") for one in internal} >= public
    assert any("Why" in caption for caption in internal)
    assert not any("Why" in caption for caption in public)
    assert {"outcomes", "target", "sections", "waterfall", "alignment", "dumbbell"} <= set(CHARTS)


def entry(code: str, *participants: str, status: EntryStatus = EntryStatus.OPEN, due: date | None = None) -> Entry:
    return Entry(Register.ACTION, code, f"Doe {code}", participants=participants, status=status, due_on=due)


def cells_of(entries: list[Entry], *, public: bool) -> list[str]:
    report = Report(small({2018: members(12)}, entries), EN, public, DAY)
    return [said(cell) for cell in register_row(report, Register.ACTION)[1:]]


def test_who_an_entry_falls_to_has_a_name_also_where_it_is_no_company() -> None:
    found = list(texts(as_plain(document(read_content("demo", "2020")))))
    assert "Vakbond Voorbeeld" in found
    assert not any("VAKBOND-VOORBEELD" in one for one in found)


def test_what_is_not_required_is_not_said_to_be_withheld() -> None:
    public = document(read_content("garment", "2022"), public=True)
    (numbers,) = (block for block in public.blocks if isinstance(block, Figures))
    assert numbers.items == [("withheld", "mean score"), ("204", "participants in the round")]
    assert not any("how many participants there are" in one.lower() for one in texts(as_plain(public)))


def test_a_column_without_any_number_is_left_out() -> None:
    demo = document(read_content("demo", "2020"))
    heads = [block.headers for block in demo.blocks if isinstance(block, Table)]
    assert ["Component", "Dimension", "Fully", "Partially", "Not"] in heads


def test_a_round_without_a_reference_date_is_not_said_to_have_one() -> None:
    heads = [document(read_content(*of)).head for of in (("demo", "2019"), ("garment", "2021"))]
    assert ["Reference date" in dict(head.facts) for head in heads] == [True, False]


def test_what_is_said_where_nothing_is_required() -> None:
    said = "Nothing is required in {}, so there are scores and no outcomes."
    one, more = small({2020: members(6)}, ladder=()), small({2019: members(6), 2020: members(6)}, ladder=())
    assert said.format("these rounds") not in list(texts(as_plain(document(one))))
    assert said.format("these rounds") in list(texts(as_plain(document(more))))


def test_a_round_without_requirements_has_no_number_of_outcomes() -> None:
    table = tables(document(read_content("demo", "2019")), "All participants in this round and the earlier ones")
    assert [row[2] for row in table.rows] == ["–", "64", "57"]


@pytest.mark.parametrize("public", [False, True])
def test_the_chart_of_outcomes_has_no_round_without_requirements(public: bool) -> None:
    blocks = document(read_content("demo", "2019"), public=public).blocks
    (chart,) = [one for one in blocks if isinstance(one, Picture) and one.caption.startswith("Outcome per round")]
    assert "2018" in chart.alt
    assert "2017" not in chart.alt


def test_registers_are_counted() -> None:
    late, done = date(2021, 2, 28), EntryStatus.DONE
    entries = [
        entry("A1", "P-0x", due=late),
        entry("A2", "P-1x", due=DAY),
        entry("A3", "P-2x"),
        entry("A4", status=done, due=late),
    ]
    assert cells_of(entries, public=False) == ["4", "3", "1", "1"]


def test_C01_registers_about_few_participants_are_withheld() -> None:
    """Those that entries are about are counted, not the entries."""
    few = [entry(f"A{n}", "P-0x") for n in range(9)]
    assert cells_of(few, public=True) == ["withheld"] * 4
    many = [entry(f"A{n}", f"P-{n}x") for n in range(6)]
    assert cells_of(many, public=True) == ["6", "6", "0", "0"]
    one_closed = [*many, entry("A9", "P-9x", status=EntryStatus.DONE)]
    assert cells_of(one_closed, public=True) == ["7", "withheld", "withheld", "withheld"]
    of_nobody = [entry("A1"), entry("A2", "UNION")]
    assert cells_of(of_nobody, public=True) == ["2", "2", "0", "0"]


def test_texts_that_name_a_participant_are_withheld_in_public() -> None:
    indicator = Indicator(
        "I",
        Text("Lijsten van P deelnemer 1", "Lists of P deelnemer 1"),
        "",
        observations=[Observation(date(2018, 6, 1), 3)],
    )
    target = Target("T", "I", [Milestone(date(2020, 1, 1), 5, "P deelnemer 2")])
    of = small({2018: members(12)}, picture={"indicators": [indicator], "targets": [target]})
    public = " ".join(texts(as_plain(document(of, public=True))))
    assert "deelnemer 1" not in public
    assert "[withheld: names a participant]" in public
    assert "A chart is left out here" in public
    assert "texts are withheld because they name a participant" in public
    assert "Lists of P deelnemer 1" in " ".join(texts(as_plain(document(of))))


@pytest.mark.parametrize("public", [False, True])
def test_F55_hostile_names_make_a_report_all_the_same(public: bool, tmp_path: Path) -> None:
    names = [
        "=cmd|x",
        "#panic()",
        '"); #x',
        "<b>vet</b>",
        "\u202eomgekeerd",
        "x" * 40_000,
        "\U0001f469 BV",
        "a\x01b",
        "",
    ]
    parties = [member for place, name in enumerate(names) for member in named(place, name)]
    of = small({2018: parties}, covenant=Covenant("C", Text("#panic() *x*", "$x$ @ref"), minimum_group=2))
    path = tmp_path / "out.pdf"
    write_board_report(path, of, language=EN, public=public, written_on=DAY)
    text = text_of(path)
    assert "$x$ @ref" in text
    assert ("#panic()" in text) is not public


def named(place: int, name: str) -> list[Any]:
    from dataclasses import replace

    (one,) = members(1, f"Q{place}")
    return [replace(one, party=Party(f"Q{place}", name, joined_on=date(2018, 1, 1)))]


def test_a_covenant_in_its_first_round_without_anything_has_a_report() -> None:
    made = document(small({2018: []}))
    assert [one.text for one in made.blocks if isinstance(one, Heading) and one.level == 1] == [
        "Summary",
        "Outcome by participation year",
        "Sections and steps",
        "Participants",
        "Method",
    ]


def test_F57_a_report_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    with pytest.raises(Problem):
        write_board_report(folder / "x.pdf", small({2018: members(2)}), language=EN, written_on=DAY)
    path = tmp_path / "x.pdf"
    path.write_bytes(b"old")

    def stop(done: int, of: int) -> None:
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_board_report(path, small({2018: members(2)}), language=EN, written_on=DAY, progress=stop)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_progress_runs_to_its_end(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    write_board_report(
        tmp_path / "x.pdf",
        small({2018: members(2)}),
        language=EN,
        written_on=DAY,
        progress=lambda done, of: steps.append((done, of)),
    )
    assert [done for done, _of in steps] == list(range(steps[0][1]))


def test_the_same_file_gives_the_same_report(tmp_path: Path) -> None:
    of = read_content("demo", "2019")
    for name in ("a.pdf", "b.pdf"):
        write_board_report(tmp_path / name, of, language=NL, public=True, written_on=DAY)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
