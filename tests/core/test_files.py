import errno
import os
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import covenant_monitor.files as module
from covenant_monitor.errors import Problem
from covenant_monitor.files import replacing, resource, sample_data, sync_file, sync_folder
from covenant_monitor.language import language

OLD, NEW = b"what was there", b"what comes instead"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "ronde 2020.xlsx"
    path.write_bytes(OLD)
    return path


def only(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_takes_the_place_of_the_old_one(target: Path) -> None:
    with replacing(target) as temporary:
        temporary.write_bytes(NEW)
        assert target.read_bytes() == OLD
    assert target.read_bytes() == NEW
    assert only(target.parent) == [target.name]


def test_a_file_that_was_not_there_is_made(tmp_path: Path) -> None:
    with replacing(tmp_path / "new.csv") as temporary:
        temporary.write_bytes(NEW)
        assert only(tmp_path) == [temporary.name]
    assert (tmp_path / "new.csv").read_bytes() == NEW


def test_the_temporary_file_is_beside_the_target_with_the_same_suffix_and_hidden(target: Path) -> None:
    with replacing(target) as temporary, replacing(target) as other:
        assert temporary.parent == target.parent
        assert temporary.suffix == target.suffix
        assert temporary.name.startswith(".")
        assert other != temporary
        temporary.write_bytes(NEW)
        other.write_bytes(NEW)


@pytest.mark.parametrize("error", [RuntimeError("bug"), KeyboardInterrupt(), Problem("not so"), ValueError()])
def test_F57_any_error_leaves_the_old_file_and_nothing_else(target: Path, error: BaseException) -> None:
    def fail_half_way() -> None:
        with replacing(target) as temporary:
            temporary.write_bytes(NEW[:4])
            raise error

    with pytest.raises(type(error)) as caught:
        fail_half_way()
    assert caught.value is error
    assert target.read_bytes() == OLD
    assert only(target.parent) == [target.name]


def test_F57_an_error_without_anything_written(target: Path) -> None:
    with pytest.raises(RuntimeError), replacing(target):
        raise RuntimeError
    assert target.read_bytes() == OLD


@pytest.fixture
def unwritable() -> Iterator[Path]:
    """A folder with a file in it that this process may read and not write. root is nobody meanwhile."""
    if os.name == "nt":
        pytest.skip("needs POSIX permissions")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "old.xlsx").write_bytes(OLD)
        folder.chmod(0o555)
        as_root = os.geteuid() == 0
        if as_root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if as_root:
                os.seteuid(0)
            folder.chmod(0o755)


def test_F57_an_unwritable_folder_is_a_problem_that_names_the_file(unwritable: Path) -> None:
    target = unwritable / "old.xlsx"
    with pytest.raises(Problem) as caught, replacing(target) as temporary:
        temporary.write_bytes(NEW)
    assert str(target) in caught.value.text(language("en"))
    assert os.strerror(errno.EACCES) in str(caught.value)
    assert target.read_bytes() == OLD
    assert only(unwritable) == ["old.xlsx"]


def test_F57_a_read_only_target_is_refused_before_anything_is_written(target: Path) -> None:
    target.chmod(0o444)
    try:
        with pytest.raises(Problem) as caught, replacing(target):
            pytest.fail("minutes of writing for nothing")
        assert str(target) in str(caught.value)
        assert os.strerror(errno.EACCES) in str(caught.value)
        assert target.read_bytes() == OLD
    finally:
        target.chmod(0o644)


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_what_only_some_could_read_stays_so(target: Path, mode: int) -> None:
    target.chmod(mode)
    with replacing(target) as temporary:
        temporary.write_bytes(NEW)
    assert target.read_bytes() == NEW
    assert stat.S_IMODE(target.stat().st_mode) == mode


def test_a_link_stays_one_and_what_it_leads_to_is_replaced(target: Path) -> None:
    folder = target.parent / "shared"
    folder.mkdir()
    link = target.with_name("link.xlsx")
    try:
        link.symlink_to(folder / "real.xlsx")
    except OSError:
        pytest.skip("may not make links here")
    for content in (OLD, NEW):
        with replacing(link) as temporary:
            temporary.write_bytes(content)
        assert link.is_symlink()
        assert (folder / "real.xlsx").read_bytes() == content
    assert only(folder) == ["real.xlsx"]


def test_a_name_as_long_as_the_system_allows(tmp_path: Path) -> None:
    target = tmp_path / ("a" * 250 + ".xlsx")
    try:
        target.write_bytes(OLD)
    except OSError:
        pytest.skip("names are shorter here")
    with replacing(target) as temporary:
        temporary.write_bytes(NEW)
    assert target.read_bytes() == NEW


