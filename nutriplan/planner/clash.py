"""Which wishes and limits leave no plan together, and which wish, given up by itself, would let one be?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from nutriplan.planner import backend
from nutriplan.planner.backend import Outcome
from nutriplan.planner.build import Built, build, merged
from nutriplan.planner.check import check
from nutriplan.planner.explain import FEASIBLE, hard_only
from nutriplan.planner.model import Model
from nutriplan.planner.problem import Problem
from nutriplan.planner.variables import lay_out


@dataclass(frozen=True, slots=True)
class Clash:
    """limits, wishes: all of them together leave no plan, and without any one of them the others would not clash so.
    Both empty: merged days show no clash. freeing: wishes that, given up by themselves, leave room for a plan as far as
    merged days show."""

    limits: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    freeing: tuple[str, ...] = ()


def clash(problem: Problem, kept_out: Mapping[str, Iterable[str]]) -> Clash:
    """kept_out: key of an offer of the problem -> the wishes that keep it out, each of which does so by itself."""
    check(problem)
    hard = hard_only(problem)
    asked = _Asked(build(merged(lay_out(hard, whole=True))), hard, kept_out)
    if not asked.is_impossible(asked.every, asked.wishes):
        return Clash()
    limits, wishes = asked.fewest(asked.suspects(), asked.wishes)
    others = {one: [other for other in asked.wishes if other != one] for one in wishes}
    freeing = tuple(one for one in wishes if not asked.is_impossible(asked.every, others[one]))
    return Clash(tuple(limits), tuple(wishes), freeing)


class _Asked:
    """A model of which limits can be left out, and offers let in by giving up wishes."""

    def __init__(self, built: Built, problem: Problem, kept_out: Mapping[str, Iterable[str]]) -> None:
        self._model = built.model
        kept = {key: frozenset(wishes) for key, wishes in kept_out.items()}
        layout = lay_out(problem, whole=True)
        self._out = [
            (column, kept[key])
            for bucket in built.buckets
            for column, portion in zip(bucket.columns.tolist(), bucket.portions.tolist(), strict=True)
            if (key := problem.offers[int(layout.offer[portion])].key) in kept
        ]
        self.every = list(dict.fromkeys(self._model.owners))
        self.wishes = sorted({wish for wishes in kept.values() for wish in wishes})

    def suspects(self) -> list[str]:
        """The limits of one conflict of the relaxed model where it shows one, else all."""
        few = list(backend.conflicting_owners(self._with(self.every, self.wishes)))
        return few if few and self.is_impossible(few, self.wishes) else self.every

    def is_impossible(self, limits: Iterable[str], wishes: Iterable[str]) -> bool:
        """Fractions of dishes tell it in a moment; only where they fit are whole ones tried."""
        model = self._with(limits, wishes)
        if backend.relax(model).outcome is Outcome.INFEASIBLE:
            return True
        return backend.minimise(model, FEASIBLE).outcome is Outcome.INFEASIBLE

    def fewest(self, limits: list[str], wishes: list[str]) -> tuple[list[str], list[str]]:
        """Leave out one after the other all without which it stays impossible, limits first: wishes can be changed."""
        for one in list(limits):
            rest = [other for other in limits if other != one]
            limits = rest if self.is_impossible(rest, wishes) else limits
        for one in list(wishes):
            rest = [other for other in wishes if other != one]
            wishes = rest if self.is_impossible(limits, rest) else wishes
        return limits, wishes

    def _with(self, limits: Iterable[str], wishes: Iterable[str]) -> Model:
        held, wanted = set(limits), frozenset(wishes)
        model = self._model.without([owner for owner in dict.fromkeys(self._model.owners) if owner not in held])
        upper = list(model.upper)
        for column, kept in self._out:
            if kept & wanted:
                upper[column] = 0.0
        return replace(model, upper=upper)
