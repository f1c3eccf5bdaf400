"""Which of our foods does a line mean? Taken only where every word is explained and nothing speaks against it.

Whatever is left open is asked, with the nearest foods to choose from. A wrong food that was taken in silence is the one
thing that may not happen here; a question too many may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from foods import ingredient_foods
from foods.ingredient_foods import IngredientFood
from foods.tag_rules import words_of
from foods.tagging import Decisions, tags_of_text
from nutriplan.recipes.cook_words import CookWords, cook_words
from nutriplan.recipes.lines import ParsedLine
from nutriplan.recipes.words import DENIED_TAGS, Bag, bag, denies, in_a_can, telling

MOST_SUGGESTED = 6
_LOOKED_AT = 40
#: Words of a table's name that a cook leaves out when the plain food is meant.
_LEFT_OUT: Bag = frozenset(
    words_of(
        "raw fresh regular plain all commercial variety type year round average includes unprepared mature species"
        " fluid fish crustacean mollusk beverage alcoholic spice of and"
    )
)
#: What the words of a line and the food must agree on before it is taken unasked: who is allergic acts on it.
ALLERGENS = frozenset(
    {"dairy", "egg", "fish", "crustacean", "mollusc", "tree_nut", "peanut", "wheat", "gluten", "soy", "sesame"}
)


class Confidence(StrEnum):
    """sure: a cook's name for this very food. close: the one plain food whose name has every word. asked: neither."""

    SURE = "sure"
    CLOSE = "close"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Match:
    """food: taken unasked, else None. why: what is asked, or how it was found. suggested: food ids, the likeliest
    first. said, maybe: tags that the words of the line speak of, whatever food it is."""

    food: IngredientFood | None
    confidence: Confidence
    why: str
    suggested: tuple[int, ...]
    said: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()


def match(lines: Sequence[ParsedLine]) -> list[Match]:
    """A match for every line, in a number of queries that does not grow but for the searches."""
    book = cook_words()
    read = [_Read.of(line, book) for line in lines]
    ids = ingredient_foods.ids_of(book.food)
    near = [_near(one, book, ids) for one in read]
    foods = foods_with_measures(food_id for found in near for food_id in found)
    return [_decided(one, [foods[food_id] for food_id in found if food_id in foods], ids)
            for one, found in zip(read, near, strict=True)]  # fmt: skip


def foods_with_measures(food_ids: Iterable[int]) -> dict[int, IngredientFood]:
    """Food id -> food, with the household measures of the food that weighs the same where it has too few of its own."""
    book, wanted = cook_words(), set(food_ids)
    ids = ingredient_foods.ids_of([*book.food, *book.measured_as.values()])
    like = {ids[ndb_no]: ids[other] for ndb_no, other in book.measured_as.items() if ndb_no in ids and other in ids}
    found = ingredient_foods.by_ids(wanted | {like[food_id] for food_id in wanted if food_id in like})
    return {
        food_id: replace(food, measures=food.measures + found[like[food_id]].measures) if food_id in like else food
        for food_id, food in found.items()
        if food_id in wanted
    }


