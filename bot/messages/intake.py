"""Intake, as facilitators read it in Slack."""
