"""The program itself, started on a file by its own entry point: prints when its table was painted with rows in it.

With `--chart` it then goes to the overview, and prints when its chart was painted. Then it is closed as users do.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType, TracebackType
from typing import Any

WITH_CHART = "--chart" in sys.argv
APPLICATION = "covenant_monitor_ui.application"


class Hook:
    """Adds to the application's module once the program imports it, so that its own order of doing things stays."""

    def find_spec(self, name: str, _path: Sequence[str] | None = None, _target: object = None) -> ModuleSpec | None:
        """What a finder on `sys.meta_path` must have."""
        if name != APPLICATION:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        loader: Any = spec and spec.loader
        execute: Callable[[ModuleType], None] = loader.exec_module

        def execute_hooked(module: ModuleType) -> None:
            execute(module)
            hook(module)

        loader.exec_module = execute_hooked
        return spec


def hook(application: Any) -> None:
    """Have the window watched from when it is built, on the page whose table is wanted."""
    build = application.build

    def build_watched(app: Any, settings: Any) -> Any:
        settings.values["page"] = "participants"
        window = build(app, settings)
        watch(window)
        return window

    application.build = build_watched
    application.catch_bugs = lambda *_: setattr(sys, "excepthook", end_at_once)


def end_at_once(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What went wrong ends the program: nothing would be painted, and it would be waited for."""
    sys.__excepthook__(kind, error, trace)
    os._exit(1)


def watch(window: Any) -> None:
    """Wait for the paint of what `window` first shows."""
    from benchmarks.painted import FirstPaint

    # The page is made in it, and what it shows is not painted before it returns.
    show_page = window.show_page

    def show_watched(key: str) -> None:
        show_page(key)
        if window.show_page is show_watched:
            window.show_page = show_page
            table = window.pages["participants"].table
            FirstPaint(table.viewport(), painted, lambda: table.model().rowCount() > 0)

    def painted(at: int) -> None:
        print(at)
        if not WITH_CHART:
            window.close()
            return
        window.show_page("overview")
        view = window.pages["overview"].outcome_view
        FirstPaint(view, painted_chart, lambda: not view.image.isNull())

    def painted_chart(at: int) -> None:
        print(at)
        window.close()

    window.show_page = show_watched


if __name__ == "__main__":
    sys.meta_path.insert(0, Hook())
    from covenant_monitor_ui.main import main

    sys.exit(main([argument for argument in sys.argv[1:] if argument != "--chart"]))
