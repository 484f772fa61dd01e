"""Briefs, as owners and facilitators read them."""
