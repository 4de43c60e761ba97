"""What stands beside the participants: the panel of the selected one, or the form in which a party is changed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from covenant_monitor.domain.model import Party, PartyKind
from covenant_monitor_ui.pages.participants.panel import PartyPanel
from covenant_monitor_ui.pages.side import Side
from covenant_monitor_ui.session import Session

if TYPE_CHECKING:
    from covenant_monitor_ui.dialogs.party_form import PartyForm


class ParticipantsSide(Side):
    """The panel of a party, or its form."""

    FORM = ("covenant_monitor_ui.dialogs.party_form", "PartyForm")
    WIDTHS = (320, 296)
    panel: PartyPanel

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, PartyPanel(session.language), parent)

    @property
    def form(self) -> "PartyForm":
        """The form, made when it is first asked for."""
        made: PartyForm = self.made_form()
        return made

    def add(self, kind: PartyKind = PartyKind.COMPANY) -> None:
        """Ask for a new party."""
        self.open_form(lambda: self.form.add(kind))

    def edit(self, party: Party) -> None:
        """Show a party to be changed."""
        self.open_form(lambda: self.form.edit(party))

    def leave(self, party: Party) -> None:
        """Ask when and why a party left."""
        self.open_form(lambda: self.form.leave(party))

    def state(self) -> dict[str, object]:
        """A form that is not saved, as plain values; empty where there is none."""
        if not self.is_unsaved:
            return {}
        return {"mode": self.form.mode, "party": self.form.code, "values": self.form.values()}

    def restore(self, state: Mapping[str, object], parties: Sequence[Party]) -> None:
        """Open the form again that `state` kept, if its party is still there."""
        mode, values = state.get("mode"), state.get("values")
        party = next((party for party in parties if party.code == state.get("party")), None)
        if mode == "add":
            self.add()
        elif party is not None and mode == "edit":
            self.edit(party)
        elif party is not None and mode == "leave":
            self.leave(party)
        if self.has_form and isinstance(values, dict):
            self.form.restore(values)
