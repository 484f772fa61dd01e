"""Reviews: conflicts declared first, three readers each, blind until submitted."""
