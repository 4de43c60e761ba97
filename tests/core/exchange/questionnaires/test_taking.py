"""What is accepted is written as one step, and the originals are kept as they came."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from covenant_monitor.domain.model import AssessmentKind, Rating
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.questionnaires.marks import Column
from covenant_monitor.exchange.questionnaires.staging import Part
from covenant_monitor.exchange.questionnaires.taking import accept, originals_folder
from covenant_monitor.language import language
from covenant_monitor.store import ledger
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.backup import backups
from covenant_monitor.store.check import check
from covenant_monitor.store.schema import RECORDED_TABLES
from covenant_monitor.store.store import Store
from tests.core.exchange.returned import changes, edited, filled, sent, staged
from tests.core.store.small import contents, digest, key, small


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "small.covenant") as made:
        yield made


@pytest.fixture
def returned(store: Store, tmp_path: Path) -> list[Path]:
    answers = {"A1": {Column.ANSWER: "Not", Column.NOTE: "eerlijk"}, "B1": {Column.ANSWER: "Partially"}}
    return [filled(sent(store, tmp_path, party=party), answers) for party in ("P1", "P2")]


def test_all_of_it_is_one_step_that_can_be_undone(store: Store, returned: list[Path]) -> None:
    before = contents(store, RECORDED_TABLES)
    last = ledger.history(store.connection, limit=1)[0].id
    change = accept(store, staged(store, *returned))
    assert change.rows
    (made,) = [one for one in ledger.history(store.connection) if one.id > last]
    assert made.text(language("en")) == "2 questionnaires of round 2020 taken in"
    assert check(store).findings == []
    after = contents(store, RECORDED_TABLES)
    store.undo()
    assert contents(store, RECORDED_TABLES) == before
    store.redo()
    assert contents(store, RECORDED_TABLES) == after


def test_one_by_one(store: Store, returned: list[Path]) -> None:
    found = staged(store, *returned)
    wanted = [one for one in found.changes if (one.party, one.criterion, one.part) == ("P1", "A1", Part.NOTE)]
    accept(store, found, wanted)
    again = changes(staged(store, returned[0]))
    assert ("A1", Part.NOTE) not in again
    assert again["A1", Part.ANSWER] == ("Fully", "Not")
    made = store.next_undo()
    assert made is not None
    assert made.text(language("en")) == "Questionnaire of Voorbeeld Mode B.V. taken in"


def test_nothing_accepted_writes_nothing(store: Store, returned: list[Path]) -> None:
    last = store.next_undo()
    assert not accept(store, staged(store, *returned), []).rows
    assert store.next_undo() == last
    assert not originals_folder(store.path).exists()
    assert not backups(store.path)


def test_the_originals_are_kept_with_their_hash_and_a_backup_is_made(store: Store, returned: list[Path]) -> None:
    accept(store, staged(store, *returned))
    kept = sorted(originals_folder(store.path).iterdir())
    assert sorted(digest(path) for path in kept) == sorted(digest(path) for path in returned)
    assert all(path.name.startswith(digest(path)[:16]) for path in kept)
    detail = ledger.history(store.connection, limit=1)[0].detail
    assert detail["files"] == [[path.name, digest(path), True] for path in returned]
    assert [one.reason for one in backups(store.path)] == ["import"]


def test_a_workbook_that_was_changed_since_it_was_read_is_not_taken_in(store: Store, returned: list[Path]) -> None:
    found = staged(store, *returned)
    edited(returned[0], lambda sheet: sheet.cell(9, 9, "later"))
    last = store.next_undo()
    with pytest.raises(Problem, match="changed since it was read"):
        accept(store, found)
    assert store.next_undo() == last


def test_F57_originals_that_cannot_be_kept_change_nothing(store: Store, returned: list[Path]) -> None:
    found = staged(store, *returned)
    originals_folder(store.path).write_text("in the way")
    last = store.next_undo()
    with pytest.raises(Problem, match="could not be kept"):
        accept(store, found)
    assert store.next_undo() == last


def test_an_answer_that_was_changed_meanwhile_is_not_written_over(store: Store, returned: list[Path]) -> None:
    found = staged(store, *returned)
    rate(store, key=key("P1", "2020", AssessmentKind.SELF), ratings={"B1": Rating(value=1)})
    last = store.next_undo()
    with pytest.raises(Problem, match=r"Voorbeeld Mode B.V. on B1 was changed in the file since"):
        accept(store, found)
    assert store.next_undo() == last
    assert not originals_folder(store.path).exists()
    accept(store, found, [one for one in found.changes if one.party == "P2"])
    accept(store, staged(store, *returned))


def test_F57_where_there_is_no_room_for_an_original_nothing_is_changed(
    store: Store, returned: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = staged(store, *returned)

    def full(_source: object, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    monkeypatch.setattr("shutil.copyfile", full)
    last = store.next_undo()
    with pytest.raises(Problem, match=r"could not be kept in .* \(No space left on device\), so nothing was changed"):
        accept(store, found)
    assert store.next_undo() == last
    assert list(originals_folder(store.path).iterdir()) == []


def test_a_refused_file_of_the_same_name_is_not_said_to_be_taken_in(
    store: Store, returned: list[Path], tmp_path: Path
) -> None:
    paths = []
    for place, path in enumerate((returned[0], sent(store, tmp_path, party="P3", round_="2019"))):
        folder = tmp_path / f"mail {place}"
        folder.mkdir()
        paths.append(path.rename(folder / "vragenlijst.xlsx"))
    accept(store, staged(store, *paths))
    (kept,) = originals_folder(store.path).iterdir()
    assert digest(kept) == digest(paths[0])


def test_two_files_of_one_name_are_both_kept(store: Store, returned: list[Path], tmp_path: Path) -> None:
    paths = []
    for place, path in enumerate(returned):
        folder = tmp_path / f"mail {place}"
        folder.mkdir()
        paths.append(path.rename(folder / "vragenlijst.xlsx"))
    accept(store, staged(store, *paths))
    assert len(list(originals_folder(store.path).iterdir())) == 2
    assert changes(staged(store, *paths)) == {}


def test_what_could_not_be_used_keeps_a_file_open(store: Store, tmp_path: Path) -> None:
    path = filled(sent(store, tmp_path), {"A2": {Column.ANSWER: "Fully"}, "B1": {Column.ANSWER: "weet niet"}})
    accept(store, staged(store, path))
    found = staged(store, path)
    assert changes(found) == {}
    assert len(found.errors) == 1  # it is told again, since it was never taken in
