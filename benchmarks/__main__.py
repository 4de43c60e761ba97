"""`python -m benchmarks [NAME ...]`: measure these figures, or all of them, and print one table."""

import argparse
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from benchmarks.table import Figure, table

MODULES: Mapping[str, str] = {
    "first-paint": "first_paint",
    "rate": "rate",
    "import": "bulk_import",
    "scores": "scores",
    "open": "opening",
    "charts": "charts",
    "annual-workbook": "annual_workbook",
    "questionnaires": "questionnaires",
    "dashboard": "dashboard",
    "dashboard-large": "dashboard_large",
}
"""What can be measured, and the module of this package that does."""
_ASKED_FOR = {"dashboard-large", "questionnaires"}
"""What takes too long, and too much room, to be measured where nobody names it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 whatever comes out, since a busy machine proves nothing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MODULES)}; none: all that are quick")
    names = parser.parse_args(arguments).names
    if unknown := set(names) - set(MODULES):
        parser.error(f"there is no figure {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures: list[Figure] = []
    for name in names or [name for name in MODULES if name not in _ASKED_FOR]:
        print(f"Measuring {name} ...", file=sys.stderr, flush=True)
        measure: Callable[[], list[Figure]] = import_module(f"benchmarks.{MODULES[name]}").measure
        figures += measure()
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.platform()}\n")
    print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
