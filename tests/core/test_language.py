import math
import string
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given, settings
from hypothesis import strategies as st

import covenant_monitor.language as module
from covenant_monitor.language import N_, Language, Term, language, system_language

NL, EN = language("nl"), language("en")
NBSP, MINUS = "\u00a0", "\u2212"

relaxed = settings(deadline=None, max_examples=50)


@pytest.mark.parametrize(
    ("value", "decimals", "nl", "en"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (62.5, 1, "62,5", "62.5"),
        (100, 1, "100,0", "100.0"),
        (999.95, 1, "1.000,0", "1,000.0"),
        (Fraction(200, 3), 1, "66,7", "66.7"),
        (Fraction(200, 3), 2, "66,67", "66.67"),
        (0, 1, "0,0", "0.0"),
        (-3, 0, f"{MINUS}3", f"{MINUS}3"),
        (-1234.5, 1, f"{MINUS}1.234,5", f"{MINUS}1,234.5"),
        (-0.04, 1, "0,0", "0.0"),  # no minus before what is shown as nothing
        (-0.0, 0, "0", "0"),
        (1e-9, 1, "0,0", "0.0"),
        (1e15, 0, "1.000.000.000.000.000", "1,000,000,000,000,000"),
    ],
)
def test_numbers_as_each_language_writes_them(value: float, decimals: int, nl: str, en: str) -> None:
    assert NL.number(value, decimals) == nl
    assert EN.number(value, decimals) == en


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.5, 0, "1"),  # and not to even
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, f"{MINUS}3"),
        (0.25, 1, "0.3"),
        (2.675, 2, "2.68"),  # the binary float is a little less; what people wrote is not
        (1.005, 2, "1.01"),
        (59.95, 1, "60.0"),
        (59.9499, 1, "59.9"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(124999, 10**6), 2, "0.12"),
        (Fraction(4_999_999_999_999, 10**13), 0, "0"),
        (1.54605, 4, "1.5461"),
        (1000.05, 1, "1,000.1"),
        (1_000_000.15, 1, "1,000,000.2"),
        (184_200_000.35, 1, "184,200,000.4"),
        (10**30, 1, "1,000,000,000,000,000,000,000,000,000,000.0"),
    ],
)
def test_numbers_are_rounded_half_up_as_on_paper(value: float, decimals: int, expected: str) -> None:
    assert EN.number(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, "3"),
        (62.5, "62,5"),
        (100.0, "100"),
        (1000, "1.000"),
        (Fraction(1, 3), "0,333333"),
        (0.000001, "0,000001"),
        (0.0000001, "0"),
        (-0.0000001, "0"),
        (-10.50, f"{MINUS}10,5"),
        (1000.000_000_5, "1.000,000001"),
        (0, "0"),
    ],
)
def test_a_number_with_as_many_decimals_as_it_has(value: float, expected: str) -> None:
    assert NL.number(value, None) == expected


def test_percentages() -> None:
    assert NL.percent(62.5) == f"62,5{NBSP}%"
    assert EN.percent(62.5) == "62.5%"
    assert NL.percent(Fraction(200, 3), 0) == f"67{NBSP}%"
    assert NL.percent(-1) == f"{MINUS}1,0{NBSP}%"
    assert NL.percent(8, None) == f"8{NBSP}%"


@pytest.mark.parametrize("code", ["nl", "en"])
def test_no_number_and_no_date_are_a_dash(code: str) -> None:
    said = language(code)
    assert said.number(None) == said.percent(None) == said.number(None, None) == "\u2013"
    assert said.day(None) == said.short_day(None) == said.month(None) == "\u2013"


@pytest.mark.parametrize("value", [1e300, -1e300, 1.7e308, 10**30])
def test_huge_numbers_are_written_out(value: float) -> None:
    assert set(NL.number(value, 0)) <= set(string.digits + "." + MINUS)
    assert len(NL.number(value, 0)) > 30


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_number_is_not_shown_as_one(value: float) -> None:
    with pytest.raises((ValueError, OverflowError)):
        EN.number(value)


