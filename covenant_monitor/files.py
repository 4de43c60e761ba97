"""Files: where the program's own are, and writing others so that none is ever left half-way."""

import errno
import os
import stat
from collections.abc import Iterator, Set
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

    What was there keeps its permissions; a link stays one, and what it leads to is replaced.

    Raises:
        Problem: the target cannot be written: open in Excel, read-only, no such folder, disk full.
        OSError: one of another file, as it was; also where nothing was written.
    """
    target = path.resolve() if path.is_symlink() else path
    temporary = target.with_name(f".{os.urandom(4).hex()}{target.suffix}")
    names = {str(name) for name in (path, target, temporary, *target.parents)}
    with told_as_unwritable(path, names):
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        mode = _permissions(target) if target.exists() else None
        if mode is not None and not mode & _ANY_WRITE:
            # Replacing asks leave of the folder only, and root is never refused.
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    try:
        with told_as_unwritable(path, names):
            yield temporary
        if not temporary.exists():
            raise FileNotFoundError(errno.ENOENT, "nothing was written", str(temporary))
        with told_as_unwritable(path, names):
            sync_file(temporary)
            # Not where they are the same: some file systems have no permissions, and refuse to set any.
            if mode is not None and _permissions(temporary) != mode:
                temporary.chmod(mode)
            temporary.replace(target)
        # The new file is there by now; some file systems cannot do this, and then it will have to do without.
        with suppress(OSError):
            sync_folder(target.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


_ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def _permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def told_as_unwritable(path: Path, names: Set[str]) -> Iterator[None]:
    """An OSError of one of the files or folders called `names`, or of none, becomes the user's Problem with `path`.

    So does that of what was written to one of them in the same way.
    """
    try:
        yield
    except OSError as error:
        if error.filename is not None and names.isdisjoint({str(error.filename), str(error.filename2)}):
            raise
        raise Unwritable(
            "{path} could not be written ({reason}). Close it where it is open, or choose another name or folder.",
            path=path,
            reason=error.strerror or str(error),
        ) from error
    except Unwritable as problem:
        if str(problem.values["path"]) not in names - {str(path)}:
            raise
        # What writes it does so with a temporary file of its own: the user knows only the name that was asked for.
        raise Unwritable(problem.message, path=path, reason=problem.values["reason"]) from problem.__cause__


class Unwritable(Problem):
    """A file, the value "path", could not be written. The error of the operating system is its cause."""
