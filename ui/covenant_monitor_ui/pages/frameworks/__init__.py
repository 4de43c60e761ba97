"""The versions of a framework: their sections and criteria, editing, publishing, findings."""
