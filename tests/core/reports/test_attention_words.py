from datetime import date

from covenant_monitor.domain.attention import Attention, Need
from covenant_monitor.domain.model import Party
from covenant_monitor.domain.registers import Register
from covenant_monitor.language import language
from covenant_monitor.reports.attention_words import attention_words, where_words

EN = language("en")
FOUR = [Party(name, name) for name in ("A", "B", "C", "D")]


def test_every_need_has_words_for_one_and_for_many() -> None:
    for need in Need:
        one, many = (attention_words(Attention(need, n), EN) for n in (1, 2))
        assert one
        assert one != many


def test_where_names_a_few_and_counts_the_rest() -> None:
    assert where_words(Attention(Need.TO_FINISH, 3, FOUR[:3]), EN) == "A, B and C"
    assert where_words(Attention(Need.TO_FINISH, 4, FOUR), EN) == "A, B and 2 others"
    assert where_words(Attention(Need.UNPROVEN, 9, FOUR[:1]), EN) == "At A"
    assert where_words(Attention(Need.DIFFERING, 5, about=["3.03", "4.02"]), EN) == "Most often at 3.03 and 4.02"
    assert where_words(Attention(Need.ENTRIES_OVERDUE, 1, about=["Loon"]), EN) == "Loon"
    counts = {Register.ACTION: 9, Register.COMPLAINT: 1, Register.RISK: 3}
    several = Attention(Need.ENTRIES_OVERDUE, 13, about=["Loon"], registers=counts)
    assert where_words(several, EN) == "3 risks, 9 actions and 1 complaint"


def test_since_when_is_said_where_it_is_known() -> None:
    day = date(2021, 1, 5)
    assert where_words(Attention(Need.TO_REVIEW, 4, FOUR, day), EN) == "The longest since 5 January 2021: A"
    assert where_words(Attention(Need.TO_REVIEW, 4, FOUR), EN) == "A, B and 2 others"
    assert where_words(Attention(Need.OVERDUE, 1, FOUR[:1], day), EN) == "The round ended on 5 January 2021: A"
