"""Risks, actions, commitments and complaints, and what low ratings propose."""
