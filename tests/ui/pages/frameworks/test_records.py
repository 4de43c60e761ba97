from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import Criterion, Dimension, Framework, Level, Scale, Section, Text
from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor_ui.pages.frameworks.records import (
    criterion_texts,
    next_code,
    section_texts,
    version_texts,
    with_criterion,
    with_section,
    with_version,
)

ENGLISH, DUTCH = Language("en"), Language("nl")
THEMES = ("child labour", "forced labour", "water")
GROUPS = ("small", "medium", "large", "B")
WORDS = st.text("abc é", max_size=12).map(str.strip)
TEXTS = st.builds(Text, WORDS, WORDS)
WEIGHTS = st.one_of(st.integers(1, 9), st.builds(Fraction, st.integers(1, 99), st.sampled_from([2, 4, 5, 10])))
CRITERIA = st.builds(
    Criterion,
    code=st.sampled_from(["1.01", "A"]),
    text=TEXTS,
    guidance=TEXTS,
    theme=st.lists(st.sampled_from(THEMES), unique=True).map(";".join),
    dimension=st.sampled_from([None, *Dimension]),
    weight=WEIGHTS,
    from_participation_year=st.integers(1, 9),
    groups=st.frozensets(st.sampled_from(GROUPS)),
    anchors=st.fixed_dictionaries(dict.fromkeys(Level, TEXTS)),
)


@given(CRITERIA, st.sampled_from([ENGLISH, DUTCH]))
def test_a_criterion_typed_as_it_is_shown_stays_what_it_is(criterion: Criterion, language: Language) -> None:
    texts = criterion_texts(criterion, "1", language)
    for key, text in texts.items():
        if key != "section":
            assert with_criterion(criterion, key, text, language, THEMES, GROUPS) == criterion


@given(CRITERIA, CRITERIA)
def test_typing_every_field_makes_the_other_criterion(one: Criterion, other: Criterion) -> None:
    for key, text in criterion_texts(other, "1", DUTCH).items():
        if key != "section":
            one = with_criterion(one, key, text, DUTCH, THEMES, GROUPS)
    assert one == other


@given(st.builds(Section, st.just("1"), TEXTS, st.just(()), st.sampled_from([None, 1, 6]), WEIGHTS))
def test_a_section_typed_as_it_is_shown_stays_what_it_is(section: Section) -> None:
    for key, text in section_texts(section, DUTCH).items():
        assert with_section(section, key, text, DUTCH) == section


@pytest.mark.parametrize("scale", [Scale(), Scale(0, 100, by_level=False), Scale(1, Fraction(11, 2), by_level=False)])
def test_a_version_typed_as_it_is_shown_stays_what_it_is(scale: Scale) -> None:
    framework = Framework("F", "1", Text("Kader", ""), (), scale)
    for key, text in version_texts(framework, DUTCH).items():
        if text:
            assert with_version(framework, key, text, DUTCH) == framework


def test_a_scale_changes_kind_and_ends() -> None:
    framework = Framework("F", "1", Text(), ())
    number = with_version(framework, "scale", "number", ENGLISH)
    assert (number.scale.minimum, number.scale.maximum, number.scale.by_level) == (0, 100, False)
    assert with_version(number, "high", "10", ENGLISH).scale.maximum == 10
    assert with_version(number, "scale", "levels", ENGLISH).scale == Scale()


@pytest.mark.parametrize(
    ("key", "text"),
    [("code", " "), ("code", "x" * 65), ("weight", "0"), ("weight", ""), ("weight", "1.2.3,4"), ("weight", "1,234"),
     ("year", "0"), ("year", ""), ("year", "1,5"), ("year", "100"), ("text_nl", "\x00")],
)  # fmt: skip
def test_what_cannot_be_is_refused(key: str, text: str) -> None:
    with pytest.raises(Problem):
        with_criterion(Criterion("1", Text()), key, text, ENGLISH)


@pytest.mark.parametrize(("key", "text"), [("low", "-1"), ("low", "100"), ("high", "0"), ("high", ""), ("version", "")])
def test_a_scale_or_version_that_cannot_be_is_refused(key: str, text: str) -> None:
    framework = Framework("F", "1", Text(), (), Scale(0, 100, by_level=False))
    with pytest.raises(Problem):
        with_version(framework, key, text, ENGLISH)


@pytest.mark.parametrize(
    ("last", "taken", "code"),
    [
        ("1.09", (), "1.10"),
        ("1.16", ("1.17", "1.18"), "1.19"),
        ("A", (), "A1"),
        ("a1", ("A2",), "a3"),
        ("0", (), "1"),
        ("7.00", (), "7.01"),
        ("99", (), "100"),
        ("", (), "1"),
    ],
)
def test_the_code_that_follows(last: str, taken: tuple[str, ...], code: str) -> None:
    assert next_code(last, taken) == code


@given(st.text(max_size=8), st.lists(st.text(max_size=8)))
def test_the_code_that_follows_is_free(last: str, taken: list[str]) -> None:
    assert next_code(last, taken).casefold() not in {code.casefold() for code in taken}
