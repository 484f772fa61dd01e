"""Asks: help wanted, routed to people and to past answers, until it is answered."""
