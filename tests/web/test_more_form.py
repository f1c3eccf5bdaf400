from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client

from foods.models import Food
from nutriplan.domain.errors import Fault
from nutriplan.plans import services
from nutriplan.web import vocabulary
from nutriplan.web.forms import PlanForm
from tests.foods.factories import food_with
from tests.web.cast import MAN_45, Answers, planned

pytestmark = pytest.mark.django_db

TOLD: Answers = {
    **MAN_45,
    "days": "1",
    "coffee_cups": "3",
    "tea_cups": "0",
    "cola_cans": "1",
    "energy_drink_cans": "0",
    "sweet_drink_glasses": "2,5",
    "alcohol_units": "1,5",
    "smoker": "yes",
    "cramps_per_week": "2",
    "cramps_minutes": "4",
    "cramps_pain": "7",
    "cramps_when": ["At night in bed", "In heat"],
    "cramps_where": ["Calf", "One side only"],
}


def form_of(answers: Answers) -> PlanForm:
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = PlanForm(data)
    form.is_valid()
    return form


@pytest.mark.requirement("I6")
def test_habits_stand_in_the_profile_and_none_of_it_is_an_answer() -> None:
    drinks = {
        "coffee_cups": 3.0,
        "tea_cups": 0.0,
        "cola_cans": 1.0,
        "energy_drink_cans": 0.0,
        "sweet_drink_glasses": 2.5,
    }
    habits = {**drinks, "alcohol_units": 1.5, "smoker": True}
    assert form_of(TOLD).profile()["habits"] == habits
    assert form_of({**TOLD, "smoker": "no"}).profile()["habits"] == {**habits, "smoker": False}


@pytest.mark.requirement("I11")
def test_how_cramps_come_stands_in_the_profile() -> None:
    assert form_of(TOLD).profile()["cramps"] == {
        "per_week": 2.0,
        "minutes": 4.0,
        "pain": 7.0,
        "when": "At night in bed, In heat",
        "where": "Calf, One side only",
    }


def test_what_is_not_told_is_left_out() -> None:
    assert {"habits", "cramps", "usual_soya_portions", "usual_vitamin_k_ug", "avoid_foods"}.isdisjoint(
        form_of(MAN_45).profile()
    )


def test_all_that_can_be_ticked_fits_the_profile(client: Client) -> None:
    ticks = {
        "cramps_when": [value for value, _ in vocabulary.CRAMP_TIMES],
        "cramps_where": [value for value, _ in vocabulary.CRAMP_PLACES],
    }
    assert client.post("/", {**TOLD, **ticks, "usual_soya_portions": "6"}).status_code == 302


@pytest.mark.requirement("I6", "I11")
@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("coffee_cups", "31", "Coffee must be from 0 to 30, not 31."),
        ("tea_cups", "lots", "Tea must be a number from 0 to 40."),
        ("cola_cans", "31", "Cola must be from 0 to 30, not 31."),
        ("energy_drink_cans", "21", "Energy drinks must be from 0 to 20, not 21."),
        ("sweet_drink_glasses", "-1", "Sweet drinks must be from 0 to 30, not -1."),
        ("alcohol_units", "41", "Alcohol must be from 0 to 40, not 41."),
        ("heat_or_sport_hours", "25", "Sport or heat must be from 0 to 24, not 25."),
        ("cramps_per_week", "201", "Cramps a week must be from 0 to 200, not 201."),
        ("cramps_minutes", "1441", "Minutes each lasts must be from 0 to 1440, not 1441."),
        ("cramps_pain", "11", "Pain must be from 0 to 10, not 11."),
        ("usual_soya_portions", "7", "Soya portions a day must be from 0 to 6, not 7."),
        ("usual_vitamin_k_ug", "9", "Vitamin K a day must be from 10 to 2000, not 9."),
    ],
)
def test_a_fault_names_the_box_and_its_limit_and_nothing_is_lost(
    client: Client, name: str, wrong: str, said: str
) -> None:
    response = client.post("/", {**TOLD, name: wrong})
    assert response.status_code == 200
    problems = [(problem.anchor, problem.text) for problem in response.context["page"].problems]
    assert problems == [(f"id_{name}", said)]
    again = response.context["form"].more
    kept = {box: again[box].value() for box in TOLD if box in again.fields and box != name}
    assert kept == {box: TOLD[box] for box in kept}
    assert again[name].value() == wrong


def test_a_fold_with_an_answer_stands_open_and_the_others_do_not(client: Client) -> None:
    page = client.get("/").context["page"]
    assert not any((page.soya_open, page.cramps_open, page.habits_open, page.dislikes_open))
    page = client.post("/", {**MAN_45, "age_years": "", "cramps_when": ["In heat"], "smoker": "no"}).context["page"]
    assert (page.cramps_open, page.habits_open, page.soya_open, page.dislikes_open) == (True, True, False, False)


