from __future__ import annotations

from typing import Any

import pytest

from nutriplan.web.presenters import bars, gaps, shopping, week, words
from nutriplan.web.presenters.words import source

TARGET: dict[str, Any] = {
    "min": 350.0, "aim": 420.0, "max": None, "scope": "total", "basis": "RDA", "source": "NASEM", "why": None,
    "clinician_sets": False,
}  # fmt: skip


def bar_of(key: str, mean: float | None, *, known: float = 1.0, **target: Any) -> bars.Bar:
    wanted = {**TARGET, **target}
    share = mean / wanted["aim"] if mean is not None and wanted["aim"] else None
    found = {"mean": mean, "known_share": known, "worst_day": mean, "share_of_aim": share}
    made = bars.bars({"attainment": {key: found}, "targets": {key: wanted}})
    return (*made.main, *made.others)[0]


def test_a_reached_aim_reads_so_in_words_and_numbers() -> None:
    bar = bar_of("magnesium_mg", 430.0)
    assert (bar.status, bar.verdict, bar.amount, bar.share) == ("reached", "Aim reached", "430 mg", "102 %")


def test_unknown_is_said_and_not_drawn_as_zero() -> None:
    bar = bar_of("vitamin_d_ug", None, min=10.0, aim=15.0)
    assert (bar.amount, bar.verdict, bar.drawing) == ("not known", "Not known", None)


def test_a_partly_known_amount_is_at_least() -> None:
    assert bar_of("magnesium_mg", 300.0, known=0.9).amount == "≥ 300 mg"


def test_below_the_minimum_is_told_from_below_the_aim() -> None:
    assert bar_of("magnesium_mg", 300.0).status == "low"
    assert bar_of("magnesium_mg", 400.0).status == "short"


def test_what_is_above_its_limit_is_never_called_reached() -> None:
    assert bar_of("sodium_mg", 2500.0, min=None, aim=1500.0, max=2300.0).verdict == "Above the limit"


def test_no_aim_is_shown_where_a_clinician_sets_it() -> None:
    bar = bar_of("potassium_mg", 2800.0, min=None, aim=3400.0, clinician_sets=True)
    assert (bar.share, bar.aim, bar.marks) == ("", "set by your clinician", ())
    assert "3,400" not in bar.spoken


def test_a_limit_on_tablets_is_not_held_against_food() -> None:
    assert bar_of("magnesium_mg", 430.0, max=350.0, scope="supplements_only").status == "reached"


def test_below_a_minimum_without_an_aim_is_said() -> None:
    assert bar_of("fat_g", 40.0, min=58.0, aim=None, max=102.0).verdict == "Below the minimum"


def test_a_nutrient_that_food_is_not_held_against_makes_no_bar() -> None:
    found = {"mean": 70.0, "known_share": 1.0, "worst_day": 70.0, "share_of_aim": None}
    target = {**TARGET, "min": None, "aim": None, "max": 1000.0, "scope": "added_forms"}
    assert bars.bars({"attainment": {"folic_acid_ug": found}, "targets": {"folic_acid_ug": target}}).others == ()


def test_everything_drawn_stays_inside_the_drawing() -> None:
    drawing = bar_of("magnesium_mg", 2000.0, max=900.0).drawing
    assert drawing is not None
    marks = [drawing.fill, drawing.min_at, drawing.aim_at, drawing.max_at]
    assert all(0 <= (mark or 0) <= bars.WIDTH for mark in marks)


def test_nearly_is_not_a_hundred_per_cent() -> None:
    assert (words.per_cent(0.994), words.per_cent(0.996), words.per_cent(1.234)) == ("99 %", "100 %", "123 %")


def test_a_dish_of_unknown_amount_shows_a_question_mark() -> None:
    share = week._share("calcium_mg", None, 1.0, {"calcium_mg": TARGET})
    assert (share.text, share.spoken) == ("?", "Calcium: not known")


def test_a_dish_shows_the_amount_where_a_clinician_sets_the_aim() -> None:
    share = week._share("potassium_mg", 500.0, 1.0, {"potassium_mg": {**TARGET, "clinician_sets": True}})
    assert share.text == "500 mg"


def basket(*lines: dict[str, object], **more: object) -> dict[str, object]:
    waste = {"bought_g": 0.0, "left_g": 0.0, "uneaten_g": 0.0, "share": 0.0}
    return {"household": 2, "aisles": [{"aisle": "Other", "lines": lines}], "waste": waste, "pantry": [], **more}


def test_what_the_kitchen_has_is_named_and_not_bought() -> None:
    line = {"name": "Rice", "ndb_no": "1", "bought_g": 0.0, "in_hand_g": 200.0, "packs": [], "staple": False}
    eaten = {"food": {"name": "Rice"}, "grams": 500.0, "use_by": None, "used_g": 200.0, "left_g": 300.0}
    waits = {**eaten, "food": {"name": "Kale"}, "use_by": "2026-03-28", "days": []}
    found = shopping.shopping(basket(line, pantry=[{**eaten, "days": ["2026-03-27"]}, waits]))
    assert found is not None
    assert (found.count, found.aisles) == (0, ())
    assert found.pantry == (("Rice", "200 g of 500 g eaten: Fri 27"), ("Kale", "not in this plan; use it by 28 Mar"))


def test_waste_is_said_in_grams_and_per_cent() -> None:
    found = shopping.shopping(basket(waste={"bought_g": 1000.0, "left_g": 80.0, "uneaten_g": 0.0, "share": 0.08}))
    assert found is not None
    assert found.waste == "80 g of fresh food stays in its packs: 8 % of what you buy fresh."


