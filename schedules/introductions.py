"""Introductions by the clock."""
