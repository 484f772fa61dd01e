"""How well what a challenge needs and what a provider has done meet: a score from 0 to 1, and why, in words.

`scores` gives both. `passages`, `tokens`, `words`, `glossary` and `meaning` read a text, `sides` makes all texts of a
side ready, `evidence` measures how two of them meet, `facts` adds what both state besides, and `reasons` says it.
"""

from bot.programme.solvers.scoring.profiles import Profile
from bot.programme.solvers.scoring.scores import Pair, Scored, score

__all__ = ["Pair", "Profile", "Scored", "score"]
