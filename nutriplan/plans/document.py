"""What does a plan look like as JSON? The one document that every door answers with and a kept plan stores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from nutriplan.domain.brought_by import brought_by
from nutriplan.domain.claims import Evidence
from nutriplan.domain.composition import Composition, Sum
from nutriplan.domain.cooking import Pot, later_days
from nutriplan.domain.findings import DoseWindow, Findings, Fired
from nutriplan.domain.intake import Attainment
from nutriplan.domain.menu import Day, Helping, Meal
from nutriplan.domain.nutrients import KEYS, NUTRIENTS
from nutriplan.domain.pantry import Used
from nutriplan.domain.rules import Source
from nutriplan.domain.shopping import Line, ShoppingList
from nutriplan.domain.targets import Target
from nutriplan.domain.timing import Clash
from nutriplan.domain.triage import Triage
from nutriplan.explanation import Change, Shortfall
from nutriplan.knowledge.loader import Knowledge
from nutriplan.people import selectors
from nutriplan.plans.wanted import Wanted, as_json
from nutriplan.proposal import Proposal

Json = dict[str, Any]


def plan_document(
    proposal: Proposal, knowledge: Knowledge, *, plan_id: int | None, foods_version: str,
    warnings: Sequence[str] = (), meal_ids: Sequence[int] = (), wanted: Json | None = None,
) -> Json:  # fmt: skip
    """The plan JSON of the REST contract. Amounts are in the unit their key ends in; null means unknown, never zero.

    plan_id None: nothing is kept, the answer is all there is. meal_ids: of the helpings in order; none: from 1 on.
    """
    solution = proposal.solution
    return {
        "id": plan_id,
        "state": proposal.state.value,
        "reason": proposal.reason or None,
        "start_date": proposal.wishes.start.isoformat(),
        "days": _days(proposal, iter(meal_ids) if meal_ids else count(1)),
        "targets": targets_document(proposal.targets),
        "attainment": _attained(proposal),
        "shortfalls": [_shortfall(found) for found in proposal.explanation.shortfalls],
        "changes": [_change(found) for found in proposal.explanation.changes],
        "triage": triage_document(proposal.triage),
        **cautions_document(proposal),
        "timeline": timeline_document(proposal),
        "warnings": list(warnings),
        "assumed": list(proposal.person.assumed),
        "evidence": evidence_document(knowledge.evidence),
        "shopping_list": shopping_document(proposal.shopping) if proposal.shopping else None,
        "solver": solution
        and {
            "status": solution.status.value,
            "gap": round(solution.gap, 5),
            "bound": round(solution.bound, 5),
            "objective": round(solution.objective, 5),
            "seconds": round(solution.seconds, 2),
            "seed": solution.seed,
            "eased": solution.eased,
            "engine": solution.engine,
        },
        "data": {"foods_version": foods_version, "rules_version": knowledge.version},
        "wanted": wanted or as_json(Wanted()),
    }


def evidence_document(evidence: Evidence) -> Json:
    """What may be said about food and cramps: never without a grade and a source."""
    return {
        "grade": evidence.grade.value,
        "message": evidence.message,
        "sources": [{"title": source.title, "address": source.address} for source in evidence.sources],
    }


# Days ----------------------------------------------------------------------------------------------------------------


def food_named(food: Composition) -> Json:
    """Which food is meant: its numbers, its name in the table and what people call it."""
    return {"id": food.food_id, "ndb_no": food.ndb_no, "name": food.name, "display_name": food.shown_name}


def _days(proposal: Proposal, meal_ids: Iterator[int]) -> list[Json]:
    if proposal.menu is None or proposal.cooking is None:
        return []
    return [
        {
            "date": day.date.isoformat(),
            "meals": [
                {
                    **_helping(next(meal_ids), meal, helping),
                    "cooking": _pot(proposal.cooking.of(day, meal, helping), day),
                }
                for meal in day.meals
                for helping in meal.helpings
            ],
            "hands_on_minutes": proposal.cooking.minutes(day.date),
            "totals": {key: _total(key, totals[key]) for key in KEYS},
        }
        for day, totals in zip(proposal.menu.days, proposal.days, strict=True)
    ]


def _helping(meal_id: int, meal: Meal, helping: Helping) -> Json:
    sums = helping.serving.sums(KEYS, helping.servings)
    return {
        "id": meal_id,
        "slot": meal.time.slot.value,
        "time": meal.time.at.strftime("%H:%M"),
        "locked": helping.locked,
        "role": helping.serving.role.value,
        "servings": helping.servings,
        "dish": {"id": helping.serving.dish_id, "name": helping.serving.name},
        "ingredients": [
            {
                "food": food_named(part.food),
                # Four decimals: a pinch of salt is a fifth of a gram, and most of the sodium of a dish.
                "grams": round(part.grams * helping.servings, 4),
            }
            for part in helping.serving.parts
        ],
        "nutrients": {key: _amount(key, sums[key].amount) for key in KEYS},
    }


def _pot(pot: Pot, day: Day) -> Json:
    """What is cooked for a helping: on the day of the pot all of it, on later days nothing."""
    if pot.day != day.date:
        return {
            "kind": "leftovers",
            "from": pot.day.isoformat(),
            "servings": 0,
            "later": [],
            "left": 0,
            "freeze": False,
        }
    later = [{"date": one.day.isoformat(), "servings": one.servings} for one in later_days(pot, day.date)]
    return {
        "kind": "cook",
        "from": None,
        "servings": pot.made_servings,
        "later": later,
        "left": pot.left_servings,
        "freeze": pot.serving.freezes and pot.left_servings > 0,
    }


def _amount(key: str, amount: float | None) -> float | None:
    """Two decimals more than are shown, so that a client's own sums agree with ours."""
    return None if amount is None else round(amount, NUTRIENTS[key].decimals + 2)


