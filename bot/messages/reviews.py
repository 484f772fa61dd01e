"""Reviews, as reviewers and facilitators read them."""
