from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

import pytest

from nutriplan.domain.composition import Composition
from nutriplan.domain.findings import Allowance, DoseWindow, Findings, NutrientCap, Steady
from nutriplan.domain.kitchen import Scaling
from nutriplan.domain.offering import Kind, Offered
from nutriplan.domain.person import DEFAULT_MEALS, MealTime, Person, Sex, SlotName, Supplement
from nutriplan.domain.rules import Period, Scope
from nutriplan.domain.servings import Part, Role, Serving
from nutriplan.domain.targets import Target
from nutriplan.formulation import NOT_PLANNED, UPPER, Posed, pose
from nutriplan.planner.check import check
from nutriplan.planner.problem import Limit, Over

ALL_SLOTS = frozenset(SlotName)
ENERGY = Target("energy_kcal", None, 2000.0, None, Scope.TOTAL, "EER", "")
THREE_MEALS = (
    MealTime(SlotName.BREAKFAST, time(7, 30)),
    MealTime(SlotName.LUNCH, time(13, 0)),
    MealTime(SlotName.DINNER, time(19, 0)),
)


def person(**changes: Any) -> Person:
    return Person(**{"age_years": 45, "sex": Sex.MALE, "height_cm": 178, "weight_kg": 78, **changes})


def target(key: str, aim: float | None = None, most: float | None = None, **changes: Any) -> Target:
    given = {"min": None, "scope": Scope.TOTAL, "basis": "RDA", "source": "", **changes}
    return Target(key=key, aim=aim, max=most, **given)


def dish(key: str, amounts: Mapping[str, float], grams: float = 100.0, **changes: Any) -> Serving:
    food = {name: changes.pop(name) for name in ("tags", "undecided_tags", "ceilings") if name in changes}
    number = sum(map(ord, key))
    part = Part(Composition(number, f"{number:05d}", key, "Group", amounts, **food), grams, "")
    given = {"role": Role.MAIN, "slots": ALL_SLOTS, "minutes": 20, "active_minutes": 10, **changes}
    return Serving(dish_id=number, key=key, name=key, parts=(part,), **given)


STEW = dish("stew", {"energy_kcal": 500.0, "potassium_mg": 700.0, "caffeine_mg": 0.0})


def posed(
    *targets: Target,
    findings: Findings | None = None,
    dishes: tuple[Serving, ...] = (STEW,),
    who: Person | None = None,
    meals: tuple[MealTime, ...] = THREE_MEALS,
    days: int = 7,
) -> Posed:
    asked = pose(
        person=who or person(),
        targets={t.key: t for t in (ENERGY, *targets)},
        findings=findings or Findings(),
        offered=Offered(tuple((serving, ALL_SLOTS & {m.slot for m in meals}) for serving in dishes), ()),
        meals=meals,
        days=days,
        seed=1,
    )
    check(asked.problem)
    return asked


def limits(asked: Posed, measure: str) -> dict[str, Limit]:
    return {limit.name: limit for limit in asked.problem.limits if limit.measure.removesuffix(UPPER) == measure}


class TestAims:
    def test_an_aim_is_a_soft_lower_limit_of_the_mean_day(self) -> None:
        (limit,) = limits(posed(target("iron_mg", 8.0)), "iron_mg").values()
        assert (limit.over, limit.lower, limit.upper, limit.hard, limit.scale) == (Over.MEAN, 8.0, None, False, 8.0)

    @pytest.mark.parametrize("key", ["magnesium_mg", "calcium_mg", "potassium_mg", "protein_g", "fibre_g"])
    def test_what_the_body_keeps_no_store_of_comes_every_day(self, key: str) -> None:
        daily = limits(posed(target(key, 100.0)), key)[f"{key} every day"]
        assert (daily.over, daily.lower, daily.hard) == (Over.DAY, 80.0, False)

    def test_vitamin_d_is_a_mean_and_no_daily_floor(self) -> None:
        assert [limit.over for limit in limits(posed(target("vitamin_d_ug", 15.0)), "vitamin_d_ug").values()] == [
            Over.MEAN
        ]

    def test_the_priority_nutrients_weigh_most(self) -> None:
        asked = posed(target("magnesium_mg", 420.0), target("zinc_mg", 11.0))
        magnesium, zinc = limits(asked, "magnesium_mg")["magnesium_mg aim"], limits(asked, "zinc_mg")["zinc_mg aim"]
        assert magnesium.weight > zinc.weight

    def test_minimums_read_what_is_known_and_maximums_the_upper_estimate(self) -> None:
        half_known = dish("stew", {"energy_kcal": 500.0}, ceilings={"iron_mg": 30.0})
        measures = posed(target("iron_mg", 8.0, 45.0), dishes=(half_known,)).problem.measures
        assert (measures["iron_mg"], measures["iron_mg^"]) == ((0.0,), (30.0,))

    @pytest.mark.parametrize("key", sorted(NOT_PLANNED))
    def test_what_comes_from_the_tap_is_not_chased(self, key: str) -> None:
        assert limits(posed(target(key, 3000.0, 5000.0)), key) == {}

    def test_the_low_end_of_an_advised_range_is_wished_for(self) -> None:
        fat = target("fat_g", None, 78.0, min=44.0, basis="AMDR")
        low, high = limits(posed(fat), "fat_g").values()
        assert (low.lower, low.hard, high.upper, high.hard) == (44.0, False, 78.0, False)


