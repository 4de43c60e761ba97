"""The names of the commands, apart from what they do: the entry point decides by them before it imports either side."""

COMMANDS = (
    "new",
    "import",
    "export",
    "scores",
    "coherence",
    "progress",
    "workbook",
    "report",
    "letters",
    "chart",
    "questionnaire",
    "check",
    "backup",
    "restore",
    "history",
    "undo",
    "redo",
)

READER_FLAG = "--read-workbook"
"""How a packaged program, which has no other Python to start, is asked to be the process that reads one workbook."""
