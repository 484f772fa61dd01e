"""Reviews by the clock."""
