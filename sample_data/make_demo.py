"""Makes sample_data/demo/, the demo covenant, from sample_data/demo_source/ and the default framework.

    python sample_data/make_demo.py [OUTPUT FOLDER]

Run by hand; its output is committed. Same input, same bytes. What was written by hand is in `demo_source/`;
its README says what each table is for. The rest is drawn: participants have a strength, criteria have their
difficulty, and ratings are fitted to a score, so that each round ends in the outcomes of `outcomes.csv`. Those
follow the published outcome of the Dutch garment covenant (2018: 8 / 78 / 14 %, 2019: 36 of 57 meet, 2020: 80 % meet).
demo_scores.py has the arithmetic.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from demo_scores import (
    LADDER,
    MARGIN,
    OUTCOMES,
    REQUIRED,
    SOURCE,
    Criterion,
    Party,
    Ratings,
    aims,
    applicable,
    bell,
    draw,
    exception,
    fitted,
    outcome,
    own_answers,
    profile_of,
    read,
    score,
    second_opinion,
    strength,
)

HERE = Path(__file__).parent
DEFAULT_FRAMEWORK = HERE.parent / "resources" / "frameworks" / "default"
COVENANT = "KLEDING"
# Rated although the criterion does not apply to them (yet).
AHEAD = {
    ("2019", "SPECIMEN-SPORT"): ("5.02", "5.03", "6.01"),
    ("2020", "PLACEBO-PYJAMAS"): ("2.02", "3.07"),
}
SECOND = (
    "DUMMY-DAMESMODE",
    "FANTASIE-ONDERGOED",
    "GEDACHTE-GORDIJNEN",
    "HYPOTHESE-HERENMODE",
    "ILLUSTRATIE-INTERIEUR",
    "MARIONET-MANTELS",
    "SCHETSBOEK-SCHOENEN",
    "SPECIMEN-SPORT",
)
STAFF = ("A. Voorbeeld", "B. Proef", "C. Schets", "D. Model")

WRITTEN_BY_HAND = [
    "covenants",
    "frameworks",
    "mappings",
    "rounds",
    "requirements",
    "parties",
    "alignment",
    "indicators",
    "observations",
    "targets",
    "risks",
    "actions",
    "commitments",
    "complaints",
    "followups",
]
COLUMNS = {
    "figures": "covenant party year figure value unit source",
    "assessments": "covenant party round kind status assessor reviewer assessed_on note",
    "ratings": "covenant party round kind criterion rating na_reason evidence evidence_date unproven note",
    "summaries": "covenant party round kind section percent",
}
NOTES = read(SOURCE / "notes.csv")
RATED_BY_HAND = {
    (row["party"], row["round"], row["kind"], row["criterion"]): row for row in read(SOURCE / "ratings.csv")
}

Row = Mapping[str, object]


def write(folder: Path, table: str, rows: Sequence[Row]) -> None:
    """Write a table, rows in order of their keys: in every table these are the first columns."""
    columns = COLUMNS[table].split() if table in COLUMNS else list(rows[0])
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: [str(row.get(column, "")) for column in columns]))


def read_parties() -> list[Party]:
    return [
        Party(
            row["party"],
            row["group"],
            date.fromisoformat(row["joined_on"]),
            date.fromisoformat(row["left_on"]) if row["left_on"] else None,
        )
        for row in read(SOURCE / "parties.csv")
        if row["kind"] == "company"
    ]


def framework_tables() -> dict[str, list[dict[str, str]]]:
    """Version 1 as written by hand, which had no anchor texts; version 2 as the default framework."""
    as_version_2 = {"framework": COVENANT, "version": "2"}
    newer = {
        table: [row | as_version_2 for row in read(DEFAULT_FRAMEWORK / f"{table}.csv")]
        for table in ("sections", "criteria", "anchors")
    }
    return newer | {table: read(SOURCE / f"{table}.csv") + newer[table] for table in ("sections", "criteria")}


def criteria_by_version(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, list[Criterion]]:
    """The criteria of each version. One of version 1 has the profile of what it became in version 2."""
    became = {row["from_criterion"]: row["to_criterion"] for row in read(SOURCE / "mappings.csv")}
    steps = {(s["version"], s["section"]): int(s["step"]) for s in tables["sections"]}
    found: dict[str, list[Criterion]] = {"1": [], "2": []}
    for row in tables["criteria"]:
        criterion = Criterion(
            row["criterion"],
            row["section"],
            steps[row["version"], row["section"]],
            Fraction(row["weight"]),
            int(row["from_participation_year"]),
            frozenset(filter(None, row["groups"].split(";"))),
            profile_of(row["criterion"], became.get(row["criterion"], "")),
        )
        found[row["version"]].append(criterion)
    return found


def workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def assessment_row(party: Party, year: str, kind: str, status: str) -> dict[str, object]:
    """Who did it and when: companies hand in from June on, the secretariat assesses from September on."""
    x = draw("assessment", party.code, year, kind).random()
    key = {"covenant": COVENANT, "party": party.code, "round": year, "kind": kind, "status": status}
    if kind == "self":
        return key | {"assessed_on": workday(date(int(year), 6, 1) + timedelta(days=int(85 * x)))}
    start, span = {"assessed": (date(2021, 1, 5), 8), "reviewed": (date(2020, 12, 14), 4)}.get(
        status if kind == "secretariat" else "", (date(int(year), 9, 3), 100)
    )
    if party.code == "DENKBEELDIG-DENIM" and status == "assessed":
        span = 0  # the one that has waited longest for a review
    assessor = exception(year, party.code, "assessor")
    first = STAFF.index(assessor) if assessor else int(4 * draw("assessor", party.code, year).random())
    unfinished = status in ("draft", "submitted")
    return key | {
        "assessor": STAFF[(first + (2 if kind == "second" else 0)) % 4],
        "reviewer": STAFF[(first + 1) % 4] if status in ("reviewed", "final") else "",
        "assessed_on": "" if unfinished else workday(start + timedelta(days=int(span * x))),
        "note": "Niet afgerond: niet alle stukken zijn aangeleverd." if status == "submitted" else "",
    }


def rating_row(criterion: Criterion, rating: str, assessment: Row) -> dict[str, object]:
    """One rating with its reason, evidence and note. Only the secretariat records evidence and notes.

    From 2019 on a criterion is fully met only with evidence seen; in 2018 a company's word could do.
    """
    row = {column: assessment[column] for column in ("covenant", "party", "round", "kind")}
    row |= {"criterion": criterion.code, "rating": rating}
    if rating == "na":
        row["na_reason"] = criterion.profile["na_reason"]
    if row["kind"] != "secretariat":
        return row
    year = str(row["round"])
    done = assessment["assessed_on"] or date(int(year), 12, 15)
    assert isinstance(done, date)
    generator = draw("evidence", row["party"], year, criterion.code)
    x, age, page = generator.random(), generator.random(), 1 + int(9 * generator.random())
    seen = {"fully": 0.6 if year == "2018" else 1.0, "partially": 0.5}.get(rating, 0)
    if x > 0.96 and (rating == "partially" or (rating == "fully" and year == "2018")):
        row["unproven"] = 1
    elif x < seen:
        document = criterion.profile["document"]
        day = done if "bekeken" in document else workday(done - timedelta(days=5 + int(220 * age)))
        partner = ("vakbond", "ngo", "werknemers")[page % 3]
        row["evidence"] = document.format(year=day.year, previous=day.year - 1, page=page, partner=partner)
        row["evidence_date"] = day
    texts = [n["note"] for n in NOTES if (n["step"], n["rating"]) == (str(criterion.step), rating)]
    if texts and draw("note", row["party"], year, criterion.code).random() < 0.05:
        row["note"] = texts[int(len(texts) * age)]
    if hand := RATED_BY_HAND.get((str(row["party"]), year, str(row["kind"]), criterion.code)):
        row |= {"note": hand["note"], "unproven": hand["unproven"]}
        if hand["evidence"] or hand["unproven"]:
            row["evidence"] = hand["evidence"]
            row["evidence_date"] = done if hand["evidence"] else ""
    return row


def summary_rows(party: Party) -> list[dict[str, object]]:
    """The start-up year: a percentage per step, of some participants only the total, of one not all steps."""
    total = max(6.0, 22 + 5 * strength(party, "2017"))
    offsets = {"A": 13, "B": 1, "C": -5, "D": -9, "E": 7, "F": -7}
    percents = {s: total + offset + 4 * bell("summary", party.code, s) for s, offset in offsets.items()}
    if draw("total only", party.code).random() < 0.2:
        percents = {"": total}
    if party.code == "NIEMENDAL-NACHTMODE":
        percents = {s: percents[s] for s in "ABC"}
    key = {"covenant": COVENANT, "party": party.code, "round": "2017", "kind": "secretariat"}
    return [key | {"section": s, "percent": max(0, round(percent))} for s, percent in percents.items()]


def figure_rows(party: Party) -> Iterable[dict[str, str]]:
    """Invented figures per year, by size; turnover falls in 2020. Now and then a year is unknown."""
    low, high = {"small": (0.8, 9), "medium": (11, 48), "large": (70, 330)}[party.group]
    size = draw("size", party.code).random()
    trend = (("2017", 1.0, 0.57), ("2018", 1.03, 0.71), ("2019", 1.05, 1.08), ("2020", 0.89, 1.2))
    for year, growth, known in trend:
        unknown = party.group != "large" and draw("unknown", party.code, year).random() < 0.06
        if unknown or not party.takes_part(year) or exception(year, party.code, "status") == "not_begun":
            continue
        growth *= 1 + 0.05 * bell("turnover", party.code, year)
        turnover = (low + (high - low) * size * size) * growth
        people = 4 + turnover * (5 + 3 * draw("people", party.code).random())
        sites = (6 + 8 * turnover**0.5) * (1.4 + draw("sites", party.code).random()) * known
        for figure, value, unit in (
            ("turnover", f"{round(turnover, 1):g}", "EUR million"),
            ("employees", f"{people:.0f}", ""),
            ("production_locations", f"{sites:.0f}", ""),
        ):
            yield {"party": party.code, "year": year, "figure": figure, "value": value, "unit": unit}


def assessments_of(
    party: Party, year: str, framework: Sequence[Criterion], aim: float
) -> tuple[Ratings, list[tuple[str, str, Ratings]]]:
    """The full ratings of the secretariat, and what there is: kind, status and ratings of each assessment."""
    by_hand: dict[str, Ratings] = {}
    for (code, round_, kind, criterion), row in RATED_BY_HAND.items():
        if (code, round_) == (party.code, year):
            by_hand.setdefault(kind, {})[criterion] = row["rating"]
    by_code = {c.code: c for c in framework}
    status = exception(year, party.code, "status") or "final"
    full = by_hand.get("secretariat") or fitted(applicable(framework, party, year), party, year, aim)
    rated = int(exception(year, party.code, "rated") or len(full))
    ahead = {c: LADDER[int(2 * draw("ahead", c).random())] for c in AHEAD.get((year, party.code), ())}
    found = [("secretariat", status, dict(list(full.items())[:rated]) | ahead)]
    if status == "draft" or draw("has self", party.code, year).random() < 0.66:
        own = by_hand.get("self") or own_answers(full, party, year, by_code)
        found.append(("self", "submitted", own))
    if year == "2020" and party.code in SECOND:
        found.append(("second", "assessed", second_opinion(full, party, by_code)))
    return full, found


def check(year: str, scores: Mapping[str, Fraction], parties: Mapping[str, Party]) -> None:
    """Every cohort of the round has the outcomes it should have, and no score lies on a boundary."""
    for row in read(SOURCE / "outcomes.csv"):
        n = int(row["participation_year"])
        cohort = {code: s for code, s in scores.items() if parties[code].participation_year(year) == n}
        if row["round"] == year:
            found = Counter(outcome(s, REQUIRED[n]) for s in cohort.values())
            wanted = [int(row[place]) for place in OUTCOMES]
            assert [found[place] for place in OUTCOMES] == wanted, (year, n, found)
        for code, points in cohort.items():
            assert exception(year, code, "outcome") in ("", outcome(points, REQUIRED[n])), (year, code)
            for boundary in (REQUIRED[n], REQUIRED[n] - MARGIN):
                assert abs(points - boundary) > Fraction(1, 100), (year, code, float(points))


def print_outcomes(year: str, scores: Mapping[str, Fraction], parties: Mapping[str, Party]) -> None:
    n = len(scores)
    found = Counter(outcome(s, REQUIRED[parties[c].participation_year(year)]) for c, s in scores.items())
    shares = "  ".join(f"{place} {found[place]} ({100 * found[place] / n:.1f} %)" for place in OUTCOMES)
    mean = float(sum(scores.values()) / n)
    taking_part = sum(party.takes_part(year) for party in parties.values())
    print(f"{year}: {taking_part} participants, {n} count: {shares}, mean score {mean:.1f} %")


def make(folder: Path) -> None:
    """Write all tables of the demo to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in WRITTEN_BY_HAND:
        write(folder, table, read(SOURCE / f"{table}.csv"))
    tables = framework_tables()
    for table, rows in tables.items():
        write(folder, table, rows)
    parties = {party.code: party for party in read_parties()}
    figures: list[Row] = [*read(SOURCE / "figures.csv")]
    summaries: list[Row] = [*read(SOURCE / "summaries.csv")]
    assessments: list[Row] = []
    ratings: list[Row] = []
    in_hand = {row["party"] for row in (*figures, *summaries)}
    for party in parties.values():
        if party.code not in in_hand:
            figures += [{"covenant": COVENANT, "source": "voorbeeld"} | row for row in figure_rows(party)]
    versions = criteria_by_version(tables)
    for round_ in read(SOURCE / "rounds.csv"):
        year, framework = round_["round"], versions[round_["version"]]
        present = [p for p in parties.values() if p.takes_part(year)]
        present = [p for p in present if exception(year, p.code, "status") != "not_begun"]
        if year == "2017":
            key = {"covenant": COVENANT, "round": year, "kind": "secretariat", "status": "final"}
            assessments += [key | {"party": p.code, "assessed_on": date(2018, 2, 28)} for p in present]
            summaries += [row for p in present if p.code not in in_hand for row in summary_rows(p)]
            continue
        wanted = aims(present, year)
        scores: dict[str, Fraction] = {}
        for party in present:
            aim = wanted.get(party.code) or float(exception(year, party.code, "score"))
            full, found = assessments_of(party, year, framework, aim)
            if party.code in wanted:
                scores[party.code] = score(applicable(framework, party, year), full)
            for kind, status, rated in found:
                assessment = assessment_row(party, year, kind, status)
                assessments.append(assessment)
                ratings += [rating_row(c, rated[c.code], assessment) for c in framework if c.code in rated]
        check(year, scores, parties)
        print_outcomes(year, scores, parties)
    for table, drawn in (
        ("figures", figures),
        ("assessments", assessments),
        ("ratings", ratings),
        ("summaries", summaries),
    ):
        write(folder, table, drawn)
        print(f"{len(drawn)} {table}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE / "demo")
    make(parser.parse_args().folder)
