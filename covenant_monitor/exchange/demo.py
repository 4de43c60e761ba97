"""The demo covenant: fictional companies, with the outcome that a real covenant published (sample_data/README.md)."""

from pathlib import Path

from covenant_monitor.exchange.importing import import_tables
from covenant_monitor.exchange.reading import read_tables
from covenant_monitor.exchange.tables import TABLES
from covenant_monitor.files import sample_data
from covenant_monitor.store.store import Store, create


def create_demo(path: Path, *, user: str | None = None) -> Store:
    """Make a new covenant file, filled with the demo covenant, and open it. Raises Problem where there is a file."""
    store = create(path, user=user)
    try:
        tables, findings = read_tables([sample_data("demo")], table_names=TABLES)
        import_tables(store, tables, findings, source="demo", kind="start")
    except BaseException:
        store.close()
        path.unlink(missing_ok=True)
        raise
    return store
