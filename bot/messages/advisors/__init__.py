"""What advisors and teams read of questions, office hours and rounds."""
