"""The walk: person -> targets -> cautions -> dishes offered -> solver -> plan -> shopping list. Read this first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from nutriplan import pattern
from nutriplan.domain import cautions, intake
from nutriplan.domain import menu as menus
from nutriplan.domain.composition import Sum
from nutriplan.domain.cooking import CARE, Cooking, cooking
from nutriplan.domain.diet import DIET_NOTES
from nutriplan.domain.drinks import notes_on_drinks
from nutriplan.domain.errors import NutriPlanError
from nutriplan.domain.findings import Findings
from nutriplan.domain.fluid import notes_on_fluid
from nutriplan.domain.instead import Who
from nutriplan.domain.meal_gaps import close_gaps, why_no_long_gap
from nutriplan.domain.mealtimes import NoRoomForMeals, arrange_meals
from nutriplan.domain.menu import Day, Helping, Meal, Menu
from nutriplan.domain.nutrients import KEYS, NUTRIENTS, display
from nutriplan.domain.offering import Offered, Refusal, offer
from nutriplan.domain.person import MealTime, Person
from nutriplan.domain.reference_notes import reference_notes
from nutriplan.domain.servings import Serving
from nutriplan.domain.shopping import ShoppingList, shopping_list
from nutriplan.domain.targets import KCAL_PER_G, Target, TooYoung, targets_for
from nutriplan.domain.tightening import hold_at_reference, tighten
from nutriplan.domain.timing import Clash, clashes, doses_of
from nutriplan.domain.triage import Level, Reason, Triage, triage
from nutriplan.explanation import Case, Explanation, Foods, Reached, SendsTo, explain, why_no_plan
from nutriplan.formulation import NOT_PLANNED, Posed, pose
from nutriplan.knowledge.loader import Knowledge
from nutriplan.limits_in_words import in_words
from nutriplan.planner.ordering import reorder
from nutriplan.planner.problem import Cell, Problem, Solution, Status, eased
from nutriplan.planner.solve import UNDECIDED, solve
from nutriplan.planner.thrift import GIVE, thrifty
from nutriplan.provisions import keeping

COMES_OFTENER = (
    "Some lunches and dinners come more often than we would like: with what you must or want to avoid, there was no "
    "plan with more variety."
)

Progress = Callable[[float, str], None]


class PlanUnsafe(NutriPlanError):
    """The solver's answer broke a hard limit when it was recomputed. It is never shown."""


class State(StrEnum):
    """ready: a plan. referred: a clinician comes first. infeasible: no plan can keep every hard limit."""

    READY = "ready"
    REFERRED = "referred"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of the planner. days: 1 to 28. The same seed gives the same plan. give: how much worse a plan may
    be (0.02: 2 % of its objective) so that less fresh food is thrown away."""

    days: int = 7
    start: date = date(2026, 1, 5)
    seed: int = 1
    give: float = GIVE


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that the walk found. Without a menu (referred, infeasible) `reason` says why, and what to do."""

    state: State
    person: Person
    wishes: Wishes
    targets: Mapping[str, Target] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    reason: str = ""
    meals: tuple[MealTime, ...] = ()
    triage: Triage = field(default_factory=lambda: Triage(Level.SELF_CARE))
    clashes: tuple[Clash, ...] = ()
    notes: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    menu: Menu | None = None
    days: tuple[Mapping[str, Sum], ...] = ()
    attainment: Mapping[str, intake.Attainment] = field(default_factory=dict)
    explanation: Explanation = field(default_factory=Explanation)
    cooking: Cooking | None = None
    shopping: ShoppingList | None = None
    solution: Solution | None = None


def propose(
    person: Person,
    servings: Sequence[Serving],
    knowledge: Knowledge,
    wishes: Wishes,
    progress: Progress = lambda _fraction, _stage: None,
    foods: Foods = lambda _nutrient: (),
) -> Proposal:
    """Walk from a person to a plan. foods: those rich in a nutrient, to name what would help where the plan misses it.

    Raises PlanUnsafe if the solver's answer does not survive the re-check.
    """
    asked = ask(person, servings, knowledge, wishes)
    if asked.posed is None:
        return asked.found
    problem = asked.posed.problem
    solution = solve(problem, progress=progress)
    if solution.status is not Status.SOLVED:
        reason = no_plan(solution, asked.found, asked.posed, knowledge)
        return replace(asked.found, state=State.INFEASIBLE, reason=reason, solution=solution)
    return finish(asked.found, asked.posed, tidied(asked.found, asked.posed, problem, solution), knowledge, foods)


@dataclass(frozen=True, slots=True)
class Asked:
    """The walk as far as the question. posed: None where there is nothing to solve; found then says why."""

    found: Proposal
    posed: Posed | None = None


