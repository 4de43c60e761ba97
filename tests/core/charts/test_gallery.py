from pathlib import Path

import pytest
from matplotlib.image import imread

from covenant_monitor.charts import CHARTS
from covenant_monitor.charts.gallery import gallery, main
from covenant_monitor.charts.gallery_covenant import gallery_covenant
from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import Status


@pytest.mark.parametrize("n", [0, 1, 5, 60])
def test_the_made_up_covenant_has_what_charts_have_to_show(n: int) -> None:
    picture, comparison = gallery_covenant(n)
    again, _comparison = gallery_covenant(n)
    assert picture == again
    assert len(picture.rounds[-1].standings) == n
    assert comparison.now.round.code == picture.rounds[-1].round.code
    if n >= 60:
        left_out = picture.rounds[-1].headline.left_out
        assert {Reason.NOT_BEGUN, Reason.STATUS} <= left_out.keys()
        assert {standing.status for standing in picture.rounds[-1].standings} >= {None, Status.DRAFT, Status.FINAL}


def test_every_chart_is_on_the_page_in_every_way(tmp_path: Path) -> None:
    page = gallery(tmp_path, tuple(CHARTS), [0, 5])
    text = page.read_text(encoding="utf-8")
    for name in CHARTS:
        for audience in ("internal", "public"):
            assert f"<h2>{name}, {audience}</h2>" in text
    pictures = sorted(tmp_path.glob("sections-5-*.png"))
    assert len(pictures) == 2 * 2 * 3
    sheet = imread(tmp_path / "sections-internal.png")
    one = imread(pictures[0])
    assert sheet.shape[1] == 6 * (one.shape[1] + 8)
    grey = imread(tmp_path / "outcomes-5-internal-nl-grey.png")[:, :, :3]
    assert abs(grey - grey[:, :, :1]).max() == 0
    assert "for internal use" in text, "why there is no public waterfall"


def test_only_what_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--charts", "sections", "--participants", "1"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "index.html")
    assert len(list(tmp_path.glob("*.png"))) == 2 * 2 * 3 + 2
