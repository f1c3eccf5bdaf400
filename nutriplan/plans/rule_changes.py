"""Which kept plans would other rules change? Their profiles walked again as far as the cautions; counted, nobody named.

A profile is read as on the day its plan was made, so that what differs comes from the rules and not from a birthday.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from foods import selectors as foods
from nutriplan import proposal as walk
from nutriplan.domain.composition import Composition
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.findings import Findings
from nutriplan.knowledge import loader
from nutriplan.knowledge.loader import Knowledge
from nutriplan.people.profile import read_profile
from nutriplan.plans.document import cautions_document
from nutriplan.plans.models import Plan
from nutriplan.proposal import State, Wishes

#: So many plans are looked at, the newest first; each costs some milliseconds.
MOST = 500
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
class Changes:
    """looked_at: of so many plans; kept: how many there are. refused: profiles that could not be read any more.
    referred, no_longer_referred: a clinician would newly come first, or no longer. left_out: plans that hold a food
    which the cautions of their person now leave out."""

    kept: int
    looked_at: int
    changed: int
    refused: int
    referred: int
    no_longer_referred: int
    left_out: int
    rules: tuple[RuleChange, ...]


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
    """What the cautions come to. rules: rule id -> what is compared of it."""

    is_referred: bool
    rules: Mapping[str, object]
    findings: Findings


def since_made(*, most: int = MOST) -> Changes:
    """What the rules in force would say of the kept plans, against what the plans say."""
    return _compared(most, _kept, lambda plan: _walked(plan, loader.load(), _told))


def with_files(*, files: Mapping[str, bytes], most: int = MOST) -> Changes:
    """What these files of rules would change if they stood in place of those of the same name.

    Raises KnowledgeFaults with everything that is wrong in them.
    """
    tried = loader.tried(files)
    return _compared(most, lambda plan: _walked(plan, loader.load(), _whole), lambda plan: _walked(plan, tried, _whole))


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
        counts["left_out"] += holds
        counts["referred"] += new.is_referred and not old.is_referred
        counts["no_longer_referred"] += old.is_referred and not new.is_referred
        counts["changed"] += bool(changes) or holds or old.is_referred != new.is_referred
    named = sorted({rule_id for rule_id, _how in rules})
    return Changes(
        kept=Plan.objects.count(),
        looked_at=len(plans),
        changed=counts["changed"],
        refused=counts["refused"],
        referred=counts["referred"],
        no_longer_referred=counts["no_longer_referred"],
        left_out=counts["left_out"],
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
    return _Seen(found.state is State.REFERRED, compared(found), found.findings)


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
