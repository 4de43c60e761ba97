"""What is done with the results of OECD alignment assessments of the covenant itself.

The results of one component in one year are one thing here: up to three, one per dimension, that are added, changed
and removed together.
"""

import re
from collections.abc import Sequence

from covenant_monitor.domain.alignment import WHOLE, component_key
from covenant_monitor.domain.picture import CovenantAlignment
from covenant_monitor.errors import Problem
from covenant_monitor.language import Term
from covenant_monitor.store.ledger import TERMS
from covenant_monitor.store.queries import covenant_id
from covenant_monitor.store.record_rules import broken_rules
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean

LONGEST_COMPONENT = 200
_WHOLE, _YEAR = "component:whole", "component:year"


def add_results(store: Store, *, covenant: str, results: Sequence[CovenantAlignment]) -> Change:
    """Add the results of one component (`WHOLE`: of all together) in one year, at most one per dimension.

    Raises:
        Problem: there are none; there are results of this component and year already; a share is below 0; percentages
            are above 100 together; counts do not say how many are not aligned; the year or the name is impossible.
        ValueError: they are of several years or components, or there are two of one dimension.
    """
    year, component = _key(results)
    number = covenant_id(store, covenant)
    rows = [_row(covenant, number, result) for result in results]
    _must_be_free(store, number, year, component)
    with store.change("add_alignment", _detail(year, component)) as change:
        _write(store, rows)
    return change


def edit_results(
    store: Store, *, covenant: str, year: int, component: str, results: Sequence[CovenantAlignment]
) -> Change:
    """Put `results` in the place of those of a component in a year; they may be of another year or component.

    Raises Problem and ValueError as `add_results` does, and Problem where there is nothing to be changed.
    """
    new_year, new_component = _key(results)
    number = covenant_id(store, covenant)
    there = _ids(store, number, year, component)
    if not there:
        raise _nothing(year, component)
    rows = [_row(covenant, number, result) for result in results]
    if (new_year, component_key(new_component)) != (year, component_key(component)):
        _must_be_free(store, number, new_year, new_component)
    with store.change("edit_alignment", _detail(new_year, new_component)) as change:
        gone = set(there) - {row[0] for row in rows}
        store.connection.executemany("DELETE FROM alignment WHERE id = ?", [(one,) for one in gone])
        _write(store, rows)
    return change


def remove_results(store: Store, *, covenant: str, year: int, component: str | None = None) -> Change:
    """Remove the results of a component in a year; None: of the whole year. Raises Problem where there are none."""
    number = covenant_id(store, covenant)
    there = _ids(store, number, year, component)
    if not there:
        raise _nothing(year, component)
    detail = {"year": year, "component": _YEAR} if component is None else _detail(year, clean(component))
    with store.change("remove_alignment", detail) as change:
        store.connection.executemany("DELETE FROM alignment WHERE id = ?", [(one,) for one in there])
    return change


def _key(results: Sequence[CovenantAlignment]) -> tuple[int, str]:
    """The year and the component of results that belong together."""
    if not results:
        raise Problem("Fill in one dimension at least.")
    keys = {(result.year, component_key(result.component)) for result in results}
    if len(keys) > 1 or len({result.dimension for result in results}) < len(results):
        raise ValueError("results of one component in one year, one per dimension")
    component = _name(results[0])
    if len(component) > LONGEST_COMPONENT or "\n" in component or "\t" in component:
        raise Problem(
            "The name of a component stands on one line, and has at most {limit} characters.",
            limit=LONGEST_COMPONENT,
            component=component,
        )
    return results[0].year, component


def _name(result: CovenantAlignment) -> str:
    """The name of a component, with one space between its words: more of them make no other component."""
    return re.sub(" +", " ", clean(result.component))


def _row(covenant: str, number: int, result: CovenantAlignment) -> tuple[object, ...]:
    """The row of a result. Raises Problem where what it says cannot be."""
    component = _name(result)
    values = {
        "year": result.year,
        "fully": float(result.fully),
        "partially": float(result.partially),
        "not_met": None if result.not_ is None else float(result.not_),
        "unit": result.unit,
    }
    for column, message in broken_rules("alignment", values):
        raise Problem(message, column=column, dimension=result.dimension)
    made = stable_id("alignment", covenant, str(result.year), component, result.dimension)
    return (
        made,
        number,
        result.year,
        component,
        result.dimension.value,
        *(values[name] for name in ("fully", "partially", "not_met", "unit")),
        clean(result.source),
    )


def _write(store: Store, rows: Sequence[tuple[object, ...]]) -> None:
    store.connection.executemany(
        "INSERT INTO alignment (id, covenant, year, component, dimension, fully, partially, not_met, unit, source)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET component = excluded.component,"
        " fully = excluded.fully, partially = excluded.partially, not_met = excluded.not_met, unit = excluded.unit,"
        " source = excluded.source",
        rows,
    )


def _ids(store: Store, covenant: int, year: int, component: str | None) -> list[int]:
    return [
        row[0]
        for row in store.connection.execute(
            "SELECT id, component FROM alignment WHERE covenant = ? AND year = ?", (covenant, year)
        )
        if component is None or component_key(row[1]) == component_key(component)
    ]


def _must_be_free(store: Store, covenant: int, year: int, component: str) -> None:
    if _ids(store, covenant, year, component):
        raise Problem(
            "There are results of {year} for {component} already. Change those.",
            year=year,
            component=_called(component),
        )


def _nothing(year: int, component: str | None) -> Problem:
    if component is None:
        return Problem("There are no results of {year}.", year=year)
    return Problem("There are no results of {year} for {component}.", year=year, component=_called(component))


def _called(component: str) -> object:
    return Term(TERMS[_WHOLE]) if component == WHOLE else component


def _detail(year: int, component: str) -> dict[str, object]:
    return {"year": year, "component": _WHOLE if component == WHOLE else component}
