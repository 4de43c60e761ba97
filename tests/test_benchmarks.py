"""The benchmarks can be started, and their table says what was measured. Nothing is timed here."""

from importlib import import_module
from pathlib import Path

import pytest

import benchmarks
from benchmarks.__main__ import MODULES, main
from benchmarks.table import Figure, milliseconds, table
from benchmarks.timing import interleaved

PROGRAMS = [path.stem for path in Path(benchmarks.__path__[0]).glob("*.py")]


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_module_can_be_imported(name: str) -> None:
    import_module(f"benchmarks.{name}")


@pytest.mark.parametrize("module", MODULES.values())
def test_every_figure_can_be_measured(module: str) -> None:
    assert callable(import_module(f"benchmarks.{module}").measure)


def test_an_unknown_figure_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["speed"])
    assert "first-paint" in capsys.readouterr().err


def test_table() -> None:
    shown = table(
        [
            Figure("start", ours=0.120, baseline=0.100, most=1.3),
            Figure("write", ours=0.0301, limit=0.030),
            Figure("read", ours=0.004, baseline=0.002),
        ]
    )
    assert shown.splitlines() == [
        "| what  |    ours | baseline | ratio |   aim | met |",
        "|-------|--------:|---------:|------:|------:|-----|",
        "| start |  120 ms |   100 ms |  1.20 | 1.3 x | yes |",
        "| write | 30.1 ms |          |       | 30 ms | no  |",
        "| read  | 4.00 ms |  2.00 ms |  2.00 |       |     |",
    ]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.1231, "124 ms"), (0.0123, "12.3 ms"), (0.012301, "12.4 ms"), (0.0012301, "1.24 ms")]
)
def test_times_are_rounded_up(seconds: float, shown: str) -> None:
    assert milliseconds(seconds) == shown


def test_an_aim_is_compared_before_rounding() -> None:
    figure = Figure("start", ours=1.3001, baseline=1.0, most=1.3)
    assert figure.met is False
    assert "1.31" in table([figure])


def test_both_aims_of_a_figure_have_to_be_met() -> None:
    assert Figure("write", ours=0.02, baseline=0.01, most=2, limit=0.03).met is True
    assert Figure("write", ours=0.02, baseline=0.01, most=2, limit=0.01).met is False


def test_runs_take_turns() -> None:
    order = []

    def run(name: str) -> float:
        order.append(name)
        return len(order)

    times = interleaved(2, lambda: run("a"), lambda: run("b"))
    assert "".join(order) == "ababab"
    assert times == [[3, 5], [4, 6]]
