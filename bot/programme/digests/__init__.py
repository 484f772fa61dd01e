"""Digests: a week for the cohort's room, a loop for each workspace, a Monday for the facilitators."""