def test_an_error_of_another_file_is_told_as_it_is(target: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, replacing(target) as temporary:
        temporary.write_bytes((target.parent / "source.csv").read_bytes())
    assert str(caught.value.filename).endswith("source.csv")
    assert target.read_bytes() == OLD


def test_that_nothing_was_written_is_a_bug_and_not_told_as_a_full_disk(target: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nothing was written"), replacing(target):
        pass
    assert target.read_bytes() == OLD
    assert only(target.parent) == [target.name]


def test_F57_a_folder_that_cannot_be_made_is_the_targets_problem(target: Path) -> None:
    below = target / "folder" / "a.csv"  # of a file no folder can be made
    with pytest.raises(Problem), replacing(below) as temporary:
        temporary.parent.mkdir(parents=True)


def test_F57_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught, replacing(tmp_path / "gone" / "a.xlsx") as temporary:
        temporary.write_bytes(NEW)
    assert os.strerror(errno.ENOENT) in str(caught.value)
    assert only(tmp_path) == []


def test_F57_a_target_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(Problem), replacing(tmp_path / "a.xlsx") as temporary:
        temporary.write_bytes(NEW)
    assert only(tmp_path) == ["a.xlsx"]


def test_F57_a_target_that_is_open_elsewhere(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sharing_violation(self: Path, other: Path) -> Path:
        raise PermissionError(errno.EACCES, "Permission denied", str(other))  # what Windows says of it

    monkeypatch.setattr(Path, "replace", sharing_violation)
    with pytest.raises(Problem) as caught, replacing(target) as temporary:
        temporary.write_bytes(NEW)
    assert isinstance(caught.value.__cause__, PermissionError)
    assert target.read_bytes() == OLD
    assert only(target.parent) == [target.name]


def test_F19_a_full_disk_leaves_the_old_file(target: Path) -> None:
    resource_limits = pytest.importorskip("resource", reason="needs RLIMIT_FSIZE")
    soft, hard = resource_limits.getrlimit(resource_limits.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource_limits.setrlimit(resource_limits.RLIMIT_FSIZE, (5_000, hard))
    try:
        with pytest.raises(Problem) as caught, replacing(target) as temporary:
            temporary.write_bytes(20_000 * b"x")
    finally:
        resource_limits.setrlimit(resource_limits.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.EFBIG
    assert target.read_bytes() == OLD
    assert only(target.parent) == [target.name]


def test_F57_what_is_written_within_tells_the_name_that_the_user_gave(target: Path) -> None:
    with pytest.raises(Problem) as caught, replacing(target) as temporary, replacing(temporary) as inner:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(inner))
    said = caught.value.text(language("en"))
    assert said.startswith(f"{target} could not be written (No space left on device).")
    assert isinstance(caught.value.__cause__, OSError)
    with pytest.raises(Problem) as caught, replacing(target), replacing(target.parent / "gone" / "b.csv") as other:
        other.write_bytes(NEW)
    assert str(target.parent / "gone" / "b.csv") in caught.value.text(language("en"))
    assert target.read_bytes() == OLD


def test_F57_a_folder_is_no_target_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(Problem), replacing(tmp_path):
        pytest.fail("minutes of writing for nothing")


def test_F19_a_disk_that_is_full_only_when_it_is_synced(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(module, "sync_file", full)
    with pytest.raises(Problem) as caught, replacing(target) as temporary:
        temporary.write_bytes(NEW)
    assert os.strerror(errno.ENOSPC) in caught.value.text(language("nl"))
    assert target.read_bytes() == OLD
    assert only(target.parent) == [target.name]


def test_it_is_synced_before_it_is_renamed_and_the_folder_after(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, bytes]] = []
    monkeypatch.setattr(module, "sync_file", lambda path: seen.append(("file", target.read_bytes())))
    monkeypatch.setattr(module, "sync_folder", lambda path: seen.append(("folder", target.read_bytes())))
    with replacing(target) as temporary:
        temporary.write_bytes(NEW)
    assert seen == [("file", OLD), ("folder", NEW)]


def test_a_file_that_was_replaced_is_not_called_unwritten(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_call(folder: Path) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))  # what some network file systems say of it

    monkeypatch.setattr(module, "sync_folder", no_such_call)
    with replacing(target) as temporary:
        temporary.write_bytes(NEW)
    assert target.read_bytes() == NEW


def test_syncing_what_is_there_and_what_is_not(target: Path) -> None:
    sync_file(target)
    sync_folder(target.parent)
    assert target.read_bytes() == OLD
    with pytest.raises(FileNotFoundError):
        sync_file(target.with_name("gone"))


def test_the_programs_own_files_are_found_in_the_source_tree() -> None:
    assert resource().is_dir()
    assert resource("locale", "nl").parts[-3:] == ("resources", "locale", "nl")
    assert sample_data("demo").parts[-2:] == ("sample_data", "demo")


def test_the_programs_own_files_are_found_in_the_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "covenant_monitor" / "resources"
    inside.mkdir(parents=True)
    monkeypatch.setattr(module, "_HERE", tmp_path / "covenant_monitor")
    assert resource("icons") == inside / "icons"
    assert sample_data("demo") == tmp_path / "sample_data" / "demo"
