"""The window of Covenant Monitor."""
