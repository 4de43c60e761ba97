"""Binding rows of exchange tables to the records of a covenant file that they are about.

Keys are looked up case-insensitively in the file and in what the same import brings; a row that refers to what is in
neither is a finding at its cell. Nothing is written here.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from covenant_monitor.domain.model import LEVEL_VALUES, AssessmentKind, PartyKind
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.lookup import Unbound
from covenant_monitor.exchange.parsing import CLEARED, Cleared, Row
from covenant_monitor.exchange.raw_table import Cell, RawTable
from covenant_monitor.exchange.register_binding import RegisterBinder
from covenant_monitor.exchange.tables import REGISTERS
from covenant_monitor.language import N_
from covenant_monitor.store.frameworks import SCALE_STAYS
from covenant_monitor.store.queries import GROUP_SEPARATOR
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.schema_2 import ONE_PERSON
from covenant_monitor.store.store import Store
from covenant_monitor.store.texts import fold

OFF_SCALE = N_("{value} is not on the scale of this framework ({low} to {high}).")
BAD_SCALE = N_("scale_max must be above scale_min.")
NEGATIVE_SCALE = N_("scale_min must be 0 or more.")
LEVELS_HAVE_NO_SCALE = N_("scale_min and scale_max are for frameworks rated by numbers; levels are 0 to 1.")
STAYS_A_COMPANY = N_("{party} has been assessed, so it stays a company.")
FRAMEWORK_OF_ASSESSED_ROUND = N_(
    "Participants were assessed in this round under another framework version, so it keeps that version."
)

NEEDS_SECTION = N_("Every criterion of a published version has a section.")
NO_MOMENT = N_("This is no moment. Write 2020-12-31T09:30:00+00:00.")
ONLY_SECOND = N_("Only a second assessment is limited to a sample of criteria.")


class Binder(RegisterBinder):
    """Binds row after row; the tables come in the order of `TABLES`, so that what is referred to is there."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._bind_row: Mapping[str, Callable[[], None]] = {
            "covenants": self._covenant,
            "frameworks": self._framework,
            "sections": self._section,
            "criteria": self._criterion,
            "anchors": self._anchor,
            "mappings": self._mapping,
            "rounds": self._round,
            "requirements": self._requirement,
            "parties": self._party,
            "figures": self._figure,
            "assessments": self._assessment,
            "ratings": self._rating,
            "summaries": self._summary,
            "alignment": self._alignment,
            "indicators": self._indicator,
            "observations": self._observation,
            "targets": self._target,
            "settings": self._setting,
            "meetings": self._meeting,
            "carried": self._carry,
            "responses": self._response,
            "remarks": self._remark,
            "samples": self._sample,
            **{table: partial(self.entry, register) for table, register in REGISTERS.items()},
            "followups": self.followup,
        }

    def bind(self, table: RawTable, rows: Iterable[Row]) -> list[Finding]:
        """Bind the rows of one table; what is wrong with them."""
        self._table = table
        self._findings = []
        bind_row = self._bind_row[table.name]
        for self._row in rows:
            try:
                bind_row()
            except Unbound:
                continue
        return self._findings

    def _covenant(self) -> None:
        code = self._text("covenant")
        number = self._entity(self._covenants, (fold(code),), "covenant", code)
        self._put(
            "covenant",
            (number,),
            {"id": number, "code": code},
            "name_nl",
            "name_en",
            "sector",
            "start_date",
            "end_date",
            "minimum_group",
            "dominance_percent",
            "outcomes_public",
        )

    def _framework(self) -> None:
        code, version = self._text("framework"), self._text("version")
        number = self._entity(self._frameworks, (fold(code), fold(version)), "framework", code, version)
        before = self._scales.get(number)
        levels, low, high = before or (True, 0.0, 1.0)
        given = self._row.values
        if "scale" in given and (given["scale"] != "number") != levels:
            levels, low = not levels, 0.0
            high = 1.0 if levels else 100.0
        low, high = given.get("scale_min", low), given.get("scale_max", high)
        if low is CLEARED or high is CLEARED or low >= high:
            self._note("scale_max", BAD_SCALE)
            raise Unbound
        if low < 0:
            self._note("scale_min", NEGATIVE_SCALE)
            raise Unbound
        if levels and (low, high) != (0, 1):
            self._note("scale_max", LEVELS_HAVE_NO_SCALE)
            raise Unbound
        if number in self._rated_frameworks and (levels, low, high) != before:
            self._note("scale", SCALE_STAYS)
            raise Unbound
        self._scales[number] = levels, low, high
        self._put(
            "framework",
            (number,),
            {"id": number, "code": code, "version": version, "scale_min": low, "scale_max": high},
            "name_nl",
            "name_en",
            "scale",
            "status",
            owner=number,
        )

    def _section(self) -> None:
        framework, code = self._framework_id(), self._text("section")
        number = self._entity(
            self._sections, (framework, fold(code)), "section", self._text("framework"), self._text("version"), code
        )
        self._section_codes.setdefault(number, code)
        self._put(
            "section",
            (number,),
            {"id": number, "framework": framework, "code": code},
            "name_nl",
            "name_en",
            "step",
            "weight",
            owner=framework,
        )

    def _criterion(self) -> None:
        framework, code = self._framework_id(), self._text("criterion")
        section = self._section_of_criterion(framework)
        number = self._entity(
            self._criteria, (framework, fold(code)), "criterion", self._text("framework"), self._text("version"), code
        )
        self._criterion_codes.setdefault(number, code)
        fixed = {"id": number, "framework": framework, "section": section, "code": code}
        if groups := self._text("groups"):
            fixed["groups"] = GROUP_SEPARATOR.join(sorted({self._group(g) for g in groups.split(GROUP_SEPARATOR)}))
        self._put(
            "criterion",
            (number,),
            fixed,
            "text_nl",
            "text_en",
            "guidance_nl",
            "guidance_en",
            "theme",
            "dimension",
            "weight",
            "from_participation_year",
            *([] if groups else ["groups"]),
            owner=framework,
        )

    def _section_of_criterion(self, framework: int) -> int:
        """The section that is named; "-" is the one of a draft's criteria that have none yet."""
        if self._row.values["section"] is not CLEARED:
            return self._look_up(self._sections, (framework, fold(self._text("section"))), N_("section"), "section")
        given = self.bound.get("framework", {}).get((framework,))
        published = framework in self.published if given is None else given.values.get("status") == "published"
        if published:
            self._note("section", NEEDS_SECTION)
            raise Unbound
        number = self._entity(
            self._sections, (framework, ""), "section", self._text("framework"), self._text("version"), ""
        )
        self._section_codes.setdefault(number, "")
        self._put("section", (number,), {"id": number, "framework": framework, "code": ""}, owner=framework)
        return number

    def _anchor(self) -> None:
        framework = self._framework_id()
        criterion, level = self._criterion_id(framework, "criterion"), self._text("level")
        self._put(
            "anchor",
            (criterion, level),
            {"criterion": criterion, "level": level},
            "text_nl",
            "text_en",
            owner=framework,
        )

    def _mapping(self) -> None:
        old, new = self._framework_id("from_version"), self._framework_id("to_version")
        before = self._criterion_id(old, "from_criterion") if self._text("from_criterion") else None
        after = self._criterion_id(new, "to_criterion") if self._text("to_criterion") else None
        number = stable_id(
            "mapping",
            *(
                self._text(name)
                for name in ("framework", "from_version", "from_criterion", "to_version", "to_criterion")
            ),
        )
        self._put(
            "mapping",
            (number,),
            {"id": number, "from_framework": old, "from_criterion": before, "to_framework": new, "to_criterion": after},
            "relation",
        )

    def _round(self) -> None:
        covenant, code = self._covenant_id(), self._text("round")
        framework = self._framework_id()
        number = self._entity(self._rounds, (covenant, fold(code)), "round", self._text("covenant"), code)
        if number in self._assessed_rounds and self._round_framework[number] != framework:
            self._note("version", FRAMEWORK_OF_ASSESSED_ROUND)
        self._round_framework[number] = framework
        self.covenant_of[number] = covenant
        self._put(
            "round",
            (number,),
            {"id": number, "covenant": covenant, "code": code, "framework": framework},
            "first_day",
            "last_day",
            "reference_date",
            "join_rule",
            "on_track_margin",
            "note",
        )

    def _requirement(self) -> None:
        number = self._round_id(self._covenant_id())
        year, group = self._row.values["participation_year"], self._group(self._text("group"))
        self._put(
            "requirement",
            (number, year, group),
            {"round": number, "participation_year": year, "group_code": group},
            "required_percent",
        )

    def _party(self) -> None:
        covenant, code = self._covenant_id(), self._text("party")
        number = self._entity(self._parties, (covenant, fold(code)), "party", self._text("covenant"), code)
        self._party_codes.setdefault(number, code)
        if "kind" in self._row.values or number not in self._companies:
            self._companies[number] = self._text("kind", PartyKind.COMPANY) == PartyKind.COMPANY
            if number in self._assessed and not self._companies[number]:
                self._note("kind", STAYS_A_COMPANY, party=code)
        fixed: dict[str, Any] = {"id": number, "covenant": covenant, "code": code}
        if group := self._text("group"):
            fixed["group_code"] = self._group(group)
        self._put(
            "party",
            (number,),
            fixed,
            "name",
            "kind",
            *([] if group else ["group"]),
            "country",
            "kvk",
            "lei",
            "joined_on",
            "left_on",
            "left_reason",
        )

    def _figure(self) -> None:
        covenant = self._covenant_id()
        party = self._party_id(covenant) if self._text("party") else None
        year, figure = self._row.values["year"], self._text("figure")
        number = stable_id("figure", self._text("covenant"), self._text("party"), str(year), figure)
        self._put(
            "figure",
            (number,),
            {"id": number, "covenant": covenant, "party": party, "year": year, "figure": figure},
            "value",
            "unit",
            "source",
        )

    def _assessment(self) -> None:
        number, _ = self._assessment_id()
        bound = self._put(
            "assessment",
            (number,),
            {"id": number},
            "status",
            "assessor",
            "reviewer",
            "assessed_on",
            "note",
            "x_final_group",
            "x_final_year",
            owner=number,
        )
        if bound.values.get("final_group") is CLEARED:  # it was final without a group, though there is one by now
            bound.values["final_group"] = ""
        if self._row.values.get("status") == "final":
            self.assessment_places[number] = bound

    def _rating(self) -> None:
        number, framework = self._assessment_id()
        criterion = self._criterion_id(framework, "criterion")
        given = self._row.values
        values: dict[str, Any] = {"assessment": number, "criterion": criterion}
        if "rating" in given:
            values |= self._rated(given["rating"], framework)
            if not values["not_applicable"] and "na_reason" not in given:
                values["na_reason"] = CLEARED
        self._put(
            "rating",
            (number, criterion),
            values,
            "na_reason",
            "evidence",
            "evidence_date",
            "unproven",
            "note",
            owner=number,
        )

    def _rated(self, rating: Cell | Cleared, framework: int) -> dict[str, Any]:
        if isinstance(rating, Cleared):
            return {"value": None, "not_applicable": 0}
        levels, low, high = self._scales[framework]
        try:
            meant = cells.rating(rating, self._table.notation, levels=levels)
        except cells.BadCell as bad:
            self._note("rating", bad.message, **bad.values)
            raise Unbound from None
        if meant == "na":
            return {"value": None, "not_applicable": 1}
        if isinstance(meant, str):
            return {"value": _VALUE_OF[meant], "not_applicable": 0}
        if not low <= meant <= high:
            self._note("rating", OFF_SCALE, value=meant, low=low, high=high)
            raise Unbound
        return {"value": meant, "not_applicable": 0}

    def _summary(self) -> None:
        number, framework = self._assessment_id()
        section = self._text("section")
        if section:
            section = self._section_codes[
                self._look_up(self._sections, (framework, fold(section)), N_("section"), "section")
            ]
        self._put(
            "summary", (number, section), {"assessment": number, "section_code": section}, "percent", owner=number
        )

    def _alignment(self) -> None:
        covenant = self._covenant_id()
        year, component, dimension = self._row.values["year"], self._text("component"), self._text("dimension")
        number = stable_id("alignment", self._text("covenant"), str(year), component, dimension)
        self._put(
            "alignment",
            (number,),
            {"id": number, "covenant": covenant, "year": year, "component": component, "dimension": dimension},
            "fully",
            "partially",
            "not",
            "unit",
            "source",
        )

    def _setting(self) -> None:
        covenant, name = self._covenant_id(), self._text("setting")
        self._put("setting", (covenant, name), {"covenant": covenant, "name": name}, "value")
        if name == ONE_PERSON and "value" in self._row.values:
            (self.one_person.add if self._text("value") == "1" else self.one_person.discard)(covenant)

    def _meeting(self) -> None:
        covenant, at = self._covenant_id(), self._text("at")
        try:
            datetime.fromisoformat(at)
        except ValueError:
            self._note("at", NO_MOMENT)
            raise Unbound from None
        number = stable_id("meeting", self._text("covenant"), at)
        self._put("meeting", (number,), {"id": number, "covenant": covenant, "at": at}, "name")

    def _criterion_of_assessment(self) -> tuple[int, int, int]:
        """Assessment, criterion and framework that the row is about."""
        number, framework = self._assessment_id()
        return number, self._criterion_id(framework, "criterion"), framework

    def _carry(self) -> None:
        number, criterion, framework = self._criterion_of_assessment()
        values: dict[str, Any] = {"assessment": number, "criterion": criterion}
        if "rating" in self._row.values:
            values |= self._rated(self._row.values["rating"], framework)
        self._put("carried", (number, criterion), values, "na_reason", "from_round", owner=number)

    def _response(self) -> None:
        number, criterion, _framework = self._criterion_of_assessment()
        self._put(
            "response",
            (number, criterion),
            {"assessment": number, "criterion": criterion},
            "response",
            "responded_by",
            "responded_on",
            "answer",
            owner=number,
        )

    def _remark(self) -> None:
        number, framework = self._assessment_id()
        code = self._text("criterion")
        if code:
            code = self._criterion_codes[self._criterion_id(framework, "criterion")]
        self._put(
            "remark",
            (number, code),
            {"assessment": number, "criterion_code": code},
            "text",
            "made_by",
            "made_on",
            "done",
            owner=number,
        )

    def _sample(self) -> None:
        number, criterion, _framework = self._criterion_of_assessment()
        if self._text("kind") != AssessmentKind.SECOND:
            self._note("kind", ONLY_SECOND)
            raise Unbound
        self._put("sample", (number, criterion), {"assessment": number, "criterion": criterion}, owner=number)

    def _indicator(self) -> None:
        covenant, code = self._covenant_id(), self._text("indicator")
        number = self._entity(self._indicators, (covenant, fold(code)), "indicator", self._text("covenant"), code)
        self._put(
            "indicator",
            (number,),
            {"id": number, "covenant": covenant, "code": code},
            "name_nl",
            "name_en",
            "unit",
            "direction",
        )

    def _indicator_id(self, covenant: int) -> int:
        key = (covenant, fold(self._text("indicator")))
        return self._look_up(self._indicators, key, N_("indicator"), "indicator")

    def _observation(self) -> None:
        indicator, day = self._indicator_id(self._covenant_id()), self._text("date")
        self._put(
            "observation",
            (indicator, day),
            {"indicator": indicator, "day": day},
            "value",
            "low",
            "high",
            "numerator",
            "denominator",
            "source",
            "note",
        )

    def _target(self) -> None:
        covenant, code = self._covenant_id(), self._text("target")
        indicator = self._indicator_id(covenant)
        number = self._entity(self._targets, (covenant, fold(code)), "target", self._text("covenant"), code)
        self._put(
            "target",
            (number,),
            {"id": number, "covenant": covenant, "code": code, "indicator": indicator},
            "baseline_date",
            "baseline_value",
        )
        day = self._text("milestone_date")
        self._put("milestone", (number, day), {"target": number, "day": day}, "milestone_value", "note")


_VALUE_OF = {level.value: float(value) for level, value in LEVEL_VALUES.items()}
