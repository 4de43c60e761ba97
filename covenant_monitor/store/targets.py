"""What is done with indicators, their observations and targets. Every verb is one change that can be undone.

A target is about an indicator that is entered: the file has no place for one of a computed indicator, which follows
from the assessments. A problem of a field bears its placeholder: `code`, `name`, `value`, `day`, `baseline`, ...
"""

import itertools
from datetime import date

from covenant_monitor.domain.model import Number
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.targets import Indicator, Observation, Target
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.frameworks import checked_code
from covenant_monitor.store.queries import covenant_id
from covenant_monitor.store.record_rules import HALF_BASELINE, VALUE_OUTSIDE, lies_outside
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean, fold

_NO_CODE = N_("It needs a short code.")


def add_indicator(store: Store, *, covenant: str, indicator: Indicator) -> Change:
    """Add an indicator; its observations are left aside.

    Raises Problem where its code is taken, missing or no code, or it has no name.
    """
    number = covenant_id(store, covenant)
    code = checked_code(indicator.code, missing=_NO_CODE)
    if fold(code).startswith(f"{COMPUTED}:"):
        raise Problem("The codes that begin with {code} are those of computed indicators. Choose another.", code=code)
    if taken := _find(store, "indicator", number, code):
        raise Problem("There is an indicator {code} already. Choose another code.", code=taken[1])
    values = _values(indicator)
    with store.change("add_indicator", {"indicator": _name(indicator)}) as change:
        store.connection.execute(
            "INSERT INTO indicator (id, covenant, code, name_nl, name_en, unit, direction)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (stable_id("indicator", covenant, code), number, code, *values),
        )
    return change


def edit_indicator(store: Store, *, covenant: str, indicator: Indicator) -> Change:
    """Change everything of an indicator but its code and observations. Raises Problem as `add_indicator` does."""
    number, _was = _indicator(store, covenant, indicator.code)
    values = _values(indicator)
    with store.change("edit_indicator", {"indicator": _name(indicator)}) as change:
        store.connection.execute(
            "UPDATE indicator SET name_nl = ?, name_en = ?, unit = ?, direction = ? WHERE id = ?", (*values, number)
        )
    return change


def remove_indicator(store: Store, *, covenant: str, code: str) -> Change:
    """Remove an indicator with its observations.

    Raises Problem where there is none, or a target is about it.
    """
    number, name = _indicator(store, covenant, code)
    target = store.connection.execute("SELECT code FROM target WHERE indicator = ?", (number,)).fetchone()
    if target:
        raise Problem("Target {target} is about this indicator. Remove the target first.", target=target[0])
    with store.change("remove_indicator", {"indicator": name}) as change:
        store.connection.execute("DELETE FROM observation WHERE indicator = ?", (number,))
        store.connection.execute("DELETE FROM indicator WHERE id = ?", (number,))
    return change


def save_observation(
    store: Store, *, covenant: str, indicator: str, observation: Observation, was: date | None = None
) -> Change:
    """Add an observation, or change the one of the day `was`.

    Raises:
        Problem: it has neither a value nor both ends of a range, its low end is above its high end, its value is not
            between them, its denominator is not more than 0, there is another one on its day, or there is none on the
            day `was`.
    """
    number, name = _indicator(store, covenant, indicator)
    _check(observation)
    day = observation.day.isoformat()
    known = {row[0] for row in store.connection.execute("SELECT day FROM observation WHERE indicator = ?", (number,))}
    if was is not None and was.isoformat() not in known:
        raise Problem("There is no observation of {day} any more.", day=was)
    if was != observation.day and day in known:
        raise Problem("There is an observation of {day} already. Change that one.", day=observation.day)
    action = "add_observation" if was is None else "edit_observation"
    with store.change(action, {"indicator": name}) as change:
        if was is not None and was != observation.day:
            store.connection.execute("DELETE FROM observation WHERE indicator = ? AND day = ?", (number, str(was)))
        store.connection.execute(
            "INSERT INTO observation (indicator, day, value, low, high, numerator, denominator, source, note)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, low = excluded.low,"
            " high = excluded.high, numerator = excluded.numerator, denominator = excluded.denominator,"
            " source = excluded.source, note = excluded.note",
            (
                number,
                day,
                _real(observation.value),
                _real(observation.low),
                _real(observation.high),
                _real(observation.numerator),
                _real(observation.denominator),
                clean(observation.source),
                clean(observation.note),
            ),
        )
    return change


def remove_observation(store: Store, *, covenant: str, indicator: str, day: date) -> Change:
    """Remove the observation of a day. Raises Problem where there is none."""
    number, name = _indicator(store, covenant, indicator)
    with store.change("remove_observation", {"indicator": name}) as change:
        gone = store.connection.execute(
            "DELETE FROM observation WHERE indicator = ? AND day = ?", (number, day.isoformat())
        )
        if not gone.rowcount:
            raise Problem("There is no observation of {day} any more.", day=day)
    return change


