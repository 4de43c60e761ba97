from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Rating
from covenant_monitor.language import Language
from covenant_monitor_ui.pages.assessments.fields import DAY, EVIDENCE, NOTE, EvidenceFields, day_text


class Saved:
    """Stands for the file: what was saved, and what the next answer is."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.answer: str | None = ""

    def save(self, key: str, text: str) -> str | None:
        self.said.append((key, text))
        return self.answer


@pytest.fixture
def saved() -> Saved:
    return Saved()


@pytest.fixture
def fields(qtbot: QtBot, saved: Saved) -> EvidenceFields:
    made = EvidenceFields(Language("en"), saved.save, lambda _checked: True)
    qtbot.addWidget(made)
    made.show()
    made.show_rating(Rating(), {}, other=True, writable=True)
    return made


def test_days_are_written_as_they_are_typed() -> None:
    day = date(2020, 3, 4)
    assert (day_text(day, Language("nl")), day_text(day, Language("en"))) == ("4-3-2020", "2020-03-04")
    assert day_text(None, Language("nl")) == ""


def test_nothing_there_is_a_link_that_opens_the_fields(fields: EvidenceFields) -> None:
    assert fields.add.isVisible()
    assert not fields.evidence.isVisible()
    fields.add.click()
    assert fields.evidence.isVisible()
    assert not fields.add.isVisible()


@pytest.mark.parametrize(
    "rating",
    [Rating(evidence="x"), Rating(evidence_date=date(2020, 1, 1)), Rating(note="x"), Rating(unproven=True)],
)
def test_anything_there_shows_the_fields(fields: EvidenceFields, rating: Rating) -> None:
    fields.show_rating(rating, {}, other=True, writable=True)
    assert fields.evidence.isVisible()
    assert fields.unproven.isChecked() is rating.unproven


def test_an_unchanged_field_is_not_saved(fields: EvidenceFields, saved: Saved) -> None:
    fields.show_rating(Rating(evidence="Report"), {}, other=True, writable=True)
    fields.commit_all()
    fields.evidence.setText(" Report ")
    fields.commit_all()
    assert saved.said == []


def test_what_was_typed_is_a_draft_until_it_is_saved(fields: EvidenceFields, saved: Saved) -> None:
    fields.open()
    fields.note.setPlainText("Remark")
    assert fields.drafts == {NOTE: "Remark"}
    saved.answer = None
    assert fields.commit(NOTE) is False
    assert fields.drafts == {NOTE: "Remark"}
    assert fields.trouble.text() == "Not saved yet. Press Enter to try again."
    saved.answer = "That is no note."
    fields.commit(NOTE)
    assert fields.trouble.text() == "That is no note."


def test_typing_survives_news_of_the_same_criterion_but_not_another_one(fields: EvidenceFields) -> None:
    fields.open()
    fields.evidence.setText("half")
    fields.show_rating(Rating(value=1, note="new"), {}, other=False, writable=True)
    assert (fields.evidence.text(), fields.note.toPlainText()) == ("half", "new")
    fields.show_rating(Rating(evidence="other"), {}, other=True, writable=True)
    assert fields.evidence.text() == "other"


def test_a_draft_comes_back_marked(fields: EvidenceFields) -> None:
    fields.show_rating(Rating(evidence="old"), {EVIDENCE: "typed", DAY: "31-2"}, other=True, writable=True)
    assert (fields.evidence.text(), fields.day.text()) == ("typed", "31-2")
    assert [fields.fields[key].property("problem") for key in (EVIDENCE, DAY, NOTE)] == ["true", "true", "false"]
    assert fields.drafts == {EVIDENCE: "typed", DAY: "31-2"}


def test_escape_drops_the_draft_and_leaves(fields: EvidenceFields, qtbot: QtBot) -> None:
    fields.show_rating(Rating(evidence="old"), {EVIDENCE: "typed"}, other=True, writable=True)
    left: list[int] = []
    fields.left.connect(lambda: left.append(1))
    qtbot.keyClick(fields.evidence, Qt.Key.Key_Escape)
    assert (fields.evidence.text(), fields.drafts, left) == ("old", {}, [1])
    assert fields.evidence.property("problem") == "false"
    assert not fields.trouble.isVisible()


def test_read_only_fields_can_be_read_and_copied(fields: EvidenceFields) -> None:
    fields.show_rating(Rating(evidence="x"), {}, other=True, writable=False)
    assert fields.evidence.isReadOnly()
    assert not fields.unproven.isEnabled()


def test_texts_of_any_kind_are_kept_as_they_are(fields: EvidenceFields, saved: Saved) -> None:
    fields.open()
    for text in ("=cmd|'/c calc'!A1", "<b>x</b>", "\u202eabc", "e\u0301 \U0001f600"):
        fields.evidence.setText(text)
        fields.commit(EVIDENCE)
        assert saved.said[-1] == (EVIDENCE, text)
