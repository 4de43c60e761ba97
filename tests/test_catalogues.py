"""Texts into catalogues and back."""

import ast
import gettext
from pathlib import Path

import pytest

import catalogues

SOURCE = '''
class Refused(Problem):
    """A problem of a kind."""

_("Hello {name}").format(name=name)
n_("{n} participant", "{n} participants", n).format(n=n)
COLUMN = N_("Required")
raise Refused("{file} is "
    "damaged.", file=file)
'''
DUTCH = {
    "Hello {name}": "Hallo {name}",
    "Required": "Vereist",
    "{file} is damaged.": "{file} is beschadigd.",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in catalogues.SOURCES:
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / catalogues.SOURCES[0] / "words.py").write_text(SOURCE)
    return tmp_path


def translate(project: Path, dutch: dict[str, str], plural: tuple[str, str] = ("", "")) -> None:
    """Fill the Dutch catalogue."""
    path = project / catalogues.CATALOGUES[0]
    text = path.read_text(encoding="utf-8")
    for english, translation in dutch.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{translation}"')
    text = text.replace('msgstr[0] ""', f'msgstr[0] "{plural[0]}"')
    path.write_text(text.replace('msgstr[1] ""', f'msgstr[1] "{plural[1]}"'), encoding="utf-8")


def test_every_kind_of_text_is_extracted(project: Path) -> None:
    assert set(catalogues.extract(project)) == {catalogues.TEMPLATE, *catalogues.CATALOGUES}
    have = catalogues.texts(catalogues.read(project / catalogues.CATALOGUES[0]))
    assert have.keys() == {*DUTCH, ("{n} participant", "{n} participants")}


def test_what_has_not_changed_is_not_written_again(project: Path) -> None:
    list(catalogues.extract(project))
    assert list(catalogues.extract(project)) == []


def test_a_complete_catalogue_has_no_findings_and_speaks_dutch(project: Path) -> None:
    list(catalogues.extract(project))
    translate(project, DUTCH, ("{n} deelnemer", "{n} deelnemers"))
    assert list(catalogues.findings(project)) == []
    catalogues.compile_all(project)
    dutch = gettext.translation("covenant_monitor", project / catalogues.LOCALE, languages=["nl"])
    assert dutch.gettext("Required") == "Vereist"
    assert dutch.ngettext("{n} participant", "{n} participants", 2) == "{n} deelnemers"


def test_what_is_not_translated_stays_english(project: Path) -> None:
    list(catalogues.extract(project))
    translate(project, {"Required": "Vereist"})
    catalogues.compile_all(project)
    dutch = gettext.translation("covenant_monitor", project / catalogues.LOCALE, languages=["nl"])
    assert dutch.gettext("Hello {name}") == "Hello {name}"
    assert dutch.ngettext("{n} participant", "{n} participants", 1) == "{n} participant"


@pytest.mark.parametrize(
    ("greeting", "finding"),
    [("", "not translated: 'Hello {name}'"), ("Hallo {naam}", "other placeholders in 'Hallo {naam}'")],
)
def test_a_bad_translation_is_found(project: Path, greeting: str, finding: str) -> None:
    list(catalogues.extract(project))
    translate(project, DUTCH | {"Hello {name}": greeting}, ("{n} deelnemer", "{n} deelnemers"))
    (found,) = catalogues.findings(project)
    assert finding in found


def test_a_fuzzy_translation_is_found(project: Path) -> None:
    list(catalogues.extract(project))
    translate(project, DUTCH, ("{n} deelnemer", "{n} deelnemers"))
    path = project / catalogues.CATALOGUES[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Required"', '#, fuzzy\nmsgid "Required"'), encoding="utf-8")
    (found,) = catalogues.findings(project)
    assert found.endswith("fuzzy: 'Required'")


def test_a_text_that_came_or_went_is_found(project: Path) -> None:
    list(catalogues.extract(project))
    translate(project, DUTCH, ("{n} deelnemer", "{n} deelnemers"))
    (project / catalogues.SOURCES[0] / "words.py").write_text(SOURCE.replace('"Required"', '"Needed"'))
    assert [line.split(": ", 1)[1] for line in sorted(catalogues.findings(project))] == [
        "no longer in the source: 'Required'",
        "not there yet: 'Needed'",
    ]


def is_text(node: ast.AST) -> bool:
    """Whether it is a call that marks or translates a text."""
    return isinstance(node, ast.Call) and (
        getattr(node.func, "id", "") in catalogues.FUNCTIONS or getattr(node.func, "attr", "") in catalogues.FUNCTIONS
    )


def test_no_text_hides_where_extraction_does_not_look() -> None:
    """In an f-string, nor in another call of the kind."""
    found = [
        f"{path.name}:{call.lineno}"
        for folder in catalogues.SOURCES
        for path in sorted((Path(__file__).parent.parent / folder).rglob("*.py"))
        for around in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(around, ast.JoinedStr) or is_text(around)
        for call in ast.walk(around)
        if isinstance(call, ast.Call)
        and call is not around
        and is_text(call)
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert found == []
