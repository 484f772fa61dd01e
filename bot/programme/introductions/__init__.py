"""Introductions across the cohort: who wishes them, who suits whom, what both are told, and whether they met."""
