"""What does the product ask its planner for a person? The walk as every door takes it, up to the question."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nutriplan import proposal as walk
from nutriplan.domain.offering import Offered, offer
from nutriplan.domain.servings import Serving
from nutriplan.formulation import Posed
from nutriplan.knowledge import loader
from nutriplan.proposal import Proposal, Wishes

PROFILES = Path(__file__).resolve().parents[1] / "fixtures/profiles"
EXAMPLES = tuple(sorted(path.stem for path in PROFILES.glob("*.json")))


def example(name: str) -> dict[str, Any]:
    """One of the ten example people, as a profile of the contract."""
    read: dict[str, Any] = json.loads((PROFILES / f"{name}.json").read_text(encoding="utf-8"))
    return read


def asked_for(
    profile: Mapping[str, Any], wishes: Wishes, servings: Sequence[Serving] | None = None
) -> tuple[Proposal, Offered, Posed] | None:
    """What was found on the way, the dishes offered and the question; None where no plan is made for this person.

    servings: the library; None: the one in the database.
    """
    from foods import selectors as foods
    from nutriplan.plans import services

    person = services.read_person(profile=profile, today=wishes.start).person
    checked = walk.check(person, loader.load(), wishes)
    if checked.state is not walk.State.READY:
        return None
    library = foods.servings(fortified=person.buys_fortified) if servings is None else servings
    offered = offer(library, person=person, findings=checked.findings, meals=checked.meals, with_stand_ins=True)
    return checked, offered, walk.posed_for(checked, offered)
