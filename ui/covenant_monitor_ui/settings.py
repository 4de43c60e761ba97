"""What the window remembers between runs: language, theme, recent files, where things were. Never what is in a file."""

import json
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

from covenant_monitor.errors import Problem
from covenant_monitor.files import replacing
from covenant_monitor.logs import user_folder

log = logging.getLogger(__name__)

MOST_RECENT = 8


class Settings:
    """A small JSON file. Where it is garbage or cannot be written, defaults serve, and `trouble` says so once."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_folder("state") / "settings.json"
        self.trouble = ""
        self.values: dict[str, Any] = {}
        try:
            read = json.loads(self.path.read_text(encoding="utf-8"))
            self.values = read if isinstance(read, dict) else {}
            if not isinstance(read, dict):
                self.trouble = "garbage"
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:
            self.trouble = "garbage"
            log.warning("settings not read: %s", error)

    def text(self, name: str, default: str = "") -> str:
        """A text setting."""
        value = self.values.get(name, default)
        return value if isinstance(value, str) else default

    def table(self, name: str) -> dict[str, Any]:
        """A setting that is a table of its own."""
        value = self.values.get(name)
        return value if isinstance(value, dict) else {}

    def recent_files(self) -> list[Path]:
        """The files opened last, newest first, that are still there."""
        names = self.values.get("recent", [])
        paths = [Path(name) for name in names if isinstance(name, str)] if isinstance(names, list) else []
        return [path for path in paths if path.is_file()]

    def add_recent(self, path: Path) -> None:
        """Note that a file was opened."""
        others = [str(old) for old in self.recent_files() if old != path.absolute()]
        self.set("recent", [str(path.absolute()), *others][:MOST_RECENT])

    def set(self, name: str, value: object) -> None:
        """Change a setting, and save. What cannot be saved is kept for this run."""
        if self.values.get(name) == value:
            return
        self.values[name] = value
        try:
            with suppress(FileExistsError):
                self.path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self.path) as temporary:
                temporary.write_text(json.dumps(self.values, ensure_ascii=False, indent=1), encoding="utf-8")
        except (OSError, Problem) as error:
            self.trouble = self.trouble or "unwritable"
            log.warning("settings not saved: %s", error)
