"""Mappings kept for the next file, and files that wait for a word."""
