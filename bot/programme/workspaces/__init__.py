"""Paired workspaces, from the first recorded step to the archive."""
