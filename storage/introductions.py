"""Who is introduced to whom, and whether they met."""
