"""The words and the rules: dataclasses and pure functions. Imports nothing but the standard library.

model            what a covenant consists of
applicability    participation year, which criteria apply, what is required
scoring          points, scores, the provisional band, outcome classes
shares           rounding that adds up, alignment per step
headline         which assessments count in a published figure, and the figures of a round
targets          a target's status, gap and pace
explanation      how a number came about
"""
