from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from covenant_monitor.domain.model import Criterion, Dimension, Level, Text
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.framework_workbook import DEFAULT, add_default, export_framework
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.store.check import check
from covenant_monitor.store.framework_content import delete_section, save_criterion
from covenant_monitor.store.framework_reading import entries, findings, framework_of, mapping
from covenant_monitor.store.frameworks import new_version, publish
from covenant_monitor.store.store import Store, create
from tests.core.store.small import WHO, small
from tests.core.store.test_frameworks import F1, F2, F3, N1, sound


def empty(folder: Path) -> Store:
    return create(folder / "empty.covenant", user=WHO)


@pytest.mark.parametrize("name", ["kader.xlsx", "kader"])
@pytest.mark.parametrize("version", [F1, N1], ids=["published", "draft"])
def test_a_version_goes_out_and_into_another_file(tmp_path: Path, name: str, version: FrameworkKey) -> None:
    with small(tmp_path / "a.covenant") as store, empty(tmp_path) as other:
        written = export_framework(store, tmp_path / name, key=version)
        framework = framework_of(store, version)
        assert written["criteria"] == len(framework.criteria)
        assert written["mappings"] == 0
        import_files(other, [tmp_path / name])
        assert framework_of(other, version) == framework
        assert import_files(other, [tmp_path / name]).change.rows == 0
        assert import_files(store, [tmp_path / name]).change.rows == 0
        sound(other)


def test_a_draft_with_its_mapping_goes_out_changed_and_back(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        new_version(store, key=F1, version="3")
        whole = Criterion(
            "A1",
            Text("Anders - met =som", "Other"),
            Text("Kijk hier\nen daar"),
            "loon",
            Dimension.PRACTICE,
            2,
            3,
            frozenset({"small"}),
            {Level.PARTIALLY: Text("Half")},
        )
        save_criterion(store, key=F3, section="A", criterion=whole, was="A1")
        delete_section(store, key=F3, code="B")
        path = tmp_path / "kader.xlsx"
        written = export_framework(store, path, key=FrameworkKey("f", "3"))
        assert written == {"frameworks": 1, "sections": 1, "criteria": 5, "anchors": 1, "mappings": 5}
        assert import_files(store, [path]).change.rows == 0
        rows = mapping(store, F1, F3)
        for _ in range(3):
            store.undo()
        assert [entry.key for entry in entries(store)] == [F1, F2, N1]
        import_files(store, [path])
        framework = framework_of(store, F3)
        assert framework.criteria["A1"] == whole
        assert [criterion.code for criterion in framework.sections[0].criteria] == ["B1", "B2"]
        assert mapping(store, F1, F3) == rows
        sound(store)


def test_without_its_mappings_a_version_goes_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "kader.xlsx"
    with small(tmp_path / "a.covenant") as store, empty(tmp_path) as other:
        export_framework(store, path, key=F2)
        with pytest.raises(Problem, match="Nothing was imported"):
            import_files(other, [path])
        export_framework(store, path, key=F2, with_mappings=False)
        import_files(other, [path])
        assert framework_of(other, F2) == framework_of(store, F2)


def test_a_person_can_fill_the_workbook_in(tmp_path: Path) -> None:
    path = tmp_path / "kader.xlsx"
    with small(tmp_path / "a.covenant") as store:
        export_framework(store, path, key=F2)
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["frameworks", "sections", "criteria", "anchors", "mappings"]
        sheet = book["criteria"]
        assert [cell.value for cell in sheet[1]][:4] == ["framework", "version", "section", "criterion"]
        assert sheet.freeze_panes == "A2"
        assert sheet.column_dimensions["E"].width > 12
        assert book["anchors"].max_row == 1
        sheet.append(["F", "2", "A", "A9", "Er is meer beleid"])
        book["anchors"].append(["F", "2", "A9", "fully", "Alles is er"])
        book.save(path)
        import_files(store, [path])
        added = framework_of(store, F2).criteria["A9"]
        assert (added.text, added.anchors) == (Text("Er is meer beleid"), {Level.FULLY: Text("Alles is er")})


def test_a_published_version_comes_in_only_as_it_is(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        path = tmp_path / "kader.xlsx"
        export_framework(store, path, key=F1)
        book = openpyxl.load_workbook(path)
        book["criteria"]["E2"] = "Iets anders"
        book.save(path)
        before = check(store).digest
        with pytest.raises(Problem) as problem:
            import_files(store, [path])
        assert "Mend it and import again" in str(problem.value)
        assert check(store).digest == before


def test_what_cannot_be_exported(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with pytest.raises(Problem, match="There is no framework Q, version 1"):
            export_framework(store, tmp_path / "q.xlsx", key=FrameworkKey("Q", "1"))
        (tmp_path / "bestand").write_text("x", encoding="utf-8")
        with pytest.raises(Problem, match="is a file"):
            export_framework(store, tmp_path / "bestand", key=F1)


def test_the_framework_that_comes_with_the_program_is_a_draft_and_a_suggestion(tmp_path: Path) -> None:
    with empty(tmp_path) as store:
        assert add_default(store).rows
        (entry,) = entries(store)
        assert entry.key == DEFAULT
        assert (entry.suggestion, entry.published, entry.locked) == (True, False, False)
        assert (entry.sections, entry.criteria) == (6, 56)
        assert findings(store, DEFAULT) == []
        with pytest.raises(Problem, match="has framework IMVO, version 1 already"):
            add_default(store)
        framework = framework_of(store, DEFAULT)
        adapted = replace(framework.criteria["1.01"], text=Text("Ons eigen beleid", "Our own policy"))
        save_criterion(store, key=DEFAULT, section="1", criterion=adapted, was="1.01")
        publish(store, key=DEFAULT)
        sound(store)
        while store.next_undo():
            store.undo()
        assert entries(store) == []
        sound(store)
