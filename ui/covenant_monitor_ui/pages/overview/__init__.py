"""What needs attention today, and how the round stands."""
