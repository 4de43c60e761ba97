"""The entry point: the command line where a command is given, the window otherwise."""

import sys
from collections.abc import Sequence
from pathlib import Path

from covenant_monitor.commands import COMMANDS, READER_FLAG


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or the window on the file that is given."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] == READER_FLAG:
        # openpyxl would import it, and its address space alone is more than the reader is allowed.
        sys.modules["numpy"] = None  # type: ignore[assignment]
        from covenant_monitor.exchange import reader_process

        return reader_process.main(given[1:])
    if given and not _is_file(given[0]):
        from covenant_monitor import cli

        return cli.main(given)
    from covenant_monitor_ui.application import run

    return run(Path(given[0]) if given else None)


def _is_file(word: str) -> bool:
    """Whether a first word is a file to open; anything else is a command, if only a mistyped one."""
    return word not in COMMANDS and (Path(word).suffix == ".covenant" or Path(word).exists())


if __name__ == "__main__":
    sys.exit(main())
