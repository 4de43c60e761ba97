"""Reading workbooks that others made: right values from good ones, a finding or a refusal from all others."""

import io
import sys
from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO

import openpyxl
import pytest
import xlsxwriter

from covenant_monitor.errors import Problem
from covenant_monitor.exchange import raw_table, workbook_reader, zip_check
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.limits import Limits
from covenant_monitor.exchange.raw_table import Cell, CellError, Notation, Percentage, RawTable
from covenant_monitor.exchange.reader_process import read_book
from covenant_monitor.exchange.workbook_reader import read_workbook
from tests.core.exchange.foreign_files import (
    FIRST,
    HEADER,
    STRICT,
    XML,
    package,
    parties,
    row,
    sheet,
    strings,
    styles,
    text,
    write,
)

NAMES = {"parties", "rounds"}
Read = tuple[list[RawTable], list[Finding]]


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the reader's code here: the same lines come out, without the wait for a process."""

    def run(file: IO[bytes], _name: str, names: Collection[str], limits: Limits) -> bytes:
        out = io.BytesIO()
        read_book(file, out, limits, set(names))  # type: ignore[arg-type]
        return out.getvalue()

    monkeypatch.setattr(workbook_reader, "_run_reader", run)


def read(path: Path, **limits: int) -> Read:
    return read_workbook(path, NAMES, Limits(**limits))


def rows(path: Path) -> list[tuple[int, tuple[Cell, ...]]]:
    (table,), findings = read(path)
    assert findings == []
    return table.rows


def told(path: Path, **limits: int) -> list[tuple[str, str, str]]:
    return [(finding.sheet, finding.cell, finding.message) for finding in read(path, **limits)[1]]


def values(tmp_path: Path, *cells: str, strings: str = "", styles: str = "") -> tuple[Cell, ...]:
    """What a row of these cells, from column A on, is read as."""
    headings = row(1, *(text(f"{letter}1", f"h{letter}") for letter in "ABCDEFGHIJ"[: len(cells)]))
    parts = package({"parties": sheet(headings + row(2, *cells))}, strings=strings, styles=styles)
    path = write(tmp_path / "values.xlsx", parts)
    return rows(path)[0][1]


