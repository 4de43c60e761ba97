"""The names of files as people type them in a dialog for saving."""

import re
from pathlib import Path


def with_ending(name: str, kind: str, suggested: str) -> Path:
    """What was typed as a path; where it has no ending, with that of the kind chosen ("SVG (*.svg)") or suggested.

    Not where such a file exists: the dialog has asked about replacing what was typed, not about that one.
    """
    path = Path(name)
    if path.suffix:
        return path
    chosen = re.search(r"\*(\.\w+)", kind)
    whole = path.with_name(path.name + (chosen.group(1) if chosen else Path(suggested).suffix))
    return path if whole.exists() else whole
