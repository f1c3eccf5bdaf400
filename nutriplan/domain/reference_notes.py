"""Which reference intake stands behind a rule that speaks of a supplement? Said with its source and whom to ask; a dose
never is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nutriplan.domain.findings import Findings
from nutriplan.domain.nutrients import NUTRIENTS, display
from nutriplan.domain.rules import RequireNutrient
from nutriplan.domain.targets import HELD_ON, Target

#: The added form of these is what a tablet holds; the reference intake is that of the whole.
_WHOLE_OF = {added: whole for (whole, _), added in HELD_ON.items()}


def reference_notes(findings: Findings, targets: Mapping[str, Target]) -> tuple[str, ...]:
    """One sentence a nutrient. targets: with their reference intake as aim, before the cautions tighten them."""
    return tuple(dict.fromkeys(_notes(findings, targets)))


def _notes(findings: Findings, targets: Mapping[str, Target]) -> Iterator[str]:
    for fired in findings.fired:
        for effect in fired.rule.effects:
            target = _target_of(effect.nutrient, targets) if isinstance(effect, RequireNutrient) else None
            if target and target.aim and target.key not in findings.clinician_sets:
                amount = display(target.key, target.aim)
                yield (
                    f"{NUTRIENTS[target.key].label}: the reference intake for you is {amount} a day in all "
                    f"({target.source}). Ask a clinician before taking any as a supplement."
                )


def _target_of(nutrient: str, targets: Mapping[str, Target]) -> Target | None:
    return targets.get(_WHOLE_OF.get(nutrient, nutrient))
