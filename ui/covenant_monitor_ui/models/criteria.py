"""The criteria of one assessment as the rows of a grid: under their section, filtered, with what was found before.

`Sheet` is everything that the rows are made from. A rating changes the rows that it concerns; nothing is reset.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import QObject

from covenant_monitor.domain.model import Criterion, Section
from covenant_monitor.domain.scoring import SectionScore
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor_ui.models.criteria_sheet import Earlier, Filter, Sheet, differs, rating_mark, rating_word
from covenant_monitor_ui.models.rows import DISPLAY, NO_PARENT, SPOKEN, TIP, Headed, Index, TableModel, heads_of
from covenant_monitor_ui.widgets.delegates import DIFFERS_ROLE, HEAD_ROLE, MARK_ROLE, NOTE_ROLE
from covenant_monitor_ui.widgets.labels import plain_tip

OUTSIDE = "outside"
"""NOTE_ROLE of the rating of a criterion that does not apply: it is shown, not counted."""
CARRIED = "carried"
"""NOTE_ROLE of a rating that was carried forward and is still to be confirmed."""


class Column(IntEnum):
    """What stands in which column."""

    CODE = 0
    CRITERION = 1
    FROM = 2
    EARLIER = 3
    SELF = 4
    RATING = 5
    MARKS = 6


@dataclass(frozen=True, slots=True)
class SectionRow:
    """The head of a section: what is rated of it, and its score, as they are to be read."""

    code: str
    name: str
    rated: str
    score: str
    folded: bool = False

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.code} {self.name}, {self.rated}, {self.score}"


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion: its texts by column, and the marks that stand beside them."""

    code: str
    section: str
    texts: tuple[str, ...]
    earlier_mark: str = ""
    own_mark: str = ""
    mark: str = ""
    proposed: str = ""
    """The mark of what was carried forward and is to be confirmed; `mark` is "" then."""
    differs: bool = False
    outside: bool = False
    clip: str = ""
    comment: str = ""
    tips: tuple[str, str, str] = ("", "", "")
    spoken: str = ""


Row = SectionRow | CriterionRow


