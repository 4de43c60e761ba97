"""Whatever is done to a file: nothing that is locked changes, nothing is left wrong, and everything comes back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from covenant_monitor.domain.model import (
    HALF,
    LEVELS,
    AssessmentKind,
    Criterion,
    JoinRule,
    Rating,
    Relation,
    Response,
    Round,
    Scale,
    Section,
    Status,
    Text,
)
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.domain.registers import Answer, Entry, EntryStatus, Followup, Register
from covenant_monitor.domain.targets import Direction, Indicator, Milestone, Observation, Target
from covenant_monitor.domain.versions import FrameworkKey, MappingRow
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.exporting import export_tables
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.language import language
from covenant_monitor.store import (
    alignment,
    answers,
    assessments,
    carrying,
    framework_content,
    frameworks,
    moments,
    parties,
    queries,
    register_rounds,
    registers,
    responses,
    restoring,
    review,
    rounds,
    seconds,
    settings,
    targets,
)
from covenant_monitor.store.answers import Answers, TakenFile
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor.store.changes import field_changes
from covenant_monitor.store.check import check
from covenant_monitor.store.framework_mapping import save_mapping
from covenant_monitor.store.framework_reading import framework_of
from covenant_monitor.store.people import assessed_twice
from covenant_monitor.store.schema import RECORDED_TABLES
from covenant_monitor.store.store import Change, Store, create, open_store
from tests.core.store.small import bring, contents, small

KEPT = (*RECORDED_TABLES, "score", "section_score")
COVENANT = "KLEDING"
PEOPLE = ("Ann", "Bob", "ann", "Cas")
PARTIES = ("P1", "P2", "P3")
ROUNDS = ("2019", "2020", "2021", "2022", "2023")
CRITERIA = ("A1", "A2", "A3", "B1", "B2", "N1", "N2", "Z1")
SECTIONS = ("", "A", "B", "S", "Q")
VERSIONS = [FrameworkKey(*pair) for pair in (("F", "1"), ("F", "2"), ("N", "1"), ("F", "3"), ("N", "2"))]
RATINGS = [
    *(Rating(value) for value in (1, HALF, 0, 5)),
    *(Rating(), Rating(not_applicable=True, na_reason="zo"), Rating(note="n", evidence="e"), Rating(1, unproven=True)),
]
IMPORTED = {
    "ratings": ("criterion,rating,na_reason", "{criterion},{rating},{reason}"),
    "carried": ("criterion,rating,na_reason", "{criterion},{rating},{reason}"),
    "assessments": ("status,assessor,reviewer", "{status},{who},{other}"),
    "responses": ("criterion,response", "{criterion},tekst"),
    "remarks": ("criterion,text", "{criterion},tekst"),
    "samples": ("criterion", "{criterion}"),
    "summaries": ("section,percent", "{section},50"),
}


@dataclass
class Tries:
    """Anything that can be done to a file, by chance; much of it is refused."""

    store: Store
    chance: Random
    verbs: list[Callable[[], Change]] = field(init=False)

    def __post_init__(self) -> None:
        pick, store = self.chance.choice, self.store
        self.verbs = [
            lambda: assessments.rate(
                store, key=self.key(), ratings={pick(CRITERIA): pick(RATINGS) for _ in range(pick((1, 5)))}
            ),
            lambda: assessments.note_evidence(store, key=self.key(), criterion=pick(CRITERIA), rating=pick(RATINGS)),
            lambda: assessments.set_status(store, key=self.key(), status=pick(list(Status)), why=pick(("", "w"))),
            lambda: assessments.set_status(store, key=self.key(), status=pick(list(Status)), why=pick(("", "w"))),
            lambda: assessments.enter_summary(store, key=self.key(), percents={pick(SECTIONS): pick((None, 5))}),
            lambda: responses.save_response(
                store, key=self.key(), criterion=pick(CRITERIA), response=Response(pick(("", "x")))
            ),
            lambda: review.save_remark(store, key=self.key(), criterion=pick(("", *CRITERIA)), text=pick(("", "t"))),
            lambda: review.settle_remark(store, key=self.key(), criterion=pick(("", *CRITERIA))),
            lambda: review.return_assessment(store, key=self.key(), remarks={pick(("", "A1")): "x"}),
            lambda: carrying.carry_forward(
                store, covenant=COVENANT, round=pick(ROUNDS), parties=pick((None, [pick(PARTIES)]))
            ),
            lambda: seconds.assign_second(
                store,
                covenant=COVENANT,
                round=pick(ROUNDS),
                parties=[pick(PARTIES)],
                criteria=self.chance.sample(CRITERIA[:5], pick((0, 2))),
                assessor=pick(PEOPLE),
            ),
            lambda: answers.take_answers(
                store,
                covenant=COVENANT,
                round=pick(ROUNDS),
                answers=[
                    Answers(party, {pick(CRITERIA): pick(RATINGS)}, pick((True, False)))
                    for party in self.chance.sample(PARTIES, 2)
                ],
                files=[TakenFile("a.xlsx", "aa", pick((True, False)))],
            ),
            lambda: settings.set_setting(store, covenant=COVENANT, name="one_person", value=pick(("", "1"))),
            lambda: moments.mark_meeting(store, covenant=COVENANT, name="m"),
            self.party,
            self.round,
            self.other_round,
            self.criterion,
            self.section,
            self.mapping,
            self.entry,
            self.registers,
            self.alignment,
            *[self.target] * 2,
            *[self.restore] * 3,
            *[self.bring] * 3,
            lambda: framework_content.delete_criterion(store, key=pick(VERSIONS), code=pick(CRITERIA)),
            lambda: framework_content.delete_section(store, key=pick(VERSIONS), code=pick(SECTIONS)),
            lambda: frameworks.publish(store, key=pick(VERSIONS)),
            lambda: frameworks.new_version(store, key=pick(VERSIONS), version=pick("23")),
            lambda: frameworks.delete_draft(store, key=pick(VERSIONS)),
            lambda: frameworks.edit(
                store,
                key=pick(VERSIONS),
                name=Text("n", "m"),
                scale=pick((LEVELS, Scale(0, 10, by_level=False))),
                version=pick(("", "9")),
            ),
        ]

    def key(self) -> AssessmentKey:
        pick = self.chance.choice
        kind = pick((*AssessmentKind, *[AssessmentKind.SECRETARIAT] * 3))
        return AssessmentKey(COVENANT, pick(ROUNDS), pick(PARTIES), kind)

    def party(self) -> Change:
        known = queries.party(self.store, COVENANT, self.chance.choice(PARTIES))
        group, joined = self.chance.choice(("", "small", "large")), self.chance.choice((None, date(2019, 5, 1)))
        return parties.edit_party(self.store, covenant=COVENANT, party=replace(known, group=group, joined_on=joined))

    def round(self) -> Change:
        code, key = self.chance.choice(("2022", "2023")), self.chance.choice(VERSIONS)
        made = Round(code, date(int(code), 1, 1), date(int(code), 12, 31), key.framework, key.version)
        return rounds.start_round(self.store, covenant=COVENANT, round=made, carry=self.chance.random() < 0.5)

    def other_round(self) -> Change:
        known, key = self.chance.choice(queries.rounds(self.store, COVENANT)), self.chance.choice(VERSIONS)
        changed = replace(
            known, framework=key.framework, version=key.version, join_rule=self.chance.choice([*JoinRule])
        )
        return rounds.edit_round(self.store, covenant=COVENANT, round=changed)

    def criterion(self) -> Change:
        key = self.chance.choice(VERSIONS)
        version = framework_of(self.store, key)
        was = self.chance.choice(["", *version.criteria])
        before = version.criteria.get(was) or Criterion("Z1", Text("z", "z"))
        code, text, weight = (self.chance.choice(few) for few in ([before.code, "Z1", "Y2"], ["een", "twee"], [1, 2]))
        made = replace(before, code=code, text=Text(text, "x"), weight=weight)
        section = self.chance.choice(["", *(one.code for one in version.sections)])
        return framework_content.save_criterion(self.store, key=key, section=section, criterion=made, was=was)

    def section(self) -> Change:
        key = self.chance.choice(VERSIONS)
        known = {one.code: one for one in framework_of(self.store, key).sections if one.code}
        was = self.chance.choice(["", *known])
        before = known.get(was) or Section("Q", Text("q", "q"), ())
        changed = replace(before, code=self.chance.choice([before.code, "Q", "A"]))
        return framework_content.save_section(self.store, key=key, section=changed, was=was)

    def mapping(self) -> Change:
        old, new = self.chance.choice(VERSIONS), self.chance.choice(VERSIONS)
        before, after = ([None, *framework_of(self.store, key).criteria] for key in (old, new))
        pick = self.chance.choice
        rows = [MappingRow(pick(before), pick(after), pick([*Relation])) for _ in range(pick((0, 1, 2)))]
        return save_mapping(self.store, old=old, new=new, rows=rows, why=pick(("", "w")))

    def entry(self) -> Change:
        pick = self.chance.choice
        made = Entry(
            pick([*Register]),
            pick(("E1", "E2", "A1")),
            pick(("t", "")),
            party=pick(("", *PARTIES, "V1")),
            round=pick(("", *ROUNDS)),
            status=pick([*EntryStatus]),
            due_on=pick((None, date(2019, 1, 1))),
            result=pick(("", "r")),
            severity=pick((None, None, 3)),
            participants=self.chance.sample(PARTIES, 2),
            criteria=self.chance.sample(CRITERIA, pick((0, 2))),
            themes=pick(((), ("loon", "kind"))),
        )
        write = pick((registers.add_entry, registers.edit_entry))
        return write(self.store, covenant=COVENANT, entry=made)

    def registers(self) -> Change:
        pick, store = self.chance.choice, self.store
        known, verb = registers.entries(store, COVENANT), pick(("accept", "decline", "status", "follow", "remove"))
        if not known or verb in ("accept", "decline"):
            words = language("nl")
            chosen = register_rounds.proposals(store, COVENANT, pick(ROUNDS), partially=True)[:2]
            if verb == "accept":
                return register_rounds.accept_proposals(store, covenant=COVENANT, chosen=chosen, language=words)
            return register_rounds.decline_proposals(
                store, covenant=COVENANT, chosen=chosen, reason="r", language=words
            )
        one = pick(known)
        if verb == "remove":
            return registers.remove_entry(store, covenant=COVENANT, register=one.register, code=one.code)
        if verb == "status":
            status = pick([*EntryStatus])
            return registers.set_status(store, covenant=COVENANT, register=one.register, code=one.code, status=status)
        found = Followup(pick(ROUNDS), pick([*Answer]))
        return register_rounds.record_followup(store, covenant=COVENANT, code=one.code, followup=found)

    def alignment(self) -> Change:
        pick, store = self.chance.choice, self.store
        year, component, verb = pick((2020, 2022)), pick(("", "M", "m")), pick(("add", "edit", "remove"))
        made = [
            CovenantAlignment(
                pick((year, year, 2023)), one, pick((0, 62)), 17, pick((None, 3)), component, pick(("count", "percent"))
            )
            for one in self.chance.sample([*AlignmentDimension], 2)
        ]
        made = [replace(one, year=made[0].year) for one in made]
        if verb == "remove":
            return alignment.remove_results(store, covenant=COVENANT, year=year, component=pick((None, component)))
        if verb == "add":
            return alignment.add_results(store, covenant=COVENANT, results=made)
        return alignment.edit_results(store, covenant=COVENANT, year=year, component=pick(("", "M")), results=made)

    def target(self) -> Change:
        pick, store, where = self.chance.choice, self.store, {"covenant": COVENANT}
        code, day, other = pick(("OMZET", "omzet", "NIEUW")), *(date(2018 + pick(range(4)), 12, 31) for _ in "ab")
        named = Indicator(code, Text(pick(("", "Naam")), pick(("", "Name"))), pick(("%", "")), pick([*Direction]))
        value, low, high = (pick((None, 0, 40, HALF)) for _ in range(3))
        aim = Target(
            pick(("DOEL", "T")), code, [Milestone(one, value or 1) for one in pick(((), (day,), (day, other)))]
        )
        based = replace(aim, baseline_day=pick((None, date(2017, 1, 1), day)), baseline_value=pick((None, 3)))
        return pick(
            [
                lambda: targets.add_indicator(store, **where, indicator=named),
                lambda: targets.edit_indicator(store, **where, indicator=named),
                lambda: targets.remove_indicator(store, **where, code=code),
                lambda: targets.save_observation(
                    store,
                    **where,
                    indicator=code,
                    observation=Observation(day, value, low, high),
                    was=pick((None, other)),
                ),
                lambda: targets.remove_observation(store, **where, indicator=code, day=day),
                lambda: targets.add_target(store, **where, target=based),
                lambda: targets.edit_target(store, **where, target=based),
                lambda: targets.remove_target(store, **where, code=pick(("DOEL", "T"))),
            ]
        )()

    def restore(self) -> Change:
        lines = [line for line in field_changes(self.store, since=1, limit=60) if not line.counts]
        if not lines:
            raise Problem("Nothing.")
        line = self.chance.choice(lines)
        if line.field and self.chance.random() < 0.6:
            return restoring.restore_field(self.store, change=line.change, field=line.field)
        return restoring.restore_record(self.store, change=line.change)

    def bring(self) -> Change:
        pick = self.chance.choice
        if self.chance.random() < 0.1:
            return bring(self.store, settings=f"covenant,setting,value\n{COVENANT},one_person,{pick('01-')}").change
        table, key = pick([*IMPORTED]), self.key()
        header, row = IMPORTED[table]
        filled = row.format(
            criterion=pick(CRITERIA),
            rating=pick(("fully", "na", "not", "5")),
            reason=pick(("", "zo")),
            status=pick([*Status]),
            who=pick(PEOPLE),
            other=pick(("", "-", *PEOPLE)),
            section=pick(SECTIONS),
        )
        head = f"{COVENANT},{key.party},{key.round},{key.kind}"
        return bring(self.store, **{table: f"covenant,party,round,kind,{header}\n{head},{filled}"}).change


def locked(store: Store) -> dict[tuple[str, int], Sequence[object]]:
    """Everything that is kept of final assessments and published versions."""
    query = store.connection.execute
    found: dict[tuple[str, int], Sequence[object]] = {}
    for (number,) in query("SELECT id FROM assessment WHERE status = 'final'").fetchall():
        for table in ("rating", "summary", "carried", "response", "remark", "sample", "score"):
            found[table, number] = query(f"SELECT * FROM {table} WHERE assessment = ?", (number,)).fetchall()
    for (number,) in query("SELECT id FROM framework WHERE status = 'published'").fetchall():
        for table in ("section", "criterion"):
            found[table, number] = query(f"SELECT * FROM {table} WHERE framework = ?", (number,)).fetchall()
    return found


@pytest.mark.parametrize("seed", range(3))
def test_nothing_locked_changes_nothing_is_left_wrong_and_everything_comes_back(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    path = tmp_path / "a.covenant"
    store = small(path)
    for _ in range(120):
        tries = Tries(store, chance)
        store.user = chance.choice(PEOPLE)
        before, shut = contents(store, KEPT), locked(store)
        try:
            change = chance.choice(tries.verbs)()
        except Problem:
            assert contents(store, KEPT) == before
            continue
        if not change.rows:
            continue
        assert check(store).findings == []
        assert assessed_twice(store) == []
        still = locked(store)
        assert {key: rows for key, rows in shut.items() if key in still} == {
            key: still[key] for key in shut if key in still
        }
        after = contents(store, KEPT)
        if chance.random() < 0.3:
            store.close()
            store = open_store(path)
            store.undo()
            assert contents(store, KEPT) == before
            store.redo()
            assert contents(store, KEPT) == after
    export_tables(store, tmp_path / "out")
    assert not import_files(store, [tmp_path / "out"]).change.tables
    with create(tmp_path / "other.covenant") as other:
        import_files(other, [tmp_path / "out"])
        export_tables(other, tmp_path / "again")
    for table in (tmp_path / "out").iterdir():
        assert (tmp_path / "again" / table.name).read_bytes() == table.read_bytes()
    while store.history.undo:
        store.undo()
    assert check(store).findings == []
    store.close()
