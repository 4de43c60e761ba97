"""Questionnaires: a workbook per participant out, and what comes back in, staged before it is taken."""
