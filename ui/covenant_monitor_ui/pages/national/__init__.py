"""All covenants in a file beside one another."""
