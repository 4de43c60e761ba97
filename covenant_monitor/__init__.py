"""Covenant Monitor: assess participants of sector covenants and follow progress. The core; it imports no Qt."""

__version__ = "0.1.0"
