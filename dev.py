#!/usr/bin/env python3
"""The front door of the repository; needs nothing but Python itself.

    python3 dev.py VERB [arguments that are passed on]

Every verb first sets up what it needs, once: a virtual environment in `.venv` with what `requirements.lock`
names, and on Linux the system libraries that Qt loads.
"""

import ctypes
import hashlib
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# Before anything that an older Python would choke on. This file stays readable for Python 3.6.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Covenant Monitor needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
LOCK = ROOT / "requirements.lock"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "set-up-complete"
UNFINISHED = VENV / "set-up-unfinished"
DEMO = BUILD / "demo.covenant"
DEMO_CHARTS = ("outcomes", "sections", "target")

# Debian package -> the library in it that Qt loads. Without a window, and for one.
QT_LIBRARIES = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libxkbcommon0": "libxkbcommon.so.0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}


class Stop(Exception):
    """Something only the user can mend, in words for them."""


def say(text: str) -> None:
    """One short line of progress."""
    print(text, flush=True)


def environment(**more: str) -> dict[str, str]:
    """This process's environment with `more`, as the virtual environment needs it."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
    return {name: value for name, value in os.environ.items() if name not in unwanted} | more


def call(*command: str | Path, **variables: str) -> int:
    """The exit code of `command`, run in the repository with its output on the screen."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=environment(**variables))