@pytest.mark.requirement("I11")
def test_cramps_every_week_name_whom_to_see(client: Client) -> None:
    assert "Cramps every week" in planned(client, TOLD)


def test_a_smoker_is_aimed_at_more_vitamin_c() -> None:
    start = form_of(TOLD).cleaned_data["start"]
    aims = {
        smoker: services.check_person(profile=form_of({**TOLD, "smoker": smoker}).profile(), today=start)[1]
        .targets["vitamin_c_mg"]
        .aim
        for smoker in ("yes", "no")
    }
    assert aims == {"yes": 125.0, "no": 90.0}


@pytest.mark.requirement("I10")
def test_a_food_that_is_not_wanted_is_in_no_dish_of_the_plan(client: Client) -> None:
    page = planned(client, {**MAN_45, "days": "2", "dislikes": "yoghurt, oats, tomatoes"})
    assert "Your meals" in page
    document = client.session["plan"]["document"]
    bought = str(document["shopping_list"]).casefold()
    assert [word for word in ("yogurt", "yoghurt", "oats", "tomato") if word in bought] == []


@pytest.mark.requirement("I10")
def test_a_kind_that_is_not_wanted_leaves_out_what_is_called_otherwise(client: Client) -> None:
    planned(client, {**MAN_45, "days": "2", "diet": "vegan", "dislikes": "soya"})
    document = client.session["plan"]["document"]
    assert document["state"] == "ready"
    assert "tofu" not in str(document["shopping_list"]).casefold()


@pytest.mark.requirement("I10")
def test_no_plan_forgets_a_food_that_is_called_otherwise_by_now(client: Client) -> None:
    food = food_with(name="Zqroot, raw")
    assert client.post("/", {**MAN_45, "dislikes": "zqroot"}).status_code == 302
    assert client.get("/signs/").status_code == 200
    Food.objects.filter(pk=food.pk).update(search_text="zqtuber")
    response = client.post("/signs/", {"no_flags": "on"})
    assert response["Location"] == "/"
    assert "we know no food called “zqroot”" in client.get("/").content.decode()
    assert "plan" not in client.session


@pytest.mark.requirement("I10")
def test_what_is_no_food_is_said_beside_the_box(client: Client) -> None:
    response = client.post("/", {**TOLD, "dislikes": "mushrooms, dragon scales"})
    assert response.context["page"].dislikes_open
    assert response.context["form"].more["dislikes"].value() == "mushrooms, dragon scales"
    assert [problem.text for problem in response.context["page"].problems] == [
        "Foods you do not want: we know no food called “dragon scales”. Please name single foods, with commas between."
    ]


def test_usual_soya_reaches_the_person() -> None:
    form = form_of({**MAN_45, "usual_soya_portions": "1", "medicine-0-name": "levothyroxine"})
    read = services.read_person(profile=form.profile(), today=form.cleaned_data["start"])
    assert read.person.usual_soya_portions == 1.0


@pytest.mark.requirement("C9")
def test_the_vitamin_k_of_who_takes_warfarin_reaches_the_person_and_its_fold_stands_open(client: Client) -> None:
    answers: Answers = {**MAN_45, "usual_vitamin_k_ug": "260", "medicine-0-name": "warfarin"}
    form = form_of(answers)
    read = services.read_person(profile=form.profile(), today=form.cleaned_data["start"])
    assert read.person.usual_vitamin_k_ug == 260.0
    assert client.post("/", {**answers, "age_years": ""}).context["page"].vitamin_k_open


@pytest.mark.requirement("I8", "P16")
@pytest.mark.parametrize(
    ("conditions", "said"), [([], "electrolyte drink"), (["heart_failure"], "We suggest neither.")]
)
def test_hours_in_the_heat_change_what_is_said_of_drinking(conditions: list[str], said: str) -> None:
    form = form_of({**MAN_45, "heat_or_sport_hours": "2", "conditions": conditions})
    checked = services.check_person(profile=form.profile(), today=form.cleaned_data["start"])[1]
    assert any(said in note for note in checked.notes)


@pytest.mark.requirement("I6", "P11")
def test_what_is_drunk_is_said_on_the_page_of_the_plan(client: Client) -> None:
    page = planned(client, {**MAN_45, "days": "1", "coffee_cups": "2", "cola_cans": "1"})
    assert "Your coffee and cola may bring up to 320 mg of caffeine a day." in page


def test_a_fault_of_something_else_is_not_taken() -> None:
    assert form_of(MAN_45).more.box_of(Fault("/height_cm", "out_of_range", "is odd")) is None
