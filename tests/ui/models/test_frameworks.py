from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from covenant_monitor.domain.model import Criterion, Framework, Section, Text
from covenant_monitor.language import Language
from covenant_monitor_ui.models.frameworks import WHOLE, WITHOUT, Column, FrameworkModel, Kind, Place
from covenant_monitor_ui.widgets.delegates import HEAD_ROLE


def criterion(code: str, text: str = "", theme: str = "") -> Criterion:
    return Criterion(code, Text(text or f"vraag {code}", f"question {code}"), theme=theme)


FRAMEWORK = Framework(
    "F",
    "1",
    Text("Kader", "Framework"),
    (
        Section("", Text(), (criterion("Z1"),)),
        Section("A", Text("eerste", "first"), (criterion("A1"), criterion("A2", theme="child labour"))),
        Section("B", Text("tweede", ""), ()),
    ),
)


def model(framework: Framework | None = FRAMEWORK, language: str = "en") -> FrameworkModel:
    made = FrameworkModel(Language(language))
    made.show_framework(framework)
    return made


def codes(made: FrameworkModel) -> list[str]:
    return [f"{row.place.kind[0]}:{row.place.code}" for row in made.rows]


def test_criteria_stand_under_their_section_and_those_without_one_first(qtmodeltester: ModelTester) -> None:
    made = model()
    assert codes(made) == ["v:", "s:", "c:Z1", "s:A", "c:A1", "c:A2", "s:B"]
    qtmodeltester.check(made)
    assert made.index(made.row_of(WITHOUT), 0).data() == "Without a section"
    assert made.index(made.row_of(WHOLE), 0).data() == "The version as a whole"
    assert made.index(0, 0).data(HEAD_ROLE) is True
    assert made.index(2, 0).data(HEAD_ROLE) is False


def test_the_section_without_a_code_is_not_shown_empty() -> None:
    made = model(replace(FRAMEWORK, sections=(Section("", Text(), ()), *FRAMEWORK.sections[1:])))
    assert codes(made) == ["v:", "s:A", "c:A1", "c:A2", "s:B"]


def test_texts_are_in_the_readers_language_or_the_other() -> None:
    made = model()
    assert [made.index(4, column).data() for column in Column] == ["A1", "question A1", "", "yr 1", "1"]
    assert made.index(made.row_of(Place(Kind.SECTION, "B")), 0).data() == "B  tweede"
    untitled = replace(FRAMEWORK, sections=(Section("A", Text(), (Criterion("A1", Text()),)),))
    assert model(untitled).index(2, Column.TEXT).data() == "(no text yet)"


def test_heads_of_columns() -> None:
    made = model()
    assert [made.headerData(c, Qt.Orientation.Horizontal) for c in Column] == [
        "Code", "Criterion", "Theme", "From", "Weight",
    ]  # fmt: skip
    assert made.headerData(9, Qt.Orientation.Horizontal) is None
    assert made.headerData(0, Qt.Orientation.Vertical) is None


def test_the_filter_looks_in_both_languages_and_at_themes() -> None:
    made = model()
    made.set_filter("vraag a1")
    assert codes(made) == ["s:A", "c:A1"]
    assert made.found == 1
    made.set_filter("CHILD")
    assert codes(made) == ["s:A", "c:A2"]
    made.set_filter("nothing like it")
    assert codes(made) == []
    assert made.row(QModelIndex()) is None
    made.set_filter("")
    assert len(codes(made)) == 7


def test_folding(qtmodeltester: ModelTester) -> None:
    made = model()
    qtmodeltester.check(made)
    made.fold("A", True)
    made.fold("A", True)
    assert codes(made) == ["v:", "s:", "c:Z1", "s:A", "s:B"]
    made.set_filter("A1")
    assert codes(made) == ["s:A", "c:A1"]
    made.set_filter("")
    made.set_folded(())
    assert len(codes(made)) == 7
    assert set(made.folded) == set()


def test_an_update_tells_only_the_rows_that_differ() -> None:
    made = model()
    told: list[int] = []
    resets: list[int] = []
    made.dataChanged.connect(lambda first, _last: told.append(first.row()))
    made.modelReset.connect(lambda: resets.append(1))
    sections = list(FRAMEWORK.sections)
    sections[1] = replace(sections[1], criteria=(criterion("A1", "anders"), *sections[1].criteria[1:]))
    changed = replace(sections[1].criteria[0], text=Text("anders", "different"))
    sections[1] = replace(sections[1], criteria=(changed, *sections[1].criteria[1:]))
    made.show_framework(replace(FRAMEWORK, sections=tuple(sections)))
    assert (told, resets) == ([4], [])
    made.show_framework(None)
    assert resets == [1]
    assert made.rowCount() == 0


CODES = st.lists(st.sampled_from(["A1", "A2", "B1", "C9"]), unique=True)


@settings(max_examples=60, deadline=None)
@given(CODES, CODES, st.sampled_from(["", "A", "question"]))
def test_an_update_ends_where_showing_it_anew_would(before: list[str], after: list[str], words: str) -> None:
    def framework(codes: list[str]) -> Framework:
        return replace(FRAMEWORK, sections=(Section("A", Text("x", "x"), tuple(map(criterion, codes))),))

    updated, anew = model(framework(before)), model(framework(after))
    for made in (updated, anew):
        made.set_filter(words)
    updated.show_framework(framework(after))
    assert list(updated.rows) == list(anew.rows)