def add_target(store: Store, *, covenant: str, target: Target) -> Change:
    """Add a target with its baseline and milestones.

    Raises:
        Problem: its code is taken, missing or no code; there is no such indicator; it has no milestone, or two on one
            day; its baseline is half, or not before the first milestone.
    """
    covenant_number = covenant_id(store, covenant)
    code = checked_code(target.code, missing=_NO_CODE)
    if taken := _find(store, "target", covenant_number, code):
        raise Problem("There is a target {code} already. Choose another code.", code=taken[1])
    indicator, _indicator_name = _indicator(store, covenant, target.indicator)
    _check_target(target)
    number = stable_id("target", covenant, code)
    with store.change("add_target", {"target": code}) as change:
        store.connection.execute(
            "INSERT INTO target (id, covenant, code, indicator, baseline_date, baseline_value)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (number, covenant_number, code, indicator, *_baseline(target)),
        )
        _write_milestones(store, number, target)
    return change


def edit_target(store: Store, *, covenant: str, target: Target) -> Change:
    """Change everything of a target but its code and its indicator. Raises Problem as `add_target` does."""
    number, code = _target(store, covenant, target.code)
    _check_target(target)
    with store.change("edit_target", {"target": code}) as change:
        store.connection.execute(
            "UPDATE target SET baseline_date = ?, baseline_value = ? WHERE id = ?", (*_baseline(target), number)
        )
        _write_milestones(store, number, target)
    return change


def remove_target(store: Store, *, covenant: str, code: str) -> Change:
    """Remove a target with its milestones; its indicator stays. Raises Problem where there is none."""
    number, spelt = _target(store, covenant, code)
    with store.change("remove_target", {"target": spelt}) as change:
        store.connection.execute("DELETE FROM milestone WHERE target = ?", (number,))
        store.connection.execute("DELETE FROM target WHERE id = ?", (number,))
    return change


def _find(store: Store, table: str, covenant: int, code: str) -> tuple[int, str] | None:
    """The id of a record with this code, and the code as it is spelt there."""
    rows = store.connection.execute(f"SELECT id, code FROM {table} WHERE covenant = ?", (covenant,))
    return next(((number, known) for number, known in rows if fold(known) == fold(code)), None)


def _indicator(store: Store, covenant: str, code: str) -> tuple[int, str]:
    """The id and the name of an entered indicator."""
    found = _find(store, "indicator", covenant_id(store, covenant), code)
    if found is None:
        raise Problem(
            "There is no entered indicator {indicator}. Observations and targets are of entered indicators only.",
            indicator=code,
        )
    nl, en = store.connection.execute("SELECT name_nl, name_en FROM indicator WHERE id = ?", (found[0],)).fetchone()
    return found[0], nl or en or found[1]


def _target(store: Store, covenant: str, code: str) -> tuple[int, str]:
    """The id of a target, and its code as it is spelt in the file."""
    found = _find(store, "target", covenant_id(store, covenant), code)
    if found is None:
        raise Problem("There is no target {target} any more.", target=code)
    return found


def _name(indicator: Indicator) -> str:
    return clean(indicator.name.nl) or clean(indicator.name.en)


def _values(indicator: Indicator) -> tuple[str, ...]:
    if not _name(indicator):
        raise Problem("An indicator needs a name, in Dutch or in English.", name="")
    nl, en = clean(indicator.name.nl), clean(indicator.name.en)
    return nl, en, clean(indicator.unit), indicator.direction.value


def _check(observation: Observation) -> None:
    """Raise Problem where an observation cannot be."""
    low, high = observation.low, observation.high
    if observation.value is None and (low is None or high is None):
        raise Problem("An observation has a value, such as 48, or a range, such as 40-45.", value="")
    if low is not None and high is not None and low > high:
        raise Problem(
            "The range goes from {low} down to {high}: the lower end comes first.",
            low=float(low),
            high=float(high),
            value="",
        )
    if lies_outside(observation.value, low, high):
        raise Problem(VALUE_OUTSIDE, value="")
    if observation.denominator is not None and observation.denominator <= 0:
        raise Problem("The denominator is more than 0: it is what is divided by.", denominator="")


def _check_target(target: Target) -> None:
    """Raise Problem where a target cannot be."""
    if not target.milestones:
        raise Problem("A target has at least one milestone: a date, and the value wanted then.", milestone="")
    if (target.baseline_day is None) != (target.baseline_value is None):
        raise Problem(HALF_BASELINE, baseline="")
    days = sorted(milestone.day for milestone in target.milestones)
    for day, following in itertools.pairwise(days):
        if day == following:
            raise Problem("There are two milestones on {milestone}.", milestone=day)
    if target.baseline_day is not None and target.baseline_day >= days[0]:
        raise Problem("The baseline lies before the first milestone, that of {day}.", day=days[0], baseline="")


def _baseline(target: Target) -> tuple[str | None, float | None]:
    day = target.baseline_day
    return day.isoformat() if day else None, _real(target.baseline_value)


def _write_milestones(store: Store, number: int, target: Target) -> None:
    """Make the milestones of a target these; what stays the same is not written."""
    wanted = {one.day.isoformat(): (float(one.value), clean(one.note)) for one in target.milestones}
    known = [row[0] for row in store.connection.execute("SELECT day FROM milestone WHERE target = ?", (number,))]
    store.connection.executemany(
        "DELETE FROM milestone WHERE target = ? AND day = ?", [(number, day) for day in known if day not in wanted]
    )
    store.connection.executemany(
        "INSERT INTO milestone (target, day, value, note) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET value = excluded.value, note = excluded.note",
        [(number, day, value, note) for day, (value, note) in wanted.items()],
    )


def _real(value: Number | None) -> float | None:
    return None if value is None else float(value)
