"""Who may import whom. Arrows point down only: window and command line -> reports -> exchange -> charts -> store
-> domain."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORE = "covenant_monitor"
UI = "covenant_monitor_ui"
TOP = {f"{CORE}.language", f"{CORE}.errors", f"{CORE}.files"}
MIDDLE = {f"{CORE}.exchange", f"{CORE}.charts", f"{CORE}.reports"}
BELOW = {f"{CORE}.store", f"{CORE}.domain", f"{CORE}.names", f"{CORE}.commands", *TOP, CORE}

# Part of the project -> the parts it may import, besides itself. A new part is added here, or the test fails.
MAY_IMPORT = {
    CORE: set(),
    **{part: {*TOP, CORE} for part in TOP},
    f"{CORE}.domain": set(),
    f"{CORE}.names": {f"{CORE}.domain", *TOP},
    f"{CORE}.commands": set(),
    f"{CORE}.store": {f"{CORE}.domain", *TOP, CORE},
    # Workbook and report say what the charts say, in the same words; the report withholds what the workbook does.
    f"{CORE}.charts": BELOW,
    f"{CORE}.exchange": {f"{CORE}.charts", *BELOW},
    f"{CORE}.reports": {f"{CORE}.charts", f"{CORE}.exchange", *BELOW},
    f"{CORE}.publishing": {*MIDDLE, *BELOW},
    f"{CORE}.logs": TOP,
    f"{CORE}.cli_output": {*MIDDLE, *BELOW},
    f"{CORE}.cli_coherence": {*MIDDLE, *BELOW},
    f"{CORE}.cli_history": {*MIDDLE, *BELOW},
    f"{CORE}.cli_questionnaire": {f"{CORE}.cli_output", *MIDDLE, *BELOW},
    f"{CORE}.cli_release": {f"{CORE}.publishing", *BELOW},
    f"{CORE}.cli_common": {f"{CORE}.cli_release", f"{CORE}.publishing", *BELOW},
    f"{CORE}.cli_writing": {
        *(f"{CORE}.cli_{part}" for part in ("common", "questionnaire", "release")),
        f"{CORE}.publishing",
        *MIDDLE,
        *BELOW,
    },
    f"{CORE}.cli": {
        *(
            f"{CORE}.cli_{part}"
            for part in ("coherence", "common", "history", "output", "questionnaire", "release", "writing")
        ),
        f"{CORE}.logs",
        f"{CORE}.publishing",
        *MIDDLE,
        *BELOW,
    },
    f"{CORE}.__main__": {f"{CORE}.cli", *TOP},
    UI: {f"{CORE}.logs", f"{CORE}.publishing", *MIDDLE, *BELOW},
    f"{UI}.main": {f"{CORE}.cli", f"{CORE}.logs", UI, *MIDDLE, *BELOW},
}

# Part of the project -> the libraries it may use. Everything may use Python's own.
LIBRARIES = {
    f"{CORE}.store": {"sqlite_utils"},
    f"{CORE}.exchange": {"openpyxl", "xlsxwriter", "defusedxml"},
    f"{CORE}.charts": {"matplotlib", "numpy"},
    f"{CORE}.reports": {"matplotlib", "typst"},
    UI: {"PySide6", "shiboken6", "matplotlib"},
    f"{UI}.main": {"PySide6", "shiboken6"},
}

# What may be imported inside a function: libraries slow to load, our parts that are built on them, and what
# not every system has. Anything else that comes late hides a cycle.
LATE = {
    *("matplotlib", "numpy", "openpyxl", "xlsxwriter", "defusedxml", "sqlite_utils", "typst"),
    *MIDDLE,
    *("ctypes", "fcntl", "msvcrt", "resource", "winreg"),
}


@dataclass(frozen=True)
class Import:
    """One name that one module imports. `late` inside a function, `typing` under `if TYPE_CHECKING:`."""

    importer: str
    imported: str
    place: str
    late: bool
    typing: bool


@cache
def modules() -> dict[str, Path]:
    """Every module of both packages, by its dotted name."""
    found = {}
    for base, package in ((ROOT, CORE), (ROOT / "ui", UI)):
        for path in sorted((base / package).rglob("*.py")):
            parts = path.relative_to(base).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Every import in both packages."""
    return tuple(found for name, path in modules().items() for found in imports_of(name, path))


def imports_of(name: str, path: Path) -> Iterator[Import]:
    """The imports of one module; of `from package import module`, the module."""

    def visit(node: ast.AST, late: bool, typing: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            where = f"{path.relative_to(ROOT).as_posix()}:{getattr(child, 'lineno', 0)}"
            for imported in named_in(child, name, path):
                yield Import(name, imported, where, late, typing)
            is_function = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            for_typing = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            yield from visit(child, late or is_function, typing or for_typing)

    yield from visit(ast.parse(path.read_text(encoding="utf-8")), False, False)


def named_in(node: ast.AST, name: str, path: Path) -> list[str]:
    """The modules that this statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        package = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
        base = ".".join([*package[: len(package) - node.level + 1], *([base] if base else [])])
    return sorted({whole if (whole := f"{base}.{alias.name}") in modules() else base for alias in node.names})


def part_of(module: str) -> str:
    """The part of the project (a key of MAY_IMPORT) that a module belongs to; "" where none does."""
    if module == CORE:
        return CORE
    fitting = [part for part in MAY_IMPORT if part != CORE and f"{module}.".startswith(f"{part}.")]
    return max(fitting, key=len, default="")


def is_ours(module: str) -> bool:
    return module.split(".")[0] in {CORE, UI}


def test_every_module_belongs_to_a_part() -> None:
    assert len(modules()) > 1
    assert [name for name in modules() if not part_of(name)] == []


def test_arrows_point_down_only() -> None:
    wrong = [
        f"{found.place} imports {found.imported}"
        for found in imports()
        if is_ours(found.imported)
        and (part := part_of(found.imported)) != (mine := part_of(found.importer))
        and part not in MAY_IMPORT[mine]
    ]
    assert not wrong, "\n".join(wrong)


def test_each_part_uses_its_own_libraries_only() -> None:
    wrong = [
        f"{found.place} imports {found.imported}"
        for found in imports()
        if (library := found.imported.split(".")[0]) not in sys.stdlib_module_names
        and not is_ours(found.imported)
        and library not in LIBRARIES.get(part_of(found.importer), set())
    ]
    assert not wrong, "\n".join(wrong)


def test_late_imports_are_for_what_is_slow_or_not_everywhere() -> None:
    # main() hands over to the command line before any Qt is imported: everything it needs comes late.
    wrong = [
        f"{found.place} imports {found.imported}"
        for found in imports()
        if found.late
        and found.importer != f"{UI}.main"
        and not any(f"{found.imported}.".startswith(f"{allowed}.") for allowed in LATE)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_cycles() -> None:
    graph = TopologicalSorter(
        {
            name: {found.imported for found in imports() if found.importer == name and not found.typing} - {name}
            for name in modules()
        }
    )
    cycle = None
    try:
        graph.prepare()
    except CycleError as error:
        cycle = " -> ".join(error.args[1])
    assert cycle is None


def test_nothing_uses_pyplot() -> None:
    """It keeps global state and picks a window system by itself."""
    sources = [*modules().values(), *(ROOT / "benchmarks").rglob("*.py")]
    assert [path.name for path in sources if "pyplot" in names_in(path)] == []


def names_in(path: Path) -> set[str]:
    """Every name in the code of a file, without comments and texts."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom | ast.Import):
            found |= {part for alias in node.names for part in alias.name.split(".")}
            found |= set((getattr(node, "module", None) or "").split("."))
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found
