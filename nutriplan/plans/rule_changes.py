"""Which kept plans and sample people would other rules change? Walked again as far as the cautions; nobody is named.

A profile is read as on the day its plan was made, so that what differs comes from the rules and not from a birthday.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils import timezone

from foods import selectors as foods
from nutriplan import proposal as walk
from nutriplan.domain.besides import Besides, besides
from nutriplan.domain.composition import Composition
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.findings import Findings, NutrientCap
from nutriplan.domain.person import Person
from nutriplan.domain.rules import Period, Scope
from nutriplan.knowledge import loader
from nutriplan.knowledge.loader import Knowledge
from nutriplan.people.profile import read_profile
from nutriplan.plans.document import cautions_document
from nutriplan.plans.models import Plan
from nutriplan.proposal import State, Wishes

#: Profiles of people whom nobody is: what a file changes for them may be told by name.
SAMPLES = settings.BASE_DIR / "fixtures/profiles"
#: So many plans are looked at, the newest first; each costs some milliseconds.
MOST = 500
#: Amounts of a document are rounded; so much above a limit is none.
_ROUNDING = 1e-3
#: What a person reads of a caution. When it was reviewed and by which source it is backed changes nobody's plan.
_READ = ("severity", "title", "message", "why", "action")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """Plans for which a rule newly speaks, no longer speaks, or says or does something else."""

    rule_id: str
    newly: int
    no_longer: int
    otherwise: int


@dataclass(frozen=True, slots=True)
class SampleChange:
    """name: of the file. rules: ids of those that would newly speak, fall silent, or say something else."""

    name: str
    rules: tuple[str, ...]
    referred: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """looked_at: of so many plans; kept: how many there are. refused: profiles that could not be read any more.
    referred, no_longer_referred: a clinician would newly come first, or no longer. left_out: plans that hold a food
    which the cautions of their person now leave out. over_a_cap: plans of which a day or week is above a limit of a
    nutrient, by what is known to be in it. samples: of the drawn people of fixtures/profiles, whom a file would change.
    """

    kept: int
    looked_at: int
    changed: int
    refused: int
    referred: int
    no_longer_referred: int
    left_out: int
    over_a_cap: int
    rules: tuple[RuleChange, ...]
    samples: tuple[SampleChange, ...] = ()


@dataclass(frozen=True, slots=True)
class TagChange:
    """Plans that hold the food, and of those the ones whose cautions leave the tag out, or limit it."""

    kept: int
    looked_at: int
    holding: int
    left_out: int
    limited: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the cautions come to. rules: rule id -> what is compared of it. person: None where nobody was read."""

    is_referred: bool
    rules: Mapping[str, object]
    findings: Findings
    person: Person | None = None


def since_made(*, most: int = MOST) -> Changes:
    """What the rules in force would say of the kept plans, against what the plans say."""
    return _compared(most, _kept, lambda plan: _walked(plan, loader.load(), _told))


def with_files(*, files: Mapping[str, bytes], most: int = MOST) -> Changes:
    """What these files of rules would change if they stood in place of those of the same name.

    Raises KnowledgeFaults with everything that is wrong in them.
    """
    tried = loader.tried(files)
    found = _compared(
        most, lambda plan: _walked(plan, loader.load(), _whole), lambda plan: _walked(plan, tried, _whole)
    )
    return replace(found, samples=tuple(_sampled(tried)))


def _sampled(tried: Knowledge) -> Iterator[SampleChange]:
    today = timezone.localdate()
    for path in sorted(SAMPLES.glob("*.json")):
        profile = json.loads(path.read_text(encoding="utf-8"))
        old, new = (
            walk.check(read_profile(profile, known, today=today).person, known, Wishes())
            for known in (loader.load(), tried)
        )
        rules = sorted({rule_id for rule_id, _how in _differences(_whole(old), _whole(new))})
        was, will_be = (one.state is State.REFERRED for one in (old, new))
        if rules or was is not will_be:
            yield SampleChange(path.stem, tuple(rules), will_be)


def with_tag(*, food_id: int, tag: str, most: int = MOST) -> TagChange:
    """What it would change for the kept plans if a food carried a tag, or nobody knew that it does not."""
    holding = left_out = limited = 0
    kept = Plan.objects.count()
    for plan in Plan.objects.all()[:most]:
        if food_id not in _food_ids(plan):
            continue
        holding += 1
        findings = _findings(plan)
        left_out += tag in findings.excluded
        limited += any(tag in allowance.limits for allowance in findings.allowances)
    return TagChange(kept, min(kept, most), holding, left_out, limited)


