"""Briefs: what the second call reads of a challenge, published only after its owner approved that text."""
