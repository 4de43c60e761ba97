"""Evidence and notes: the fields of the panel turned into changes of the file."""

from dataclasses import replace

from covenant_monitor.domain.model import Rating
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.store.assessments import note_evidence
from covenant_monitor_ui.pages.assessments.desk import TYPED_IN_ROW, Desk, Place
from covenant_monitor_ui.pages.assessments.fields import DAY, EVIDENCE
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet


class Notes:
    """Saves each field when it is left. What cannot be saved is kept at the desk, as it was typed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settle(self) -> None:
        """Save what is being typed in the panel."""
        fields, place = self._desk.view.panel.fields, self._desk.view.panel.place
        if place is None:
            return
        fields.commit_all()
        rest = {
            key: text for key, text in self._desk.drafts.get(place, {}).items() if key == TYPED_IN_ROW
        } | fields.drafts
        if rest:
            self._desk.drafts[place] = rest
            self._desk.tell_drafts()
        else:
            self._desk.drafts.pop(place, None)

    def drafts_at(self, place: Place) -> dict[str, str]:
        """What was typed in the panel at a criterion and could not be saved."""
        return {key: text for key, text in self._desk.drafts.get(place, {}).items() if key != TYPED_IN_ROW}

    def save_evidence(self, key: str, text: str) -> str | None:
        """Save one field of the panel: "" where it worked, what is wrong with it, None where the window tells."""
        shown, place = self._desk.shown(), self._desk.view.panel.place
        if shown is None or place is None or place[0] != shown.key or not self._desk.may_write():
            return None
        code = place[1]
        rating = shown.sheet.rating(code)
        if key == DAY:
            try:
                rating = replace(rating, evidence_date=cells.day(text) if text else None)
            except Problem as problem:
                return problem.text(self._desk.session.language)
        else:
            rating = replace(rating, evidence=text) if key == EVIDENCE else replace(rating, note=text)
        return "" if self._note(shown, code, rating) else None

    def save_mark(self, unproven: bool) -> bool:
        """Save whether evidence was only claimed."""
        shown, place = self._desk.shown(), self._desk.view.panel.place
        if shown is None or place is None or place[0] != shown.key or not self._desk.may_write():
            return False
        code = place[1]
        return self._note(shown, code, replace(shown.sheet.rating(code), unproven=unproven))

    def _note(self, shown: ParticipantSheet, code: str, rating: Rating) -> bool:
        session = self._desk.session
        if not session.change(lambda: note_evidence(session.file, key=shown.key, criterion=code, rating=rating)):
            return False
        self._desk.drafts.pop((shown.key, code), None)
        self._desk.hush()
        return True
