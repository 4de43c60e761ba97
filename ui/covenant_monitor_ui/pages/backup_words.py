"""What the words in the names of backups say, for all pages that list backups."""

from covenant_monitor.language import N_, Language
from covenant_monitor.store.backup import Backup

_REASONS = {
    "backup": N_("made by hand"),
    "daily": N_("the day's work"),
    "import": N_("before an import"),
    "restore": N_("before a restore"),
    "upgrade": N_("before an update of the file"),
}
"""By the words that stand in the names of backups."""


def backup_reason(backup: Backup, language: Language) -> str:
    """Why a backup was made."""
    return language.gettext(_REASONS[backup.reason]) if backup.reason in _REASONS else backup.reason
