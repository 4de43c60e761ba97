"""What the tests of the pages share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.pages.assessments.stage import Stage, demo_stage


@pytest.fixture
def stage(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> Iterator[Stage]:
    """The demo's assessments in sight, at a criterion that is not rated yet."""
    made = demo_stage(tmp_path)
    put_on_stage(made.window)
    made.go("3.10")
    yield made
    made.session.close()