class TestLeftToTheClinician:
    potassium = target("potassium_mg", clinician_sets=True)
    findings = Findings(
        clinician_sets={"potassium_mg": ("CND-CKD",)},
        caps=(NutrientCap("CND-CKD", "potassium_mg", 2600.0, Period.DAY, Scope.TOTAL),),
    )

    def test_nothing_is_planned_towards(self) -> None:
        asked = posed(self.potassium, findings=self.findings)
        found = limits(asked, "potassium_mg").values()
        assert found
        assert all(limit.lower is None for limit in found)

    def test_vegetables_and_fruit_do_not_push_potassium_up_behind_its_back(self) -> None:
        assert "vegetables and fruit" in {limit.name for limit in posed().problem.limits}
        asked = posed(self.potassium, findings=self.findings)
        assert "vegetables and fruit" not in {limit.name for limit in asked.problem.limits}

    def test_energy_set_by_a_clinician_leaves_no_energy_limit_at_all(self) -> None:
        asked = pose(
            person=person(),
            targets={"energy_kcal": target("energy_kcal", clinician_sets=True)},
            findings=Findings(clinician_sets={"energy_kcal": ("CND-ED",)}),
            offered=Offered(((STEW, ALL_SLOTS),), ()),
            meals=DEFAULT_MEALS,
            days=7,
            seed=1,
        )
        assert limits(asked, "energy_kcal") == {}


