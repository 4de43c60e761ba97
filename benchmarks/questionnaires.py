"""200 questionnaires with 150 criteria each, written into a folder, and read, compared and taken in as they come back.

The aim is a minute each way. There is nothing to set it against: no library makes half of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.data import make_assessed
from benchmarks.table import Figure
from covenant_monitor.domain.model import HALF, Rating
from covenant_monitor.exchange.questionnaires.questionnaire import Question, Questionnaire, questionnaires
from covenant_monitor.exchange.questionnaires.reading import read_questionnaires
from covenant_monitor.exchange.questionnaires.staging import stage
from covenant_monitor.exchange.questionnaires.taking import accept
from covenant_monitor.exchange.questionnaires.writing import write_questionnaires
from covenant_monitor.language import language
from covenant_monitor.store.store import open_store

_COVENANT, _ROUND = "BIG", "2020"
_MINUTE = 60.0


def measure() -> list[Figure]:
    """How long they take out, and back in."""
    with TemporaryDirectory() as folder:
        path = make_assessed(Path(folder))
        with open_store(path) as store:
            started = perf_counter()
            asked = questionnaires(store, _COVENANT, _ROUND)
            write_questionnaires(Path(folder, "out"), asked, language=language("nl"))
            out = perf_counter() - started
            back = Path(folder, "back")
            files = write_questionnaires(back, _filled(asked), language=language("nl"))
            started = perf_counter()
            returned = read_questionnaires(files)
            read = perf_counter() - started
            staged = stage(store, returned, covenant=_COVENANT, round=_ROUND)
            compared = perf_counter() - started - read
            accept(store, staged)
            whole = perf_counter() - started
    n, changes = len(files), len(staged.changes)
    return [
        Figure(f"{n} questionnaires of {len(asked[0].questions)} criteria out", ours=out, limit=_MINUTE),
        Figure(f"{n} questionnaires back in: read, compared, {changes:,} changes written", ours=whole, limit=_MINUTE),
        Figure("of which reading the workbooks", ours=read),
        Figure("of which comparing them with the file", ours=compared),
    ]


def _filled(asked: Sequence[Questionnaire]) -> list[Questionnaire]:
    """The same as if every company had answered all of it, so that they need not be opened and saved."""
    return [
        replace(
            one, sections=[(section, [_answered(*pair) for pair in enumerate(all_)]) for section, all_ in one.sections]
        )
        for one in asked
    ]


def _answered(place: int, question: Question) -> Question:
    return replace(
        question, now=Rating((1, HALF, 0)[place % 3], evidence=f"Beleid 2020, p. {place}", note="Zie bijlage")
    )
