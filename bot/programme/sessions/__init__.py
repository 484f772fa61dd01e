"""Sessions: who is invited, when each person is told and reminded in their own time, who comes, and who was there."""