class CriteriaModel(TableModel):
    """The rows of a `Sheet` under a filter, with sections that can be folded.

    What belongs to the filter is decided when it is chosen: a criterion that is rated under "not yet" stays where it is
    until the filter is chosen again, so that a slip can be mended at once.
    """

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._sheet: Sheet | None = None
        self._filter = Filter.ALL
        self._members: frozenset[str] = frozenset()
        self._folded: set[str] = set()
        self._rows: list[Row] = []
        self._heads = heads_of([""] * len(Column))

    @property
    def sheet(self) -> Sheet | None:
        """What is shown; None while nothing is."""
        return self._sheet

    @property
    def filter(self) -> Filter:
        """The filter in use."""
        return self._filter

    @property
    def folded(self) -> Collection[str]:
        """The codes of the sections that are folded."""
        return frozenset(self._folded)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they are shown."""
        return self._rows

    def show_sheet(self, sheet: Sheet | None, *, earlier_round: str = "", round_code: str = "") -> None:
        """Show another assessment; the heads name the rounds."""
        _ = self._language.gettext
        self.beginResetModel()
        self._sheet = sheet
        texts = [
            _("Code"), _("Criterion"), _("From"), earlier_round, _("Self"),
            _("Rating {round}").format(round=round_code), "",
        ]  # fmt: skip
        self._heads = heads_of(texts, {Column.FROM})
        self._choose_members()
        self.endResetModel()

    def update_sheet(self, sheet: Sheet) -> None:
        """Show the same criteria with other ratings: only rows that differ are told."""
        before, self._sheet = self._sheet, sheet
        for place, row in enumerate(self._rows):
            now: Row = row
            if isinstance(row, SectionRow):
                now = self._section_row(row.code)
            elif before is None or before.about(row.code) != sheet.about(row.code):
                now = self._criterion_row(row.code)
            if now != row:
                self._rows[place] = now
                self.dataChanged.emit(self.index(place, 0), self.index(place, Column.MARKS))

    def set_filter(self, wanted: Filter) -> None:
        """Show the criteria that belong to a filter now."""
        self.beginResetModel()
        self._filter = wanted
        self._choose_members()
        self.endResetModel()

    def set_folded(self, sections: Collection[str]) -> None:
        """Fold these sections and no others."""
        self.beginResetModel()
        self._folded = set(sections)
        self._rows = list(self._all_rows())
        self.endResetModel()

    def fold(self, section: str, folded: bool) -> None:
        """Fold a section to its head, or unfold it."""
        place = self.section_place(section)
        if place < 0 or folded == (section in self._folded):
            return
        head = self._rows[place]
        if folded:
            end = place + 1
            while end < len(self._rows) and isinstance(self._rows[end], CriterionRow):
                end += 1
            self._folded.add(section)
            self.beginRemoveRows(NO_PARENT, place + 1, end - 1)
            del self._rows[place + 1 : end]
            self.endRemoveRows()
        else:
            self._folded.discard(section)
            rows = [self._criterion_row(code) for code in self._codes(section)]
            self.beginInsertRows(NO_PARENT, place + 1, place + len(rows))
            self._rows[place + 1 : place + 1] = rows
            self.endInsertRows()
        assert isinstance(head, SectionRow)
        self._rows[place] = replace(head, folded=folded)
        self.dataChanged.emit(self.index(place, 0), self.index(place, Column.MARKS))

    def row(self, index: Index) -> Row | None:
        """What stands in a row; None for no row."""
        return self._rows[index.row()] if index.isValid() else None

    def place(self, code: str) -> int:
        """The row of a criterion; -1 where it is not shown."""
        return self._place(CriterionRow, code)

    def section_place(self, code: str) -> int:
        """The row of a section's head; -1 where it is not shown."""
        return self._place(SectionRow, code)

    def _place(self, kind: type[Row], code: str) -> int:
        found = (i for i, row in enumerate(self._rows) if isinstance(row, kind) and row.code == code)
        return next(found, -1)

    def following(self, place: int, *, only_open: bool = False) -> int:
        """The row of the next criterion, or (round the end) of the next that is not rated yet; -1 for none."""
        rows = self._rows
        after = range(place + 1, len(rows))
        order = [*after, *range(place + 1)] if only_open else after
        for there in order:
            row = rows[there]
            if isinstance(row, CriterionRow) and not (only_open and (row.mark or row.outside)):
                return there
        return -1

    def members(self, section: str = "") -> list[str]:
        """The criteria that belong to the filter, in order, of one section or of all; folded ones too."""
        if self._sheet is None:
            return []
        criteria = self._sheet.framework.criteria
        of = self._sheet.framework.section_of
        return [code for code in criteria if code in self._members and section in ("", of[code].code)]

    def onward(self, row: Row | None) -> list[str]:
        """The members from a row's criterion (of a head: its section's first) to the last one."""
        codes = self.members()
        if isinstance(row, SectionRow):
            first = next(iter(self.members(row.code)), "")
        else:
            first = row.code if row is not None else ""
        return codes[codes.index(first) :] if first in codes else codes

    def next_member(self, row: Row | None, wanted: Filter, step: int) -> str:
        """The next criterion (the one before: step -1), round the end, that is shown and also belongs to `wanted`.

        The current one comes last; "" where there is none.
        """
        sheet = self._sheet
        if sheet is None:
            return ""
        codes = self.members()
        here = len(codes) - len(self.onward(row))
        after = here + isinstance(row, CriterionRow)
        order = [*codes[after:], *codes[:after]] if step > 0 else [*codes[:here][::-1], *codes[here:][::-1]]
        return next((code for code in order if sheet.shows(code, wanted)), "")

    def line_count(self) -> int:
        return len(self._rows)

    def heads(self) -> Sequence[Headed]:
        return self._heads

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        column = index.column()
        if isinstance(row, SectionRow):
            if role == HEAD_ROLE:
                return True
            if role == SPOKEN:
                return row.spoken
            return row.name if role == DISPLAY and column == 0 else None
        if role == DISPLAY:
            return row.texts[column]
        if role == MARK_ROLE:
            return _mark_of(row, column)
        if role == NOTE_ROLE:
            return _note_of(row, column)
        if role == DIFFERS_ROLE:
            return row.differs and column == Column.SELF
        if role == SPOKEN:
            return row.spoken if column == Column.RATING else None
        if role == TIP:
            return _tip_of(row, column)
        return None

    def _choose_members(self) -> None:
        sheet = self._sheet
        codes = sheet.framework.criteria if sheet is not None else ()
        self._members = frozenset(code for code in codes if sheet is not None and sheet.shows(code, self._filter))
        self._rows = list(self._all_rows())

    def _codes(self, section: str) -> list[str]:
        """The criteria of a section that are shown while it is unfolded."""
        assert self._sheet is not None
        found = next(one for one in self._sheet.framework.sections if one.code == section)
        return [criterion.code for criterion in found.criteria if criterion.code in self._members]

    def _all_rows(self) -> Iterator[Row]:
        for section in self._sheet.framework.sections if self._sheet is not None else ():
            codes = self._codes(section.code)
            if codes:
                yield self._section_row(section.code)
                if section.code not in self._folded:
                    yield from map(self._criterion_row, codes)

    def _section_row(self, code: str) -> SectionRow:
        assert self._sheet is not None
        section = next(one for one in self._sheet.framework.sections if one.code == code)
        part = next((one for one in self._sheet.score.sections if one.section == code), SectionScore(code))
        return SectionRow(
            code=code,
            name=self._language.pick(section.name.nl, section.name.en),
            rated=rated_of(part, self._language),
            score=self._language.percent(part.score),
            folded=code in self._folded,
        )

    def _criterion_row(self, code: str) -> CriterionRow:
        sheet = self._sheet
        assert sheet is not None
        language = self._language
        _ = language.gettext
        criterion = sheet.framework.criteria[code]
        rating, own, scale = sheet.rating(code), sheet.own.get(code), sheet.framework.scale
        earlier = sheet.earlier.get(code)
        before = earlier.rating if earlier is not None else None
        pieces = [piece for piece in rating.evidence.split(";") if piece.strip()]
        carried = None if rating.is_rated else sheet.carried.get(code)
        word = rating_word(rating if carried is None else carried, scale, language)
        texts = (
            code,
            criterion_text(criterion, language),
            _("yr {n}").format(n=criterion.from_participation_year),
            _earlier_word(earlier, language),
            rating_word(own, scale, language) if own is not None and own.is_rated else "",
            word,
            "!" if rating.unproven else str(len(pieces)) if pieces else "",
        )
        why = _("N.a.: {reason}").format(reason=rating.na_reason) if rating.not_applicable else ""
        if carried is not None:
            why = _("Carried forward, to be confirmed: Enter confirms it.")
        waiting = _("to confirm") if carried is not None else ""
        return CriterionRow(
            code=code,
            section=sheet.framework.section_of[code].code,
            texts=texts,
            earlier_mark=rating_mark(before, earlier.scale) if before is not None and earlier is not None else "",
            own_mark=rating_mark(own, scale) if own is not None else "",
            mark=rating_mark(rating, scale),
            differs=own is not None and differs(rating, own),
            outside=code not in sheet.applying,
            clip="clip-warning" if rating.unproven else "clip" if pieces else "",
            proposed=rating_mark(carried, scale) if carried is not None else "",
            comment="remark" if sheet.has_remark(code) else "comment" if rating.note else "",
            tips=(_tip(_all_words(earlier, language)), _tip(why), _tip(_about_marks(code, sheet, language))),
            spoken=", ".join(filter(None, (f"{code} {texts[1]}: {word}", waiting))),
        )


