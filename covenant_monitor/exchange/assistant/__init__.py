"""The import assistant: a table of somebody else's becomes exchange tables, by a recipe."""
