"""One framework version as a workbook that a person can fill in, and the framework that comes with the program.

The workbook has the exchange tables of that version, and nothing else; `importing.import_files` takes it back.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.exporting import rows_of
from covenant_monitor.exchange.importing import import_tables
from covenant_monitor.exchange.reading import read_tables
from covenant_monitor.exchange.tables import TABLES
from covenant_monitor.exchange.writing import write_csv_folder, write_workbook
from covenant_monitor.files import resource
from covenant_monitor.store.framework_reading import framework_of, known_id
from covenant_monitor.store.queries import Reader
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import fold

DEFAULT = FrameworkKey("IMVO", "1")
"""The framework in resources/frameworks/default: a suggestion, as its name says."""

_TABLES = ("frameworks", "sections", "criteria", "anchors", "mappings")


def export_framework(source: Reader, target: Path, *, key: FrameworkKey, with_mappings: bool = True) -> dict[str, int]:
    """Write one version to a workbook (`target` ends in .xlsx) or a folder of CSV files; rows per table.

    Mappings are those that lead to it; they can be read back only where the older version is, so what goes to others
    goes better without. Every table is there, with its headings, so that one can be filled in.

    Raises:
        Problem: there is no such version, or the target cannot be written; what was there is then as it was.
    """
    framework = framework_of(source, key)
    wanted = fold(framework.code), fold(framework.version)
    written: dict[str, int] = {}

    def contents() -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]:
        for name in _TABLES:
            names = [column.name for column in TABLES[name]]
            version = names.index("to_version" if name == "mappings" else "version")
            rows = [row for row in rows_of(source, name) if (fold(row[0]), fold(row[version])) == wanted]
            if name == "mappings" and not with_mappings:
                rows = []
            written[name] = len(rows)
            yield name, names, rows

    if target.suffix.lower() == ".xlsx":
        write_workbook(target, contents())
    elif target.is_file():
        raise Problem("{path} is a file. Give a folder, or a name that ends in .xlsx.", path=target)
    else:
        write_csv_folder(target, contents())
    return written


def add_default(store: Store) -> Change:
    """Add the framework that comes with the program, as a draft. Raises Problem where the file has it already."""
    if known_id(store, DEFAULT) is not None:
        raise Problem(
            "The file has framework {framework}, version {version} already.",
            framework=DEFAULT.framework,
            version=DEFAULT.version,
        )
    tables, findings = read_tables([resource("frameworks", "default")], table_names=TABLES)
    return import_tables(store, tables, findings, source=f"{DEFAULT.framework} {DEFAULT.version}").change
