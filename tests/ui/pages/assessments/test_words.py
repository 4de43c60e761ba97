from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from covenant_monitor.domain.model import AssessmentKind, Requirement, Scale, Status
from covenant_monitor.domain.scoring import Score, SectionScore, total
from covenant_monitor.language import Language
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet, read_participant, read_round
from covenant_monitor_ui.pages.assessments.words import (
    about_participant,
    history_words,
    next_step,
    number_ends,
    other_steps,
    scale_words,
    short_names,
    source_of,
    verdict,
    why_not_counted,
)
from tests.core.demo import demo_copy
from tests.ui.pages.assessments.stage import HERO, NOT_BEGUN

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def hero(tmp_path_factory: pytest.TempPathFactory) -> ParticipantSheet:
    return read(tmp_path_factory.mktemp("demo"), HERO)


def read(folder: Path, party: str) -> ParticipantSheet:
    with open_store(demo_copy(folder), read_only=True) as store:
        place = read_round(store, "KLEDING", "2020")
        return read_participant(store, place, place.standings[party])


def score(points: Fraction | int, of: int, open_: int = 0) -> Score:
    part = SectionScore("1", points=points, maximum=of, open_maximum=open_, applicable=of + open_, fully=of)
    return total([part])


@pytest.mark.parametrize(
    ("given", "required", "said"),
    [
        (
            score(8, 10, 2),
            Requirement(4, 60),
            "Provisional: it meets the requirement, whatever the rest turns out to be.",
        ),
        (
            score(5, 10, 2),
            Requirement(4, 60),
            "Provisional: the requirement is out of reach, whatever the rest turns out to be.",
        ),
        (
            score(6, 10, 2),
            Requirement(4, 60),
            "Provisional: the requirement lies within the band.",
        ),
        (score(8, 10), Requirement(4, 60), "20.0 points above the required 60%."),
        (score(5, 10), Requirement(4, Fraction(125, 2)), "12.5 points below the required 62.5%."),
        (score(6, 10), Requirement(4, 60), "Exactly what is required: 60%."),
        (score(6, 10), Requirement(4, Fraction(6001, 100)), "less than 0.1 points below the required 60.01%."),
        (score(6, 10), None, "No score is required."),
        (total([SectionScore("1", applicable=3, open_maximum=3)]), Requirement(4, 60), "Nothing has been rated yet."),
        (total([SectionScore("1")]), Requirement(4, 60), "No criterion applies in this participation year and group."),
        (total([SectionScore("1", applicable=2, na=2)]), Requirement(4, 60), "No score: everything is n.a."),
    ],
)  # fmt: skip
def test_how_a_score_stands(hero: ParticipantSheet, given: Score, required: Requirement | None, said: str) -> None:
    assert verdict(replace(hero, score=given, required=required), ENGLISH) == said


def test_a_requirement_of_an_earlier_year_says_that_it_still_holds(hero: ParticipantSheet) -> None:
    said = verdict(replace(hero, score=score(8, 10), required=Requirement(3, 60)), ENGLISH)
    assert said.endswith("Participation year 4: the requirement of year 3 and later holds.")


def test_a_percentage_that_was_entered_says_so(hero: ParticipantSheet) -> None:
    given = Score((), Fraction(70), Fraction(70), Fraction(70), 0, 0, from_summary=True, summary_complete=True)
    said = verdict(replace(hero, score=given, required=Requirement(4, 60)), ENGLISH)
    assert said == "Entered as percentages, not rated by criterion. 10.0 points above the required 60%."
    said = verdict(replace(hero, score=given, required=None), ENGLISH)
    assert said == "Entered as percentages, not rated by criterion. No score is required."


def test_who_it_is_about_without_what_is_not_known(hero: ParticipantSheet) -> None:
    bare = replace(hero, standing=replace(hero.standing, party=replace(hero.standing.party, group="", joined_on=None)))
    assert about_participant(bare, ENGLISH) == "participation year 4 · framework version 2"


def test_the_source_names_who_assessed(hero: ParticipantSheet) -> None:
    assert source_of(hero, ENGLISH) == "Framework version 2, assessed by A. Voorbeeld"
    assert source_of(replace(hero, standing=replace(hero.standing, assessor="")), ENGLISH) == "Framework version 2"


def test_sections_are_named_by_their_step_where_each_has_its_own(hero: ParticipantSheet) -> None:
    framework = hero.place.framework
    assert list(short_names(framework, ENGLISH).values()) == [
        "Embed", "Identify", "Address", "Track", "Communicate", "Remediate",
    ]  # fmt: skip
    twice = replace(framework, sections=[replace(section, step=1) for section in framework.sections])
    assert short_names(twice, ENGLISH)["2"] == "Identify and assess adverse impacts"


def test_why_a_criterion_is_not_counted(tmp_path: Path, hero: ParticipantSheet) -> None:
    shown = read(tmp_path, NOT_BEGUN)
    assert why_not_counted(shown, "1.14", ENGLISH).startswith("Applies from participation year 2; this is year 1.")
    assert why_not_counted(hero, "1.14", ENGLISH) == ""
    other_group = replace(hero, sheet=replace(hero.sheet, applying=frozenset()))
    assert why_not_counted(other_group, "1.14", ENGLISH).startswith("Does not apply to this group.")


def test_every_status_has_a_next_step() -> None:
    kind = AssessmentKind.SECRETARIAT
    assert [(next_step(status, kind, ENGLISH) or ("",))[0] for status in (None, *Status)] == [
        Status.DRAFT, Status.ASSESSED, Status.ASSESSED, Status.REVIEWED, Status.FINAL, Status.DRAFT,
    ]  # fmt: skip
    assert [len(other_steps(status, kind, ENGLISH)) for status in (None, *Status)] == [0, 1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("kind", "last"), [(AssessmentKind.SELF, Status.SUBMITTED), (AssessmentKind.SECOND, Status.ASSESSED)]
)
def test_what_is_not_the_secretariats_own_is_not_reviewed(kind: AssessmentKind, last: Status) -> None:
    assert (next_step(None, kind, ENGLISH) or ("",))[0] is Status.DRAFT
    assert (next_step(Status.DRAFT, kind, ENGLISH) or ("",))[0] is last
    assert next_step(last, kind, ENGLISH) is None
    assert [wanted for wanted, _text in other_steps(last, kind, ENGLISH)] == [Status.DRAFT]


def test_the_ends_of_a_scale_in_words() -> None:
    scale = Scale(0, Fraction(5, 2), by_level=False)
    assert scale_words(scale, Language("nl")) == "0–2,5"
    assert number_ends("{low} to {high}", scale, ENGLISH) == "0 to 2.5"


def test_the_history_in_words(hero: ParticipantSheet) -> None:
    found = hero.history("3.10")
    words = [history_words(one, "2020", ENGLISH) for one in found]
    assert words == ["2018: not", "2019: not", "2020: not yet"]
    assert history_words(replace(found[2], round="2017"), "2020", ENGLISH) == "2017: not rated"
    assert history_words(replace(found[0], known=False), "2020", ENGLISH) == "2018: not comparable"
    assert history_words(replace(found[0], several=True), "2020", ENGLISH) == "2018: mixed"
