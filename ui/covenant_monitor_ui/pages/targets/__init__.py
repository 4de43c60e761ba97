"""Indicators and targets, as they are seen on a day."""
