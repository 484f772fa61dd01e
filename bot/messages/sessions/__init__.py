"""Sessions in each reader's own time, with the one button for the one thing asked."""
