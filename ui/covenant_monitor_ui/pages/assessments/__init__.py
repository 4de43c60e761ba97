"""Assessing: the grid of criteria, the panel beside it, review and all that can be done there."""
