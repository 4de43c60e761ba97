"""The window of the import assistant: source, columns, values, preview."""
