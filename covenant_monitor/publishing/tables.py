"""The figures that may leave the house as a table: one line for each, and for each that is withheld why."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

from covenant_monitor.domain.disclosure import names_someone, wanted_names
from covenant_monitor.domain.model import Framework, Party
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.releases import Cause, Statement
from covenant_monitor.language import Language
from covenant_monitor.publishing.checking import ReleaseCheck
from covenant_monitor.publishing.statements import in_workbook
from covenant_monitor.publishing.words import cause_words, group_words, measure_words

in_tables = in_workbook
"""The figures of the tables are those of the workbook: of a round, and of all before it."""


def headings(language: Language) -> list[str]:
    """The heads of the table."""
    _ = language.gettext
    return [_("Round"), _("Figure"), _("Participants"), "n", _("Value"), _("Unit"), _("Withheld")]


def rows(check: ReleaseCheck, language: Language) -> list[list[str]]:
    """What is published, and what is withheld without its value. No name of a participant is in it."""
    _ = language.gettext
    safe = _Safe(check.picture, language)
    table = [
        [*safe.words(one), str(len(one.members)), _value(one, language), _unit(one, language), ""]
        for one in check.allowed
    ]
    minimum = check.picture.covenant.minimum_group
    for held in check.withheld:
        # That all of them have the same outcome says which it is: in public that is no other reason than any.
        same = held.cause in (Cause.ALL_THE_SAME, Cause.REST_THE_SAME)
        told = replace(held, cause=Cause.ONE_FOLLOWS) if same else held
        why = cause_words(told, minimum, check.because_of(held), language)
        table.append([*safe.words(held.statement), "", "", _unit(held.statement, language), why])
    return table


def write_tables(path: Path, check: ReleaseCheck, language: Language) -> None:
    """Write the table as CSV, UTF-8 with a mark, as a spreadsheet in that language reads it when it is opened.

    Dutch: ";" between columns and a comma in numbers; English: "," and a point.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=";" if language.code == "nl" else ",", lineterminator="\r\n")
    writer.writerow(headings(language))
    writer.writerows(rows(check, language))
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def _value(one: Statement, language: Language) -> str:
    """A number as it is published, without marks between thousands, which would make a text of it."""
    if one.is_count:
        return str(one.value)
    shown = f"{float(one.value):.1f}"
    return shown.replace(".", ",") if language.code == "nl" else shown


def _unit(one: Statement, language: Language) -> str:
    return language.gettext("participants") if one.is_count else "%"


class _Safe:
    """Names of sections as the public may see them, and the framework that each round has them from."""

    def __init__(self, picture: CovenantPicture, language: Language) -> None:
        parties: dict[str, Party] = {s.party.code: s.party for one in picture.rounds for s in one.standings}
        self._wanted = wanted_names(parties.values())
        self._frameworks: dict[str, Framework] = {one.round.code: one.framework for one in picture.rounds}
        self._language = language

    def words(self, one: Statement) -> Sequence[str]:
        """Round, figure and group of a figure."""
        measure = measure_words(one.measure, self._language, self._frameworks.get(one.round))
        if names_someone(measure, self._wanted):
            measure = measure_words(one.measure, self._language)
        return one.round, measure, group_words(one.group, self._language)