def _total(key: str, total: Sum) -> Json:
    return {"amount": _amount(key, total.amount), "known_share": round(total.known_share, 4)}


def _attained(proposal: Proposal) -> Json:
    days = proposal.menu.days if proposal.menu else ()
    portions = [portion for day in days for portion in day.portions()]
    best = proposal.explanation.best_possible
    return {
        key: _attainment(key, found, best.get(key), portions, len(days)) for key, found in proposal.attainment.items()
    }


def _attainment(
    key: str, found: Attainment, best: float | None, portions: Sequence[tuple[Composition, float]], days: int
) -> Json:
    return {
        "mean": _amount(key, found.mean.amount),
        "known_share": round(found.mean.known_share, 4),
        "worst_day": _amount(key, found.worst_day if found.mean.amount is not None else None),
        "share_of_aim": None if found.share_of_aim is None else round(found.share_of_aim, 4),
        "best_possible": _share(best),
        "brought_by": [
            {
                "food": food_named(brings.food),
                "amount": _amount(key, brings.amount / days),
                "share": round(brings.share, 4),
            }
            for brings in brought_by(portions, key)
        ],
    }


def _shortfall(found: Shortfall) -> Json:
    return {
        "nutrient": found.key,
        "share_of_aim": round(found.share_of_aim, 4),
        "best_possible": _share(found.best_possible),
        "because": found.because,
        "would_help": found.would_help,
        "holds": list(found.holds),
        "changes": [_change(one) for one in found.changes],
        "gives_way": _shares(found.gives_way),
    }


def _change(found: Change) -> Json:
    return {"kind": found.kind, "what": found.what, "gains": _shares(found.gains)}


def _shares(shares: Mapping[str, float]) -> Json:
    return {key: round(share, 4) for key, share in shares.items()}


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


# Targets and cautions ------------------------------------------------------------------------------------------------


def targets_document(targets: Mapping[str, Target]) -> Json:
    return {
        key: {
            "min": target.min,
            "aim": target.aim,
            "max": target.max,
            "scope": target.scope.value,
            "basis": target.basis,
            "source": target.source,
            "why": target.why or None,
            "clinician_sets": target.clinician_sets,
        }
        for key, target in targets.items()
    }


def triage_document(triage: Triage) -> Json:
    """How soon who has to look at what; first of all what stops a plan until it is acknowledged."""
    return {
        "level": triage.level.value,
        "advice": triage.advice,
        "stops_planning": triage.stops_planning,
        "reasons": [
            {
                "because": reason.because,
                "level": reason.level.value,
                "sign": reason.sign,
                "why": reason.why,
                "clinician": reason.clinician,
                "acknowledged": reason.acknowledged,
                "stops_planning": reason.stops_planning,
            }
            for reason in triage.reasons
        ],
    }


def cautions_document(proposal: Proposal) -> Json:
    """The rules that fired, highest severity first, and what could not be checked."""
    findings = proposal.findings
    return {
        "cautions": [_caution(fired) for fired in findings.fired],
        "not_checked": [f"{name}: not checked. Ask a pharmacist before you rely on this plan." for name in
                        findings.not_checked],
        "notes": list(proposal.notes),
        "referrals": [
            {
                "rule": referral.rule_id,
                "clinician": referral.clinician,
                "urgency": referral.urgency,
                "escalate_if": referral.escalate_if or None,
            }
            for referral in findings.referrals
        ],
    }  # fmt: skip


def _caution(fired: Fired) -> Json:
    rule = fired.rule
    return {
        "rule": rule.id,
        "severity": rule.severity.value,
        "title": rule.title,
        "message": rule.message,
        "why": rule.why,
        "action": rule.action,
        "evidence": rule.evidence,
        "because": list(fired.because),
        "sources": [source_document(source) for source in rule.sources],
        "review_date": rule.review_date.isoformat(),
    }


def source_document(source: Source) -> Json:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "section": source.section,
        "address": source.address,
    }


