"""The names of what stands in the registers, in both languages."""

from covenant_monitor.domain.registers import Answer, EntryStatus, Register
from covenant_monitor.language import language
from covenant_monitor.names import answer_name, entry_status_name, register_name, register_one


def test_every_register_has_words_of_its_own() -> None:
    for words in (language("en"), language("nl")):
        assert (
            len({register_name(one, words) for one in Register} | {register_one(one, words) for one in Register}) == 8
        )
        for register in Register:
            assert len({entry_status_name(register, status, words) for status in EntryStatus}) == 4
        assert len({answer_name(answer, words) for answer in Answer}) == 3
    english = language("en")
    assert entry_status_name(Register.COMMITMENT, EntryStatus.DONE, english) == "Kept"
    assert entry_status_name(Register.COMPLAINT, EntryStatus.DROPPED, english) == "Not taken up"
