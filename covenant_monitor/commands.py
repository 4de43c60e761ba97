"""The names of the commands, apart from what they do: the entry point decides by them before it imports either side."""

COMMANDS = (
    "new", "import", "export", "scores", "progress", "workbook", "chart", "check", "backup", "restore", "history",
    "undo", "redo",
)
