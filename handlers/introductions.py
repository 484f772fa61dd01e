"""`/sweetspot intro …`, and each team's answer."""
