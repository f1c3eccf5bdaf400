"""Is anything told to be free of what its label has to be checked for? The notes of the shop against the tags."""

import re

import pytest
from django.conf import settings

from foods import selectors
from foods.as_bought import CHECK, in_words
from foods.importers import dish_files
from foods.models import FoodTag, Purchase, TagState
from foods.vocabulary import allergen_labels
from nutriplan.domain.servings import Part

pytestmark = pytest.mark.django_db

#: Which allergens makers put into foods of these kinds though the name of the food does not say so, by the first words
#: of the name. Free of one of them is such a food only where it is bought without it.
MAY_HOLD = {
    r"bread, gluten-free": "egg dairy soy sesame lupin tree_nut",
    r"bread, (?!gluten-free)": "egg dairy soy sesame lupin",
    r"bread, multi-grain": "tree_nut",
    r"crackers, (crispbread, )?rye": "egg dairy soy sesame wheat",
    r"tortillas, .*flour": "dairy soy",
    r"pasta, gluten-free": "egg soy lupin",
    r"pasta, (?!gluten-free)": "egg",
    r"cheese, (edam|gouda|parmesan|provolone|swiss|tilsit)": "egg",
    r"spices, (curry|chili) powder": "gluten wheat celery mustard",
    r"mustard, prepared": "gluten wheat celery sulphite",
    r"horseradish, prepared": "gluten wheat egg dairy soy mustard",
    r"soup, (stock|.*broth)": "gluten wheat celery mustard soy dairy egg",
    r"sauce, pasta": "gluten wheat celery soy dairy",
    r"tomato (products, canned, )?sauce": "celery",
    r"beans, baked": "gluten wheat celery mustard soy",
    r"pickles, cucumber": "celery mustard sulphite",
    r"soy sauce": "gluten wheat",
    r"(miso|tempeh)": "gluten wheat",
    r"soymilk, original": "gluten",
    r"beverages, rice milk": "gluten",
    r"beverages, almond milk": "soy",
    r"hummus": "soy",
    r"peanut butter": "soy",
    r"peanuts, .*roasted": "gluten wheat tree_nut",
    r"fish, tuna, .*canned": "soy",
    r"fish, sardine, .*canned in oil": "soy",
    r"fish, sardine, .*tomato sauce": "gluten wheat celery mustard soy",
    r"crustaceans, shrimp": "sulphite",
    r"chocolate, dark": "dairy soy tree_nut peanut",
    r"leavening agents, baking powder": "gluten wheat",
    r"oil, peanut": "peanut",
    r"oil, soybean": "soy",
    r"(jams|tomatoes, sun-dried|figs, dried|nuts, coconut m(ilk|eat, dried)|vinegar, cider)": "sulphite",
}


def library() -> list[Part]:
    """Every ingredient of every dish, and what may stand in for it."""
    parts = [part for serving in selectors.servings() for part in serving.parts]
    return parts + [swap.part for part in parts for swap in part.swaps]


def test_no_line_of_the_shop_is_free_of_what_its_label_is_checked_for() -> None:
    for part in library():
        note = part.purchase.note if part.purchase else ""
        named = set(re.split(r", | and ", note.partition(f"{CHECK} ")[2]) if CHECK in note else [])
        still_open = {label for tag, label in allergen_labels().items() if tag in part.food.undecided_tags}
        # Wheat is one of the cereals with gluten, and not named beside them.
        assert named == still_open - ({"wheat"} if "cereals with gluten" in named else set()), part.food.shown_name


def test_whatever_a_dish_is_free_of_only_by_its_label_is_named_in_the_dish_and_on_the_list() -> None:
    decided = {
        (row.food.ndb_no, tag)
        for row in Purchase.objects.select_related("food")
        for tag in row.without
        if not FoodTag.objects.filter(food=row.food, tag=tag).exists()
    }
    found = 0
    for part in library():
        by_label = {tag for ndb_no, tag in decided if ndb_no == part.food.ndb_no}
        if by_label:
            found += 1
            assert not by_label & part.food.undecided_tags
            assert in_words(by_label) in part.food.shown_name
            assert part.purchase is not None
            assert in_words(by_label) in part.purchase.name
    assert found > 20


def test_a_food_by_itself_is_never_free_of_what_only_its_label_decides() -> None:
    for row in Purchase.objects.exclude(without=[]).select_related("food"):
        assert not FoodTag.objects.filter(food=row.food, tag__in=row.without, state=TagState.ABSENT).exists()


def test_a_made_food_is_free_of_what_makers_add_only_where_it_is_bought_without() -> None:
    matched = set()
    for row in Purchase.objects.select_related("food"):
        for head, tags in MAY_HOLD.items():
            if re.match(head, row.food.name, re.IGNORECASE):
                matched.add(head)
                free = FoodTag.objects.filter(food=row.food, tag__in=tags.split(), state=TagState.ABSENT)
                assert not list(free.values_list("tag", flat=True)), row.food.name
    assert matched == set(MAY_HOLD)


def test_what_differs_by_maker_is_open() -> None:
    pasta = FoodTag.objects.filter(food__ndb_no="20092", tag__in=("egg", "soy"))
    bread = FoodTag.objects.filter(food__ndb_no__in=("18041", "18042", "18044", "18060"), tag__in=("dairy", "animal"))
    assert not pasta.exists()
    assert not bread.exists()


def test_the_page_on_data_quality_counts_what_is_undecided() -> None:
    rows = dish_files.read(dish_files.SOURCES).tags
    allergens = set(allergen_labels())
    major = allergens - {"celery", "mustard", "lupin", "sulphite", "mollusc"}
    page = (settings.BASE_DIR / "docs" / "data-quality.md").read_text(encoding="utf-8")
    told = re.search(r"(\d+) foods were gone .*?\. (\d+) of them leave .*? undecided, (\d+) one", page, re.DOTALL)
    assert told
    counted = (len(rows), *(sum(bool(row.undecided & some) for row in rows) for some in (major, allergens)))
    assert tuple(map(int, told.groups())) == counted
