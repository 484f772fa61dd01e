"""Briefs by the clock."""
