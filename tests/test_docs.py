"""What the documents say is so: tables, columns, commands, examples, names on screen, links."""

import json
import re
import shlex
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from covenant_monitor.cli import main
from covenant_monitor.commands import COMMANDS
from covenant_monitor.exchange.tables import TABLES, Column, Kind
from covenant_monitor.store import migrations
from covenant_monitor.store.schema import APPLICATION_ID, stable_id

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CATALOGUE = ROOT / "resources" / "locale" / "nl" / "LC_MESSAGES" / "covenant_monitor.po"

_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_FENCED = re.compile(r"^```(\S*) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@cache
def sections(name: str) -> Mapping[str, str]:
    """The text under every heading of a document, up to the next heading."""
    parts = _HEADING.split(read(name))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table(text: str) -> list[list[str]]:
    """The rows of the first table in `text`, without its head, each cell stripped."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def columns_of(text: str) -> list[str]:
    return [row[0].strip("`") for row in table(text) if re.fullmatch("`[a-z_]+`", row[0])]


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what stands behind that, and its text."""

    kind: str
    name: str
    text: str


def blocks(name: str, *kinds: str) -> list[Block]:
    return [Block(*match) for match in _FENCED.findall(read(name)) if match[0] in kinds]


def run(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Run one line of a shell block, in this process, and return what it printed."""
    line, _, remark = command.partition("  # exit ")
    program, *arguments = shlex.split(line)
    assert program == "covenant-monitor"
    capsys.readouterr()
    code = main(arguments)
    out, err = capsys.readouterr()
    assert code == int(remark or 0), f"{command}: {err}"
    return out


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COVENANT_MONITOR_LANGUAGE", "en")
    return tmp_path


# The exchange tables


def _holds(column: Column) -> str:
    plain = {
        Kind.CODE: "code",
        Kind.TEXT: "text",
        Kind.LIST: "several",
        Kind.INTEGER: "whole number",
        Kind.NUMBER: "number",
        Kind.PERCENT: "percentage",
        Kind.DATE: "date",
        Kind.YES_NO: "yes/no",
        Kind.RATING: "rating",
    }
    return plain.get(column.kind) or f"one of {', '.join(column.options)}"


@pytest.mark.parametrize("name", TABLES)
def test_every_exchange_table_is_described(name: str) -> None:
    described = [row[:3] for row in table(sections("exchange-tables.md")[name])]
    assert described == [
        [
            f"`{column.name}`",
            ", ".join(word for word, true in (("key", column.key), ("required", column.required)) if true),
            _holds(column),
        ]
        for column in TABLES[name]
    ]


def test_no_other_exchange_table_is_described() -> None:
    described = [name for name, text in sections("exchange-tables.md").items() if columns_of(text)]
    assert described == list(TABLES)


def test_the_example_tables_can_be_imported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "tables").mkdir()
    for block in blocks("exchange-tables.md", "csv"):
        (folder / "tables" / block.name).write_text(block.text, encoding="utf-8")
    run("covenant-monitor new small.covenant", capsys)
    first = json.loads(run("covenant-monitor import small.covenant tables --json", capsys))
    again = json.loads(run("covenant-monitor import small.covenant tables --json", capsys))
    assert first["added"]["ratings"] == 2
    assert again["change"] is None
    run("covenant-monitor check small.covenant", capsys)


# The file


@pytest.fixture(scope="module")
def schema() -> Iterator[sqlite3.Connection]:
    """A database with the tables and views of a covenant file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.migrate(connection)
        yield connection


def _names(schema: sqlite3.Connection, kind: str) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = ? ORDER BY name"
    return [row[0] for row in schema.execute(query, (kind,))]


def test_every_table_of_the_file_is_described(schema: sqlite3.Connection) -> None:
    for name in _names(schema, "table"):
        described = {row[0].strip("`"): row[1] for row in table(sections("file-format.md")[name])}
        found = {}
        for _, column, kind, not_null, _, key in schema.execute(f"PRAGMA table_info({name})"):
            found[column] = kind if not_null or key else f"{kind} or NULL"
        if name != "_sqlite_migrations":  # not ours, and not strict
            assert described == found, name
        assert list(described) == list(found), name


def test_every_choice_that_the_file_knows_is_described(schema: sqlite3.Connection) -> None:
    for name, sql in schema.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        for choices in re.findall(r"IN \(('[^)]*)\)", sql):
            for choice in re.findall(r"'(\w+)'", choices):
                assert f"`{choice}`" in sections("file-format.md")[name], f"{name}: {choice}"


def test_every_view_of_the_file_is_described(schema: sqlite3.Connection) -> None:
    for name in _names(schema, "view"):
        found = [row[1] for row in schema.execute(f"PRAGMA table_info({name})")]
        assert columns_of(sections("file-format.md")[name]) == found, name


def test_no_other_table_or_view_of_the_file_is_described(schema: sqlite3.Connection) -> None:
    described = {name for name, text in sections("file-format.md").items() if columns_of(text)}
    headings = {"The covenant file"}
    assert described - headings == {*_names(schema, "table"), *_names(schema, "view")}


def test_the_numbers_of_the_file_format_are_so() -> None:
    text = read("file-format.md")
    assert f"0x{APPLICATION_ID:X}" in text
    assert str(APPLICATION_ID) in text
    assert f"| `user_version` (bytes 60–63) | {migrations.SCHEMA_VERSION}:" in text
    assert str(stable_id("party", "KLEDING", "VOORBEELD-MODE")) in text


def test_the_queries_and_the_script_of_the_file_format_work(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("covenant-monitor new demo.covenant --demo", capsys)
    queries = blocks("file-format.md", "sql")
    assert len(queries) == 7
    with closing(sqlite3.connect("file:demo.covenant?mode=ro", uri=True)) as connection:
        for query in queries:
            assert connection.execute(query.text).fetchall(), query.text
    digest = json.loads(run("covenant-monitor check demo.covenant --json", capsys))["digest"]
    (script,) = blocks("file-format.md", "python")
    scope: dict[str, Any] = {}
    exec(script.text, scope)
    scope["file"].close()
    assert capsys.readouterr().out.strip() == digest


# The command line


def test_every_command_is_described_with_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    described = sections("command-line.md")
    common = set(re.findall(r"--[a-z-]+", described["For every command"]))
    for command in COMMANDS:
        with pytest.raises(SystemExit):
            main([command, "--help"])
        usage = capsys.readouterr().out
        options = set(re.findall(r"--[a-z-]+", usage))
        listed = {row[0].split()[0].strip("`") for row in table_of_options(described[command])}
        assert listed == options - common, command
        for choices in re.findall(r"\{([a-z,]+)\}", usage):
            for choice in choices.split(","):
                assert f"`{choice}`" in described[command], f"{command}: {choice}"


def table_of_options(text: str) -> list[list[str]]:
    at = text.find("| option |")
    return table(text[at:].split("\n\n")[0]) if at >= 0 else []


def test_no_other_command_is_described() -> None:
    described = list(sections("command-line.md"))
    assert set(described) - {"Command line", "For every command"} == set(COMMANDS)


def test_the_examples_of_the_command_line_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed, shown = "", set()
    for block in blocks("command-line.md", "sh", "json", "csv"):
        if block.kind == "csv":
            (folder / block.name).write_text(block.text, encoding="utf-8")
        elif block.kind == "sh":
            for line in block.text.splitlines():
                printed = run(line, capsys)
                shown.add(line.split()[1])
        else:
            assert _misses(json.loads(block.text), json.loads(printed)) == [], block.text
    assert shown == set(COMMANDS)


def _misses(example: Any, real: Any, place: str = "") -> list[str]:
    """Where a shortened example is not of the shape of the real thing: other keys, or another kind of value."""
    if isinstance(example, dict) and isinstance(real, dict):
        if example.keys() != real.keys():
            return [f"{place}: {sorted(example)} is {sorted(real)}"]
        return [miss for key in example for miss in _misses(example[key], real[key], f"{place}/{key}")]
    if isinstance(example, list) and isinstance(real, list):
        if not example or not real:
            return [] if example == real else [f"{place}: {example} is {real}"]
        return [miss for one in example for miss in min((_misses(one, found, place) for found in real), key=len)]
    if isinstance(example, str) or example is None:
        return [] if type(example) is type(real) else [f"{place}: {example} is {real}"]
    return [] if example == real else [f"{place}: {example} is {real}"]


# The rules


def test_the_worked_example_of_the_rules_is_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("covenant-monitor new demo.covenant --demo", capsys)
    scores = json.loads(run("covenant-monitor scores demo.covenant --round 2020 --json", capsys))["scores"]
    found = next(one for one in scores if (one["party"], one["kind"]) == ("VOORBEELD-MODE", "secretariat"))
    text = next(text for heading, text in sections("rules.md").items() if heading.startswith("Worked example"))
    assert [row[:6] + row[9:] for row in table(text)] == [
        [
            *(str(part[key]) for key in ("section", "applicable", "fully", "partially", "not", "na")),
            "no score" if part["score"] is None else f"{part['score']:.1f} %",
        ]
        for part in found["sections"]
    ]
    assert (found["rated"], found["applicable"], found["participation_year"]) == (42, 56, 4)
    provisional = sections("rules.md")["Rated x of y, and what provisional means"]
    for number in (found["low"], found["high"]):
        assert f"mean {number:.1f} %" in " ".join(provisional.split())
    assert f"{found['score']:.4f}"[:-1] in text


# The guides


@cache
def catalogue() -> Mapping[str, str]:
    """Every text on screen in English, and in Dutch."""
    with CATALOGUE.open("rb") as file:
        return {
            english: dutch
            for message in read_po(file)
            if message.id
            for english, dutch in zip(_every(message.id), _every(message.string), strict=False)
        }


def _every(texts: Any) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


@pytest.mark.parametrize(
    ("guide", "dutch"), [("user-guide.md", False), ("handleiding.md", True)], ids=["English", "Dutch"]
)
def test_names_on_screen_are_as_the_guides_say(guide: str, dutch: bool) -> None:
    shown = set(catalogue().values() if dutch else catalogue())
    named = {" ".join(name.split()) for name in re.findall(r"\*\*([^*]+)\*\*", read(guide))}
    assert named
    assert sorted(named - shown) == []


def test_both_guides_have_the_same_chapters_and_keys() -> None:
    levels = [re.findall(r"^#+", read(guide), re.MULTILINE) for guide in ("user-guide.md", "handleiding.md")]
    assert levels[0] == levels[1]
    keys = [re.findall(r"^\| `", read(guide), re.MULTILINE) for guide in ("user-guide.md", "handleiding.md")]
    assert len(keys[0]) == len(keys[1])


# Everything


def _documents() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]


def _anchor(heading: str) -> str:
    """What a heading is called in a link."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("document", _documents(), ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for link in _LINK.findall(document.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        name, _, heading = link.partition("#")
        target = document.parent / name if name else document
        assert target.exists(), f"{document.name}: {link}"
        if heading:
            text = target.read_text(encoding="utf-8")
            assert heading in map(_anchor, _HEADING.findall(text)), f"{document.name}: {link}"


@pytest.mark.parametrize("document", _documents(), ids=lambda path: path.name)
def test_tables_are_whole(document: Path) -> None:
    for part in document.read_text(encoding="utf-8").split("\n\n"):
        rows = [line for line in part.splitlines() if line.startswith("|")]
        assert len({line.count("|") - line.count("\\|") for line in rows}) <= 1, f"{document.name}: {rows[:1]}"


def test_folders_of_tables_that_are_named_are_there() -> None:
    named = re.findall(
        r"`((?:sample_data|resources)/[\w/-]+/)`", "".join(map(read, ("exchange-tables.md", "user-guide.md")))
    )
    assert named
    assert all(list((ROOT / folder).glob("*.csv")) for folder in named)
