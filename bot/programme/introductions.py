"""Introductions across the cohort, in rounds that never repeat a meeting."""
