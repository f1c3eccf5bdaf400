"""What does someone refuse or not tolerate? Diets, allergens and the food tags they turn into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from nutriplan.domain.caution_book import Allergen
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.domain.person import Person

_MEAT = frozenset({"meat", "red_meat", "beef", "pork", "poultry", "liver", "gelatin"})
_FISH = frozenset({"fish", "crustacean", "mollusc", "fish_liver_oil"})

#: What each diet leaves out. The tag `animal` alone would do for vegans; naming the rest guards against a tag
#: forgotten.
DIETS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "omnivore": frozenset(),
        "pescatarian": _MEAT,
        "vegetarian": _MEAT | _FISH,
        "vegan": _MEAT | _FISH | {"animal", "egg", "dairy", "honey"},
    }
)

#: Rules of faith or wish. Gelatine goes wherever its animal matters, because labels seldom name it. Kosher: whether
#: meat was slaughtered so, whether a fish has fins and scales, and whether meat and milk meet at a table cannot be
#: decided from tags, so meat and fish are left out altogether. Halal meat is a matter of buying, and the diet note
#: says so.
DIET_RULES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "halal": frozenset({"pork", "alcohol", "gelatin"}),
        "kosher": _MEAT | _FISH,
        "no_pork": frozenset({"pork", "gelatin"}),
        "no_beef": frozenset({"beef", "gelatin"}),
        "no_alcohol": frozenset({"alcohol"}),
    }
)

DIET_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "omnivore": "I eat everything",
        "pescatarian": "Fish, but no meat",
        "vegetarian": "Vegetarian",
        "vegan": "Vegan",
    }
)

DIET_RULE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "halal": "Halal",
        "kosher": "Kosher",
        "no_pork": "No pork",
        "no_beef": "No beef",
        "no_alcohol": "No alcohol",
    }
)

#: What a plan cannot decide for the eater, said beside the plan.
DIET_NOTES: Mapping[str, str] = MappingProxyType(
    {
        "halal": "The plan leaves out pork, alcohol and gelatine. Please buy meat that is halal.",
        "kosher": (
            "The plan leaves out meat and fish, because we cannot tell which are kosher or keep meat and milk apart. "
            "Please check the label of cheese and wine vinegar."
        ),
    }
)


def excluded_tags(person: Person, allergens: Mapping[str, Allergen]) -> dict[str, tuple[str, ...]]:
    """Food tag -> why it is out ("diet:vegan", "diet_rule:halal", "allergy:milk", "wish:spicy").

    Raises InputFaults for a diet, rule or allergy that is not in the vocabulary: to pass it over would look safe.
    """
    faults: list[Fault] = []
    out: dict[str, tuple[str, ...]] = {}

    def leave_out(tags: Iterable[str] | None, because: str, pointer: str) -> None:
        if tags is None:
            faults.append(Fault(pointer, "unknown", f"We do not know {because.split(':', 1)[1]!r}."))
            return
        for tag in sorted(tags):
            out[tag] = (*out.get(tag, ()), because)

    leave_out(DIETS.get(person.diet), f"diet:{person.diet}", "/diet")
    for rule in sorted(person.diet_rules):
        leave_out(DIET_RULES.get(rule), f"diet_rule:{rule}", "/diet_rules")
    for allergy in sorted(person.allergies):
        allergen = allergens.get(allergy)
        leave_out(allergen.tags if allergen else None, f"allergy:{allergy}", "/allergies")
    for tag in sorted(person.avoid_tags):
        leave_out({tag}, f"wish:{tag}", "/avoid_tags")
    if faults:
        raise InputFaults(faults)
    return out
