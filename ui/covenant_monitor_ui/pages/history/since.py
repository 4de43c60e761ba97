"""Since when the history is shown: a day, a meeting or a backup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from covenant_monitor.language import Language
from covenant_monitor.store.backup import Backup
from covenant_monitor.store.moments import Meeting
from covenant_monitor_ui.pages.backup_words import backup_reason

ALL, TODAY, WEEK, DAY = "all", "today", "week", "day"
_MOST = 12


@dataclass(frozen=True, slots=True)
class Since:
    """One choice: its key and text, and since when: a moment, a change set, or what a backup at `path` has."""

    key: str
    text: str
    when: datetime | int | None = None
    path: Path | None = None


def choices(meetings: Sequence[Meeting], backups: Sequence[Backup], today: date, language: Language) -> list[Since]:
    """What can be chosen from; a day that is to be typed has no moment yet."""
    _ = language.gettext
    found = [
        Since(ALL, _("the beginning")),
        Since(TODAY, _("today"), start_of(today)),
        Since(WEEK, _("a week ago"), start_of(today - timedelta(days=7))),
        Since(DAY, _("a day …")),
    ]
    for place, meeting in enumerate(meetings[:_MOST]):
        named = _("{meeting}, {moment}").format(meeting=meeting.name, moment=language.moment(meeting.at))
        text = _("last meeting: {meeting}") if place == 0 else _("meeting: {meeting}")
        found.append(Since(f"meeting:{meeting.at.isoformat()}", text.format(meeting=named), meeting.change_set))
    for backup in backups[:_MOST]:
        text = _("backup: {moment}, {reason}").format(
            moment=language.moment(backup.made), reason=backup_reason(backup, language)
        )
        found.append(Since(f"backup:{backup.path.name}", text, path=backup.path))
    return found


def start_of(day: date) -> datetime:
    """The moment at which a day begins here."""
    return datetime.combine(day, time()).astimezone()
