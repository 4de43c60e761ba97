from pathlib import Path

from covenant_monitor_ui.file_names import with_ending


def test_an_ending_is_added_where_there_is_none(tmp_path: Path) -> None:
    typed = str(tmp_path / "chart")
    assert with_ending(typed, "SVG (*.svg)", "x.png") == tmp_path / "chart.svg"
    assert with_ending(typed, "", "x.png") == tmp_path / "chart.png"
    assert with_ending(f"{typed}.pdf", "SVG (*.svg)", "x.png") == tmp_path / "chart.pdf"


def test_a_file_that_nobody_asked_to_replace_is_not_named(tmp_path: Path) -> None:
    (tmp_path / "chart.png").touch()
    assert with_ending(str(tmp_path / "chart"), "PNG (*.png)", "x.png") == tmp_path / "chart"
