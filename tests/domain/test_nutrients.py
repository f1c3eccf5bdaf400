from nutriplan.domain.nutrients import BY_FDC, BY_SR, KEYS, NUTRIENTS, PRIORITY_KEYS, display


def test_the_vocabulary_is_large_enough_and_has_the_four() -> None:
    assert len(KEYS) >= 45
    assert {key for key, nutrient in NUTRIENTS.items() if nutrient.priority} == set(PRIORITY_KEYS)


def test_numbers_of_other_tables_are_unique() -> None:
    assert len(BY_SR) == len(BY_FDC) == len(NUTRIENTS)


def test_every_key_ends_in_its_unit() -> None:
    assert all(key.endswith(f"_{nutrient.unit.value}") for key, nutrient in NUTRIENTS.items())


def test_display_carries_the_unit() -> None:
    assert display("vitamin_d_ug", 15.04) == "15.0 µg"
    assert display("potassium_mg", 3400) == "3,400 mg"