@pytest.mark.usefixtures("in_process")
class TestValues:
    def test_texts_of_every_kind(self, tmp_path: Path) -> None:
        shared = strings(
            "<t>gedeeld</t>",
            "<r><t>rij</t></r><r><rPr><b/></rPr><t xml:space='preserve'>k </t></r>",
            "<t>漢字</t><rPh sb='0' eb='1'><t>かんじ</t></rPh>",
            "<t>a_x000D_b_x005F_x0041_ _xD800_</t>",
        )
        assert values(
            tmp_path,
            '<c r="A2" t="s"><v>0</v></c>',
            '<c r="B2" t="s"><v>1</v></c>',
            '<c r="C2" t="s"><v>2</v></c>',
            '<c r="D2" t="s"><v>3</v></c>',
            '<c r="E2" t="str"><f>A2</f><v>formula&apos;s text</v></c>',
            '<c r="F2" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>',
            strings=shared,
        ) == ("gedeeld", "rijk ", "漢字", "a\rb_x0041_ _xD800_", "formula's text", "inline")

    def test_numbers_keep_all_their_digits(self, tmp_path: Path) -> None:
        cells = values(
            tmp_path,
            '<c r="A2"><v>5</v></c>',
            '<c r="B2"><v>0.30000000000000004</v></c>',
            '<c r="C2" t="n"><v>-1.5E-3</v></c>',
            '<c r="D2"><v>12345678901234567890</v></c>',
            '<c r="E2" t="b"><v>1</v></c>',
            '<c r="F2" t="b"><v>0</v></c>',
        )
        assert cells == (5, 0.30000000000000004, -0.0015, 1.2345678901234567e19, True, False)
        assert [type(cell) for cell in cells] == [int, float, float, float, bool, bool]

    def test_F50_no_numbers_stay_text_for_the_importer_to_refuse(self, tmp_path: Path) -> None:
        assert values(
            tmp_path,
            '<c r="A2"><v>NaN</v></c>',
            '<c r="B2"><v>1e999</v></c>',
            '<c r="C2"><v>1_000</v></c>',
        ) == ("NaN", "1e999", "1_000")

    def test_F50_percentages_are_what_is_shown(self, tmp_path: Path) -> None:
        cells = values(
            tmp_path,
            '<c r="A2" s="1"><v>7.0000000000000007E-2</v></c>',
            '<c r="B2" s="2"><v>0.62125</v></c>',
            '<c r="C2" s="0"><v>0.5</v></c>',
            styles=styles("", "0%", "0.0\\ %"),
        )
        assert cells == (7.0, 62.125, 0.5)
        assert [type(cell) for cell in cells] == [Percentage, Percentage, float]

    def test_days_and_moments(self, tmp_path: Path) -> None:
        cells = values(
            tmp_path,
            '<c r="A2" s="1"><v>43011</v></c>',
            '<c r="B2" s="2"><v>43011.75</v></c>',
            '<c r="C2" s="3"><v>43011</v></c>',
            '<c r="D2" t="d"><v>2017-10-03</v></c>',
            '<c r="E2" t="d"><v>2017-10-03T00:00:00</v></c>',
            '<c r="F2" s="4"><v>1.5</v></c>',
            '<c r="G2" t="d"><v>soon</v></c>',
            styles=styles("", "yyyy\\-mm\\-dd", "[$-413]d mmmm yyyy h:mm;@", '"dag" 0', "[h]:mm"),
        )
        day = date(2017, 10, 3)
        assert cells == (day, datetime(2017, 10, 3, 18), 43011, day, day, 1.5, "soon")

    def test_F51_1904(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "mac.xlsx",
            package(
                {"parties": sheet(HEADER + row(2, '<c r="A2" s="1"><v>41549</v></c>', '<c r="B2"><v>41549</v></c>'))},
                styles=styles("", "d-m-yyyy"),
                properties='<workbookPr date1904="1"/>',
            ),
        )
        (table,), findings = read(path)
        assert findings == []
        assert table.rows == [(2, (date(2017, 10, 3), 41549, None))]
        assert table.notation == Notation(point_decimals=False, date1904=True)

    @pytest.mark.parametrize("serial", ["0", "-1", "60", "3e9"])
    def test_F51_serials_of_no_day_are_listed(self, tmp_path: Path, serial: str) -> None:
        data = HEADER + row(2, f'<c r="A2" s="0"><v>{serial}</v></c>')
        path = write(tmp_path / "p.xlsx", package({"parties": sheet(data)}, styles=styles("yyyy")))
        assert told(path) == [("parties", "A2", workbook_reader.NO_SUCH_DAY)]

    def test_F49_errors_and_formulas_without_a_value_are_listed_and_unset(self, tmp_path: Path) -> None:
        path = parties(
            tmp_path / "p.xlsx",
            row(1, text("A1", "covenant"), text("B1", "party"), text("C1", "x_own"), text("D1", "name"))
            + row(
                2,
                '<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
                '<c r="B2"><f>A1</f></c>',
                '<c r="C2" t="e"><v>#N/A</v></c>',
                '<c r="D2" t="str"><f>IF(1,"")</f><v></v></c>',
            )
            + row(3, '<c r="A3"><f>2+2</f><v>4</v></c>', '<c r="B3"><f>2</f><v/></c>'),
        )
        (table,), findings = read(path)
        assert table.rows == [
            (2, (CellError("#DIV/0!"), CellError(""), CellError("#N/A"), None)),
            (3, (4, CellError(""), None, None)),
        ]
        assert [(finding.cell, finding.message) for finding in findings] == [
            ("A2", workbook_reader.ERROR_CELL),
            ("B2", workbook_reader.NOT_CALCULATED),
            ("B3", workbook_reader.NOT_CALCULATED),
        ]


