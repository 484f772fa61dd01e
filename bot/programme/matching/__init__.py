"""Matchmaking: plans with reasons, rules, consent of both sides, the reserve, publishing, and what comes after."""
