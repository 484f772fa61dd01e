"""Introductions, as the teams read them."""
