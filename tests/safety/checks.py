"""What is wrong with an answer for this person? Plans, offers and swaps held against the oracle, in words."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nutriplan.proposal import Wishes
from tests.plans import sr28
from tests.safety import oracle
from tests.safety.profiles import DRINKS, Profile, vocabulary

Json = dict[str, Any]
Absent = Mapping[str, frozenset[str]]
#: Amounts in an answer are rounded, and other roundings add up over a day.
SLACK = 1.005
NONE: frozenset[str] = frozenset()
SHOP = Path(__file__).resolve().parents[2] / "fixtures/sources/purchases.csv"


def absent_tags(ndb_nos: Iterable[str]) -> Absent:
    """NDB number -> the tags it is decided not to carry, by the rows. All others it carries, or nobody knows."""
    from foods.models import FoodTag

    found: dict[str, set[str]] = defaultdict(set)
    rows = FoodTag.objects.filter(food__ndb_no__in=set(ndb_nos), state="absent").values_list("food__ndb_no", "tag")
    for ndb_no, tag in rows:
        found[ndb_no].add(tag)
    return {ndb_no: frozenset(tags) for ndb_no, tags in found.items()}


def plan_faults(document: Json, profile: Profile, absent: Absent) -> list[str]:
    """Everything that a plan, as any door answers it, does against the oracle's word; also for one without meals."""
    return [
        *_unsaid(document, profile),
        *_raised(document, profile),
        *_excluded(document, profile, absent),
        *_too_close(document, profile, absent),
        *_over_caps(document, profile),
        *_over_portions(document, profile, absent),
        *_bought(document, profile),
    ]


def planned_faults(who: Profile, wishes: Wishes) -> tuple[str, list[str]]:
    """A real plan for this person: its state, and what is wrong with it."""
    from nutriplan.plans import services

    document = services.make_plan(profile=who, wishes=wishes, today=wishes.start).document
    meals = (meal for day in document["days"] for meal in day["meals"])
    return document["state"], plan_faults(document, who, absent_tags(ndb_no for ndb_no, _, _ in _ingredients(meals)))


def food_faults(foods: Iterable[tuple[str, str]], profile: Profile, absent: Absent) -> list[str]:
    """What forbids one of these (number, name of the table or "name of the table / name that is shown"). A name that is
    shown with what it is bought without is taken at its word."""
    ban = oracle.ban(profile)
    return [
        f"{name} ({ndb_no}): {', '.join(hits)}"
        for ndb_no, name in foods
        if (
            hits := ban.hit_by(
                ndb_no, name.partition(" / ")[0], absent.get(ndb_no, NONE) | _said_to_be_without(ndb_no, name)
            )
        )
    ]


def _said_to_be_without(ndb_no: str, name: str) -> frozenset[str]:
    words, tags = _bought_without().get(ndb_no, ("", NONE))
    return tags if words and name.endswith(words) else NONE


@cache
def _bought_without() -> Mapping[str, tuple[str, frozenset[str]]]:
    """NDB number -> "without milk or egg", the tags; from the file of the shop."""
    with SHOP.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["without"]]
    return {
        row["ndb_no"]: (
            "without" + row["buy_name"].partition("without")[2].partition(",")[0],
            frozenset(row["without"].split()),
        )
        for row in rows
    }


def _unsaid(document: Json, profile: Profile) -> Iterator[str]:
    said = " ".join(document["not_checked"])
    if document["targets"]:
        yield from (f"{name} is not said to be unchecked" for name in oracle.nonsense(profile) if name not in said)


def _raised(document: Json, profile: Profile) -> Iterator[str]:
    for key in oracle.replaced(profile) & document["targets"].keys():
        target = document["targets"][key]
        if target["aim"] is not None or target["min"] is not None:
            yield f"{key} is planned towards, though only a clinician may set it"
        if key in {shortfall["nutrient"] for shortfall in document["shortfalls"]}:
            yield f"{key} is called too little, though only a clinician may set it"


def _ingredients(meals: Iterable[Json]) -> Iterator[tuple[str, str, float]]:
    for meal in meals:
        for one in meal["ingredients"]:
            yield one["food"]["ndb_no"], f"{one['food']['name']} / {one['food']['display_name']}", one["grams"]


