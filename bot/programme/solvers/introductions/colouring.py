"""Groups into rounds, so that nobody is in two at once: an edge colouring, repaired along chains of two colours."""

from random import Random

from bot.programme.solvers.introductions.model import Budget, Group, Schedule

FREE = -1


def in_rounds(groups: list[Group], count: int, rounds: int, budget: Budget) -> Schedule | None:
    """`None` where no way was found, which does not mean that there is none."""
    colouring = _Colouring(groups, count, rounds)
    if not colouring.complete(2_000 + 20 * len(groups), budget):
        return None
    schedule: Schedule = [[] for _ in range(rounds)]
    for group, colour in zip(groups, colouring.colours, strict=True):
        schedule[colour].append(group)
    return schedule


class _Colouring:
    def __init__(self, groups: list[Group], count: int, rounds: int) -> None:
        self.groups, self.rounds = groups, rounds
        self.colours = [FREE] * len(groups)
        self.at = [[FREE] * rounds for _ in range(count)]
        """Which group a team is in, by round."""
        self.random = Random(7)
        self.circle = count - 1 + count % 2

    def complete(self, steps: int, budget: Budget) -> bool:
        waiting = [number for number in range(len(self.groups)) if not self._by_circle(number)]
        while waiting:
            steps -= 1
            if steps < 0 or budget.over():
                return False
            number = waiting.pop(self.random.randrange(len(waiting)))
            if not self._fit(number):
                waiting += self._force(number)
        return True

    def _by_circle(self, number: int) -> bool:
        """Start from the round-robin of the circle method, which alone colours a complete graph."""
        one, other = self.groups[number][:2]
        last = self.circle
        colour = (2 * one if other == last else one + other) % last
        if colour >= self.rounds or any(self.at[team][colour] != FREE for team in self.groups[number]):
            return False
        self._set(number, colour)
        return True

    def _set(self, number: int, colour: int) -> None:
        self.colours[number] = colour
        for team in self.groups[number]:
            self.at[team][colour] = number

    def _lift(self, number: int) -> None:
        for team in self.groups[number]:
            self.at[team][self.colours[number]] = FREE
        self.colours[number] = FREE

    def _in_the_way(self, number: int, colour: int) -> set[int]:
        return {self.at[team][colour] for team in self.groups[number]} - {FREE}

    def _fit(self, number: int) -> bool:
        """Colour the group, exchanging two colours along one chain if that is what it takes."""
        in_the_way = [self._in_the_way(number, colour) for colour in range(self.rounds)]
        for colour, groups in enumerate(in_the_way):
            if not groups:
                self._set(number, colour)
                return True
        near = [colour for colour, groups in enumerate(in_the_way) if len(groups) < len(self.groups[number])]
        for colour in near:
            for other in range(self.rounds):
                if other != colour and self._exchange(number, colour, other):
                    self._set(number, colour)
                    return True
        return False

    def _exchange(self, number: int, colour: int, other: int) -> bool:
        """Free `colour` for the group by giving `other` to those in the way, and so on along the chain."""
        held = [team for team in self.groups[number] if self.at[team][colour] != FREE]
        if any(self.at[team][other] != FREE for team in held):
            return False
        barred = {self.at[team][other] for team in self.groups[number]} - {FREE}
        chain, ahead = set(), [self.at[team][colour] for team in held]
        while ahead:
            group = ahead.pop()
            if group in barred:
                return False
            if group not in chain:
                chain.add(group)
                across = other if self.colours[group] == colour else colour
                ahead += self._in_the_way(group, across)
        self._swap(chain, colour, other)
        return True

    def _swap(self, chain: set[int], colour: int, other: int) -> None:
        moved = {group: other if self.colours[group] == colour else colour for group in chain}
        for group in chain:
            self._lift(group)
        for group, new in moved.items():
            self._set(group, new)

    def _force(self, number: int) -> list[int]:
        """Give the group the colour with the fewest in the way; those wait again."""
        in_the_way = [self._in_the_way(number, colour) for colour in range(self.rounds)]
        fewest = min(map(len, in_the_way)) if self.random.random() < 0.7 else self.rounds
        colour = self.random.choice([one for one, groups in enumerate(in_the_way) if len(groups) <= fewest])
        lifted = sorted(in_the_way[colour])
        for group in lifted:
            self._lift(group)
        self._set(number, colour)
        return lifted
