"""Advisors: office hours, questions with a brief that the team allowed, the ledger of advice, and rounds."""
