"""The gettext catalogues: extract the texts, check that all are translated, compile. Also the build hook.

    python catalogues.py extract    the texts of both packages into the template and each .po; check; compile
    python catalogues.py check      change nothing; list what is not translated or differs from the source
    python catalogues.py compile    .po into .mo where the .mo is older

English is the msgid and has no catalogue. Compiled catalogues are not in git: `dev.py` makes them at set-up,
the hook when a wheel is built.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
LOCALE = Path("resources", "locale")
TEMPLATE = LOCALE / "covenant_monitor.pot"
CATALOGUES = (LOCALE / "nl" / "LC_MESSAGES" / "covenant_monitor.po",)
SOURCES = ("covenant_monitor", "ui/covenant_monitor_ui")
# Functions that take a msgid, or a singular and a plural, as their first arguments.
FUNCTIONS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "n_": (1, 2),
    "gettext": None,
    "ngettext": (1, 2),
}


def read(path: Path) -> Catalog:
    """The catalogue in this .po or .pot file; an empty one where there is no file. Raises PoFileError."""
    locale = None if path.suffix == ".pot" else path.parts[-3]
    if not path.exists():
        return Catalog(
            locale,
            header_comment="# Texts of Covenant Monitor.",
            project="Covenant Monitor",
            version="",
            msgid_bugs_address="",
            last_translator="",
            language_team="",
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def texts(catalogue: Catalog) -> dict[Any, Message]:
    """The messages by msgid (singular and plural together), without the header."""
    return {message.id: message for message in catalogue if message.id}


def strings(message: Message) -> tuple[str, ...]:
    """The translation: one string, or one per plural form. Empty strings where there is none."""
    found = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return tuple(string or "" for string in found)


def problems(root: Path) -> set[str]:
    """`Problem` and every class derived from it: each takes a msgid as its first argument."""
    classes = [
        found
        for folder in SOURCES
        for path in (root / folder).rglob("*.py")
        for found in re.findall(r"^class (\w+)\((\w+)[,)]", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    names = {"Problem"}
    while more := {name for name, base in classes if base in names} - names:
        names |= more
    return names


def extracted(root: Path) -> Catalog:
    """The texts as the source has them now."""
    catalogue = read(root / TEMPLATE)
    for message in texts(catalogue).values():
        catalogue.delete(message.id, message.context)
    keywords = FUNCTIONS | dict.fromkeys(problems(root))
    for folder in SOURCES:
        found = extract_from_dir(
            str(root / folder), [("**.py", "python")], keywords=keywords, comment_tags=["Translators:"]
        )
        for name, _line, msgid, comments, context in sorted(found, key=lambda message: message[:2]):
            place = Path(folder, name).as_posix()
            catalogue.add(msgid, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


def extract(root: Path) -> Iterator[Path]:
    """Bring the template and each .po up to the source; yield those that changed."""
    source = extracted(root)
    for path in (TEMPLATE, *CATALOGUES):
        catalogue = source
        if path != TEMPLATE:
            catalogue = read(root / path)
            catalogue.update(source, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
        if _content(catalogue) != _content(read(root / path)):
            catalogue.revision_date = datetime.now(UTC)
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            with (root / path).open("wb") as file:
                write_po(file, catalogue, width=110, sort_output=True, include_lineno=False)
            yield path


def _content(catalogue: Catalog) -> dict[Any, tuple[tuple[str, ...], set[str]]]:
    return {
        msgid: (strings(message), {place for place, _ in message.locations})
        for msgid, message in texts(catalogue).items()
    }


def findings(root: Path) -> Iterator[str]:
    """One line for each text that is not rightly translated, and for each that the source no longer has."""
    wanted = texts(extracted(root))
    for path in CATALOGUES:
        have = texts(read(root / path))
        for msgid in wanted.keys() - have.keys():
            yield f"{path.as_posix()}: not there yet: {msgid!r}"
        for msgid in have.keys() - wanted.keys():
            yield f"{path.as_posix()}: no longer in the source: {msgid!r}"
        for msgid in wanted.keys() & have.keys():
            if fault := _fault(have[msgid]):
                yield f"{path.as_posix()}: {fault}: {msgid!r}"


def _fault(message: Message) -> str | None:
    if not all(strings(message)):
        return "not translated"
    if message.fuzzy:
        return "fuzzy"
    ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    allowed = [_placeholders(msgid) for msgid in ids]
    wrong = [string for string in strings(message) if _placeholders(string) not in allowed]
    return f"other placeholders in {wrong[0]!r}" if wrong else None


def _placeholders(text: str) -> set[str]:
    """The names in braces; none where the text is no format string."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name}
    except ValueError:
        return set()


def compile_all(root: Path) -> None:
    """Write each .mo that is missing or older than its .po. What is not translated or fuzzy stays English."""
    for path in CATALOGUES:
        source, target = root / path, (root / path).with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        catalogue = read(source)
        for message in texts(catalogue).values():
            if not all(strings(message)):  # babel would write a plural without words
                catalogue.delete(message.id, message.context)
        temporary = target.with_suffix(".new")
        with temporary.open("wb") as file:
            write_mo(file, catalogue)
        temporary.replace(target)


class Hook(BuildHookInterface[Any]):
    """hatchling's build hook: compiled catalogues, and in a wheel the data folders inside the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """`version` is "editable" for an installation that uses the folders where they are."""
        root = Path(self.root)
        compile_all(root)
        if version != "editable":
            for folder in ("resources", "sample_data"):
                build_data["force_include"][str(root / folder)] = f"covenant_monitor/{folder}"


def main(arguments: list[str]) -> int:
    """Do what the module's text says. The exit code is 1 where there are findings, 2 for wrong usage."""
    if arguments == ["compile"]:
        compile_all(ROOT)
        return 0
    if arguments not in (["extract"], ["check"]):
        print(__doc__)
        return 2
    if arguments == ["extract"]:
        for path in extract(ROOT):
            print(f"wrote {path.as_posix()}")
        compile_all(ROOT)
    found = sorted(findings(ROOT))
    print("\n".join(found) or "Catalogues: every text is translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
