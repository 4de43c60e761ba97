"""What record a row of the ledger is about, by the codes and names that people know, also where it is gone by now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from covenant_monitor.store.queries import Reader

Image = Mapping[str, Any]
"""A row by column, as the ledger keeps it."""

REFERENCES: Mapping[str, Mapping[str, str]] = {
    "setting": {"covenant": "covenant"},
    "meeting": {"covenant": "covenant"},
    "section": {"framework": "framework"},
    "criterion": {"framework": "framework", "section": "section"},
    "anchor": {"criterion": "criterion"},
    "mapping": {
        "from_framework": "framework",
        "from_criterion": "criterion",
        "to_framework": "framework",
        "to_criterion": "criterion",
    },
    "round": {"covenant": "covenant", "framework": "framework"},
    "requirement": {"round": "round"},
    "party": {"covenant": "covenant"},
    "figure": {"covenant": "covenant", "party": "party"},
    "assessment": {"party": "party", "round": "round"},
    "rating": {"assessment": "assessment", "criterion": "criterion"},
    "carried": {"assessment": "assessment", "criterion": "criterion"},
    "response": {"assessment": "assessment", "criterion": "criterion"},
    "sample": {"assessment": "assessment", "criterion": "criterion"},
    "summary": {"assessment": "assessment"},
    "remark": {"assessment": "assessment"},
    "alignment": {"covenant": "covenant"},
    "indicator": {"covenant": "covenant"},
    "observation": {"indicator": "indicator"},
    "target": {"covenant": "covenant", "indicator": "indicator"},
    "milestone": {"target": "target"},
    "register_entry": {"covenant": "covenant", "party": "party", "round": "round"},
    "followup": {"entry": "register_entry", "round": "round"},
    "released_figure": {"release": "release"},
}
"""Column -> the table that it refers to, by table."""

OF_ASSESSMENTS = frozenset({"rating", "carried", "response", "sample", "summary", "remark"})
"""What belongs to one assessment, and is locked with it."""

_NAMED: Mapping[str, str] = {
    "covenant": "code",
    "framework": "code version scale scale_min scale_max",
    "section": "framework code",
    "criterion": "framework code",
    "round": "covenant code",
    "party": "covenant code name",
    "assessment": "party round kind",
    "indicator": "covenant code",
    "target": "covenant code",
    "register_entry": "covenant party register code title",
    "release": "output file",
}
"""The tables that others refer to, with the columns that name their records."""

_PARTS: Mapping[str, Sequence[str]] = {
    "covenant": ("code",),
    "framework": (),
    "section": ("framework", "code"),
    "criterion": ("framework", "code"),
    "anchor": ("criterion", "level"),
    "mapping": ("from_framework", "from_criterion", "to_framework", "to_criterion"),
    "round": ("code",),
    "requirement": ("round", "participation_year", "group_code"),
    "party": ("name",),
    "figure": ("party", "figure", "year"),
    "assessment": ("party", "round", "kind"),
    "summary": ("assessment", "section_code"),
    "remark": ("assessment", "criterion_code"),
    "alignment": ("year", "component", "dimension"),
    "indicator": ("code",),
    "observation": ("indicator", "day"),
    "target": ("code",),
    "milestone": ("target", "day"),
    "setting": ("name",),
    "meeting": ("name",),
    "register_entry": ("register", "code", "title"),
    "followup": ("entry", "round"),
    "release": ("output", "file"),
    "released_figure": ("release", "measure", "group_code"),
    **dict.fromkeys(("rating", "carried", "response", "sample"), ("assessment", "criterion")),
}
"""What a record is called by, in order; what is said of a parent comes in its place."""


_WORDS = ("kind", "dimension", "level", "register")
"""What names a record by a word of ours, which each language has its own for."""


@dataclass(frozen=True, slots=True)
class Record:
    """What record it is. `parts` are (what it is, its code or name), such as ("round", "2020"), in order.

    `row` is its key in the ledger; `covenant` and `party` are codes, "" where it belongs to none.
    """

    table: str
    row: str
    parts: Sequence[tuple[str, str]]
    covenant: str = ""
    party: str = ""

    @property
    def label(self) -> str:
        """It by its names and codes alone, which read the same in every language."""
        return " · ".join(text for what, text in self.parts if text and what not in _WORDS)


class Names:
    """The names of all that others refer to, read once with a fixed number of queries, and of what is gone too."""

    def __init__(self, source: Reader) -> None:
        connection = source.connection
        self._known: dict[str, dict[int, Image]] = {}
        for table, columns in _NAMED.items():
            names = columns.split()
            self._known[table] = {
                row[0]: dict(zip(names, row[1:], strict=True))
                for row in connection.execute(f"SELECT id, {', '.join(names)} FROM {table}")
            }
        tables = json.dumps(list(_NAMED))
        for table, row, before in connection.execute(
            "SELECT tbl, row, before FROM change WHERE tbl IN (SELECT value FROM json_each(?)) AND after IS NULL"
            " ORDER BY id DESC",
            (tables,),
        ):
            if int(row) not in self._known[table]:
                self._known[table][int(row)] = json.loads(before, strict=False)

    @property
    def covenants(self) -> int:
        """How many covenants there are, or were."""
        return len(self._known["covenant"])

    def record(self, table: str, row: str, image: Image) -> Record:
        """The record that `image`, a row of `table`, is of. Today's names count, where it still is there."""
        own = self._known.get(table, {}).get(image.get("id", 0), image)
        covenant, party = self._owners(table, image)
        parts = tuple((what, text) for what, text in self._parts(table, own) if text)
        return Record(table, row, parts, covenant, party)

    def _find(self, table: str, number: object) -> Image:
        return self._known[table].get(number, {}) if isinstance(number, int) else {}

    def _parts(self, table: str, image: Image) -> list[tuple[str, str]]:
        if table == "framework":
            return [("framework", f"{image.get('code', '')} {image.get('version', '')}".strip())]
        found: list[tuple[str, str]] = []
        references = REFERENCES.get(table, {})
        for column in _PARTS[table]:
            value = image.get(column)
            if parent := references.get(column):
                # A round, or a version named before it, says already which framework a criterion is of.
                its = self._parts(parent, self._find(parent, value))
                found += its if parent != "criterion" or table == "anchor" else its[-1:]
            elif column in ("code", "name"):
                found.append((table, str(value or "")))
            else:
                found.append((column.removesuffix("_code"), "" if value is None else str(value)))
        return found

    def _owners(self, table: str, image: Image) -> tuple[str, str]:
        """The codes of the covenant and the party that a record belongs to."""
        references = REFERENCES.get(table, {})
        if table == "covenant":
            return str(image.get("code", "")), ""
        if table == "party":
            return str(self._find("covenant", image.get("covenant")).get("code", "")), str(image.get("code", ""))
        covenant = party = ""
        for column in ("covenant", "party", "assessment", "entry", "round", "indicator", "target"):
            if column in references:
                parent = references[column]
                found = self._owners(parent, self._find(parent, image.get(column)))
                covenant, party = covenant or found[0], party or found[1]
        return covenant, party

    def named(self, table: str, column: str, value: object) -> object:
        """A value as people know it: the code of what it refers to, or itself."""
        parent = REFERENCES.get(table, {}).get(column)
        if parent is None or value is None:
            return value
        image = self._find(parent, value)
        return self._parts("framework", image)[0][1] if parent == "framework" else image.get("code", "")

    def rating(self, image: Image) -> str | float | None:
        """A rating (fully, partially, not, na, a number on its scale), or None for none yet."""
        if image["not_applicable"]:
            return "na"
        value = image["value"]
        if value is None:
            return None
        framework = self._find("framework", self._find("criterion", image["criterion"]).get("framework"))
        if framework.get("scale", "levels") != "levels":
            return float(value)
        if value >= framework.get("scale_max", 1):
            return "fully"
        return "not" if value <= framework.get("scale_min", 0) else "partially"