def read_back(text: str, thousands: str, point: str) -> Decimal:
    return Decimal(text.replace(thousands, "").replace(point, ".").replace(MINUS, "-"))


@relaxed
@given(st.decimals(-(10**7), 10**7, places=5), st.integers(0, 4))
def test_numbers_can_be_read_back_rounded_half_up_in_both_languages(value: Decimal, decimals: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    for number in (Fraction(value), float(value)):
        assert read_back(NL.number(number, decimals), ".", ",") == expected
        assert read_back(EN.number(number, decimals), ",", ".") == expected


@relaxed
@given(st.floats(-1e9, 1e9), st.none() | st.integers(0, 4))
def test_a_negative_number_is_its_positive_one_with_a_minus(value: float, decimals: int | None) -> None:
    text, mirrored = NL.number(abs(value), decimals), NL.number(-abs(value), decimals)
    assert mirrored == (MINUS + text if set(text) - set("0,") else text)
    assert "-" not in mirrored


def test_dates() -> None:
    day = date(2017, 10, 3)
    assert (NL.day(day), EN.day(day)) == ("3 oktober 2017", "3 October 2017")
    assert (NL.short_day(day), EN.short_day(day)) == ("3 okt 2017", "3 Oct 2017")
    assert (NL.month(day), EN.month(day)) == ("okt 2017", "Oct 2017")
    assert NL.month(date(2018, 3, 1)) == "mrt 2018"


@pytest.mark.parametrize("code", ["nl", "en"])
def test_every_month_has_a_name_of_its_own(code: str) -> None:
    days = [date(2020, month, 1) for month in range(1, 13)]
    for write in (language(code).day, language(code).short_day, language(code).month):
        assert len({write(day) for day in days}) == 12


def test_a_moment_is_told_in_local_time() -> None:
    moment = datetime(2020, 10, 3, 14, 5, tzinfo=UTC)
    local = moment.astimezone()
    assert NL.moment(moment) == f"{NL.short_day(local.date())} {local:%H:%M}"
    assert NL.moment(datetime(2020, 10, 3, 14, 5)) == "3 okt 2020 14:05"


def test_pick_takes_the_other_language_where_its_own_is_missing() -> None:
    assert (NL.pick("Inbedden", "Embed"), EN.pick("Inbedden", "Embed")) == ("Inbedden", "Embed")
    assert (NL.pick("", "Embed"), EN.pick("Inbedden", None)) == ("Embed", "Inbedden")
    assert NL.pick(None, "") == EN.pick("", None) == ""


def test_names_sort_with_accents_and_case_last() -> None:
    names = ["Zeeman", "étoile", "Eva", "eva", "Etam", "Éva", "de Bijenkorf", "C&A", "ABC", "Ömer"]
    assert sorted(names, key=Language.sort_key) == [
        "ABC",
        "C&A",
        "de Bijenkorf",
        "Etam",
        "étoile",
        "Eva",
        "eva",
        "Éva",
        "Ömer",
        "Zeeman",
    ]


@relaxed
@given(st.text(), st.text())
def test_sort_keys_tell_different_names_apart(one: str, other: str) -> None:
    assert (Language.sort_key(one) == Language.sort_key(other)) == (one == other)


class Piece:
    """Something that says itself in a language."""

    def text(self, language: Language) -> str:
        return f"<{language.code}>"


def test_fill_says_every_value_in_the_language() -> None:
    values = {
        "day": date(2017, 10, 3),
        "share": 62.5,
        "third": Fraction(1, 3),
        "piece": Piece(),
        "name": "=cmd|A0 {day}",
        "row": 12,
    }
    message = "{day} / {share} / {third} / {piece} / {name} / {row}"
    assert NL.fill(message, values) == "3 oktober 2017 / 62,5 / 0,333333 / <nl> / =cmd|A0 {day} / 12"
    assert EN.fill(message, values) == "3 October 2017 / 62.5 / 0.333333 / <en> / =cmd|A0 {day} / 12"


def test_fill_tells_a_moment_with_its_time_and_leaves_years_and_codes_as_they_are() -> None:
    moment = datetime(2020, 10, 3, 14, 5)
    assert NL.fill("{moment} {year} {code}", {"moment": moment, "year": 2020, "code": 12345678}) == (
        "3 okt 2020 14:05 2020 12345678"
    )


def test_fill_without_a_value_it_needs_is_a_bug() -> None:
    with pytest.raises(KeyError):
        NL.fill("no such value as {this_one}", {})


@pytest.fixture
def with_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Language]:
    """Languages over a small catalogue of their own, of Dutch only."""
    catalogue = Catalog("nl")
    catalogue.add("Rated {done} of {all}", "{done} van {all} beoordeeld")
    catalogue.add(("{n} participant", "{n} participants"), ("{n} deelnemer", "{n} deelnemers"))
    target = tmp_path / "nl" / "LC_MESSAGES" / "covenant_monitor.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(module, "resource", lambda *_: tmp_path)
    return Language


