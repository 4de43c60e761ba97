from pytestqt.modeltest import ModelTester

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.pasting import Pasted, Refused
from covenant_monitor.language import Language
from covenant_monitor_ui.pages.assessments.report import RefusedModel

REFUSED = (Refused(3, 2, "<b>x</b>", Problem("“{text}” is no rating.", text="x")), Refused(1204, 1, "", Problem("No.")))


def test_the_model_shows_place_text_and_reason(qtmodeltester: ModelTester) -> None:
    model = RefusedModel(Language("en"))
    model.show_refused(Pasted(refused=REFUSED).refused)
    assert model.rows == [("3", "2", "<b>x</b>", "“x” is no rating."), ("1,204", "1", "", "No.")]
    assert model.index(0, 2).data() == "<b>x</b>"
    qtmodeltester.check(model)
