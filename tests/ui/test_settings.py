import json
from pathlib import Path

import pytest

from covenant_monitor_ui.settings import MOST_RECENT, Settings


def test_what_is_set_is_there_in_the_next_run(tmp_path: Path) -> None:
    Settings(tmp_path / "s" / "settings.json").set("language", "nl")
    assert Settings(tmp_path / "s" / "settings.json").text("language") == "nl"


@pytest.mark.parametrize("garbage", [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b'"text"'])
def test_F62_garbage_gives_the_defaults_and_says_so(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(garbage)
    settings = Settings(path)
    assert settings.trouble == "garbage"
    assert settings.text("language", "en") == "en"
    assert settings.recent_files() == []
    settings.set("language", "nl")
    assert json.loads(path.read_text(encoding="utf-8"))["language"] == "nl"


def test_F62_a_setting_of_another_type_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"language": 3, "recent": "x", "page/overview": []}), encoding="utf-8")
    settings = Settings(path)
    assert settings.text("language") == ""
    assert settings.recent_files() == []
    assert settings.table("page/overview") == {}


def test_F62_what_cannot_be_saved_holds_for_this_run(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    settings = Settings(blocked / "settings.json")
    settings.set("language", "nl")
    assert settings.text("language") == "nl"
    assert settings.trouble in ("unwritable", "garbage")


def test_recent_files_are_the_newest_that_are_still_there(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    paths = [tmp_path / f"{n}.covenant" for n in range(MOST_RECENT + 3)]
    for path in paths:
        path.touch()
        settings.add_recent(path)
    settings.add_recent(paths[5])
    paths[-1].unlink()
    recent = settings.recent_files()
    assert recent[0] == paths[5]
    assert len(recent) == len(set(recent)) == MOST_RECENT - 1
    assert paths[-1] not in recent
