"""The record of what was released to the public: every figure with whom it is of, so that the next one is tested."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from covenant_monitor.domain.model import Number, exact
from covenant_monitor.domain.releases import SECTION, Statement
from covenant_monitor.errors import Problem
from covenant_monitor.store import backup, opening
from covenant_monitor.store.ledger import moment
from covenant_monitor.store.queries import Reader, covenant_id
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change, Store, open_store

_ALIKE, _OF, _NEXT, _BETWEEN, _TIMES = " ", "=", ",", ";", "*"
_FIRST_VERSION = 4
"""The schema version that has a record of releases."""


@dataclass(frozen=True, slots=True)
class Release:
    """Something that was made public. `output`: workbook, report, tables, or chart: and its name.

    `round`: the code of the round it is about, "" where it is of none. `file` is the name that it was written to and
    `digest` the SHA-256 of what was written, which tells two files of that name apart.
    """

    at: datetime
    who: str
    output: str
    round: str
    audience: str
    language: str
    file: str
    digest: str
    statements: Sequence[Statement] = ()


def record_release(
    store: Store,
    *,
    covenant: str,
    output: str,
    round: str,
    language: str,
    file: str,
    digest: str,
    statements: Iterable[Statement],
    audience: str = "public",
) -> Change:
    """Keep what a release says. It has happened, so undo passes it by; a second time, it is kept once more.

    Raises Problem where there is no such covenant, where a participant, round or section is by now called otherwise, or
    the file cannot be written.
    """
    number = covenant_id(store, covenant)
    at = moment(datetime.now(UTC))
    key = stable_id("release", covenant, at, output, digest)
    parties, rounds = _ids(store, number)
    sections = _sections(store, number)
    lines: dict[str, int] = {}
    figures = []
    try:
        for place, one in enumerate(statements):
            about = rounds[one.round]
            line = lines.setdefault(_line(one, parties, sections[about]), len(lines))
            value, rounding = float(one.value), float(one.rounding)
            figures.append((key, place, one.measure, about, one.group, line, value, int(one.is_count), rounding))
    except KeyError as gone:
        raise Problem("What was tested has changed in the meantime. Start the release again.") from gone
    # Of kind "start", which cannot be undone: what was done before it still can.
    detail = {"output": f"output:{output.partition(':')[0]}", "file": file}
    with store.change("release", detail, kind="start") as change:
        store.connection.execute(
            "INSERT INTO release (id, covenant, at, who, output, round, audience, language, file, digest, members)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(key, number, at, store.user, output, rounds.get(round), audience, language, file, digest),
                "\n".join(lines),
            ),
        )
        store.connection.executemany("INSERT INTO released_figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", figures)
    return change


def _ids(source: Reader, covenant: int) -> tuple[dict[str, int], dict[str, int]]:
    """The ids of the parties and of the rounds of a covenant, by code."""
    parties, rounds = (
        dict(source.connection.execute(f"SELECT code, id FROM {table} WHERE covenant = ?", (covenant,)))
        for table in ("party", "round")
    )
    return parties, rounds


def _sections(source: Reader, covenant: int) -> dict[int, dict[str, int]]:
    """The ids of the sections that the participants of a round are assessed on, by the round's id and the code."""
    found: dict[int, dict[str, int]] = {}
    for round_, code, number in source.connection.execute(
        "SELECT r.id, s.code, s.id FROM round r LEFT JOIN section s ON s.framework = r.framework WHERE r.covenant = ?",
        (covenant,),
    ):
        found.setdefault(round_, {})[code] = number
    return found


def _line(one: Statement, parties: Mapping[str, int], sections: Mapping[str, int]) -> str:
    """Whom a figure is of, by id, each with its weight where that is not the same for all; parted by what they are
    made of.
    """
    made_alike: dict[str, list[str]] = {}
    for number, code in sorted((parties[code], code) for code in one.members):
        weight = "" if one.weights is None else f"{_TIMES}{float(one.weights[code])!r}"
        parts = sorted(
            (sections[measure.removeprefix(SECTION)], float(share))
            for measure, share in one.made_of.get(code, {}).items()
        )
        made_of = _NEXT.join(f"{section}{_TIMES}{share!r}" for section, share in parts)
        made_alike.setdefault(made_of, []).append(f"{number}{weight}")
    return _ALIKE.join(
        _BETWEEN.join(numbers) + (made_of and f"{_OF}{made_of}") for made_of, numbers in made_alike.items()
    )


