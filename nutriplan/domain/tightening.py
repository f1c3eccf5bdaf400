"""What do the cautions make of the targets? Caps lower them, floors raise them, and some only a clinician may set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from nutriplan.domain.cautions import replaced_by
from nutriplan.domain.findings import Findings, NutrientCap
from nutriplan.domain.nutrients import display
from nutriplan.domain.person import ClinicianTarget, Person
from nutriplan.domain.rules import Period, Scope
from nutriplan.domain.targets import Target

#: Nutrients that a plan must not push up while a clinician has to set them and no limit is known: kept at or below
#: the reference intake of a healthy person, which an ordinary day does not exceed by much. Days the reference is
#: multiplied by: vitamin D comes in few foods, so a week of it is held together. Left out on purpose: sodium and
#: energy (holding them down could harm in Addison's disease or an eating disorder) and phosphorus (its RDA lies far
#: below what any ordinary day brings; rule CND-CKD-CAPHOS limits the foods instead).
HELD_AT_REFERENCE: Mapping[str, tuple[Period, int]] = MappingProxyType(
    {
        "potassium_mg": (Period.DAY, 1),
        "magnesium_mg": (Period.DAY, 1),
        "calcium_mg": (Period.DAY, 1),
        "water_g": (Period.DAY, 1),
        "protein_g": (Period.DAY, 1),
        "vitamin_d_ug": (Period.WEEK, 7),
    }
)
_ADDISON_SALT = "sodium_mg"


def hold_at_reference(findings: Findings, targets: Mapping[str, Target]) -> Findings:
    """The findings with a hard cap at the reference intake for what only a clinician may raise and nobody has capped
    yet.

    targets: as they were before `tighten`, with their reference intake as aim.
    """
    capped = {cap.key for cap in findings.caps if cap.scope is Scope.TOTAL and cap.period in {Period.DAY, Period.WEEK}}
    held = tuple(
        NutrientCap(findings.clinician_sets[key][0], key, aim * days, period, Scope.TOTAL)
        for key, (period, days) in HELD_AT_REFERENCE.items()
        if key in findings.clinician_sets
        and key not in capped
        and key in targets
        and (aim := targets[key].aim) is not None
    )
    return replace(findings, caps=(*findings.caps, *held))


def tighten(targets: Mapping[str, Target], findings: Findings, person: Person) -> dict[str, Target]:
    """The targets that this person's plan may work towards.

    A cap lowers the maximum and what stands above it; a floor raises the aim, never above the maximum; a nutrient
    that a clinician has to set loses minimum and aim and says why; the person's own clinician stands above all of
    these. Nothing is taken off for supplements: targets are about the whole intake. Idempotent.
    """
    held = hold_at_reference(findings, targets)
    return {key: _tighten_one(target, held, person.clinician_targets.get(key)) for key, target in targets.items()}


def _tighten_one(target: Target, findings: Findings, own: ClinicianTarget | None) -> Target:
    key = target.key
    if key in findings.clinician_sets:
        target = target if target.clinician_sets else _left_to_clinician(target, findings)
    elif own is not None and own.min is not None and key in replaced_by(findings.fired):
        target = replace(target, min=own.min, aim=own.min, basis="set by your clinician")
    for floor in findings.floors:
        if floor.key == key and target.aim is not None and floor.minimum > target.aim:
            target = replace(target, aim=floor.minimum, why=f"raised ({floor.rule_id})")
    if own is not None and own.min is not None:
        target = replace(target, min=own.min)
    if own is not None and own.max is not None:
        # The clinician's maximum may also lie above the general one.
        target = replace(
            target, max=own.max, scope=Scope.TOTAL, why=f"at most {display(key, own.max)}, set by your clinician"
        )
    return _under_caps(target, findings)


def _left_to_clinician(target: Target, findings: Findings) -> Target:
    rules = ", ".join(findings.clinician_sets[target.key])
    why = f"Your care team sets this, so the plan does not push it up ({rules})."
    uncapped = not any(cap.key == target.key for cap in findings.caps)
    # "Do not cut salt": the general sodium limit is not held against someone whose clinic sets the salt.
    maximum = None if target.key == _ADDISON_SALT and uncapped else target.max
    return replace(target, min=None, aim=None, max=maximum, clinician_sets=True, why=why)


def _under_caps(target: Target, findings: Findings) -> Target:
    for cap in findings.caps:
        if cap.key != target.key or cap.period is not Period.DAY:
            continue
        lower = target.max is None or cap.maximum <= target.max or cap.scope is not target.scope
        total_beats_part = cap.scope is Scope.TOTAL or target.scope is not Scope.TOTAL
        if lower and total_beats_part:
            limit = f"At most {display(cap.key, cap.maximum)} ({cap.rule_id})."
            why = target.why if limit in target.why else f"{target.why} {limit}".strip()
            target = replace(target, max=cap.maximum, scope=cap.scope, why=why)
    if target.max is None or target.scope is not Scope.TOTAL:
        return target
    return replace(target, min=_at_most(target.min, target.max), aim=_at_most(target.aim, target.max))


def _at_most(amount: float | None, maximum: float) -> float | None:
    return None if amount is None else min(amount, maximum)
