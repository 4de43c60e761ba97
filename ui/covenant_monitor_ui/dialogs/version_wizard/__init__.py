"""The wizard for a new framework version: mapping by likeness, and its effect on the last round."""