@pytest.mark.usefixtures("in_process")
class TestSheets:
    def test_names_in_any_case_and_private_and_empty_sheets(self, tmp_path: Path) -> None:
        good = sheet(HEADER + FIRST)
        path = write(
            tmp_path / "p.xlsx",
            package({" Parties ": good, "x_notes": good, "Blad2": sheet(""), "rounds": sheet("")}),
        )
        (table,), findings = read(path)
        assert findings == []
        assert (table.name, table.sheet, table.source) == ("parties", " Parties ", "p.xlsx")
        assert table.header == ("covenant", "party", "name")
        assert table.rows == [(2, ("KLEDING", "P1", "Voorbeeld BV"))]

    def test_F52_other_sheets_are_listed(self, tmp_path: Path) -> None:
        good = sheet(HEADER + FIRST)
        path = write(tmp_path / "p.xlsx", package({"Partys": good, "Sheet1": good}))
        assert told(path) == [
            ("Partys", "", workbook_reader.UNKNOWN_TABLE_LIKE),
            ("Sheet1", "", workbook_reader.UNKNOWN_TABLE),
        ]

    def test_strict_open_xml_and_prefixes(self, tmp_path: Path) -> None:
        good = sheet(HEADER + FIRST, namespace=STRICT)
        prefixed = sheet(HEADER + FIRST).replace("<", "<s:").replace("<s:/", "</s:").replace("<s:?", "<?")
        prefixed = prefixed.replace("xmlns=", "xmlns:s=")
        for xml, space in ((good, STRICT), (prefixed, STRICT)):
            parts = package({"parties": xml}, namespace=space)
            path = write(tmp_path / "p.xlsx", parts)
            assert rows(path) == [(2, ("KLEDING", "P1", "Voorbeeld BV"))]
            usual, strict = "schemas.openxmlformats.org/officeDocument/2006/", "purl.oclc.org/ooxml/officeDocument/"
            path = write(path, {name: str(part).replace(usual, strict) for name, part in parts.items()})
            assert rows(path) == [(2, ("KLEDING", "P1", "Voorbeeld BV"))]

    def test_cells_without_addresses(self, tmp_path: Path) -> None:
        data = "<row><c t='str'><v>covenant</v></c></row><row/><row><c t='str'><v>A</v></c></row>"
        assert rows(parties(tmp_path / "p.xlsx", data)) == [(3, ("A",))]

    def test_F52_unordered_rows_and_cells_are_read_by_address(self, tmp_path: Path) -> None:
        data = row(3, text("B3", "P2"), text("A3", "A")) + HEADER + row(2, text("A2", "A"), text("B2", "P1"))
        assert rows(parties(tmp_path / "p.xlsx", data)) == [(2, ("A", "P1", None)), (3, ("A", "P2", None))]

    def test_F52_cells_that_are_there_twice_are_listed(self, tmp_path: Path) -> None:
        twice = row(2, text("B2", "a"), text("B2", "b")) + row(3, text("A3", "a")) + row(3, text("A3", "b"))
        assert told(parties(tmp_path / "p.xlsx", HEADER + twice)) == [
            ("parties", "B2", workbook_reader.TWICE),
            ("parties", "A3", workbook_reader.TWICE),
        ]

    def test_F52_a_cell_in_another_row_is_damage(self, tmp_path: Path) -> None:
        path = parties(tmp_path / "p.xlsx", HEADER + row(2, text("A7", "x")))
        assert told(path) == [("parties", "A7", zip_check.DAMAGED)]

    def test_F52_hidden_things_are_read_and_noted(self, tmp_path: Path) -> None:
        data = HEADER + row(2, text("A2", "A"), attributes='hidden="1"')
        hidden = '<cols><col min="2" max="2" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>'
        path = write(
            tmp_path / "p.xlsx",
            package({"parties": sheet(data, before=hidden)}, states={"parties": "veryHidden"}),
        )
        (table,), findings = read(path)
        assert table.rows == [(2, ("A", None, None))]
        assert {finding.severity for finding in findings} == {"note"}
        assert [finding.message for finding in findings] == [
            workbook_reader.HIDDEN_SHEET,
            workbook_reader.HIDDEN_ROWS,
            workbook_reader.HIDDEN_COLUMNS,
        ]

    def test_F52_merged_cells_of_the_table_are_listed(self, tmp_path: Path) -> None:
        data = row(1, text("A1", "covenant"), text("B1", "x_own")) + row(2, text("A2", "A")) + row(3, text("B3", "b"))
        merged = "".join(f'<mergeCell ref="{area}"/>' for area in ("A2:A3", "B2:B3", "A9:A12", "D1:E3"))
        path = parties(tmp_path / "p.xlsx", data, after=f"<mergeCells>{merged}</mergeCells>")
        assert told(path) == [("parties", "A2", workbook_reader.MERGED)]

    def test_empty_rows_before_and_between_do_not_count(self, tmp_path: Path) -> None:
        data = row(1, '<c r="A1" s="1"/>') + row(2, text("A2", " ")) + HEADER.replace('1"', '4"')
        data += row(6, text("A6", "A"), text("B6", " "))
        path = parties(tmp_path / "p.xlsx", data)
        assert rows(path) == [(6, ("A", None, None))]
        assert read(path)[0][0].header_row == 4

    def test_values_without_a_heading_are_listed_once(self, tmp_path: Path) -> None:
        data = HEADER + row(2, text("E2", "x")) + row(3, text("E3", "x"))
        assert told(parties(tmp_path / "p.xlsx", data)) == [("parties", "E2", raw_table.NO_HEADING)]

    def test_headings_that_are_no_words_are_listed(self, tmp_path: Path) -> None:
        data = row(1, text("A1", "covenant"), '<c r="B1" t="b"><v>1</v></c>', '<c r="C1"><v>2019</v></c>')
        path = parties(tmp_path / "p.xlsx", data)
        assert told(path) == [("parties", "B1", raw_table.HEADING_NOT_TEXT)]
        assert read(path)[0][0].header == ("covenant", "", "2019")

    def test_F53_macros_and_links_are_notes(self, tmp_path: Path) -> None:
        extra = {"xl/vbaProject.bin": "x", "xl/externalLinks/externalLink1.xml": "x"}
        path = write(tmp_path / "p.xlsm", package({"parties": sheet(HEADER + FIRST)}, extra=extra))
        (table,), findings = read(path)
        assert len(table.rows) == 1
        assert [(finding.message, finding.severity) for finding in findings] == [
            (zip_check.MACROS, "note"),
            (zip_check.LINKS, "note"),
        ]

    @pytest.mark.parametrize("writer", ["xlsxwriter", "openpyxl"])
    def test_what_other_libraries_write(self, tmp_path: Path, writer: str) -> None:
        path = tmp_path / "p.xlsx"
        moment = datetime(2017, 10, 3, 18)
        if writer == "xlsxwriter":
            book = xlsxwriter.Workbook(path)
            out = book.add_worksheet("parties")
            out.write_row(0, 0, ["covenant", "party", "joined_on"])
            out.write_row(1, 0, ["Ƶ & <b>", 0.1])
            out.write_datetime(1, 2, moment, book.add_format({"num_format": 22}))
            book.close()
        else:
            book = openpyxl.Workbook()
            out = book.active
            out.title = "parties"
            out.append(["covenant", "party", "joined_on"])
            out.append(["Ƶ & <b>", 0.1, moment])
            book.save(path)
        assert rows(path) == [(2, ("Ƶ & <b>", 0.1, moment))]