class TestCaps:
    @pytest.mark.parametrize(
        ("period", "over"), [(Period.MEAL, Over.MEAL), (Period.DAY, Over.DAY), (Period.WEEK, Over.WEEK)]
    )
    def test_a_cap_is_hard_and_held_against_the_upper_estimate(self, period: Period, over: Over) -> None:
        cap = NutrientCap("CND-X", "potassium_mg", 2600.0, period, Scope.TOTAL)
        (limit,) = limits(posed(findings=Findings(caps=(cap,))), "potassium_mg").values()
        assert (limit.measure, limit.over, limit.upper) == ("potassium_mg^", over, 2600.0)
        assert (limit.hard, limit.lower) == (True, None)

    def test_a_cap_on_tablets_does_not_bind_food(self) -> None:
        cap = NutrientCap("MED-X", "magnesium_mg", 350.0, Period.DAY, Scope.SUPPLEMENTS_ONLY)
        assert limits(posed(findings=Findings(caps=(cap,))), "magnesium_mg") == {}

    @pytest.mark.parametrize(
        ("period", "left"), [(Period.DAY, 2000.0), (Period.WEEK, 2500.0 - 7 * 500.0), (Period.MEAL, 2500.0)]
    )
    def test_supplements_use_up_their_part(self, period: Period, left: float) -> None:
        cap = NutrientCap("CND-X", "calcium_mg", 2500.0, period, Scope.TOTAL)
        who = person(supplements=(Supplement("calcium_mg", 250.0, (time(8), time(20))),))
        (limit,) = limits(posed(findings=Findings(caps=(cap,)), who=who), "calcium_mg").values()
        assert limit.upper == (left if left > 0 else 2500.0)

    def test_supplements_use_up_their_part_of_an_upper_level(self) -> None:
        who = person(supplements=(Supplement("calcium_mg", 500.0),))
        most = limits(posed(target("calcium_mg", 1000.0, 2500.0), who=who), "calcium_mg")["calcium_mg maximum"]
        assert (most.upper, most.hard, most.over) == (2000.0, True, Over.MEAN)

    def test_sodium_is_held_every_day(self) -> None:
        (most,) = limits(posed(target("sodium_mg", None, 2300.0, basis="CDRR")), "sodium_mg").values()
        assert (most.over, most.hard, most.measure) == (Over.DAY, True, "sodium_mg^")

    @pytest.mark.requirement("P11")
    def test_caffeine_is_held_every_day(self) -> None:
        (most,) = limits(posed(target("caffeine_mg", None, 400.0, basis="limit")), "caffeine_mg").values()
        assert (most.over, most.hard, most.upper) == (Over.DAY, True, 400.0)

    @pytest.mark.requirement("P11")
    @pytest.mark.parametrize(("mugs", "left"), [(1, 260.0), (3, 0.0)])
    def test_coffee_that_is_drunk_anyway_is_taken_off_the_caffeine_of_the_dishes(self, mugs: int, left: float) -> None:
        asked = posed(target("caffeine_mg", None, 400.0, basis="limit"), who=person(coffee_cups=mugs))
        (most,) = limits(asked, "caffeine_mg").values()
        assert (most.upper, most.hard) == (left, True)

    @pytest.mark.requirement("P11", "G2")
    def test_coffee_uses_up_its_part_of_what_a_rule_allows(self) -> None:
        findings = Findings(allowances=(Allowance("PRG-CAFF", "caffeine_mg", {"caffeine_source": 200.0}, Period.DAY),))
        (most,) = limits(posed(findings=findings, who=person(coffee_cups=1)), "allowance:0").values()
        assert most.upper == pytest.approx(0.3)

    def test_an_upper_level_on_tablets_is_not_held_against_food(self) -> None:
        magnesium = target("magnesium_mg", 420.0, 350.0, scope=Scope.SUPPLEMENTS_ONLY)
        assert "magnesium_mg maximum" not in limits(posed(magnesium), "magnesium_mg")


class TestUnmeasurable:
    cap = Findings(caps=(NutrientCap("CND-X", "potassium_mg", 2600.0, Period.DAY, Scope.TOTAL),))
    blind = dish("mystery", {"energy_kcal": 500.0})

    def test_a_dish_whose_capped_amount_is_unknown_is_left_out_and_said(self) -> None:
        asked = posed(findings=self.cap, dishes=(STEW, self.blind))
        assert [offer.key for offer in asked.problem.offers] == ["stew"]
        (refusal,) = asked.unmeasurable
        assert (refusal.serving.key, refusal.kind) == ("mystery", Kind.NOT_KNOWN)
        assert "potassium" in refusal.because

    def test_it_stays_where_nothing_caps_the_amount(self) -> None:
        asked = posed(target("potassium_mg", 3400.0), dishes=(STEW, self.blind))
        assert [offer.key for offer in asked.problem.offers] == ["stew", "mystery"]
        assert asked.unmeasurable == ()

    def test_it_stays_where_its_group_gives_an_estimate(self) -> None:
        guessed = dish("guessed", {"energy_kcal": 500.0}, ceilings={"potassium_mg": 900.0})
        asked = posed(findings=self.cap, dishes=(guessed,))
        assert asked.problem.measures["potassium_mg^"] == (900.0,)


class TestSteady:
    findings = Findings(steady=(Steady("MED-WARFARIN", "vitamin_k_ug", 20.0),))
    aim = target("vitamin_k_ug", 120.0)
    leaves = dish("leaves", {"energy_kcal": 500.0, "vitamin_k_ug": 40.0})

    def test_every_day_lies_in_a_hard_band_around_the_aim(self) -> None:
        found = limits(posed(self.aim, findings=self.findings, dishes=(self.leaves,)), "vitamin_k_ug")
        less = found["MED-WARFARIN: vitamin_k_ug steady, not less"]
        more = found["MED-WARFARIN: vitamin_k_ug steady, not more"]
        assert (less.over, less.hard, less.lower, less.measure) == (Over.DAY, True, 96.0, "vitamin_k_ug")
        assert (more.over, more.hard, more.upper, more.measure) == (Over.DAY, True, 144.0, "vitamin_k_ug^")

    def test_what_the_person_usually_eats_comes_before_the_aim(self) -> None:
        who = person(usual_vitamin_k_ug=300.0)
        asked = posed(self.aim, findings=self.findings, dishes=(self.leaves,), who=who)
        assert asked.levels == {"vitamin_k_ug": 300.0}

    def test_what_has_no_level_is_held_to_none(self) -> None:
        findings = Findings(steady=(Steady("X", "vitamin_k_ug", 20.0), Steady("Y", "", 20.0, tag="grapefruit")))
        asked = posed(findings=findings)
        assert asked.levels == {}
        assert not any("steady" in limit.name for limit in asked.problem.limits)


