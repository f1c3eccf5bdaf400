from datetime import date

import pytest

from nutriplan.domain.claims import (
    Backing,
    Claim,
    FoodClaim,
    Grade,
    Kind,
    Ledger,
    Review,
    Topic,
    Verdict,
    verdict,
    verification_of,
)
from nutriplan.domain.rules import Source

REVIEW = Review(date(2026, 11, 25), date(2026, 11, 25), date(2028, 11, 24))
PAGE = Backing("PAGE", Source("A page"), Kind.HEALTH_SERVICE, "copy")
COCHRANE = Backing("COCHRANE", Source("A review"), Kind.SYSTEMATIC_REVIEW, "yes")


def claim(claim_id: str, status: Grade = Grade.WEAK, topic: Topic = Topic.FOODS, text: str = "Apples.") -> Claim:
    return Claim(claim_id, topic, status, text, "Little.", (PAGE, COCHRANE), frozenset({"calcium_mg"}), REVIEW)


LEDGER = Ledger(
    {
        one.id: one
        for one in (
            claim("C1", text="Magnesium before lunch."),
            claim("C2", Grade.UNSAFE, Topic.HOME_REMEDIES, "Tansy foot bath."),
        )
    },
    (FoodClaim("Apples", "09003", "Apples, raw", "calcium_mg", ("C1",)),),
)


def test_claims_are_found_by_status_topic_nutrient_and_beginnings_of_words() -> None:
    def found(**asked: str) -> list[str]:
        return [one.id for one in LEDGER.find(**asked)]

    assert found() == ["C1", "C2"]
    assert found(status="unsafe") == ["C2"]
    assert found(topic="foods") == ["C1"]
    assert found(nutrient="iron_mg") == []
    assert found(text="MAGN lunch") == ["C1"]
    assert found(text="agnesium") == []


def test_a_claim_rests_on_the_best_of_its_sources_and_says_how_far_it_was_checked() -> None:
    assert claim("C1").basis is Kind.SYSTEMATIC_REVIEW
    assert claim("C1").verification == "partial"
    assert verification_of([COCHRANE]) == "read"
    assert verification_of([Backing("X", Source("X"), Kind.TRIAL, "no")]) == "knowledge"


@pytest.mark.requirement("D7")
@pytest.mark.parametrize(
    ("pct", "says"),
    [(10.0, Verdict.HOLDS), (9.99, Verdict.WEAK), (5.0, Verdict.WEAK), (4.99, Verdict.FAILS), (None, Verdict.UNKNOWN)],
)
def test_a_food_holds_from_a_tenth_of_the_daily_value_on(pct: float | None, says: Verdict) -> None:
    assert verdict(pct) is says


def test_a_ledger_counts_every_grade_and_knows_the_foods_of_a_claim() -> None:
    assert LEDGER.counts()[Grade.UNSAFE] == 1
    assert sum(LEDGER.counts().values()) == 2
    assert [one.name for one in LEDGER.foods_of("C1")] == ["Apples"]
    assert LEDGER.foods_of("C2") == ()


@pytest.mark.requirement("H7")
def test_a_review_is_due_on_its_day() -> None:
    assert not REVIEW.is_due(date(2028, 11, 23))
    assert REVIEW.is_due(date(2028, 11, 24))
