"""Who takes part, how far each assessment is, and each one's course."""
