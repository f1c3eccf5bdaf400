"""Small caution books for the domain tests: one drawn rule at a time, no files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from nutriplan.domain.caution_book import AgeBand, Allergen, CautionBook, Flag, RedFlag
from nutriplan.domain.medicines import Medicine, MedicineBook
from nutriplan.domain.rules import Effect, Rule, Severity, Source

MEDICINES = (
    Medicine("furosemide", frozenset({"loop_diuretic"}), brands=("Lasix",)),
    Medicine("levothyroxine sodium", frozenset({"thyroid_hormone"}), ("levothyroxine",), ("Euthyrox",)),
    Medicine("ciprofloxacin", frozenset({"fluoroquinolone"}), brands=("Cipro",)),
    Medicine("atorvastatin", frozenset({"statin"}), brands=("Lipitor",)),
    Medicine("calcium carbonate", frozenset({"calcium_supplement"}), brands=("Tums",), alone=("calcium",)),
    Medicine("calcium and vitamin D", frozenset({"calcium_supplement", "vitamin_d"}), ("calcium + vitamin D",)),
    Medicine("drotaverine", frozenset({"antispasmodic"}), brands=("No-Spa",)),
)
BANDS = (AgeBand("child", 4, 19), AgeBand("adult", 19, 130), AgeBand("old", 65, 130))


def rule(rule_id: str, *effects: Effect, any_of: Iterable[str] = ("cond:ill",), **changes: Any) -> Rule:
    day = date(2026, 11, 22)
    fields: dict[str, Any] = {
        "title": rule_id,
        "all_of": (),
        "none_of": frozenset(),
        "severity": Severity.MODERATE,
        "message": f"message of {rule_id}",
        "why": "why",
        "action": "action",
        "evidence": "guideline",
        "verification": "read",
        "sources": (Source("A source"),),
        "review_date": day,
        "next_review": day.replace(year=2027),
        "authored": day,
        **changes,
    }
    return Rule(id=rule_id, any_of=frozenset(any_of), effects=effects, **fields)


def book(*rules: Rule, flags: Mapping[str, Flag] | None = None, red_flags: Iterable[RedFlag] = ()) -> CautionBook:
    return CautionBook(
        rules=rules,
        life_stages={"lactating": "breastfeeding"},
        age_bands=BANDS,
        conditions={"ill": "an illness", "rare": "a rare illness"},
        lab_flags={"odd": "an odd result"},
        flags=flags or {},
        allergens={"milk": Allergen("milk", "milk", frozenset({"dairy"}))},
        clinicians={"gp": "your doctor"},
        food_tags={},
        supplement_classes={"calcium_mg": "calcium_supplement", "magnesium_mg": "magnesium_supplement"},
        medicines=MedicineBook(MEDICINES),
        red_flags={flag.id: flag for flag in red_flags},
    )