def ask(person: Person, servings: Sequence[Serving], knowledge: Knowledge, wishes: Wishes) -> Asked:
    """Walk from a person to the planner's question, without solving it."""
    checked = check(person, knowledge, wishes)
    if checked.state is not State.READY:
        return Asked(checked)
    offered = offer(servings, person=person, findings=checked.findings, meals=checked.meals, with_stand_ins=True)
    posed = posed_for(checked, offered)
    found = replace(checked, refused=(*offered.refused, *posed.unmeasurable))
    unserved = _unserved(posed, checked.meals)
    if unserved:
        reason = f"{_nothing_left(unserved, found.refused)} {_clash(found, posed, knowledge)}".strip()
        return Asked(replace(found, state=State.INFEASIBLE, reason=reason))
    return Asked(found, posed)


def posed_for(found: Proposal, offered: Offered) -> Posed:
    """The planner's question for somebody whose cautions are known, over these dishes."""
    return pose(
        person=found.person,
        targets=found.targets,
        findings=found.findings,
        offered=offered,
        meals=found.meals,
        days=found.wishes.days,
        seed=found.wishes.seed,
    )


def tidied(found: Proposal, posed: Posed, problem: Problem, solution: Solution) -> Solution:
    """The solution with less thrown away and its days in better order. problem: the question, perhaps with locks."""
    problem = eased(problem, solution.eased)
    solution = thrifty(problem, solution, posed.goods, found.wishes.give)
    return reorder(problem, solution, _last_days(found.person, found.wishes), keeping(posed.servings))


def finish(
    asked: Proposal,
    posed: Posed,
    solution: Solution,
    knowledge: Knowledge,
    foods: Foods,
    *,
    locked: Collection[Cell] = (),
    known: Reached | None = None,
) -> Proposal:
    """The plan as read from the solver's answer, re-checked and explained. locked: cells the person keeps. known: what
    plans can reach, where that was worked out before; what one change would bring is then not tried. Raises PlanUnsafe.
    """
    menu = menu_of(solution.cells, posed, asked, locked)
    return _judged(replace(asked, solution=solution, menu=menu), menu, posed, knowledge, foods, known)


def check(person: Person, knowledge: Knowledge, wishes: Wishes) -> Proposal:
    """The walk as far as the cautions: targets, findings, who comes first, and when meals are eaten."""
    try:
        needed = targets_for(person, knowledge.references)
    except TooYoung as reason:
        return Proposal(State.REFERRED, person, wishes, reason=str(reason))
    findings = hold_at_reference(cautions.evaluate(person, knowledge.cautions), needed)
    meeting = clashes(doses_of(person, knowledge.cautions), findings.windows)
    urgency = triage(person, findings, knowledge.cautions)
    found = Proposal(
        State.READY,
        person,
        wishes,
        tighten(needed, findings, person),
        findings,
        triage=urgency,
        clashes=meeting,
        notes=(
            *map(_said, meeting),
            *(DIET_NOTES[rule] for rule in sorted(person.diet_rules & DIET_NOTES.keys())),
            *reference_notes(findings, needed),
            *notes_on_drinks(person, findings, needed),
            *notes_on_fluid(person, findings, needed),
        ),
    )
    if urgency.stops_planning:
        return replace(found, state=State.REFERRED, reason=_who_comes_first(urgency))
    try:
        arrangement = arrange_meals(person.meals, findings.windows)
        because = why_no_long_gap(person, knowledge.cautions)
        meals, added = close_gaps(arrangement.meals, findings.windows, because) if because else (arrangement.meals, ())
    except NoRoomForMeals as reason:
        return replace(found, state=State.INFEASIBLE, reason=str(reason))
    moves = tuple(move.sentence for move in arrangement.moves)
    snacks = tuple(snack.sentence for snack in added)
    return replace(found, meals=meals, notes=(*found.notes, *moves, *snacks))


def _judged(
    found: Proposal, menu: Menu, posed: Posed, knowledge: Knowledge, foods: Foods, known: Reached | None
) -> Proposal:
    """The plan re-checked against every hard limit and held against every target."""
    broken = menus.broken_limits(
        menu, person=found.person, findings=found.findings, targets=found.targets, levels=posed.levels
    )
    if broken:
        raise PlanUnsafe("; ".join(broken))
    days = menus.totals_by_day(menu, KEYS)
    cooked = cooking(menu, household=found.person.household)
    planned = {key: target for key, target in found.targets.items() if key not in NOT_PLANNED}
    attained = intake.attainment(days, planned)
    return replace(
        found,
        days=days,
        attainment=attained,
        explanation=explain(_case(found, menu, posed, attained, knowledge), foods, known),
        notes=(
            *found.notes,
            *_surpluses(attained, found.targets),
            *pattern.notes(menu, found.targets),
            *([COMES_OFTENER] if found.solution and found.solution.eased else []),
            *([CARE] if cooked.keeps_any() else []),
        ),
        cooking=cooked,
        shopping=shopping_list(menu, household=found.person.household, pantry=found.person.pantry),
    )


def _case(
    found: Proposal, menu: Menu, posed: Posed, attained: Mapping[str, intake.Attainment], knowledge: Knowledge
) -> Case:
    who = Who(found.person, found.findings, found.targets)
    return Case(who, posed, found.meals, menu, attained, found.refused, _sends_to(found, knowledge))


