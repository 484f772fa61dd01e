"""Matchmaking in words: plans and what speaks for them, questions to both sides, and what comes after."""
