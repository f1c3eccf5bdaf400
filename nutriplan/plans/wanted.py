"""What has a person asked of a kept plan since it was made? Plain values, as the plan keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nutriplan.domain.person import Stock

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """banned: ids of dishes that must not come again, with their names. light: day -> at most so many minutes of work.
    use_up: food that is to be eaten, each with the grams as bought and the last day."""

    banned: Mapping[int, str] = field(default_factory=dict)
    light: Mapping[date, int] = field(default_factory=dict)
    use_up: tuple[Stock, ...] = ()


def as_json(wanted: Wanted) -> Json:
    return {
        "banned_dishes": [{"id": pk, "name": name} for pk, name in sorted(wanted.banned.items())],
        "light_days": [{"date": day.isoformat(), "most_minutes": most} for day, most in sorted(wanted.light.items())],
        "use_up": [
            {
                "food": {"ndb_no": stock.ndb_no, "name": stock.name},
                "grams": stock.grams,
                "by": stock.use_by and stock.use_by.isoformat(),
            }
            for stock in wanted.use_up
        ],
    }


def from_json(kept: Mapping[str, Any]) -> Wanted:
    """The same read back; nothing for a plan that nothing was asked of."""
    return Wanted(
        {one["id"]: one["name"] for one in kept.get("banned_dishes", ())},
        {date.fromisoformat(one["date"]): one["most_minutes"] for one in kept.get("light_days", ())},
        tuple(
            Stock(
                one["food"]["name"],
                one["grams"],
                date.fromisoformat(one["by"]),
                one["food"]["ndb_no"],
                one["food"]["name"],
            )
            for one in kept.get("use_up", ())
        ),
    )
