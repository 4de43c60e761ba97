"""What commands that write for the public have in common: the test before, the record after, and what is told."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.language import Language
from covenant_monitor.publishing.checking import Figures, ReleaseCheck, prepared, publish
from covenant_monitor.publishing.nameless import nameless
from covenant_monitor.store.releases import releases
from covenant_monitor.store.store import Store


def release(
    options: argparse.Namespace,
    store: Store,
    picture: CovenantPicture,
    round_: str,
    figures: Figures,
    write: Callable[[Path, CovenantPicture], object],
    *,
    output: str,
) -> ReleaseCheck:
    """Test, write and record a public output; `write` makes it of the picture that it is given. Raises Problem.

    Workbook and report withhold texts that name a participant by themselves, and say so; a chart cannot.
    """
    check = prepared(picture, round_, releases(store, picture.covenant.code), figures)
    shown = nameless(check.picture) if output.startswith("chart:") else check.picture
    publish(
        store,
        check,
        options.out,
        lambda path: write(path, shown),
        output=output,
        language=options.language,
    )
    return check


def release_json(check: ReleaseCheck | None, words: Language) -> dict[str, Any]:
    """What was released: how many figures, and what was withheld and why; nothing of what is for internal use."""
    if check is None:
        return {}
    return {
        "figures": len(check.allowed),
        "withheld": [
            {
                "measure": held.statement.measure,
                "round": held.statement.round,
                "group": held.statement.group,
                "cause": held.cause.value,
                "why": check.why_not(held).text(words),
            }
            for held in check.withheld
        ],
        "left_out": list(check.left_out),
    }