class TestSteadyKinds:
    findings = Findings(steady=(Steady("RX-LEVO-FOOD", "", 20.0, tag="soy"), Steady("RX-LI", "caffeine_mg", 25.0)))
    tofu = dish("tofu", {"energy_kcal": 500.0, "protein_g": 12.0, "caffeine_mg": 0.0}, tags=frozenset({"soy"}))

    @pytest.mark.requirement("C5")
    def test_soya_stays_within_half_a_portion_of_what_the_person_has(self) -> None:
        asked = posed(findings=self.findings, dishes=(STEW, self.tofu), who=person(usual_soya_portions=2.0))
        found = limits(asked, "kind:soy")
        ends = [(limit.lower, limit.upper, limit.hard, limit.over) for limit in found.values()]
        assert ends == [(10.5, None, True, Over.DAY), (None, 17.5, True, Over.DAY)]
        assert asked.problem.measures["kind:soy"] == (0.0, 12.0)

    def test_without_a_usual_amount_hardly_any_soya_or_caffeine_is_added(self) -> None:
        coffee = dish("coffee", {"energy_kcal": 2.0, "caffeine_mg": 95.0})
        asked = posed(findings=self.findings, dishes=(STEW, coffee))
        assert asked.levels == {"soy": 0.0, "caffeine_mg": 0.0}
        assert [limit.upper for limit in limits(asked, "caffeine_mg").values() if limit.upper] == [25.0]

    def test_a_dish_with_soya_nobody_can_measure_is_left_out_and_said(self) -> None:
        blind = dish("blind", {"energy_kcal": 500.0}, tags=frozenset({"soy"}))
        asked = posed(findings=self.findings, dishes=(STEW, blind))
        assert [refusal.serving.key for refusal in asked.unmeasurable] == ["blind"]


class TestAllowancesAndWindows:
    def test_a_dish_whose_allowed_amount_nobody_can_estimate_is_left_out_and_said(self) -> None:
        allowance = Allowance("PREG-CAFFEINE", "caffeine_mg", {"any": 200.0}, Period.DAY)
        blind = dish("blind", {"energy_kcal": 500.0})
        known = dish("known", {"energy_kcal": 500.0, "caffeine_mg": 20.0})
        asked = posed(findings=Findings(allowances=(allowance,)), dishes=(known, blind))
        assert [offer.key for offer in asked.problem.offers] == ["known"]
        (refusal,) = asked.unmeasurable
        assert (refusal.serving.key, refusal.kind) == ("blind", Kind.NOT_KNOWN)

    def test_an_allowance_counts_what_may_carry_its_tag(self) -> None:
        allowance = Allowance("PREG-FISH", "grams", {"tuna": 200.0, "oily_fish": 400.0}, Period.WEEK)
        dishes = (
            dish("tuna", {"energy_kcal": 500.0}, grams=100.0, tags=frozenset({"tuna"})),
            dish("unsure", {"energy_kcal": 500.0}, grams=100.0, undecided_tags=frozenset({"oily_fish"})),
            STEW,
        )
        asked = posed(findings=Findings(allowances=(allowance,)), dishes=dishes)
        (limit,) = (limit for limit in asked.problem.limits if limit.measure == "allowance:0")
        assert (limit.over, limit.upper, limit.hard) == (Over.WEEK, 1.0, True)
        assert asked.problem.measures["allowance:0"] == (0.5, 0.25, 0.0)

    def test_an_allowance_of_a_nutrient_counts_its_upper_estimate(self) -> None:
        allowance = Allowance("PREG-CAFFEINE", "caffeine_mg", {"caffeine": 200.0}, Period.DAY)
        coffee = dish("coffee", {"energy_kcal": 2.0, "caffeine_mg": 40.0})
        guess = dish("cake", {"energy_kcal": 300.0}, ceilings={"caffeine_mg": 10.0})
        asked = posed(findings=Findings(allowances=(allowance,)), dishes=(coffee, guess))
        assert asked.problem.measures["allowance:0"] == (0.2, 0.05)

    def test_a_window_binds_the_meals_inside_it_and_no_other(self) -> None:
        window = DoseWindow(
            "MED-X", "levothyroxine", time(7), 420, 660, frozenset(), frozenset(), key_limits={"calcium_mg": 100.0}
        )
        asked = posed(findings=Findings(windows=(window,)), dishes=(dish("toast", {"calcium_mg": 20.0}),))
        (limit,) = limits(asked, "calcium_mg").values()
        assert (limit.over, limit.slots, limit.upper, limit.hard) == (Over.MEAL, frozenset({"breakfast"}), 100.0, True)
        assert limit.measure == "calcium_mg^"


