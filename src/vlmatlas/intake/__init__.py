"""Scores and facts from other documents: read, resolved, planned, and only then written."""
