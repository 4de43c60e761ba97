"""What every part of a report is made from, and for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from covenant_monitor.domain.disclosure import names_someone, wanted_names
from covenant_monitor.domain.model import Party, Section, Text
from covenant_monitor.domain.picture import Break, breaks
from covenant_monitor.exchange.annual_workbook.figures import RoundFigures, last_year, round_figures
from covenant_monitor.language import Language
from covenant_monitor.reports.report_reading import ReportContent


@dataclass(frozen=True)
class Report:
    """A report that is being made. `public`: totals only, nothing that could tell how one participant stands.

    `withheld` collects the texts that were left out because they name a participant.
    """

    content: ReportContent
    language: Language
    public: bool
    written_on: date
    withheld: list[str] = field(default_factory=list)

    @property
    def minimum(self) -> int | None:
        """The smallest group that is shown; None: nothing is withheld."""
        return self.content.picture.covenant.minimum_group if self.public else None

    @cached_property
    def rounds(self) -> Sequence[RoundFigures]:
        """The figures of the round and of all before it, as this audience may see them."""
        pictures = self.content.picture.rounds
        place = [one.round.code for one in pictures].index(self.content.round.round.code)
        last = last_year(pictures[: place + 1])
        return [round_figures(picture, last, self.minimum) for picture in pictures[: place + 1]]

    @property
    def this(self) -> RoundFigures:
        """The figures of the round itself."""
        return self.rounds[-1]

    @property
    def before(self) -> RoundFigures | None:
        """Those of the round before; None in the first."""
        return self.rounds[-2] if len(self.rounds) > 1 else None

    @cached_property
    def breaks(self) -> Mapping[str, Break]:
        """What changed before a round so that it does not compare with the one before it, by the round's code."""
        return {mark.round: mark for mark in breaks([figures.picture for figures in self.rounds])}

    @property
    def changed(self) -> Break | None:
        """What changed between the round before and this one so that they do not compare; None where nothing did."""
        return self.breaks.get(self.round)

    @property
    def requires(self) -> bool:
        """Whether anything is required in any of its rounds; else there are scores and no outcomes."""
        return any(figures.picture.round.requirements for figures in self.rounds)

    @property
    def seen_on(self) -> date:
        """The day on which targets and observations are seen: the reference date, or the last day."""
        return self.content.round.round.seen_on

    @cached_property
    def _wanted(self) -> frozenset[str]:
        assessed: dict[str, Party] = {
            one.party.code: one.party for picture in self.content.picture.rounds for one in picture.standings
        }
        return wanted_names({**assessed, **{party.code: party for party in self.content.companies}}.values())

    def names_someone(self, text: str) -> bool:
        """Whether a text may not be seen by this audience, because it names a participant."""
        return self.public and names_someone(text, self._wanted)

    def safe(self, text: str) -> str:
        """A text out of the file as this audience may see it."""
        if self.names_someone(text):
            self.withheld.append(text)
            return self.language.gettext("[withheld: names a participant]")
        return text

    def name(self, text: Text, code: str = "") -> str:
        """A name in the report's language, or the code where it has none."""
        return self.safe(self.language.pick(text.nl, text.en)) or self.safe(code)

    def section(self, section: Section) -> str:
        """ "2 In kaart"."""
        return f"{section.code} {self.name(section.name)}".strip()

    @property
    def covenant(self) -> str:
        """What the covenant is called."""
        covenant = self.content.picture.covenant
        return self.name(covenant.name, covenant.code)

    @property
    def round(self) -> str:
        """The code of the round."""
        return self.content.round.round.code