def test_texts_come_from_the_catalogue_or_stay_english(with_catalogue: Callable[[str], Language]) -> None:
    nl, en = with_catalogue("nl"), with_catalogue("en")
    assert nl.gettext("Rated {done} of {all}") == "{done} van {all} beoordeeld"
    assert en.gettext("Rated {done} of {all}") == "Rated {done} of {all}"
    assert nl.gettext("Not in the catalogue") == "Not in the catalogue"
    assert [nl.ngettext("{n} participant", "{n} participants", n) for n in (0, 1, 2)] == [
        "{n} deelnemers",
        "{n} deelnemer",
        "{n} deelnemers",
    ]
    assert en.ngettext("{n} participant", "{n} participants", 1) == "{n} participant"
    assert nl.fill("Rated {done} of {all}", {"done": 42, "all": 56}) == "42 van 56 beoordeeld"


def test_no_text_is_no_text(with_catalogue: Callable[[str], Language]) -> None:
    nl = with_catalogue("nl")  # its catalogue has its header under ""
    assert nl.gettext("") == nl.fill("", {}) == Term("").text(nl) == ""


def test_a_term_is_translated_where_it_is_filled_in(with_catalogue: Callable[[str], Language]) -> None:
    term = Term("Rated {done} of {all}")
    assert with_catalogue("nl").fill("<{term}>", {"term": term}) == "<{done} van {all} beoordeeld>"
    assert str(term) == "Rated {done} of {all}"


def test_marked_texts_are_left_as_they_are() -> None:
    assert N_("Overview") == "Overview"


def test_a_language_is_made_once_and_others_are_refused() -> None:
    assert language("nl") is NL
    with pytest.raises(KeyError):
        language("de")


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_BE"}, "nl"),
        ({"LANG": "nl"}, "nl"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "nl"),  # says nothing
        ({"LANG": "C.UTF-8"}, "nl"),
        ({"LANG": "POSIX"}, "nl"),
        ({"LANG": "en_GB", "LC_ALL": "nl_NL"}, "nl"),
        ({"LANG": "nl_NL", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "nl_NL", "LC_ALL": ""}, "nl"),
        ({"LANG": "nl_NL", "COVENANT_MONITOR_LANGUAGE": "en"}, "en"),
        ({"LANG": "en_GB", "COVENANT_MONITOR_LANGUAGE": "nl"}, "nl"),
        ({"LANG": "nl_NL", "COVENANT_MONITOR_LANGUAGE": "fr"}, "nl"),
    ],
)
def test_the_language_of_the_system(environment: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COVENANT_MONITOR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_language().code == code


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ("Dutch_Netherlands", "nl"),
        ("nl_NL", "nl"),
        (None, "nl"),
        ("English_United Kingdom", "en"),
        ("de_DE", "en"),
    ],
)
@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_the_language_of_windows_and_macos_that_have_no_such_variables(
    platform: str, found: str | None, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COVENANT_MONITOR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("locale.getlocale", lambda: (found, None))
    assert system_language().code == code


def test_dutch_on_linux_where_nothing_is_said_as_in_cron(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COVENANT_MONITOR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("locale.getlocale", lambda: ("en_US", "UTF-8"))  # what Python makes of C.UTF-8
    assert system_language().code == "nl"