def said_by(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The tags that a text certainly speaks of, and those that it may; negations say nothing."""
    told = tags_of_text(text)
    return frozenset(told.present), _maybe(told)


def _maybe(told: Decisions) -> frozenset[str]:
    return frozenset(tag for tag, rule in told.undecided.items() if rule != "text")


@dataclass(frozen=True, slots=True)
class _Read:
    line: ParsedLine
    words: Bag
    meant: frozenset[str]

    @classmethod
    def of(cls, line: ParsedLine, book: CookWords) -> _Read:
        words = telling(bag(" , ".join(line.names)))
        done = telling(bag(f"{line.done}, {line.size}"))
        words |= frozenset(word for word in done if word in book.vocabulary or word in _ALWAYS_TELL or denies(word))
        if in_a_can(tuple(amount.unit for amount in line.amounts)):
            words |= {"canned"}
        return cls(line, words, book.meant(words))

    @property
    def offers_a_choice(self) -> bool:
        return "or" in self.line.text.casefold().split() or "/" in " ".join(self.line.names)

    @property
    def several(self) -> bool:
        """Several foods in one line. A remark that the parser took for a name of its own names no food."""
        return sum(1 for name in self.line.names if not telling(bag(name)).isdisjoint(cook_words().nouns)) > 1


#: Words after the food that may say it is another, although no name of a cook has them.
_ALWAYS_TELL: Bag = frozenset(
    words_of(
        "juice juiced zest zested mashed puree pureed vegan vegetarian plant vegetable imitation substitute alternative"
        " style flavoured flavored light lite diet smoked fried breaded cured pickled salted sweetened fortified powder"
        " powdered instant condensed margarine cream toasted roasted canned cooked frozen dried raw boiled ground"
        " wholemeal unsalted skinless skinon boneless bonein semiskimmed fatfree lowfat reducedfat fullfat lowsodium"
        " unsweetened unpasteurised pasteurised"
    )
)


def _near(read: _Read, book: CookWords, ids: Mapping[str, int]) -> tuple[int, ...]:
    """The foods to look at: what cooks mean, then what search finds for all words, then for fewer of them."""
    found = dict.fromkeys(ids[ndb_no] for ndb_no in sorted(read.meant) if ndb_no in ids)
    for text in _searches(read):
        if len(found) >= MOST_SUGGESTED:
            break
        found.update(dict.fromkeys(ingredient_foods.found_by(text, most=_LOOKED_AT)))
    found.update(dict.fromkeys(ids[ndb_no] for ndb_no in _partly(read, book) if ndb_no in ids))
    return tuple(found)


def _searches(read: _Read) -> Iterable[str]:
    """The name as it stands, then each alternative, then its last words alone: the head of an English name is last."""
    for name in read.line.names:
        words = [word for word in name.split() if not telling(bag(word)).issubset({"or"})]
        yield " ".join(words)
        yield from (" ".join(words[start:]) for start in range(1, len(words)))
        yield from words[:1]


def _partly(read: _Read, book: CookWords) -> list[str]:
    """Cooks' foods that share the most words with the line: what it may mean with a word more or less."""
    shared: dict[str, int] = {}
    for word in read.words:
        for meaning in book.by_word.get(word, ()):
            rank = 2 * len(meaning.needs & read.words) - len(meaning.needs - read.words)
            shared[meaning.ndb_no] = max(shared.get(meaning.ndb_no, -9), rank)
    return sorted(shared, key=lambda ndb_no: (-shared[ndb_no], ndb_no))[:MOST_SUGGESTED]


def _decided(read: _Read, near: list[IngredientFood], ids: Mapping[str, int]) -> Match:
    told = tags_of_text(read.line.text)
    said, maybe = frozenset(told.present), _maybe(told)
    cooks = [food for food in near if food.ndb_no in read.meant]
    asked = Match(None, Confidence.ASKED, "", _suggested(read, cooks, near), said, maybe)
    doubt = _doubt(read)
    if doubt:
        return replace(asked, why=doubt)
    chosen, confidence = (cooks, Confidence.SURE) if cooks else (_plain(read, near), Confidence.CLOSE)
    if len(chosen) != 1:
        return replace(asked, why=_why_open(read, chosen))
    against = _against(chosen[0], said, confidence)
    if against:
        return replace(asked, why=against)
    return replace(asked, food=chosen[0], confidence=confidence, why=_HOW[confidence])


_HOW = {
    Confidence.SURE: "a cook's name for this food",
    Confidence.CLOSE: "the one plain food with all these words",
}


def _doubt(read: _Read) -> str:
    if not read.line.names:
        return "no food could be read in this line"
    if read.offers_a_choice:
        return "the line offers a choice: which do you use?"
    if read.several:
        return "more than one food stands in this line: write each on its own"
    denied = sorted(word for word in read.words if denies(word) and word not in _DENIALS_KNOWN)
    if denied and not read.meant:
        return "the line says what it is not: please choose"
    return ""


_DENIALS_KNOWN = frozenset({"fatfree"})


def _why_open(read: _Read, chosen: Sequence[IngredientFood]) -> str:
    if chosen:
        return "several foods are called that: which one is it?"
    unknown = sorted(word for word in read.words if word not in cook_words().vocabulary)
    return f"we do not know {', '.join(unknown)}" if unknown else "it is not said which kind this is"


def _plain(read: _Read, near: Sequence[IngredientFood]) -> list[IngredientFood]:
    """Foods of no maker whose name has every word of the line, and beside them only what a cook leaves out."""
    found = []
    for food in near:
        words = bag(food.name)
        if not food.manufacturer and read.words <= words and words - read.words <= _LEFT_OUT:
            found.append(food)
    return found


def _against(food: IngredientFood, said: frozenset[str], confidence: Confidence) -> str:
    """Why the food is not taken unasked: the words speak of something that it is known not to be, or the food holds an
    allergen that the words do not speak of."""
    if said & food.ruled_out & _MUST_AGREE:
        return f"the words and {food.shown_name} do not agree: please choose"
    if confidence is Confidence.CLOSE and (food.tags & ALLERGENS) - said:
        return f"{food.shown_name} holds something that the line does not name: please check"
    return ""


_MUST_AGREE = ALLERGENS | frozenset(
    {
        "alcohol",
        "grapefruit",
        "liquorice",
        "liver",
        "meat",
        "pork",
        "raw_fish",
        "raw_shellfish",
        "refrigerated_smoked_fish",
        "salt_substitute",
        "soft_unpasteurised_cheese",
        "unpasteurised_juice",
        "unpasteurised_milk",
    }
)


def _suggested(read: _Read, cooks: Iterable[IngredientFood], near: Sequence[IngredientFood]) -> tuple[int, ...]:
    """What cooks mean first, then foods with most words of the line, as search ranks them; none that it denies."""
    denied = frozenset[str]().union(*(DENIED_TAGS.get(word, frozenset()) for word in read.words))
    known = cook_words().food

    def distance(food: IngredientFood) -> tuple[int, bool, bool]:
        words = bag(food.name) | bag(food.shown_name)
        return (-len(read.words & words), bool(food.manufacturer), food.ndb_no not in known)

    ordered = [*cooks, *sorted(near, key=distance)]
    return tuple(dict.fromkeys(food.food_id for food in ordered if denied <= food.ruled_out))[:MOST_SUGGESTED]
