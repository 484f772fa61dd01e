"""What reviewers, advisors and the secretariat read about reviews, and the forms they fill in."""
