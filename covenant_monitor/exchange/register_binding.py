"""Binding rows of the registers and of the follow-ups of actions; see `exchange.binding`."""

from typing import Any

from covenant_monitor.domain.registers import SEPARATOR, Register, split
from covenant_monitor.exchange.lookup import UNKNOWN, Lookup
from covenant_monitor.exchange.parsing import CLEARED
from covenant_monitor.language import N_, Term
from covenant_monitor.store.texts import fold


class RegisterBinder(Lookup):
    """Binds a row of a register, or a follow-up."""

    def entry(self, register: Register) -> None:
        """The current row as an entry of `register`.

        Its criteria are not looked up: they are those of a version that may have called them otherwise since.
        """
        covenant, code = self._covenant_id(), self._text(register)
        natural = (covenant, register, fold(code))
        number = self._entity(self._entries, natural, "register_entry", self._text("covenant"), register, code)
        fixed: dict[str, Any] = {"id": number, "covenant": covenant, "register": str(register), "code": code}
        given = self._row.values
        for column, find in (("party", self._party_id), ("round", self._round_id)):
            if column in given:
                fixed[column] = CLEARED if given[column] is CLEARED else find(covenant)
        if self._text("participants"):
            fixed["participants"] = self._participants(covenant)
        self._put(
            "register_entry",
            (number,),
            fixed,
            "title",
            "description",
            "owner",
            "status",
            "raised_on",
            "due_on",
            "closed_on",
            "result",
            "severity",
            "likelihood",
            *([] if "participants" in fixed else ["participants"]),
            "criteria",
            "themes",
            "note",
        )

    def _participants(self, covenant: int) -> str:
        found = []
        for code in split(self._text("participants")):
            number = self._parties.get((covenant, fold(code)))
            if number is None:
                self._note("participants", UNKNOWN, what=Term(N_("party")), code=code)
            else:
                found.append(self._party_codes[number])
        return SEPARATOR.join(split(SEPARATOR.join(found)))

    def followup(self) -> None:
        """The current row as what a round found when it asked about an action."""
        covenant = self._covenant_id()
        key = (covenant, Register.ACTION, fold(self._text("action")))
        action, round_ = self._look_up(self._entries, key, N_("action"), "action"), self._round_id(covenant)
        self._put(
            "followup",
            (action, round_),
            {"entry": action, "round": round_},
            "answer",
            "note",
            "answered_by",
            "answered_on",
        )
