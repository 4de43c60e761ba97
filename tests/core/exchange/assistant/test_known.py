"""What a file knows, found by code or name, and codes for what it does not know."""

from pathlib import Path

import pytest

from covenant_monitor.exchange.assistant.known import Names, code_for, known_in, numbered
from tests.core.store.small import small


def test_a_small_file(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        known = known_in(store)
        (covenant,) = known.covenants.names
        within = known.covenant(covenant.lower())
        parties = dict(store.connection.execute("SELECT code, name FROM party"))
        assert within.parties.names == parties
        for code, name in parties.items():
            assert within.parties.by_code(code.swapcase()) == within.parties.find(name.upper()) == code
        for round_ in within.round_codes:
            framework = known.framework_of(covenant, round_)
            assert framework is not None
            assert known.version(*framework).criteria.names
        assert known.framework_of(covenant, "nergens") is None
        assert known.covenant("nieuw").parties.names == {}


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("1.02 Beleid", "1.02", "Beleid"),
        ("1. Policy", "1", "Policy"),
        ("A3: Keten", "A3", "Keten"),
        ("4 - Volgen", "4", "Volgen"),
        ("2b) Iets", "2b", "Iets"),
        ("2020 Score", "", "2020 Score"),
        ("Score 2020", "", "Score 2020"),
        ("1.02", "", "1.02"),
    ],
)
def test_numbers_in_front(text: str, number: str, rest: str) -> None:
    assert numbered(text) == (number, rest)


def test_codes_for_new_things() -> None:
    names = Names()
    names.add("1.01", "Er is beleid", "There is a policy")
    names.add("2")
    assert code_for("there  is a POLICY", names) == "1.01"
    assert code_for("1.01 anders gezegd", names) == "1.01"
    assert code_for("9.9 Er is beleid", names, ["9.9"]) == "1.01"
    assert code_for("9.9 Nieuw", names) == "9.9"
    assert code_for("Nieuw", names) == "1"
    assert code_for("Nieuw", names, ["1", "3"]) == "4"
    assert code_for("Nieuw onderdeel", names, in_words=True) == "NIEUW-ONDERDEEL"


def test_a_name_that_looks_like_another() -> None:
    names = Names()
    assert names.make("Chanel Limited") == ("CHANEL", "")
    assert names.make("Chanel SA") == ("CHANEL-2", "Chanel Limited")
    assert names.make("Crèche") == ("CRECHE", "")
    assert names.make("Creche") == ("CRECHE-2", "Crèche")
    assert names.find("chanel sa") == "CHANEL-2"
    assert names.make("株式会社") == ("PARTY", "")
    assert names.make("有限会社") == ("PARTY-2", "")
