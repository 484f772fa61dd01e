"""The door for whoever has no Slack: a link from a letter, a page, and the same handlers as in Slack."""
