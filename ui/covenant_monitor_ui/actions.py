"""The pages, and what can be done from anywhere in the window, declared once: rail, menu, shortcuts and search."""

from collections.abc import Mapping
from dataclasses import dataclass

from covenant_monitor.language import N_

PAGES: Mapping[str, tuple[str, str, str]] = {
    "overview": ("overview", N_("Overview"), "OverviewPage"),
    "participants": ("participants", N_("Participants"), "ParticipantsPage"),
    "assessments": ("assessments", N_("Assessments"), "AssessmentsPage"),
    "coherence": ("coherence", N_("Coherence"), "CoherencePage"),
    "alignment": ("alignment", N_("OECD alignment"), "AlignmentPage"),
    "targets": ("targets", N_("Targets"), "TargetsPage"),
    "registers": ("risks", N_("Risks & actions"), "RegistersPage"),
    "comparing": ("comparing", N_("Comparing"), "ComparingPage"),
    "national": ("national", N_("All covenants"), "NationalPage"),
    "reports": ("reports", N_("Reports"), "ReportsPage"),
    "frameworks": ("frameworks", N_("Frameworks"), "FrameworksPage"),
    "history": ("history", N_("History"), "HistoryPage"),
}
"""The rail: icon, name and class of every page. Its module, of the same key, is imported when it is first shown."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action: its key, which is the window's method of that name; its text; its shortcut; what it needs."""

    key: str
    text: str
    shortcut: str = ""
    icon: str = ""
    needs_file: bool = False
    needs_writing: bool = False


FILE_ACTIONS = (
    Action("new_file", N_("New covenant file …"), "Ctrl+N", "new"),
    Action("open_file", N_("Open …"), "Ctrl+O", "open"),
    Action("open_demo", N_("Open the demo"), "", "demo"),
    Action("save_copy", N_("Save a copy …"), "Ctrl+Shift+S", "copy", needs_file=True),
    Action("close_file", N_("Close the file"), "Ctrl+W", "close", needs_file=True),
)
_TABLE_ACTIONS = (
    Action("import_tables", N_("Import …"), "Ctrl+I", "import", needs_writing=True),
    Action("export_workbook", N_("Workbook of this round …"), "Ctrl+E", "export", needs_file=True),
    Action("write_report", N_("Board report of this round …"), "", "export", needs_file=True),
    Action("write_letters", N_("Letters of this round …"), "", "export", needs_file=True),
    Action("make_questionnaires", N_("Questionnaires of this round …"), "", "export", needs_file=True),
    Action("read_questionnaires", N_("Returned questionnaires …"), "", "import", needs_writing=True),
    Action("export_tables", N_("Export the tables …"), "", "table", needs_file=True),
)
_BACKUP_ACTIONS = (
    Action("make_backup", N_("Make a backup"), "", "backup", needs_file=True),
    Action("restore_backup", N_("Restore a backup …"), "", "history"),
)
_WORK_ACTIONS = (
    Action("undo", N_("Undo"), "Ctrl+Z", "undo", needs_writing=True),
    Action("redo", N_("Redo"), "Ctrl+Shift+Z", "redo", needs_writing=True),
    Action("work_as", N_("Who is working …"), "", "user"),
)
_COVENANT_ACTIONS = (
    Action("new_covenant", N_("New covenant …"), "", "plus", needs_writing=True),
    Action("new_round", N_("New round …"), "", "plus", needs_writing=True),
    Action("edit_round", N_("Settings of this round …"), "", "calendar", needs_writing=True),
    Action("covenant_settings", N_("Settings of the covenant …"), "", "settings", needs_writing=True),
)
LANGUAGE_ACTIONS = (Action("speak_dutch", N_("Dutch")), Action("speak_english", N_("English")))
THEME_ACTIONS = (
    Action("follow_system", N_("Light or dark as the system")),
    Action("make_light", N_("Light")),
    Action("make_dark", N_("Dark")),
)
MENU = (_WORK_ACTIONS, _COVENANT_ACTIONS, _TABLE_ACTIONS, _BACKUP_ACTIONS)
"""What stands in the menu below the actions on files, with a line between the groups."""
ACTIONS = (*FILE_ACTIONS, *(action for group in MENU for action in group), *LANGUAGE_ACTIONS, *THEME_ACTIONS)
