"""What does the page need of a plan? The document, the recipes and the reasons, as plain values for a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nutriplan.domain.person import Person
from nutriplan.domain.servings import Serving
from nutriplan.people import selectors
from nutriplan.plans.changes import Changed
from nutriplan.plans.services import Made
from nutriplan.plans.wanted import as_json
from nutriplan.proposal import Proposal
from nutriplan.web import vocabulary

_STAGES: Mapping[str, str] = {
    "trying_to_conceive": "trying for a baby",
    "pregnant_t1": "pregnant, weeks 1 to 13",
    "pregnant_t2": "pregnant, weeks 14 to 27",
    "pregnant_t3": "pregnant, from week 28",
    "lactating": "breastfeeding",
}


def keep(made: Made, *, profile: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values that JSON can hold: what the page shows, and what a change starts from."""
    shown = shown_of(made.document, made.proposal)
    return {**shown, "profile": dict(profile), "wanted": {}, "before": None, "version": 1}


def shown_of(document: Mapping[str, Any], proposal: Proposal, servings: Iterable[Serving] = ()) -> dict[str, Any]:
    """What the page needs. servings: what stands in the document, where the proposal has no menu."""
    menu = proposal.menu
    served = [helping.serving for _, _, helping in menu.helpings()] if menu else servings
    return {
        "document": document,
        "recipes": {
            str(serving.dish_id): {"minutes": serving.minutes, "steps": list(serving.steps)} for serving in served
        },
        "reasons": {
            fired.rule.id: list(dict.fromkeys(_reason(token, proposal.person) for token in fired.because))
            for fired in proposal.findings.fired
        },
        "signs": [_sign(key) for key in sorted(proposal.person.red_flags)],
    }


def changed(found: Mapping[str, Any], change: Changed) -> dict[str, Any]:
    """The session's plan after a change."""
    shown = shown_of(change.document, change.proposal) if change.proposal else {"document": change.document}
    before = {"document": found["document"], "wanted": found["wanted"]}
    moved = {"wanted": as_json(change.wanted), "before": before, "version": found["version"] + 1}
    return {**found, **shown, **moved}


def _reason(token: str, person: Person) -> str:
    """A token of the rules ("cond:ckd_g4") in the person's own words."""
    kind, _, key = token.partition(":")
    say = {
        "cond": vocabulary.condition_label,
        "lab": vocabulary.lab_label,
        "med": lambda found: _medicine(found, person),
        "stage": lambda found: _STAGES.get(found, found),
        "age": lambda _found: "your age",
        "allergy": lambda found: f"{found.replace('_', ' ')} allergy",
        "flag": _flag,
    }
    return say[kind](key) if kind in say else key.replace("_", " ")


def _medicine(drug_class: str, person: Person) -> str:
    names = [medicine.name for medicine in person.medications if drug_class in medicine.classes]
    return " and ".join(names) or f"you take a {drug_class.replace('_', ' ')}"


def _flag(key: str) -> str:
    flag = selectors.caution_book().flags.get(key)
    return flag.label if flag else key.replace("_", " ")


def _sign(key: str) -> dict[str, str]:
    flag = selectors.caution_book().red_flags[key]
    return {
        "id": key,
        "sign": flag.sign,
        "why": flag.why,
        "clinician": clinician(flag.clinician),
        "urgency": flag.urgency,
    }


def clinician(key: str) -> str:
    """How to name a clinician ("gp" -> "your GP")."""
    return selectors.caution_book().clinicians.get(key, key)
