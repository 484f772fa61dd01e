"""A file dropped in the facilitators' room: what it holds, and the buttons that bring it in."""