@pytest.mark.usefixtures("in_process")
class TestRefused:
    @pytest.mark.parametrize(
        "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "_rels/.rels"]
    )
    @pytest.mark.parametrize(
        "subset",
        [
            "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9)) + '<!ENTITY a0 "ha">',
            '<!ENTITY x SYSTEM "file:///etc/passwd">',
            '<!ENTITY % d SYSTEM "http://localhost:9/evil.dtd"> %d;',
            "",
        ],
    )
    def test_F46_document_types_are_refused_before_anything_is_expanded(
        self, tmp_path: Path, part: str, subset: str
    ) -> None:
        parts = package({"parties": sheet(HEADER + FIRST)}, strings=strings("<t>a</t>"))
        parts[part] = str(parts[part]).replace(XML, f"{XML}<!DOCTYPE a [{subset}]>")
        messages = [message for _, _, message in told(write(tmp_path / "p.xlsx", parts))]
        assert messages == [workbook_reader.DOCTYPE]

    def test_F47_a_far_cell_is_told_with_its_address(self, tmp_path: Path) -> None:
        data = HEADER + FIRST + row(1_048_576, text("XFD1048576", "x"))
        assert told(parties(tmp_path / "p.xlsx", data)) == [("parties", "XFD1048576", workbook_reader.FAR_CELL)]

    def test_F47_an_empty_far_cell_is_nothing(self, tmp_path: Path) -> None:
        data = HEADER + FIRST + row(1_048_576, '<c r="XFD1048576" s="1"/>')
        assert len(rows(parties(tmp_path / "p.xlsx", data))) == 1

    def test_F47_huge_dimensions_and_merged_areas_cost_nothing(self, tmp_path: Path) -> None:
        path = parties(tmp_path / "p.xlsx", before='<dimension ref="A1:XFD1048576"/>')
        assert len(rows(path)) == 1
        path = parties(tmp_path / "p.xlsx", after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
        assert told(path) == [("parties", "A1", workbook_reader.MERGED)]

    @pytest.mark.parametrize("limit", [{"cells": 20}, {"characters": 100}])
    def test_F47_more_than_fits_is_refused(self, tmp_path: Path, limit: dict[str, int]) -> None:
        data = HEADER + "".join(row(n, text(f"A{n}", "abcdefghij")) for n in range(2, 40))
        assert told(parties(tmp_path / "p.xlsx", data), **limit) == [("parties", "", workbook_reader.TOO_MUCH)]

    def test_F47_a_long_sheet_is_refused_where_it_is_too_long(self, tmp_path: Path) -> None:
        data = HEADER + "".join(row(n, text(f"A{n}", "x")) for n in range(2, 40))
        path = parties(tmp_path / "p.xlsx", data)
        assert told(path, rows=10) == [("parties", "A11", workbook_reader.FAR_CELL)]
        assert told(path, rows=39) == []

    def test_F47_links_of_whole_sheets_cost_nothing(self, tmp_path: Path) -> None:
        links = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
        assert len(rows(parties(tmp_path / "p.xlsx", after=links))) == 1

    def test_F47_more_sheets_than_anyone_made(self, tmp_path: Path) -> None:
        path = write(tmp_path / "p.xlsx", package({f"s{number}": "" for number in range(1_001)}))
        assert told(path) == [("", "", workbook_reader.TOO_MUCH)]

    def test_F47_one_long_text_many_times_is_refused(self, tmp_path: Path) -> None:
        data = HEADER + "".join(row(n, f'<c r="A{n}" t="s"><v>0</v></c>') for n in range(2, 40))
        path = write(tmp_path / "p.xlsx", package({"parties": sheet(data)}, strings=strings(f"<t>{'x' * 99}</t>")))
        assert told(path, characters=1_000) == [("parties", "", workbook_reader.TOO_MUCH)]

    def test_F47_a_tag_without_end_is_damage(self, tmp_path: Path) -> None:
        data = HEADER + '<row x="' + "".join(f"{n:x}" for n in range(400_000)) + '"/>'
        assert told(parties(tmp_path / "p.xlsx", data)) == [("parties", "", zip_check.DAMAGED)]

    @pytest.mark.parametrize(
        "data",
        [
            "<row",
            HEADER + "</worksheet>",
            row(1, '<c r="A1" t="s"><v>7</v></c>'),
            row(1, '<c r="A1" t="s"><v>-1</v></c>'),
            row(1, '<c r="A1" t="s"><v>1_0</v></c>'),
            row(1, '<c r="A1" t="what"><v>7</v></c>'),
            row(1, '<c r="é1"><v>7</v></c>'),
            '<row r="-1"/>',
            '<row r="9999999999999"/>',
            "&undefined;",
        ],
    )
    def test_F44_damaged_sheets(self, tmp_path: Path, data: str) -> None:
        assert [message for _, _, message in told(parties(tmp_path / "p.xlsx", data))] == [zip_check.DAMAGED]

    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"])
    def test_F44_parts_that_are_not_xml(self, tmp_path: Path, part: str) -> None:
        parts = package({"parties": sheet(HEADER)}) | {part: b"\x00\xff no XML"}
        assert [message for _, _, message in told(write(tmp_path / "p.xlsx", parts))] == [zip_check.DAMAGED]

    def test_F44_a_sheet_that_is_missing_is_damage(self, tmp_path: Path) -> None:
        parts = package({"parties": sheet(HEADER)})
        del parts["xl/worksheets/sheet1.xml"]
        assert [message for _, _, message in told(write(tmp_path / "p.xlsx", parts))] == [zip_check.DAMAGED]

    def test_F44_a_package_without_workbook(self, tmp_path: Path) -> None:
        parts = package({"parties": sheet(HEADER)})
        parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace("sheet.main", "drawing")
        assert [message for _, _, message in told(write(tmp_path / "p.xlsx", parts))] == [zip_check.NOT_A_WORKBOOK]

    def test_F44_any_changed_byte_gives_a_sentence_or_a_table(self, tmp_path: Path) -> None:
        whole = parties(tmp_path / "p.xlsx").read_bytes()
        path = tmp_path / "q.xlsx"
        for at in range(0, len(whole), 17):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
            with suppress(Problem):
                read(path)


class TestProcess:
    """With the reader in its own process, as it is in use."""

    @pytest.fixture
    def start(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The Python code that runs in place of the reader; its list has one item."""
        code = [""]
        monkeypatch.setattr(workbook_reader, "reader_command", lambda: [sys.executable, "-I", "-S", "-c", code[0]])
        return code

    def test_a_workbook_comes_through(self, tmp_path: Path) -> None:
        data = HEADER + row(2, text("A2", "Zoë 🧵\n‏"), '<c r="B2"><v>0.1</v></c>', '<c r="C2" t="e"><v>#REF!</v></c>')
        (table,), findings = read(parties(tmp_path / "Ünïcode naam.xlsx", data))
        assert table.rows == [(2, ("Zoë 🧵\n‏", 0.1, CellError("#REF!")))]
        assert [finding.cell for finding in findings] == ["C2"]

    def test_what_surrounds_the_cells_is_passed_over(self, tmp_path: Path) -> None:
        path = tmp_path / "p.xlsx"
        book = xlsxwriter.Workbook(path)
        out, chart = book.add_worksheet("parties"), book.add_chart({"type": "line"})
        out.write_row(0, 0, ["covenant", "party", "share"])
        out.write_row(1, 0, ["KLEDING", "P1"])
        out.write_number(1, 2, 0.625, book.add_format({"num_format": "0.0%"}))
        chart.add_series({"values": "=parties!$C$2:$C$2"})
        out.insert_chart("F1", chart)
        out.add_sparkline("E2", {"range": "parties!C2:C2"})
        out.autofilter(0, 0, 1, 2)
        out.conditional_format("C2", {"type": "data_bar"})
        out.data_validation("A2:A99", {"validate": "list", "source": ["KLEDING"]})
        out.write_comment("B2", "Voorbeeld")
        out.set_row(5, 30)
        plot = book.add_chart({"type": "bar"})
        plot.add_series({"values": "=parties!$C$2:$C$2"})
        book.add_chartsheet("Plot").set_chart(plot)
        book.define_name("share", "=parties!$C$2")
        book.close()
        assert rows(path) == [(2, ("KLEDING", "P1", 62.5))]

    @pytest.mark.parametrize(
        "code",
        [
            "import os; os.abort()",
            "raise RuntimeError('a bug')",
            "import sys; sys.exit(3)",
            'print(\'["book", {"date1904": false}]\')',
            "pass",
        ],
    )
    def test_F48_a_crash_is_one_sentence(self, tmp_path: Path, start: list[str], code: str) -> None:
        start[0] = code
        with pytest.raises(Problem) as problem:
            read(parties(tmp_path / "p.xlsx"))
        assert problem.value.message == workbook_reader.CRASHED
        assert "p.xlsx" in str(problem.value)

    def test_F48_a_hang_is_ended(self, tmp_path: Path, start: list[str]) -> None:
        start[0] = "import time; time.sleep(60)"
        with pytest.raises(Problem) as problem:
            read_workbook(parties(tmp_path / "p.xlsx"), NAMES, Limits(seconds=0.2))
        assert problem.value.message == workbook_reader.TOO_SLOW

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's address space reliably")
    def test_F48_memory_is_bounded(self, tmp_path: Path) -> None:
        items = [f"<t>{number:0200}</t>" for number in range(150_000)]
        path = write(tmp_path / "p.xlsx", package({"parties": sheet(HEADER)}, strings=strings(*items)))
        assert told(path, memory_bytes=50_000_000) == [("", "", workbook_reader.TOO_MUCH)]

    @pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the peak from /proc")
    def test_F47_hostile_workbooks_take_less_than_200_mb(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        peak = tmp_path / "peak"
        measured = workbook_reader._START_READER.replace(
            "sys.exit(main(sys.argv[2:]))",
            "done = main(sys.argv[2:]); from pathlib import Path; import time; "
            "status = Path('/proc/self/status').read_text() + f'CPU: {time.process_time()}'; "
            f"Path({str(peak)!r}).write_text(status); sys.exit(done)",
        )
        monkeypatch.setattr(workbook_reader, "_START_READER", measured)
        million = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001))
        unsaid = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(250_000))
        repeated = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5_000))
        long = strings(f"<t>{'x' * 32_000}</t>")
        hostile = [
            (workbook_reader.FAR_CELL, 1.0, package({"parties": sheet(million)})),
            (workbook_reader.FAR_CELL, 5.0, package({"parties": sheet(unsaid)})),
            (workbook_reader.TOO_MUCH, 1.0, package({"parties": sheet(repeated)}, strings=long)),
        ]
        for message, seconds, parts in hostile:
            path = write(tmp_path / "p.xlsx", parts)
            assert [finding for _, _, finding in told(path)] == [message]
            status = dict(line.split(":", 1) for line in peak.read_text().splitlines())
            assert int(status["VmHWM"].split()[0]) < 200_000
            assert float(status["CPU"]) < seconds  # of the processor: the machine may be busy with something else

    def test_the_packaged_program_calls_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        assert workbook_reader.reader_command() == [sys.executable, workbook_reader.READER_FLAG]