def criterion_text(criterion: Criterion, language: Language) -> str:
    """What a criterion asks, on one line."""
    return " ".join(language.pick(criterion.text.nl, criterion.text.en).split())


def section_name(section: Section, language: Language) -> str:
    """The name of a section."""
    return language.pick(section.name.nl, section.name.en)


def rated_of(part: SectionScore, language: Language) -> str:
    """ "12 of 13"; what was entered as a percentage is not counted in criteria."""
    if part.entered is not None:
        return NO_NUMBER
    number = language.number
    text = language.gettext("{done} of {all}")
    return text.format(done=number(part.rated, 0), all=number(part.applicable, 0))


def _earlier_word(earlier: Earlier | None, language: Language) -> str:
    if earlier is None or not earlier.ratings:
        return ""
    rating = earlier.rating
    return language.gettext("mixed") if rating is None else rating_word(rating, earlier.scale, language)


def _all_words(earlier: Earlier | None, language: Language) -> str:
    """Every rating of criteria that were merged."""
    if earlier is None or earlier.rating is not None:
        return ""
    return ", ".join(rating_word(rating, earlier.scale, language) for rating in earlier.ratings)


def _about_marks(code: str, sheet: Sheet, language: Language) -> str:
    """What the marks of a row stand for: evidence, note, remark and response."""
    _ = language.gettext
    rating, remark, response = sheet.rating(code), sheet.remarks.get(code), sheet.responses.get(code)
    claimed = _("Claimed, no evidence seen") if rating.unproven else ""
    remarked = _("Reviewer: {text}").format(text=remark.text) if remark is not None and not remark.done else ""
    said = _("Company: {text}").format(text=response.response) if response is not None and response.is_open else ""
    return "\n".join(filter(None, (remarked, said, claimed, rating.evidence, rating.note)))


def _tip(text: str) -> str:
    return plain_tip(text[:500])


def _mark_of(row: CriterionRow, column: int) -> str:
    if column == Column.RATING:
        return row.mark or row.proposed
    if column == Column.EARLIER:
        return row.earlier_mark
    if column == Column.SELF:
        return row.own_mark
    return row.clip if column == Column.MARKS else ""


def _note_of(row: CriterionRow, column: int) -> str:
    if column == Column.RATING:
        return OUTSIDE if row.outside else CARRIED if row.proposed else ""
    return row.comment if column == Column.MARKS else ""


def _tip_of(row: CriterionRow, column: int) -> str | None:
    place = {Column.EARLIER: 0, Column.RATING: 1, Column.MARKS: 2}.get(Column(column))
    return None if place is None else row.tips[place] or None