def _sends_to(found: Proposal, knowledge: Knowledge) -> SendsTo:
    names = knowledge.cautions.clinicians
    return {one.rule_id: names.get(one.clinician, one.clinician) for one in found.findings.referrals}


def menu_of(cells: Sequence[Cell], posed: Posed, found: Proposal, locked: Collection[Cell] = ()) -> Menu:
    """What the cells mean: days with their meals, main dish first."""
    servings = {serving.key: serving for serving in posed.servings}
    places: dict[tuple[int, str], list[Helping]] = {}
    for cell in cells:
        helping = Helping(servings[cell.offer], cell.halves / 2, locked=cell in locked)
        places.setdefault((cell.day, cell.slot), []).append(helping)
    return Menu(
        tuple(
            Day(
                found.wishes.start + timedelta(days=day),
                tuple(Meal(meal, tuple(_main_first(places.get((day, meal.slot.value), ())))) for meal in found.meals),
            )
            for day in range(found.wishes.days)
        )
    )


def _last_days(person: Person, wishes: Wishes) -> dict[str, int]:
    """Until which day of the plan (0 is the first) what is in the kitchen may be eaten, by the planner's measure."""
    return {
        f"stock:{number}": (stock.use_by - wishes.start).days
        for number, stock in enumerate(person.pantry)
        if stock.use_by is not None
    }


def _main_first(helpings: Sequence[Helping]) -> list[Helping]:
    return sorted(helpings, key=lambda helping: (helping.serving.role.value, helping.serving.name))


# Saying no -----------------------------------------------------------------------------------------------------------


def _said(clash: Clash) -> str:
    """A tablet that is taken too close to a medicine that needs it away."""
    return (
        f"You take {clash.other} at {clash.other_at:%H:%M}, too close to {clash.medicine} at {clash.dose_at:%H:%M}. "
        "Ask your pharmacist which one to move."
    )


def _who_comes_first(urgency: Triage) -> str:
    """What was found, whom to see and how soon, in words to show before anything else."""
    stopping = [reason for reason in urgency.reasons if reason.stops_planning]
    found = " ".join(_as_said(reason) for reason in stopping)
    return f"{stopping[0].level.advice} {found}"


def _as_said(reason: Reason) -> str:
    said = f"{reason.sign.rstrip('.')}: {reason.why.rstrip('.')}."
    # In an emergency the number to call is said already; a specialist's name would only send people the long way round.
    return said if reason.level is Level.EMERGENCY else f"{said} See: {reason.clinician}."


def _unserved(posed: Posed, meals: Sequence[MealTime]) -> tuple[str, ...]:
    """Meals for which not one main is left."""
    served = {slot for chosen in posed.problem.offers if chosen.is_main for slot in chosen.slots}
    return tuple(meal.slot.value.replace("_", " ") for meal in meals if meal.slot.value not in served)


def _nothing_left(meals: Sequence[str], refused: Sequence[Refusal]) -> str:
    counts: dict[str, int] = {}
    for refusal in refused:
        counts[refusal.because] = counts.get(refusal.because, 0) + 1
    worst = sorted(counts, key=lambda because: (-counts[because], because))[:3]
    why = "; ".join(f"{counts[because]} × {because}" for because in worst)
    return (
        f"No dish is left for: {', '.join(meals)}. What you must or want to avoid rules out every one we know. "
        f"Most often: {why}."
    )


def _clash(asked: Proposal, posed: Posed, knowledge: Knowledge) -> str:
    who = Who(asked.person, asked.findings, asked.targets)
    return why_no_plan(who, posed, asked.meals, asked.refused, _sends_to(asked, knowledge))


def no_plan(solution: Solution, asked: Proposal, posed: Posed, knowledge: Knowledge) -> str:
    """Why the planner found none, and what could be changed."""
    if UNDECIDED in solution.conflict:
        return (
            "We looked for a long time and found no plan that keeps every one of your limits; there may still be one. "
            "Fewer days, fewer meals a day or fewer things to avoid make it easier to find."
        )
    sends_to = _sends_to(asked, knowledge)
    named = dict.fromkeys(in_words(name, asked.findings, sends_to).text for name in solution.conflict)
    shown = f"These cannot be met together: {'; '.join(named) or 'no single limit could be named'}."
    return (
        "No plan can keep all of your limits at once with the dishes we know. "
        f"{_clash(asked, posed, knowledge) or shown} "
        "A dietitian can help to decide which one may give way; we never cross a safety limit."
    )


# Going over ----------------------------------------------------------------------------------------------------------


def _surpluses(attained: Mapping[str, intake.Attainment], targets: Mapping[str, Target]) -> tuple[str, ...]:
    """Advised maximums (shares of energy) that the average day is above. Upper levels are never crossed."""
    over = []
    for key in KCAL_PER_G.keys() & attained.keys():
        mean, maximum = attained[key].mean.known, targets[key].max
        if maximum is not None and mean > maximum * 1.005:
            label = NUTRIENTS[key].label
            over.append(f"{label}: {display(key, mean)} on the average day, above the advised {display(key, maximum)}.")
    return tuple(sorted(over))
