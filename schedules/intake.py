"""Intake by the clock."""
