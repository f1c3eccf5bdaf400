"""What may stand in, dish by dish of the library: its promises hold, and nobody is offered what is out."""

from functools import partial
from itertools import combinations

import pytest

from foods import selectors
from foods.vocabulary import tag_labels
from nutriplan.domain.diet import DIETS
from nutriplan.domain.dish_faults import range_of
from nutriplan.domain.findings import Findings
from nutriplan.domain.kitchen import FREE_OF
from nutriplan.domain.offering import Offered, offer
from nutriplan.domain.servings import Part, Serving
from nutriplan.domain.variants import variant
from tests.domain.cast import MEALS, person

pytestmark = pytest.mark.django_db
ALLERGENS = ("dairy", "egg", "fish", "crustacean", "gluten", "wheat", "soy", "tree_nut", "peanut", "sesame", "celery")


def offered_without(servings: tuple[Serving, ...], *tags: str) -> Offered:
    findings = Findings(excluded=dict.fromkeys(tags, ("RULE",)))
    return offer(servings, person=person(), findings=findings, meals=MEALS, with_stand_ins=True)


def _is_free_of(tags: frozenset[str], part: Part) -> bool:
    return not part.may_carry_any(tags)


def test_with_its_stand_ins_every_dish_is_what_they_promise_and_still_a_meal() -> None:
    promised = [
        (serving, for_whom)
        for serving in selectors.servings()
        for for_whom in sorted({swap.for_whom for part in serving.parts for swap in part.swaps} & FREE_OF.keys())
    ]
    assert len(promised) > 300
    for serving, for_whom in promised:
        tags = FREE_OF[for_whom]
        changed = variant(serving, partial(_is_free_of, tags))
        assert changed is not None, (serving.key, for_whom)
        assert not any(part.may_carry_any(tags) for part in changed.parts), changed.key
        plausible = range_of(changed)
        assert plausible.kcal[0] <= changed.sums(("energy_kcal",))["energy_kcal"].known <= plausible.kcal[1], (
            changed.key
        )
        assert plausible.grams[0] <= changed.grams <= plausible.grams[1], changed.key


def test_whatever_is_out_no_dish_that_is_offered_may_hold_it() -> None:
    servings = selectors.servings()
    asked = [(tag,) for tag in sorted(tag_labels())] + list(combinations(ALLERGENS, 2)) + [(*DIETS["vegan"], "soy")]
    for tags in asked:
        found = offered_without(servings, *tags)
        holding = [one.key for one, _ in found.servings if any(part.may_carry_any(tags) for part in one.parts)]
        assert holding == [], tags
        ids = [one.dish_id for one, _ in found.servings]
        assert len(ids) == len(set(ids)), tags


def test_a_vegan_who_is_allergic_to_milk_has_the_dishes_that_stand_ins_open() -> None:
    found = offered_without(selectors.servings(), *DIETS["vegan"], "dairy")
    written = [one.key for one, _ in found.servings if "~" not in one.key]
    changed = {one.key: one for one, _ in found.servings if "~" in one.key}
    assert len(changed) > 50 < len(written)
    porridge = changed["milk-porridge-blueberries~dairy-free-vegan"]
    assert porridge.name.endswith("with soya drink instead of milk and maple syrup instead of honey")
    assert porridge.sums(("lactose_g",))["lactose_g"].known == 0
    assert {part.purchase.name for part in porridge.parts if part.purchase} >= {"Maple syrup"}
