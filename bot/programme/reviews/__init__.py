"""Review: conflicts, who reviews what, the scores and how far they agree, discussion, advice, the board."""
