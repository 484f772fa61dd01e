"""`/sweetspot review …`, and the reviewer's own buttons."""