def quietly(*command: str | Path, **variables: str) -> None:
    """Run `command` in the repository. Its output is shown only where it fails, and then raises Stop."""
    parts = [str(part) for part in command]
    done = subprocess.run(
        parts, cwd=ROOT, env=environment(**variables), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        print(done.stdout.decode(errors="replace"), file=sys.stderr)
        raise Stop(f"This failed (exit code {done.returncode}): {' '.join(parts)}")


def first_failure(*codes: int) -> int:
    """0 where all are 0, else the first that is not."""
    return next((code for code in codes if code), 0)


def shown(path: Path) -> str:
    """`path` as the user would write it from where they are."""
    return os.path.relpath(path) if path.anchor == Path.cwd().anchor else str(path)


def set_up(*, window: bool = False) -> None:
    """Make everything ready to run, or raise Stop. A fraction of a second where nothing is left to do."""
    add_system_packages(window=window)
    if not is_set_up():
        set_up_venv()
    if catalogues_changed():
        quietly(PYTHON, "catalogues.py", "compile")


def is_set_up() -> bool:
    """Whether `.venv` was finished for this lock, this project file, this folder and its own Python."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == fingerprint()


def fingerprint() -> str:
    """What the environment depends on, in short."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (LOCK, ROOT / "pyproject.toml", ROOT / "catalogues.py", VENV / "pyvenv.cfg"):
        digest.update(path.read_bytes() if path.exists() else b"none")
        digest.update(b"\0")
    return digest.hexdigest()


def set_up_venv() -> None:
    """Make `.venv`, or mend it, and install what is locked and then the project itself, as it lies here."""
    if UNFINISHED.exists() or not venv_works():
        make_venv()
    UNFINISHED.touch()
    STAMP.unlink(missing_ok=True)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input")
    say("Installing what requirements.lock names (about 195 MB to fetch, the first time) ...")
    try:
        quietly(*pip, "install", "-q", "--require-hashes", "--only-binary=:all:", "-r", LOCK)
    except Stop as stop:
        raise Stop(f"{stop}\nThis needs the internet, once. Mend that and run the same again.") from None
    say("Installing Covenant Monitor itself, as it lies in this folder ...")
    quietly(*pip, "install", "--no-deps", "--no-build-isolation", "-e", ROOT)
    STAMP.write_text(fingerprint(), encoding="utf-8")
    UNFINISHED.unlink()


def venv_works() -> bool:
    """Whether there is an environment in `.venv` whose Python starts, is new enough and has pip."""
    if not PYTHON.exists():
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", check], env=environment(), capture_output=True).returncode == 0


def make_venv() -> None:
    """An empty environment in `.venv`, marked as unfinished before anything can go wrong with it."""
    say("Making a virtual environment in .venv ...")
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    # The Python below, where this runs in an environment: that one may be the folder just emptied.
    quietly(getattr(sys, "_base_executable", None) or sys.executable, "-m", "venv", VENV)


def catalogues_changed() -> bool:
    """Whether a compiled catalogue is missing or older than its source."""
    sources = (ROOT / "resources" / "locale").glob("*/LC_MESSAGES/*.po")
    return any(
        not po.with_suffix(".mo").exists() or po.with_suffix(".mo").stat().st_mtime < po.stat().st_mtime
        for po in sources
    )


def add_system_packages(*, window: bool) -> None:
    """Install what Debian keeps apart, as root; otherwise raise Stop with the one command that does."""
    packages = missing_packages(window=window)
    if not packages:
        return
    if shutil.which("apt-get") is None:
        libraries = [(QT_LIBRARIES | WINDOW_LIBRARIES).get(package, package) for package in packages]
        raise Stop(f"Missing on this system, and not Python's to install: {', '.join(libraries)}.")
    if os.geteuid() != 0:
        raise Stop(f"Missing on this system. Run this once, then try again:\n    {apt_command(packages)}")
    say(f"Installing what is missing on this system: {' '.join(packages)} ...")
    # One unreachable source makes this fail, and need not matter; where it does, installing says so.
    subprocess.run(["apt-get", "update"], capture_output=True)
    install = ("apt-get", "install", "-y", "--no-install-recommends")
    quietly(*install, *packages, DEBIAN_FRONTEND="noninteractive")
    importlib.invalidate_caches()
    still = missing_packages(window=window)
    if still:
        raise Stop(f"Still missing after installing: {' '.join(still)}.")


def missing_packages(*, window: bool) -> list[str]:
    """The Debian packages without which Covenant Monitor cannot be set up here. None on Windows and macOS."""
    if sys.platform != "linux":
        return []
    missing = []
    can_make_venv = all(map(importlib.util.find_spec, ("venv", "ensurepip")))
    if not can_make_venv and (UNFINISHED.exists() or not venv_works()):
        missing.append(venv_package())
    libraries = QT_LIBRARIES | WINDOW_LIBRARIES if window else QT_LIBRARIES
    return missing + [package for package, library in libraries.items() if not loads(library)]


def venv_package() -> str:
    """Debian's package that gives this Python its venv."""
    default = Path("/usr/bin/python3")
    if default.exists() and default.samefile(sys.executable):
        return "python3-venv"
    return f"python3.{sys.version_info.minor}-venv"


def loads(library: str) -> bool:
    """Whether the system finds this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_command(packages: list[str]) -> str:
    """What to type to install `packages` on Debian or Ubuntu."""
    return "sudo apt-get update && sudo apt-get install -y " + " ".join(packages)


def run(extra: list[str]) -> int:
    """open the window on the demo covenant or a file you name; without a display, do the work without"""
    reason = no_display()
    set_up(window=reason is None)
    reason = reason or qt_refuses()
    if reason:
        return without_display(reason)
    files = [str(Path(part).resolve()) if Path(part).exists() else part for part in extra]
    return call(PYTHON, "-m", "covenant_monitor_ui.main", *(files or [str(demo())]))


def no_display() -> str | None:
    """Why no window can be opened here, or None."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        return "QT_QPA_PLATFORM asks for no window"
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    return None


def qt_refuses() -> str | None:
    """Why Qt itself cannot open a window, or None. It aborts its process then, so another one tries."""
    code = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    try:
        tried = subprocess.run([PYTHON, "-c", code], env=environment(), capture_output=True, timeout=30)
    except subprocess.TimeoutExpired:
        return "the display does not answer"
    if tried.returncode == 0:
        return None
    said = tried.stderr.decode(errors="replace").strip().splitlines()
    return f"Qt cannot use the display ({said[0] if said else 'it gave no reason'})"


def demo() -> Path:
    """The demo covenant's file, made where it is not there yet."""
    if not DEMO.exists():
        say("Making the demo covenant ...")
        BUILD.mkdir(exist_ok=True)
        quietly(PYTHON, "-m", "covenant_monitor", "new", DEMO, "--demo")
    return DEMO


def without_display(reason: str) -> int:
    """The main job into files: demo covenant, round workbook, charts, a picture of every page."""
    say(f"No window: {reason}.\nDoing the same work into files instead.")
    made = [demo()]
    workbook = BUILD / "demo-round.xlsx"
    say("Writing the round's workbook and the charts ...")
    quietly(PYTHON, "-m", "covenant_monitor", "workbook", DEMO, workbook)
    made.append(workbook)
    for name in DEMO_CHARTS:
        chart = BUILD / f"demo-{name}.png"
        quietly(PYTHON, "-m", "covenant_monitor", "chart", DEMO, name, chart)
        made.append(chart)
    made += pictures()
    say("Made:\n" + "\n".join(f"    {shown(path)}" for path in made))
    return 0


def pictures(*extra: str) -> list[Path]:
    """A picture of every page of the window, drawn without a display; where they are."""
    folder = BUILD / "screenshots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    say("Drawing every page of the window ...")
    draw = (PYTHON, "-m", "covenant_monitor_ui.screenshots", demo(), folder)
    quietly(*draw, *extra, QT_QPA_PLATFORM="offscreen")
    return sorted(folder.rglob("*.png"))


def screenshots(extra: list[str]) -> int:
    """draw every page, in both languages and themes, and every chart in every way, into build/screenshots"""
    set_up()
    every = () if extra else ("--languages", "nl,en", "--themes", "light,dark")
    say("\n".join(shown(path) for path in pictures(*every, *extra)))
    if not extra:
        say("Drawing every chart ...")
        quietly(PYTHON, "-m", "covenant_monitor.charts.gallery", BUILD / "screenshots" / "charts")
        say(shown(BUILD / "screenshots" / "charts" / "index.html"))
    return 0


def test(extra: list[str]) -> int:
    """all tests, with coverage and its floor; with arguments (a folder, -k ...) just pytest with those"""
    set_up()
    pytest = (PYTHON, "-m", "pytest")
    if extra:
        return call(*pytest, *extra, QT_QPA_PLATFORM="offscreen")
    at_once = (*pytest, "-q", "-n", "auto", "--maxprocesses=4")
    say("The core's tests, where Qt cannot be imported:")
    core = call(
        *at_once, "tests/core", "-p", "no:pytest-qt", "-W", "ignore::pytest.PytestConfigWarning",
        "--cov=covenant_monitor", "--cov-report=", "--cov-fail-under=0",
        PYTHONPATH=str(ROOT / "tests" / "without_qt"),
    )  # fmt: skip
    say("The other tests, and how much of the source all of them cover:")
    others = call(
        *at_once, "--ignore=tests/core", "--cov", "--cov-append", "--cov-report=term", QT_QPA_PLATFORM="offscreen"
    )
    return first_failure(core, others)


def lint(extra: list[str]) -> int:
    """ruff (rules and format), mypy strict, catalogues; --fix mends what ruff can"""
    set_up()
    fix = extra == ["--fix"]
    return first_failure(
        call(PYTHON, "-m", "ruff", "check", *(["--fix"] if fix else [])),
        call(PYTHON, "-m", "ruff", "format", *([] if fix else ["--check", "--output-format=concise"])),
        call(PYTHON, "-m", "mypy"),
        call(PYTHON, "catalogues.py", "check"),
    )


def bench(extra: list[str]) -> int:
    """the speed figures, as ratios in one table"""
    set_up()
    return call(PYTHON, "-m", "benchmarks", *extra, QT_QPA_PLATFORM="offscreen")


def translations(extra: list[str]) -> int:
    """bring the catalogues up to the source and compile them; --check changes nothing"""
    set_up()
    return call(PYTHON, "catalogues.py", "check" if extra == ["--check"] else "extract")


def package(extra: list[str]) -> int:
    """build the wheel into build/dist, install it in an environment of its own and try it"""
    set_up()
    dist, scratch = BUILD / "dist", BUILD / "package-check"
    for folder in (dist, scratch):
        shutil.rmtree(folder, ignore_errors=True)
    say("Building the wheel ...")
    quietly(PYTHON, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", dist, ROOT)
    (wheel,) = dist.glob("*.whl")
    say("Installing it in an environment of its own ...")
    quietly(PYTHON, "-m", "venv", scratch)
    versions = scratch / "versions.txt"
    versions.write_text(re.sub(r"( \\\n)? +--hash=\S+", "", LOCK.read_text(encoding="utf-8")))
    scripts = scratch / PYTHON.parent.name
    quietly(scripts / PYTHON.name, "-m", "pip", "install", "-c", versions, wheel)
    say("Trying it ...")
    program = scripts / ("covenant-monitor.exe" if WINDOWS else "covenant-monitor")
    for arguments in (("new", scratch / "demo.covenant", "--demo"), ("check", scratch / "demo.covenant")):
        quietly(program, *arguments)
    say(f"Works: {shown(wheel)}")
    return 0


def lock(extra: list[str]) -> int:
    """write requirements.lock anew from pyproject.toml; --upgrade takes newer versions"""
    set_up()
    tools = BUILD / "lock-tools"
    if not tools.exists():
        quietly(PYTHON, "-m", "pip", "install", "--target", tools, "uv")
    uv = tools / "bin" / ("uv.exe" if WINDOWS else "uv")
    # "fewest": the same versions on every Python and system, so what was tested is what everybody gets.
    everywhere = ("--universal", "--python-version", "3.11", "--fork-strategy", "fewest")
    contents = ("--group", "dev", "--generate-hashes", "--no-annotate")
    signature = ("--custom-compile-command", "python3 dev.py lock")
    say("Choosing versions ...")
    return call(uv, "pip", "compile", "-q", *everywhere, *contents, *signature, "-o", LOCK, *extra, "pyproject.toml")


VERBS = {
    verb.__name__: verb
    for verb in (run, test, lint, bench, screenshots, translations, package, lock)
}  # fmt: skip


def usage() -> str:
    """How to use this."""
    verbs = "\n".join(f"    {name:<14}{verb.__doc__}" for name, verb in VERBS.items())
    return f"{(__doc__ or '').rstrip()}\n\n{verbs}"


def main(arguments: list[str]) -> int:
    """The exit code: that of what was run, 1 where something is missing, 2 for wrong usage."""
    verb, *extra = arguments or ["--help"]
    if verb in {"-h", "--help", "help"}:
        print(usage())
        return 0
    if verb not in VERBS:
        print(f"There is no verb {verb!r}.\n{usage()}", file=sys.stderr)
        return 2
    try:
        return VERBS[verb](extra)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