def _compared(most: int, before: Callable[[Plan], _Seen], after: Callable[[Plan], _Seen]) -> Changes:
    plans = list(Plan.objects.all()[:most])
    known = foods.compositions({food_id for plan in plans for food_id in _food_ids(plan)})
    counts: Counter[str] = Counter()
    rules: Counter[tuple[str, str]] = Counter()
    for plan in plans:
        try:
            old, new = before(plan), after(plan)
        except InputFaults:
            counts["refused"] += 1
            continue
        changes = list(_differences(old.rules, new.rules))
        rules.update(changes)
        holds = _holds_what_is_left_out(plan, new.findings, known)
        above = _is_over_a_cap(plan, new)
        counts["left_out"] += holds
        counts["over_a_cap"] += above
        counts["referred"] += new.is_referred and not old.is_referred
        counts["no_longer_referred"] += old.is_referred and not new.is_referred
        counts["changed"] += bool(changes) or holds or above or old.is_referred != new.is_referred
    named = sorted({rule_id for rule_id, _how in rules})
    return Changes(
        kept=Plan.objects.count(),
        looked_at=len(plans),
        changed=counts["changed"],
        refused=counts["refused"],
        referred=counts["referred"],
        no_longer_referred=counts["no_longer_referred"],
        left_out=counts["left_out"],
        over_a_cap=counts["over_a_cap"],
        rules=tuple(
            RuleChange(one, *(rules[one, how] for how in ("newly", "no_longer", "otherwise"))) for one in named
        ),
    )


def _differences(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for rule_id in old.keys() | new.keys():
        if rule_id not in old:
            yield rule_id, "newly"
        elif rule_id not in new:
            yield rule_id, "no_longer"
        elif old[rule_id] != new[rule_id]:
            yield rule_id, "otherwise"


def _kept(plan: Plan) -> _Seen:
    rules = {caution["rule"]: _as_read(caution) for caution in plan.document.get("cautions", ())}
    return _Seen(plan.state == Plan.State.REFERRED, rules, Findings())


def _walked(plan: Plan, knowledge: Knowledge, compared: Callable[[walk.Proposal], Mapping[str, object]]) -> _Seen:
    found = _checked(plan, knowledge)
    return _Seen(found.state is State.REFERRED, compared(found), found.findings, found.person)


def _checked(plan: Plan, knowledge: Knowledge) -> walk.Proposal:
    read = read_profile(plan.profile, knowledge, today=plan.created_at.date())
    return walk.check(read.person, knowledge, Wishes(days=plan.day_count, start=plan.start_date))


def _findings(plan: Plan) -> Findings:
    try:
        return _checked(plan, loader.load()).findings
    except InputFaults:
        return Findings()


def _told(found: walk.Proposal) -> dict[str, object]:
    return {caution["rule"]: _as_read(caution) for caution in cautions_document(found)["cautions"]}


def _whole(found: walk.Proposal) -> dict[str, object]:
    return {fired.rule.id: fired.rule for fired in found.findings.fired}


def _as_read(caution: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(caution.get(name) for name in _READ)


def _food_ids(plan: Plan) -> set[int]:
    """Foods of the plan; an ingredient of which only the words are known is none of ours."""
    meals = [meal for day in plan.document.get("days", ()) for meal in day["meals"]]
    ids = {item["food"]["id"] for meal in meals for item in meal["ingredients"]}
    return {food_id for food_id in ids if food_id > 0}


def _holds_what_is_left_out(plan: Plan, findings: Findings, known: Mapping[int, Composition]) -> bool:
    held = [known[food_id] for food_id in _food_ids(plan) if food_id in known]
    return any(food.may_carry(tag) for food in held for tag in findings.excluded)


def _is_over_a_cap(plan: Plan, seen: _Seen) -> bool:
    """Whether a day, or a week, of the plan brings more than is left of a limit."""
    if seen.person is None:
        return False
    beside = besides(seen.person)
    days = [day.get("totals", {}) for day in plan.document.get("days", ())]
    return any(_over(cap, beside, days) for cap in seen.findings.caps if cap.scope is not Scope.SUPPLEMENTS_ONLY)


def _over(cap: NutrientCap, beside: Besides, days: list[Mapping[str, Any]]) -> bool:
    """By what is known to be in the days: an unknown amount adds nothing, and is not called above."""
    known = [float(total["amount"]) if (total := day.get(cap.key)) and total["amount"] else 0.0 for day in days]
    length = {Period.DAY: 1, Period.WEEK: 7}.get(cap.period)
    if length is None:
        return False
    room = beside.room(cap.key, cap.maximum, cap.period) * (1 + _ROUNDING)
    return any(sum(known[start : start + length]) > room for start in range(0, len(known), length))
