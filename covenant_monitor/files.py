"""Files: where the program's own are, and writing others so that none is ever left half-way."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from covenant_monitor.errors import Problem

_HERE = Path(__file__).parent


def _shipped(folder: str) -> Path:
    inside = _HERE / folder
    return inside if inside.is_dir() else _HERE.parent / folder


def resource(*parts: str) -> Path:
    """A file or folder of `resources/`, in the source tree or in the installed package."""
    return _shipped("resources").joinpath(*parts)


def sample_data(*parts: str) -> Path:
    """A file or folder of `sample_data/`, in the source tree or in the installed package."""
    return _shipped("sample_data").joinpath(*parts)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make what was written to `path` durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; on success it takes its place at once, on any error `path` stays as it was.

    Raises Problem when the target cannot be written: open in Excel, read-only, no such folder, disk full.
    """
    temporary = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        yield temporary
        sync_file(temporary)
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise Problem(
            "{path} could not be written ({reason}). Close it where it is open, or choose another name or folder.",
            path=path,
            reason=error.strerror or str(error),
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
