"""What do kitchen and shop mean for the planner? Dishes that use up what is there, and packs that leave waste."""

from __future__ import annotations

from collections.abc import Sequence

from nutriplan.domain.cooking import is_kept
from nutriplan.domain.pantry import covers, purchase_of
from nutriplan.domain.person import Person, Stock
from nutriplan.domain.servings import Part, Serving
from nutriplan.domain.shopping import spoils
from nutriplan.planner.ordering import Keeping
from nutriplan.planner.thrift import Good

#: What is in the kitchen is eaten first: the dish that takes most of a stock costs nothing, others less by their share
#: of that; half as much where the stock has no use-by date. (As a limit of its own, each stock made the bound loose and
#: the search many times longer.)
USE_BY_SHARE, STOCK_SHARE = 1.0, 0.5


def grams_of(stock: Stock, serving: Serving) -> float:
    """Grams as bought that one serving takes from the stock."""
    return sum(part.grams / purchase_of(part).eaten_per_bought for part in serving.parts if covers(stock, part))


def stock_shares(servings: Sequence[Serving], person: Person) -> list[float]:
    """How much each dish does for using up the kitchen, from 0 to 1."""
    shares = [0.0] * len(servings)
    for stock in person.pantry:
        takes = [grams_of(stock, serving) for serving in servings]
        most = max(takes, default=0.0)
        weight = USE_BY_SHARE if stock.use_by else STOCK_SHARE
        shares = [share + weight * taken / most if most else share for share, taken in zip(shares, takes, strict=True)]
    return [min(1.0, share) for share in shares]


def goods_of(servings: Sequence[Serving], person: Person) -> tuple[Good, ...]:
    """What spoils, with the grams as bought that one serving of each dish takes for all: what is sold in packs, and
    what is in the kitchen with a use-by date."""
    needs: dict[tuple[str, str], list[float]] = {}
    sold: dict[tuple[str, str], Part] = {}
    for place, serving in enumerate(servings):
        for part in serving.parts:
            purchase = purchase_of(part)
            if (purchase.packs and spoils(purchase)) or _dated_g(part, person):
                key = (purchase.ndb_no, purchase.name)
                sold.setdefault(key, part)
                grams = part.grams / purchase.eaten_per_bought * person.household
                needs.setdefault(key, [0.0] * len(servings))[place] += grams
    return tuple(_good(sold[key], need, person) for key, need in needs.items())


def _dated_g(part: Part, person: Person) -> float:
    """Grams as bought of this food that are in the kitchen and must be eaten by a day."""
    return sum(stock.grams * covers(stock, part) for stock in person.pantry if stock.use_by)


def _good(part: Part, need: Sequence[float], person: Person) -> Good:
    purchase = purchase_of(part)
    packs = tuple(pack.grams for pack in purchase.packs) if spoils(purchase) else ()
    in_hand = sum(stock.grams * covers(stock, part) for stock in person.pantry)
    return Good(purchase.name, tuple(need), packs, in_hand, _dated_g(part, person))


def keeping(servings: Sequence[Serving]) -> dict[str, Keeping]:
    """The dishes that are cooked once and eaten again, and the work that saves."""
    return {
        serving.key: Keeping(serving.keeps_days, serving.active_minutes) for serving in servings if is_kept(serving)
    }
