"""The score from text: what meets scores high, whatever the words and the language, and every reason can be checked."""

from datetime import date

from bot.programme.solvers.scoring import Profile, score

ON = date(2027, 1, 20)
QUEUE = Profile("CH-1", text="Patients wait for months and nobody knows the waiting list.")
HEAT = Profile("SP-1", text="Shaded squares and drinking fountains against the summer heat.")
LIST = Profile("SP-2", text="We publish the waiting list, so that patients know where they stand.")


def test_every_pair_is_scored_and_what_meets_scores_higher() -> None:
    found = score([QUEUE], [HEAT, LIST], on=ON)
    assert found.keys() == {("CH-1", "SP-1"), ("CH-1", "SP-2")}
    assert found["CH-1", "SP-2"].score > 2 * found["CH-1", "SP-1"].score