def releases(source: Reader, covenant: str) -> list[Release]:
    """What was released of a covenant, latest first, with its figures: a fixed number of queries.

    A participant or round that is no longer in the file has "#" and its id for a code. Raises Problem where there is
    no such covenant.
    """
    number = covenant_id(source, covenant)
    parties, rounds = ({id_: code for code, id_ in known.items()} for known in _ids(source, number))
    # Of every version, as a round may have another one by now.
    sections = dict(source.connection.execute("SELECT id, code FROM section"))
    found = source.connection.execute(
        "SELECT id, at, who, output, round, audience, language, file, digest, members FROM release WHERE covenant = ?"
        " ORDER BY at DESC, id",
        (number,),
    ).fetchall()
    lines = {row[0]: [_read_line(line, parties, sections) for line in row[9].split("\n")] for row in found}
    statements: dict[int, list[Statement]] = {}
    for release, measure, round_, group, line, value, is_count, rounding in source.connection.execute(
        "SELECT f.release, f.measure, f.round, f.group_code, f.line, f.value, f.is_count, f.rounding"
        " FROM released_figure f JOIN release x ON x.id = f.release WHERE x.covenant = ? ORDER BY f.release, f.number",
        (number,),
    ):
        weights, made_of = lines[release][line]
        statements.setdefault(release, []).append(
            Statement(
                measure,
                rounds.get(round_, f"#{round_}"),
                group,
                frozenset(weights),
                exact(value),
                bool(is_count),
                exact(rounding),
                None if None in weights.values() else {code: weight for code, weight in weights.items() if weight},
                made_of,
            )
        )
    return [
        Release(
            datetime.fromisoformat(at),
            who,
            output,
            "" if round_ is None else rounds.get(round_, f"#{round_}"),
            audience,
            words,
            file,
            digest,
            statements.get(key, ()),
        )
        for key, at, who, output, round_, audience, words, file, digest, _groups in found
    ]


def _read_line(
    line: str, parties: Mapping[int, str], sections: Mapping[int, str]
) -> tuple[dict[str, Number | None], dict[str, Mapping[str, Number]]]:
    """The participants of a line and their weights, None where they count alike; and what they are made of."""
    weights: dict[str, Number | None] = {}
    made_of: dict[str, Mapping[str, Number]] = {}
    for alike in line.split(_ALIKE):
        numbers, _, parts = alike.partition(_OF)
        shares = {
            f"{SECTION}{sections.get(number, f'#{number}')}": share or 1 for number, share in _numbered(parts, _NEXT)
        }
        for number, weight in _numbered(numbers, _BETWEEN):
            code = parties.get(number, f"#{number}")
            weights[code] = weight
            if shares:
                made_of[code] = shares
    return weights, made_of


def _numbered(text: str, between: str) -> list[tuple[int, Number | None]]:
    """Ids with their weights, or None where they have none."""
    parted = (part.partition(_TIMES) for part in text.split(between) if part)
    return [(int(number), exact(float(weight)) if weight else None) for number, _, weight in parted]


def restore_backup(source: Path, file: Path, *, user: str | None = None) -> Path | None:
    """Put the backup `source` in the place of `file`, with what was released since: that has happened all the same.

    What was there becomes a backup itself, whose path is returned; where it is too damaged to be read, nothing of it is
    known here either. Raises Problem as `backup.restore` does.
    """
    kept = backup.restore(source, file)
    if kept is not None and any(recorded := _recorded(kept)):
        with open_store(file, user=user) as store:
            _keep(store, *recorded)
    return kept


def _recorded(path: Path) -> tuple[list[Sequence[Any]], list[Sequence[Any]]]:
    """The rows of the two tables in another file; none where it has no such tables, or cannot be read."""
    try:
        if opening.schema_version(path) < _FIRST_VERSION:
            return [], []
        with closing(opening.connect(path, read_only=True)) as other:
            opening.forget(opening.identity(path))
            found = [other.execute(f"SELECT * FROM {table}").fetchall() for table in ("release", "released_figure")]
            return found[0], found[1]
    except Problem:
        return [], []


def _keep(store: Store, released: Sequence[Sequence[Any]], figures: Sequence[Sequence[Any]]) -> None:
    """Add the releases that the file does not have, as they were recorded."""
    known = {row[0] for row in store.connection.execute("SELECT id FROM release")}
    missing = [row for row in released if row[0] not in known]
    if not missing:
        return
    with store.change("releases_kept", {"n": len(missing)}, kind="start"):
        for table, rows in (("release", missing), ("released_figure", [row for row in figures if row[0] not in known])):
            if rows:  # a copy of the file is released without figures
                marks = ", ".join("?" * len(rows[0]))
                store.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
