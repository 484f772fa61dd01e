"""The problem as a flow: one unit for each pair, from its challenge by way of its country to its provider."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ortools.graph.python import min_cost_flow

from bot.programme.solvers.matching.arrays import Arrays, Bools, Ints, Rule


@dataclass(frozen=True)
class Network:
    """Nodes are challenges, then providers, then the end, then a door for each challenge and country that is needed.

    The first arcs are the pairs (`rows`, `columns`), then provider to end, then challenge to end (a place left empty,
    under `at_most`), then challenge to door.
    """

    case: Arrays
    rows: Ints
    columns: Ints

    @cached_property
    def doors(self) -> tuple[Ints, Ints]:
        """The key of each door, `challenge * countries + country`, in order; and for each pair its node of departure."""
        if self.case.provider_country is None:
            return np.empty(0, dtype=np.int64), self.rows
        countries = self.case.provider_country[self.columns]
        known = countries >= 0
        keys, found = np.unique((self.rows * self.countries + countries)[known], return_inverse=True)
        departs = self.rows.copy()
        departs[known] = self.end + 1 + found
        return keys, departs

    @property
    def countries(self) -> int:
        return 0 if self.case.provider_country is None else int(self.case.provider_country.max(initial=0)) + 1

    @property
    def end(self) -> int:
        return len(self.case.wanted) + len(self.case.capacity)

    @property
    def nodes(self) -> int:
        return self.end + 1 + len(self.doors[0])

    @property
    def empty_place(self) -> int:
        """What an empty place costs: more than any rearrangement can gain."""
        return (self.case.largest + 1) * (self.nodes + 2)

    @cached_property
    def arcs(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Tail, head, capacity, cost."""
        case, (keys, departs) = self.case, self.doors
        challenges, providers = len(case.wanted), len(case.capacity)
        ends, doors = np.full(providers, self.end), np.arange(len(keys)) + self.end + 1
        owners = keys // self.countries if len(keys) else keys
        tails = [departs, np.arange(providers) + challenges]
        heads = [self.columns + challenges, ends]
        most = [np.ones_like(self.rows), np.maximum(case.room - case.low, 0)]
        costs = [-case.gains[self.rows, self.columns], np.zeros(providers, dtype=np.int64)]
        if case.rule is Rule.AT_MOST:
            tails.append(np.arange(challenges))
            heads.append(np.full(challenges, self.end))
            most.append(np.maximum(case.need, 0))
            costs.append(np.full(challenges, self.empty_place))
        tails.append(owners)
        heads.append(doors)
        most.append(self._free(keys))
        costs.append(np.zeros(len(keys), dtype=np.int64))
        return np.concatenate(tails), np.concatenate(heads), np.concatenate(most), np.concatenate(costs)

    def _free(self, keys: Ints) -> Ints:
        """1 for each door that no pin has passed."""
        if not len(keys) or self.case.provider_country is None:
            return np.empty(0, dtype=np.int64)
        rows, columns = np.nonzero(self.case.pinned)
        countries = self.case.provider_country[columns]
        used = (rows * self.countries + countries)[countries >= 0]
        return (~np.isin(keys, used)).astype(np.int64)

    def supplies(self) -> Ints:
        supplies = np.zeros(self.nodes, dtype=np.int64)
        supplies[: len(self.case.wanted)] = self.case.need
        supplies[len(self.case.wanted) : self.end] = -self.case.low
        supplies[self.end] = self.case.low.sum() - self.case.need.sum()
        return supplies

    def solve(self) -> Ints | None:
        """The flow of each arc at the least cost, or nothing where none keeps the rules."""
        case = self.case
        if (case.need < 0).any() or (case.low > case.room).any() or case.need.sum() < case.low.sum():
            return None
        solver = min_cost_flow.SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(*self.arcs)
        solver.set_nodes_supplies(np.arange(self.nodes), self.supplies())
        status = solver.solve()
        if status == solver.INFEASIBLE:
            return None
        if status != solver.OPTIMAL:
            raise ArithmeticError(f"the flow ended with {status}")
        flows: Ints = solver.flows(arcs)
        return flows

    def chosen(self, flow: Ints) -> Bools:
        chosen = self.case.pinned.copy()
        used = flow[: len(self.rows)] > 0
        chosen[self.rows[used], self.columns[used]] = True
        return chosen


@dataclass(frozen=True)
class Residual:
    """What could still be moved in a flow, and how much it costs to bring one unit from the end to each node.

    The distances prove the flow to be optimal: where no arc shortens them, no cycle of changes gains anything.
    """

    network: Network
    flow: Ints

    @cached_property
    def steps(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Tail, head, cost and arc of each possible change, by head: an arc with room, or back along one in use."""
        tails, heads, most, costs = self.network.arcs
        forth, back = np.nonzero(self.flow < most)[0], np.nonzero(self.flow > 0)[0]
        step_tails = np.concatenate([tails[forth], heads[back]])
        step_heads = np.concatenate([heads[forth], tails[back]])
        step_costs = np.concatenate([costs[forth], -costs[back]])
        order = np.argsort(step_heads, kind="stable")
        return step_tails[order], step_heads[order], step_costs[order], np.concatenate([forth, back])[order]

    @property
    def far(self) -> int:
        """More than any way costs: the distance of what cannot be reached."""
        return 4 * self.network.empty_place

    @cached_property
    def distances(self) -> Ints:
        tails, heads, costs, _ = self.steps
        found = np.full(self.network.nodes, self.far, dtype=np.int64)
        found[self.network.end] = 0
        if not len(heads):
            return found
        starts = np.nonzero(np.diff(heads, prepend=-1))[0]
        targets = heads[starts]
        for _ in range(self.network.nodes + 1):
            nearer = np.minimum.reduceat(found[tails] + costs, starts)
            better = nearer < found[targets]
            if not better.any():
                return found
            found[targets[better]] = nearer[better]
        raise ArithmeticError("the flow is not optimal")

    def departures(self) -> Ints:
        """By challenge, or by challenge and country: the distance of the node from which a pair departs."""
        distances, (keys, _) = self.distances, self.network.doors
        challenges = distances[: len(self.network.case.wanted)]
        if not self.network.countries:
            return challenges[:, None]
        table = np.repeat(challenges[:, None], self.network.countries + 1, axis=1)
        table[keys // self.network.countries, keys % self.network.countries] = distances[self.network.end + 1 :]
        return table

    def prices(self) -> Iterator[tuple[slice, Ints]]:
        """For blocks of challenges: what a pair of each with each provider would gain beyond what it displaces."""
        case, departures = self.network.case, self.departures()
        arrivals = self.arrivals()
        for start in range(0, len(case.wanted), 256):
            block = slice(start, start + 256)
            away = departures[block] if case.provider_country is None else departures[block][:, case.provider_country]
            yield block, case.gains[block] - away + arrivals

    def arrivals(self) -> Ints:
        return self.distances[len(self.network.case.wanted) : self.network.end]