class TestEnergy:
    def test_energy_is_hard_within_ten_per_cent_and_wished_within_five(self) -> None:
        found = limits(posed(), "energy_kcal")
        hard = found["energy of the day, within 10 %"]
        soft = found["energy of the day, within 5 %"]
        assert (hard.lower, hard.upper, hard.hard) == (1800.0, 2200.0, True)
        assert (soft.lower, soft.upper, soft.hard) == (1900.0, 2100.0, False)

    def test_with_five_occasions_none_is_above_thirty_per_cent_of_any_day(self) -> None:
        assert "no meal above 30 % of the day" not in limits(posed(), "energy_kcal")
        most = limits(posed(meals=DEFAULT_MEALS), "energy_kcal")["no meal above 30 % of the day"]
        assert most.hard
        assert most.upper is not None
        assert most.upper <= 0.30 * 1800.0


class TestOffers:
    def test_dishes_become_offers_with_their_slots_and_portions(self) -> None:
        bread = dish("bread", {"energy_kcal": 100.0}, role=Role.SIDE)
        stew, side = posed(dishes=(STEW, bread)).problem.offers
        assert (stew.is_main, side.is_main) == (True, False)
        assert stew.slots == {"breakfast", "lunch", "dinner"}
        assert max(side.halves) <= 2
        assert stew.max_uses < side.max_uses

    def test_a_lunch_comes_twice_at_most_in_more_than_a_week(self) -> None:
        stews = tuple(dish(f"stew {letter}", {"energy_kcal": 500.0}) for letter in "abcdefghijklmnopqrstuvwxyz")
        bread = dish("bread", {"energy_kcal": 100.0}, role=Role.SIDE)
        assert {offer.max_in_all for offer in posed(dishes=(*stews, bread)).problem.offers} == {None}
        *large, side = posed(dishes=(*stews, bread), days=14).problem.offers
        assert ({offer.max_in_all for offer in large}, side.max_in_all) == ({2}, None)

    def test_where_there_are_few_dishes_each_may_come_oftener(self) -> None:
        stews = tuple(dish(f"stew {letter}", {"energy_kcal": 500.0}) for letter in "abcdefgh")
        assert {offer.max_in_all for offer in posed(dishes=stews, days=14).problem.offers} == {6}

    def test_pieces_are_served_whole(self) -> None:
        fillet = dish("fillet", {"energy_kcal": 300.0}, scaling=Scaling.PIECES)
        (offer,) = posed(dishes=(fillet,)).problem.offers
        assert offer.halves == (2, 4)

    def test_cheap_and_quick_costs_less_and_above_the_budget_more(self) -> None:
        dear = dish("dear", {"energy_kcal": 500.0}, cost_tier=3)
        slow = dish("slow", {"energy_kcal": 500.0}, minutes=60, active_minutes=60)
        stew, costly, long = posed(dishes=(STEW, dear, slow)).problem.offers
        assert stew.cost < costly.cost
        assert stew.cost < long.cost
        thrifty = posed(dishes=(STEW, dear), who=person(budget_tier=1)).problem.offers
        assert thrifty[1].cost - thrifty[0].cost > costly.cost - stew.cost

    def test_a_dish_as_it_is_written_comes_before_one_that_is_changed(self) -> None:
        changed = dish("changed", {"energy_kcal": 500.0}, changes=1)
        twice = dish("twice", {"energy_kcal": 500.0}, changes=2)
        as_written, once, more = posed(dishes=(STEW, changed, twice)).problem.offers
        assert as_written.cost < once.cost < more.cost
