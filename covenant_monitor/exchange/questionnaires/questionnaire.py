"""What is asked of each participant in a round: the criteria that apply to it, and what it answered the last time.

`writing` makes the workbooks, `reading` reads what comes back, and `staging`
says what that would change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from covenant_monitor.domain.applicability import applicable
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.lineage import Lineage
from covenant_monitor.domain.model import (
    UNRATED,
    AssessmentKind,
    Covenant,
    Criterion,
    Framework,
    Rating,
    Round,
    Scale,
    Section,
    natural_key,
)
from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor.names import rating_in_words
from covenant_monitor.store import settings
from covenant_monitor.store.answers import answers_of_rounds
from covenant_monitor.store.queries import Reader, covenant_id, links, numbered_rounds, party_id, round_of
from covenant_monitor.store.standing_reading import standings
from covenant_monitor.store.texts import fold


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What a participant answered the last time. `criterion`: its code then, "" where it is the same one."""

    rating: Rating
    scale: Scale
    criterion: str = ""

    def text(self, language: Language) -> str:
        """ "Partially, Code of conduct p. 3", after the code of then where that was another criterion."""
        words = rating_in_words(self.rating, self.scale, language) if self.rating.is_rated else ""
        said = ", ".join(filter(None, [words, self.rating.na_reason, self.rating.evidence]))
        return f"{self.criterion}: {said}" if self.criterion and said else said


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion as it is asked: the answers of last time, and what the file has of this round already."""

    criterion: Criterion
    before: Sequence[LastAnswer] = ()
    now: Rating = UNRATED


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is asked of one participant in one round. `last_round` is the one that the last answers are of, or ""."""

    covenant: Covenant
    round: Round
    framework: Framework
    party: str
    party_name: str
    sections: Sequence[tuple[Section, Sequence[Question]]]
    last_round: str = ""

    @property
    def questions(self) -> Sequence[Question]:
        """All of them, in order."""
        return [question for _, questions in self.sections for question in questions]


def questionnaires(
    source: Reader, covenant: str, round_code: str, parties: Sequence[str] | None = None
) -> list[Questionnaire]:
    """The questionnaires of a round, by participant code. Participants to whom nothing applies yet have none.

    `parties`: codes of those that are wanted; None for all.

    Raises:
        Problem: there is no such round or participant, or nothing applies to any that is wanted.
    """
    _number, round_, framework_id, _every = round_of(source, covenant, round_code)
    framework = source.framework(framework_id)
    described = settings.covenant(source, covenant)
    asked = standings(source, covenant, round_.code, kind=AssessmentKind.SELF)
    if parties is not None:
        for party in parties:
            party_id(source, covenant, party)  # says so where there is none
        wanted = {fold(party) for party in parties}
        asked = [standing for standing in asked if fold(standing.party.code) in wanted]
    rounds = numbered_rounds(source, covenant_id(source, covenant))
    earlier = [(one.code, number) for _id, one, number in rounds if one.first_day < round_.first_day]
    answers = answers_of_rounds(source, covenant)
    lineage = Lineage(links(source))
    found = []
    for standing in asked:
        own = answers.get(standing.party.code, {})
        last = next((pair for pair in reversed(earlier) if _answered(own.get(pair[0], {}))), None)
        before = {} if last is None else _carried(source, lineage, framework_id, own[last[0]], last[1])
        sections = _sections(framework, standing, before, own.get(round_.code, {}))
        if sections:
            name, last_round = standing.party.name, last[0] if last else ""
            found.append(Questionnaire(described, round_, framework, standing.party.code, name, sections, last_round))
    if not found:
        raise Problem("There is nothing to ask in round {round}: no criterion applies.", round=round_.code)
    return sorted(found, key=lambda one: natural_key(one.party))


def _answered(ratings: Mapping[str, Rating]) -> bool:
    return any(rating.is_rated for rating in ratings.values())


def _carried(
    source: Reader, lineage: Lineage, framework_id: int, ratings: Mapping[str, Rating], then: int
) -> dict[str, list[LastAnswer]]:
    """The answers of an earlier round by today's criteria, along the mappings between the versions."""
    scale = source.framework(then).scale
    found: dict[str, list[LastAnswer]] = {}
    for code in source.framework(framework_id).criteria:
        origins, same = lineage.origins(framework_id, code, then)
        found[code] = [
            LastAnswer(ratings[origin], scale, "" if same else origin)
            for origin in sorted(origins, key=natural_key)
            if origin in ratings
        ]
    return found


def _sections(
    framework: Framework, standing: Standing, before: Mapping[str, Sequence[LastAnswer]], now: Mapping[str, Rating]
) -> list[tuple[Section, list[Question]]]:
    year, group = standing.participation_year, standing.party.group
    return [
        (section, [Question(one, before.get(one.code, ()), now.get(one.code, UNRATED)) for one in criteria])
        for section, criteria in applicable(framework, year, group)
        if criteria
    ]


_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST_PART = 40


def file_names(asked: Sequence[Questionnaire]) -> list[str]:
    """A name for each workbook that every system takes: lower case letters, figures and dashes, each one once.

    Covenant, round and participant by their codes, and the participant's name. The same content gives the same names.
    """
    seen: set[str] = set()
    names = []
    for one in asked:
        code, name = _plain(one.party), _plain(one.party_name)
        parts = [_plain(one.covenant.code), _plain(one.round.code), code]
        if not name.startswith(code) or not code:
            parts.append(name)
        stem = "-".join(filter(None, parts)) or "questionnaire"
        chosen, number = stem, 1
        while chosen in seen:
            number += 1
            chosen = f"{stem}-{number}"
        seen.add(chosen)
        names.append(f"{chosen}.xlsx")
    return names


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", letters).strip("-")[:_LONGEST_PART].strip("-")
