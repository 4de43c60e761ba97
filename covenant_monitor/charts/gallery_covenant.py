"""A made-up covenant of any size, for the gallery of charts. The same size gives the same covenant."""

from datetime import date
from fractions import Fraction
from random import Random

from covenant_monitor.domain.comparison_sides import Entry, Side
from covenant_monitor.domain.lineage import Lineage
from covenant_monitor.domain.model import (
    HALF,
    Assessment,
    AssessmentKind,
    Covenant,
    Criterion,
    Dimension,
    Framework,
    Number,
    Party,
    Rating,
    Requirement,
    Round,
    Section,
    Status,
    Text,
)
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment, CovenantPicture, RoundPicture
from covenant_monitor.domain.targets import Indicator, Milestone, Observation, Target
from covenant_monitor.store.comparing import ReadRound, RoundComparison, compared

_YEARS = (2017, 2018, 2019, 2020)
_SECTIONS = (
    ("Beleid en managementsystemen", "Policies and management systems", 0.74),
    ("Risico's in kaart brengen", "Identify and assess adverse impacts", 0.58),
    ("Stoppen, voorkomen of beperken", "Cease, prevent or mitigate adverse impacts", 0.44),
    ("Voortgang volgen", "Track implementation and results", 0.40),
    ("Communiceren over de aanpak", "Communicate how impacts are addressed", 0.62),
    ("Herstel en verhaal", "Provide for or cooperate in remediation", 0.30),
)
_THEMES = ("Kinderarbeid", "Leefbaar loon", "Vrijheid van vereniging")
_REQUIRED = (Requirement(1, 20), Requirement(2, 40), Requirement(3, 60))
_NAMES = ("Voorbeeld", "Fictief", "Model", "Verzonnen", "Denkbeeldig", "Schets")
_TRADES = ("Mode", "Jassen", "Sokken", "Denim", "Textiel", "Schoenen", "Werkkleding en bedrijfsuniformen")


def gallery_covenant(n: int) -> tuple[CovenantPicture, RoundComparison]:
    """A covenant with `n` participants in its last round, and that round compared with the one before."""
    random = Random(n)
    versions = [_framework("1", 4), _framework("1", 4), _framework("2", 5), _framework("2", 5)]
    skill = [random.gauss(0, 0.14) for _ in range(n)]
    # more than half from the beginning, the others later; the first to leave did so before the last round
    joined = [0 if random.random() < 0.55 else random.choice((1, 2, 3)) for _ in range(n)]
    sides = []
    for place, year in enumerate(_YEARS):
        last = place == len(_YEARS) - 1
        entries = [
            _entry(random, number, skill[number], place, joined[number], versions[place], last=last)
            for number in range(n)
            if joined[number] <= place
        ]
        sides.append(Side(_round(year, versions[place].version), versions[place], entries))
    rounds = [RoundPicture(side.round, side.framework, list(side.standings.values())) for side in sides]
    picture = CovenantPicture(
        Covenant("V", Text("Voorbeeldconvenant", "Example covenant")),
        rounds,
        [_market(known=n > 0)],
        [_target()],
        _alignment() if n else [],
    )
    return picture, compared([ReadRound(sides[-2], 2), ReadRound(sides[-1], 2)], Lineage([]))


def _framework(version: str, criteria: int) -> Framework:
    sections = [
        Section(
            str(place),
            Text(nl, en),
            [
                Criterion(
                    f"{place}.{i:02d}",
                    Text("Verzonnen criterium", "Made-up criterion"),
                    theme=_THEMES[i % len(_THEMES)],
                    dimension=Dimension.POLICY if i % 2 else Dimension.PRACTICE,
                    from_participation_year=2 if place == 4 else 1,
                )
                for i in range(1, criteria + 1)
            ],
            step=place,
        )
        for place, (nl, en, _level) in enumerate(_SECTIONS, 1)
    ]
    return Framework("V", version, Text("Voorbeeldkader", "Example framework"), sections, published=True)


def _round(year: int, version: str) -> Round:
    days = date(year, 1, 1), date(year, 12, 31)
    return Round(str(year), *days, "V", version, days[1], on_track_margin=15, requirements=_REQUIRED)


def _entry(
    random: Random, number: int, skill: float, place: int, joined: int, framework: Framework, *, last: bool
) -> Entry:
    name = f"{_NAMES[number % len(_NAMES)]} {_TRADES[number // len(_NAMES) % len(_TRADES)]}"
    code = f"P{number:04d}"
    party = Party(code, f"{name} {number // 42 + 1} B.V." if number >= 42 else f"{name} B.V.")
    year = place - joined + 1
    state = random.random() if last and number else 1.0  # the first one is always done
    if state < 0.06:
        return Entry(party, year)
    ratings: dict[str, Rating] = {}
    for section, (_nl, _en, level) in zip(framework.sections, _SECTIONS, strict=True):
        if random.random() < 0.03:
            ratings |= {c.code: Rating(not_applicable=True, na_reason="Verzonnen") for c in section.criteria}
            continue
        for criterion in section.criteria:
            if state < 0.14 and random.random() < 0.4:
                continue  # not rated yet
            ratings[criterion.code] = _rating(random, level + skill + 0.07 * (year - 2))
    status = Status.DRAFT if state < 0.14 else Status.ASSESSED if state < 0.3 else Status.FINAL
    return Entry(party, year, Assessment(code, str(_YEARS[place]), AssessmentKind.SECRETARIAT, status, ratings=ratings))


def _rating(random: Random, level: float) -> Rating:
    drawn = random.random()
    value: Number = 1 if drawn < level - 0.15 else HALF if drawn < level + 0.15 else 0
    return Rating(value)


def _market(*, known: bool) -> Indicator:
    """The share of market turnover as it was published of the Dutch garment covenant."""
    observations = (
        Observation(date(2016, 7, 4), 35, source="https://www.nu.nl"),
        Observation(date(2017, 12, 31), Fraction(77, 2), source="Jaarrapportage 2017"),
        Observation(date(2018, 12, 31), 48, source="Jaarrapportage 2018"),
        Observation(date(2019, 12, 31), low=40, high=45, source="Jaarrapportage 2019"),
    )
    name = Text("Omzetaandeel van de markt", "Share of market turnover")
    return Indicator("MARKT", name, "%", observations=observations if known else ())


def _target() -> Target:
    milestones = (Milestone(date(2018, 12, 31), 50), Milestone(date(2021, 12, 31), 80))
    return Target("OMZET", "MARKT", milestones, date(2016, 7, 4), 35)


def _alignment() -> list[CovenantAlignment]:
    shares = {
        AlignmentDimension.STANDARDS: (62, 17),
        AlignmentDimension.IMPLEMENTATION: (40, 23),
        AlignmentDimension.CREDIBILITY: (55, 20),
    }
    found = []
    for year, better in ((2018, 0), (2020, 6)):
        for dimension, (fully, partially) in shares.items():
            found.append(_aligned(year, dimension, fully + better, partially))
            for i in range(1, 6):
                found.append(
                    _aligned(year, dimension, min(fully + better + 7 * (i - 3), 90), partially - 2 * i, str(i))
                )
    return found


def _aligned(
    year: int, dimension: AlignmentDimension, fully: int, partially: int, component: str = ""
) -> CovenantAlignment:
    name = f"Onderdeel {component}" if component else ""
    return CovenantAlignment(year, dimension, fully, partially, 100 - fully - partially, name, source="Verzonnen")
