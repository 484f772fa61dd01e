"""Asks: the forms, what helpers and askers read of one another, and the list of what is open."""