def _excluded(document: Json, profile: Profile, absent: Absent) -> list[str]:
    meals = (meal for day in document["days"] for meal in day["meals"])
    return food_faults(dict.fromkeys((ndb_no, name) for ndb_no, name, _ in _ingredients(meals)), profile, absent)


def _too_close(document: Json, profile: Profile, absent: Absent) -> Iterator[str]:
    closed = list(oracle.windows(profile))
    for meal in (meal for day in document["days"] for meal in day["meals"]):
        for rule, opens, closes, tags in closed:
            if not oracle.inside(oracle.minutes(meal["time"]), opens, closes):
                continue
            if tags is None:
                yield f"{meal['slot']} at {meal['time']} stands in the hours without food of {rule}"
            else:
                for ndb_no, name, _ in _ingredients([meal]):
                    if tags - absent.get(ndb_no, NONE):
                        yield f"{name} at {meal['time']} is too close to a dose ({rule})"


def _over_caps(document: Json, profile: Profile) -> Iterator[str]:
    for key, (most, why) in caps(profile).items():
        for day in document["days"]:
            amount, _ = sr28.total(key, [(ndb_no, grams) for ndb_no, _, grams in _ingredients(day["meals"])])
            if amount is not None and amount > most * SLACK:
                yield f"{day['date']}: {amount:.0f} of {key} is above {most:g} ({why})"


def caps(profile: Profile) -> dict[str, tuple[float, str]]:
    """Nutrient key -> the most of a day, and why. The person's clinic stands above the rules."""
    found: dict[str, tuple[float, str]] = {}
    for rule, effect in oracle.effects(profile, "limit_nutrient"):
        key = vocabulary()["nutrients"][effect["nutrient"]]
        if key is None or effect["per"] != "day" or effect["scope"] != "total":
            continue
        most = oracle.by_age(effect, profile) * _body(effect, profile)
        if key not in found or most < found[key][0]:
            found[key] = (most, rule["id"])
    told = {key: (limit["max"], "clinic") for key, limit in profile.get("clinician_targets", {}).items()}
    return {**found, **told}


def _body(effect: Json, profile: Profile) -> float:
    """A child's weight is the product's reference weight, so a cap by weight is left to the product's own check."""
    return float(profile.get("weight_kg", 1000)) if effect["unit"] == "g_per_kg" else 1.0


def _over_portions(document: Json, profile: Profile, absent: Absent) -> Iterator[str]:
    """Caffeine of a day, and fish of a week."""
    for rule, limit in oracle.effects(profile, "limit_food"):
        most = oracle.by_age(limit, profile)
        if limit["unit"] == "mg_caffeine" and limit["per"] == "day":
            drunk = sum(DRINKS[drink] * count for drink, count in profile.get("habits", {}).items())
            most = max(0.0, most - drunk)
            for day in document["days"]:
                eaten = [(ndb_no, grams) for ndb_no, _, grams in _ingredients(day["meals"])]
                if (sr28.total("caffeine_mg", eaten)[0] or 0) > most * SLACK:
                    yield f"{day['date']}: more than {most:g} mg of caffeine ({rule['id']})"
        elif limit["unit"] == "fish serving" and limit["per"] == "week":
            for start in range(0, len(document["days"]), 7):
                week = [meal for day in document["days"][start : start + 7] for meal in day["meals"]]
                grams = sum(g for ndb_no, _, g in _ingredients(week) if limit["tag"] not in absent.get(ndb_no, NONE))
                if grams > most * 85 * SLACK:
                    yield f"{grams:.0f} g of {limit['tag']} in a week ({rule['id']})"


def _bought(document: Json, profile: Profile) -> Iterator[str]:
    """Nothing on the list is of a kind that is out, or has the name of an allergen without a word about the label."""
    ban = oracle.ban(profile)
    by_kind = oracle.Ban(NONE, ban.prefixes, ban.words)
    lines = (line for aisle in (document["shopping_list"] or {"aisles": ()})["aisles"] for line in aisle["lines"])
    for line in lines:
        said = f"{line['name']} {line['note'] or ''}"
        hits = by_kind.hit_by(line["ndb_no"], line["name"], NONE)
        if hits and "without" not in said and "free" not in said:
            yield f"to buy: {line['name']} ({', '.join(hits)})"