def constraints_document(findings: Findings) -> Json:
    """What the cautions put on a plan: all of it hard, except the floors."""
    return {
        "excluded_tags": {tag: list(rules) for tag, rules in sorted(findings.excluded.items())},
        "caps": [
            {
                "rule": cap.rule_id,
                "nutrient": cap.key,
                "max": cap.maximum,
                "per": cap.period.value,
                "scope": cap.scope.value,
            }
            for cap in findings.caps
        ],
        "allowances": [
            {"rule": one.rule_id, "measure": one.measure, "limits": dict(one.limits), "per": one.period.value}
            for one in findings.allowances
        ],
        "floors": [{"rule": floor.rule_id, "nutrient": floor.key, "min": floor.minimum} for floor in findings.floors],
        "clinician_sets": {key: list(rules) for key, rules in sorted(findings.clinician_sets.items())},
        "steady": [
            {
                "rule": one.rule_id,
                "nutrient": one.key or None,
                "tag": one.tag or None,
                "tolerance_pct": one.tolerance_pct,
            }
            for one in findings.steady
        ],
        "not_counted": [{"rule": rule, "what": what} for rule, what in findings.uncounted],
    }


def timeline_document(proposal: Proposal) -> list[Json]:
    """The day by the clock: meals, doses, and the hours to keep free around each dose."""
    person, findings = proposal.person, proposal.findings
    entries: list[Json] = [
        {"time": meal.at.strftime("%H:%M"), "kind": "meal", "what": meal.slot.value}
        for meal in proposal.meals or person.meals
    ]
    for medicine in person.medications:
        entries += [{"time": at.strftime("%H:%M"), "kind": "dose", "what": medicine.name} for at in medicine.times]
    for supplement in person.supplements:
        entries += [
            {"time": at.strftime("%H:%M"), "kind": "supplement", "what": supplement.nutrient} for at in supplement.times
        ]
    for window in findings.windows:
        entries.append(
            {
                "time": clock(window.opens),
                "until": clock(window.closes),
                "kind": "keep_apart",
                "what": window.medicine,
                "from_what": _from_what(window.tags, window.nutrients),
                "rule": window.rule_id,
                "note": window.note or None,
                "clashes_with": _met(proposal.clashes, window),
            }
        )
    return sorted(entries, key=lambda entry: (entry["time"], entry["kind"], entry["what"]))


def _met(clashes: Sequence[Clash], window: DoseWindow) -> list[Json]:
    """What is taken in the hours that should be free of it, each once."""
    met = dict.fromkeys(
        (clash.other_at, clash.other)
        for clash in clashes
        if (clash.rule_id, clash.medicine, clash.dose_at) == (window.rule_id, window.medicine, window.dose_at)
        and window.contains(clash.other_at)
    )
    return [{"time": at.strftime("%H:%M"), "what": what} for at, what in met]


def clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _from_what(tags: frozenset[str] | None, nutrients: frozenset[str]) -> list[str]:
    if tags is None:
        return ["any food"]
    if tags:
        known = selectors.caution_book().food_tags
        return sorted(known[tag].label if tag in known else tag.replace("_", " ") for tag in tags)
    return sorted(f"{_tablet(nutrient)} tablets" for nutrient in nutrients)


def _tablet(nutrient: str) -> str:
    return NUTRIENTS[nutrient].label.lower() if nutrient in NUTRIENTS else nutrient.replace("_", " ")


# Shopping ------------------------------------------------------------------------------------------------------------


def shopping_document(shopping: ShoppingList) -> Json:
    return {
        "household": shopping.household,
        "aisles": [{"aisle": aisle, "lines": [_line(line) for line in lines]} for aisle, lines in shopping.by_aisle()],
        "waste": {
            "bought_g": round(shopping.waste.bought_g, 1),
            "left_g": round(shopping.waste.left_g, 1),
            "uneaten_g": round(shopping.waste.uneaten_g, 1),
            "share": round(shopping.waste.share, 4),
        },
        "pantry": [_used(used) for used in shopping.pantry],
    }


def _used(used: Used) -> Json:
    stock = used.stock
    return {
        "food": {"ndb_no": stock.ndb_no, "name": stock.name},
        "grams": stock.grams,
        "use_by": stock.use_by and stock.use_by.isoformat(),
        "used_g": round(used.used_g, 1),
        "left_g": round(used.left_g, 1),
        "days": [day.isoformat() for day in used.days],
    }


def _line(line: Line) -> Json:
    return {
        "name": line.name,
        "ndb_no": line.ndb_no,
        "eaten_g": round(line.eaten_g, 1),
        "bought_g": round(line.bought_g, 1),
        "packs": [{"pack": pack.label, "grams": pack.grams, "count": count} for pack, count in line.packs],
        "spare_g": round(line.spare_g, 1),
        "in_hand_g": round(line.in_hand_g, 1),
        "spoils": line.spoils,
        "staple": line.staple,
        "note": line.note or None,
        "keeps_days": line.keeps_days,
        "opened_days": line.opened_days,
        "price_tier": line.price_tier,
    }
