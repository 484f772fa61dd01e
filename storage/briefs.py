"""Versions of a challenge's brief."""
