"""Where bugs are written down. Situations of the user's are told to the user, not logged with their data."""

import logging
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path


def user_folder(kind: str) -> Path:
    """The folder for this program's "cache" or "state", where the system wants it."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = home / "Library" / ("Caches" if kind == "cache" else "Application Support")
    else:
        fallback = home / (".cache" if kind == "cache" else ".local/state")
        base = Path(os.environ.get(f"XDG_{kind.upper()}_HOME") or fallback)
    return base / "covenant-monitor"


def start_logging() -> Path:
    """Log to a file of the user's own, and return where; to a temporary folder where that cannot be."""
    folder = user_folder("state")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="covenant-monitor-"))
    # Imported here: it brings sockets and pickle, which the first paint need not wait for.
    rotating = import_module("logging.handlers").RotatingFileHandler
    handler: logging.Handler = rotating(
        folder / "log.txt", maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("covenant_monitor").addHandler(handler)
    logging.getLogger("covenant_monitor_ui").addHandler(handler)
    return folder / "log.txt"
