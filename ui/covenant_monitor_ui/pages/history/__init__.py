"""Every change of every field, and putting one back."""
