"""Pages: tagged, bookmarked, the same every time, and texts that stay texts."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from covenant_monitor.reports.blocks import (
    LONGEST,
    Block,
    Cover,
    Document,
    Facts,
    Figures,
    Heading,
    Letterhead,
    Marked,
    Paragraph,
    Picture,
    Points,
    Table,
    Verbatim,
    as_plain,
    typesettable,
)
from covenant_monitor.reports.typesetting import pdf
from tests.core.reports.pdfs import alternatives, bookmarks, read, text_of

DAY = date(2021, 3, 1)
HOSTILE = [
    "=cmd|' /C calc'!A1",
    "#panic()",
    "*vet* _schuin_ `code` $x^2$ @ref <label> [x] #emph[y]",
    '"); #panic("x',
    "\\u{41} \\",
    "<b>Vet</b>",
    "a\x00b\x01c\nd",
    "\u202eomgekeerd\u202c",
    "\u200f\u05e9\u05dc\u05d5\u05dd\u200e BV",
    "\U0001f469\u200d\U0001f3ed Werk \u65e5\u672c",
    "half \ud800 teken",
    "x" * 40_000,
    "",
]


def png(width: int = 40, height: int = 20) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), "#0C3F6B").save(buffer, "PNG")
    return buffer.getvalue()


def document(*blocks: Block, head: Cover | Letterhead | None = None, **other: Any) -> Document:
    head = head or Cover("Rapport", "Titel", "Ronde 2019", [("Datum", "1 maart 2021")], contents="Inhoud")
    given: dict[str, Any] = {"title": "Een titel", "language": "nl", "about": "Over", "mark": "M", "confidential": True}
    return Document(**{**given, **other}, head=head, blocks=blocks)


def test_a_pdf_is_tagged_titled_bookmarked_and_says_its_language() -> None:
    made = pdf(document(Heading("Een"), Heading("Twee", 2), Picture(png(), "wat er te zien is")), made_on=DAY)
    reader = read(made)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert reader.metadata is not None
    assert reader.metadata.title == "Een titel"
    assert reader.metadata.author is None
    assert b"pdfuaid:part>1" in root["/Metadata"].get_data()
    assert bookmarks(made) == ["Een", "Twee"]
    assert alternatives(made) == ["wat er te zien is"]
    assert all(tuple(round(float(x)) for x in page.mediabox) == (0, 0, 595, 842) for page in reader.pages)


def test_every_page_has_its_mark_and_number() -> None:
    blocks = [Paragraph("zin " * 300) for _ in range(6)]
    made = pdf(document(*blocks, mark="Intern: vertrouwelijk"), made_on=DAY)
    pages = [page.extract_text() for page in read(made).pages]
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert "Intern: vertrouwelijk" in page
        assert f"{number} / {len(pages)}" in page


def test_the_head_of_a_table_stands_on_every_page() -> None:
    rows = [["deelnemer", Marked("Voldoet", "good"), "1,0"]] * 120
    table = Table(["Kop een", "Kop twee", "Kop drie"], rows, [False, False, True], [3, 2, 1])
    made = pdf(document(table), made_on=DAY)
    pages = [page.extract_text() for page in read(made).pages][2:]
    assert len(pages) > 2
    assert all("Kop een" in page for page in pages)


@pytest.mark.parametrize("caption", ["", "Wat er te zien is"])
def test_a_picture_higher_than_a_page_is_made_smaller_and_not_cut(caption: str) -> None:
    made = pdf(document(Picture(png(40, 100), "hoog", caption), Picture(png(), "laag")), made_on=DAY)
    places = []

    def seen(operator: bytes, _operands: Any, matrix: Any, _text: Any) -> None:
        if operator == b"Do":
            places.append((matrix[0], abs(matrix[3])))

    for page in read(made).pages:
        page.extract_text(visitor_operand_before=seen)
    (high_width, high), (low_width, low) = places
    assert high / high_width == pytest.approx(2.5)
    assert 600 < high < 842 - (27 + 24) * 72 / 25.4
    assert low / low_width == pytest.approx(0.5)
    assert low_width == pytest.approx((210 - 48) * 72 / 25.4, abs=1)


def test_a_small_table_stays_on_one_page_and_a_large_one_goes_on() -> None:
    def pages(*rows: list[str]) -> list[str]:
        blocks = [Paragraph("zin " * 300) for _ in range(3)]
        made = pdf(document(*blocks, Table(["Kop"], rows, [False], [1])), made_on=DAY)
        return [page.extract_text() for page in read(made).pages if "regel" in page.extract_text()]

    assert len(pages(*([f"regel {i}"] for i in range(8)))) == 1
    assert len(pages(*([f"regel {i}"] for i in range(60)))) > 1
    assert len(pages(*(["regel " * 300] for _ in range(8)))) > 1


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf(document(Paragraph("x")), made_on=DAY) == pdf(document(Paragraph("x")), made_on=DAY)


def test_all_fonts_are_embedded() -> None:
    made = pdf(document(Paragraph("tekst \u05e9 \u65e5")), made_on=DAY)
    for page in read(made).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize("text", HOSTILE)
def test_F55_a_hostile_text_is_only_a_text(text: str) -> None:
    cells = Table([text, "x"], [[text, Marked(text, "bad")]], [False, True], [1, 1], text, text)
    blocks = [
        Heading(text or "x"),
        Paragraph(text),
        Points([text]),
        Facts([(text, text)]),
        Figures([(text, text)]),
        cells,
    ]
    made = pdf(document(*blocks, title=text or "x", about=text), made_on=DAY)
    if text.isascii() and text.isprintable() and len(text) < 50:
        assert text_of(made).count(" ".join(text.split())) > 5 or not text
    letter = Letterhead(text, [text], [(text, text)], text or "x")
    assert pdf(document(*blocks, head=letter), made_on=DAY)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_F55_no_text_stops_a_report(text: str) -> None:
    assert pdf(document(Heading(text), Paragraph(text), title="t"), made_on=DAY)


@given(st.text(alphabet=st.characters(codec=None), max_size=3000))
def test_what_is_typeset_is_bounded_and_whole(text: str) -> None:
    made = typesettable(text)
    made.encode("utf-8")
    assert len(made.replace("\u200b", "")) <= LONGEST + 1
    assert not any(ord(c) < 32 and c != "\n" for c in made)
    assert all(len(run) <= 40 for word in made.split() for run in word.split("\u200b"))


def test_a_digest_is_left_as_it_is() -> None:
    assert as_plain(Verbatim("a" * 64)) == "a" * 64
    assert "\u200b" in as_plain("a" * 64)
