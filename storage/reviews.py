"""Who reviews what, conflicts, and what they wrote."""