def test_staples_stand_apart_from_what_must_be_bought() -> None:
    line = {"name": "Salt", "ndb_no": "02047", "bought_g": 0.4, "packs": [], "staple": True, "note": None,
            "in_hand_g": 0.0}  # fmt: skip
    rice = {**line, "name": "Rice", "bought_g": 620.0, "staple": False, "note": "white",
            "packs": [{"pack": "1 kg bag", "grams": 1000, "count": 1}]}  # fmt: skip
    found = shopping.shopping(basket(line, rice))
    assert found is not None
    assert found.aisles[0].items[0].amount == "1 kg bag (you need 620 g)"
    assert found.staples[0].amount == "a pinch"


def test_only_a_web_address_becomes_a_link() -> None:
    assert source({"title": "x", "address": "javascript:alert(1)"}).address == ""
    assert source({"title": "x", "address": "https://example.org/"}).address == "https://example.org/"


def test_packs_read_as_in_a_shop() -> None:
    said = [shopping._packs(*pack) for pack in ((1, "1 kg bag"), (2, "1 kg bag"), (3, "1 banana"), (1, "12 eggs"))]
    assert said == ["1 kg bag", "2 × 1 kg bag", "3 × banana", "12 eggs"]


@pytest.mark.requirement("P20")
def test_the_biggest_sources_are_named_and_a_plan_kept_before_names_none() -> None:
    milk = {"food": {"display_name": "Milk"}, "amount": 300.0, "share": 0.419}
    before = {"mean": 400.0, "share_of_aim": 0.95, "known_share": 1.0, "worst_day": 380.0}
    made = [
        bars.bars({"attainment": {"magnesium_mg": found}, "targets": {"magnesium_mg": TARGET}}).main[0].brought_by
        for found in (before, {**before, "brought_by": [milk, milk]})
    ]
    assert made == ["", "Milk 41 %, Milk 41 %"]


def week_of(rule: str, *carbohydrate: float | None, known_share: float = 1.0) -> list[str]:
    """What stands beside the one meal, of dishes that bring so much, for somebody with this caution."""
    nutrients = dict.fromkeys(("magnesium_mg", "calcium_mg", "potassium_mg", "vitamin_d_ug"), 1.0)
    total = {"amount": 1.0, "known_share": known_share}
    dish = {
        "id": 1, "locked": False, "time": "08:00", "slot": "breakfast", "dish": {"id": 1, "name": "Porridge"},
        "servings": 1, "role": "main",
        "ingredients": [], "cooking": {"kind": "cook", "servings": 1, "later": [], "left": 0, "freeze": False},
    }  # fmt: skip
    meals = [{**dish, "nutrients": {**nutrients, "carbohydrate_g": one}} for one in carbohydrate]
    totals = dict.fromkeys((*nutrients, "energy_kcal", "carbohydrate_g"), total)
    day = {"date": "2026-01-05", "meals": meals, "totals": totals, "hands_on_minutes": 5}
    made = week.days({"days": [day], "targets": {}, "cautions": [{"rule": rule}]}, {})
    return [meal.carbohydrate for meal in made[0].meals]


@pytest.mark.requirement("C11")
@pytest.mark.parametrize("rule", ["CND-DIABETES", "RX-HYPOGLY"])
def test_with_diabetes_each_meal_says_its_carbohydrate(rule: str) -> None:
    assert week_of(rule, 30.0, 12.5) == ["Carbohydrate: 42.5 g"]


@pytest.mark.requirement("C11")
def test_carbohydrate_of_which_a_part_is_not_known_is_at_least() -> None:
    assert week_of("CND-DIABETES", 30.0, None) == ["Carbohydrate: at least 30.0 g"]
    assert week_of("CND-DIABETES", 30.0, known_share=0.9999) == ["Carbohydrate: at least 30.0 g"]


def test_without_diabetes_nobody_is_told_to_count() -> None:
    assert week_of("PRG-CAFF", 30.0) == [""]


def short_of(key: str, share: float, best: float | None, **more: Any) -> dict[str, Any]:
    found = {"nutrient": key, "share_of_aim": share, "best_possible": best, "because": "b", "would_help": "ask"}
    attained = {
        key: {"share_of_aim": share, "best_possible": best},
        "zinc_mg": {"share_of_aim": 1.1, "best_possible": 2.5},
    }
    return {
        "shortfalls": [{**found, "holds": ["a rule"], "changes": [], **more}],
        "attainment": attained,
        "changes": [],
    }


def test_what_no_plan_can_pass_is_rounded_up_and_drawn_beside_the_aim() -> None:
    missed, other = gaps.why(short_of("vitamin_d_ug", 0.629, 0.701)).chart
    assert missed.text == "62 % reached, at most 71 % attainable"
    assert (missed.width, missed.best, missed.aim, missed.missed) == (314, 350, 500, True)
    assert (other.best, other.missed) == (1000, False)


def test_what_would_help_is_told_one_by_one_or_whom_to_ask() -> None:
    change = {"kind": "wish", "what": "giving up", "gains": {"vitamin_d_ug": 0.126}}
    (gap,) = gaps.why(short_of("vitamin_d_ug", 0.62, 0.7, changes=[change])).gaps
    assert [(one.what, one.brings) for one in gap.helps] == [("giving up", "13 %")]
    assert not gap.ask
    (gap,) = gaps.why(short_of("vitamin_d_ug", 0.62, 0.7)).gaps
    assert gap.ask == "ask"


def test_what_must_not_be_pushed_up_has_no_bar() -> None:
    assert [bar.name for bar in gaps.why(short_of("potassium_mg", 0.62, None)).chart] == ["Zinc"]
