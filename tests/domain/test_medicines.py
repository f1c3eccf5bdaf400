import pytest

from nutriplan.domain.medicines import MedicineBook
from tests.domain.rulebook import MEDICINES

BOOK = MedicineBook(MEDICINES)


@pytest.mark.parametrize(
    ("name", "generics"),
    [
        ("Lasix", ["furosemide"]),
        ("lasix 40 mg tablets", ["furosemide"]),
        ("FUROSEMIDE 20mg", ["furosemide"]),
        ("Euthyrox® 75", ["levothyroxine sodium"]),
        ("atorvastatin calcium", ["atorvastatin"]),
        ("calcium", ["calcium carbonate"]),
        ("Calcium 500 mg", ["calcium carbonate"]),
        ("calcium + vitamin D", ["calcium and vitamin D"]),
        ("Lipitor/Cipro", ["atorvastatin", "ciprofloxacin"]),
        ("atorvastatin and calcium", ["atorvastatin", "calcium carbonate"]),
        ("No-Spa", ["drotaverine"]),
        ("not Lipitor, but Cipro", ["ciprofloxacin"]),
    ],
)
def test_a_name_is_read_by_its_whole_words(name: str, generics: list[str]) -> None:
    found = BOOK.resolve(name)
    assert [medicine.generic for medicine in found.medicines] == generics
    assert found.unread == ()


@pytest.mark.parametrize("name", ["Lasi", "Lasixol", "steak tea", "cipr", "40 mg", "", "no Lasix", "without calcium"])
def test_parts_of_words_and_denied_names_are_not_resolved(name: str) -> None:
    assert BOOK.resolve(name).classes == frozenset()


def test_a_near_miss_is_offered_and_never_taken() -> None:
    assert BOOK.resolve("Lassix").classes == frozenset()
    question = BOOK.question("Lassix")
    assert question is not None
    assert question.names == ("Lasix",)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Lassix 40 mg, twice a day", "Lasix 40 mg, twice a day"),
        ("2 x lassix® (40 mg) at night", "2 x Lasix (40 mg) at night"),
        ("furo-sémid 40 mg", "furosemide 40 mg"),
        ("Lipitor 20 mg + furosemid 40 mg", "Lipitor 20 mg + furosemide 40 mg"),
        ("furosemid 40 mg and levothyroxin 75", "furosemide 40 mg and levothyroxin 75"),
    ],
)
def test_the_answer_to_a_slip_keeps_what_was_typed_around_the_name(typed: str, answer: str) -> None:
    question = BOOK.question(typed)
    assert question is not None
    assert question.answers[0] == answer


def test_what_may_be_several_medicines_keeps_what_was_typed_around_it() -> None:
    vague = MedicineBook(MEDICINES, vague={"water tablet": ("furosemide", "Lasix")})
    question = vague.question("water tablets 40 mg twice a day")
    assert question is not None
    assert question.answers == ("furosemide tablets 40 mg twice a day", "Lasix tablets 40 mg twice a day")


def test_a_name_that_would_not_be_read_between_other_words_is_the_whole_answer() -> None:
    question = BOOK.question("calcuim and foobarol")
    assert question is not None
    assert (question.names, question.answers) == (("calcium",), ("calcium",))


def test_what_was_understood_needs_no_suggestion() -> None:
    assert BOOK.question("Lasix 40 mg") is None


def test_a_word_nobody_knows_beside_a_known_name_is_reported() -> None:
    found = BOOK.resolve("Lasix foobarol")
    assert found.classes == {"loop_diuretic"}
    assert found.unread == ("foobarol",)


def test_a_bare_mineral_beside_an_unknown_word_is_not_guessed() -> None:
    assert BOOK.resolve("calcium folinate").classes == frozenset()


def test_a_combination_has_all_its_classes() -> None:
    assert BOOK.resolve("calcium and vitamin D").classes == {"calcium_supplement", "vitamin_d"}


def test_a_name_of_two_medicines_gives_the_classes_of_both() -> None:
    from nutriplan.domain.medicines import Medicine

    twice = MedicineBook([Medicine("budesonide", frozenset({"oral"})), Medicine("budesonide", frozenset({"inhaled"}))])
    assert twice.resolve("Budesonide").classes == {"oral", "inhaled"}


def test_typing_finds_names_by_the_start_of_a_word() -> None:
    assert BOOK.search("las") == ("Lasix",)
    assert BOOK.search("vitamin") == ("calcium and vitamin D", "calcium + vitamin D")
    assert BOOK.search("  ") == ()
