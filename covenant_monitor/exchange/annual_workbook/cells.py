"""How XlsxWriter writes the cells of a round's workbook: texts exactly as they are, and in less time and memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.utility import xl_rowcol_to_cell_fast

from covenant_monitor.exchange.writing import ExactSheet


class TextsInCells(SharedStringTable):  # type: ignore[misc]
    """Keeps every text in its own cell, where `ExactSheet` sees to it that it reads back exactly."""

    def _get_shared_string_index(self, string: str) -> str:
        return string

    def _get_shared_string(self, index: str) -> str:
        return index


class FastSheet(ExactSheet):
    """Writes what most cells are in one go, and lets go of its cells once they are written: XlsxWriter, but faster."""

    def _write_cell(self, row: int, column: int, cell: Any) -> None:
        kind = cell.__class__.__name__
        if cell.format is None or kind not in ("String", "Number"):
            super()._write_cell(row, column, cell)
            return
        start = f'<c r="{xl_rowcol_to_cell_fast(row, column)}" s="{cell.format._get_xf_index()}"'
        if kind == "Number":
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
            return
        text = self._escape_data(self._escape_control_characters(cell.string))
        self.fh.write(f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')

    def _xml_string_element(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        self._xml_inline_string(self._escape_control_characters(string), True, attributes)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """XlsxWriter looks in every formula for dozens of functions newer than Excel 2010; here there are none."""
        return formula.removeprefix("=")

    def _assemble_xml_file(self) -> None:
        super()._assemble_xml_file()
        self.table.clear()
