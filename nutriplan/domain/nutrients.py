"""What do we count? The one vocabulary of nutrients: key, label, unit, decimals and the numbers other tables use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nutriplan.domain.units import Unit


@dataclass(frozen=True, slots=True)
class Nutrient:
    """One thing that is counted, per 100 g of food unless it says otherwise.

    key: ends in its unit ("magnesium_mg"). sr: the Nutr_No of USDA SR28. fdc: the nutrient id of FoodData Central.
    infoods: the INFOODS tagname. priority: one of the four this product is about.
    """

    key: str
    label: str
    unit: Unit
    group: str
    decimals: int
    sr: str
    fdc: int
    infoods: str
    priority: bool = False


# key, label, group, decimals, SR28 number, FDC id, INFOODS tagname
_ROWS: tuple[tuple[str, str, str, int, str, int, str], ...] = (
    ("energy_kcal", "Energy", "energy", 0, "208", 1008, "ENERC"),
    ("protein_g", "Protein", "macronutrient", 1, "203", 1003, "PROCNT"),
    ("fat_g", "Fat", "macronutrient", 1, "204", 1004, "FAT"),
    ("carbohydrate_g", "Carbohydrate", "macronutrient", 1, "205", 1005, "CHOCDF"),
    ("fibre_g", "Fibre", "macronutrient", 1, "291", 1079, "FIBTG"),
    ("sugars_g", "Sugars, total", "macronutrient", 1, "269", 2000, "SUGAR"),
    ("lactose_g", "Lactose", "macronutrient", 1, "213", 1013, "LACS"),
    ("starch_g", "Starch", "macronutrient", 1, "209", 1009, "STARCH"),
    ("alcohol_g", "Alcohol", "other", 1, "221", 1018, "ALC"),
    ("water_g", "Water", "other", 0, "255", 1051, "WATER"),
    ("ash_g", "Ash", "other", 1, "207", 1007, "ASH"),
    ("caffeine_mg", "Caffeine", "other", 0, "262", 1057, "CAFFN"),
    ("theobromine_mg", "Theobromine", "other", 0, "263", 1058, "THEBRN"),
    ("saturated_fat_g", "Saturated fat", "fatty acid", 1, "606", 1258, "FASAT"),
    ("monounsaturated_fat_g", "Monounsaturated fat", "fatty acid", 1, "645", 1292, "FAMS"),
    ("polyunsaturated_fat_g", "Polyunsaturated fat", "fatty acid", 1, "646", 1293, "FAPU"),
    ("trans_fat_g", "Trans fat", "fatty acid", 2, "605", 1257, "FATRN"),
    ("linoleic_acid_g", "Linoleic acid (18:2)", "fatty acid", 2, "618", 1269, "F18D2"),
    ("alpha_linolenic_acid_g", "Linolenic acid (18:3)", "fatty acid", 2, "619", 1270, "F18D3"),
    ("epa_g", "EPA (20:5 n-3)", "fatty acid", 3, "629", 1278, "F20D5"),
    ("dha_g", "DHA (22:6 n-3)", "fatty acid", 3, "621", 1272, "F22D6"),
    ("cholesterol_mg", "Cholesterol", "other", 0, "601", 1253, "CHOLE"),
    ("calcium_mg", "Calcium", "mineral", 0, "301", 1087, "CA"),
    ("iron_mg", "Iron", "mineral", 1, "303", 1089, "FE"),
    ("magnesium_mg", "Magnesium", "mineral", 0, "304", 1090, "MG"),
    ("phosphorus_mg", "Phosphorus", "mineral", 0, "305", 1091, "P"),
    ("potassium_mg", "Potassium", "mineral", 0, "306", 1092, "K"),
    ("sodium_mg", "Sodium", "mineral", 0, "307", 1093, "NA"),
    ("zinc_mg", "Zinc", "mineral", 1, "309", 1095, "ZN"),
    ("copper_mg", "Copper", "mineral", 2, "312", 1098, "CU"),
    ("manganese_mg", "Manganese", "mineral", 1, "315", 1101, "MN"),
    ("selenium_ug", "Selenium", "mineral", 0, "317", 1103, "SE"),
    ("fluoride_ug", "Fluoride", "mineral", 0, "313", 1099, "FLD"),
    ("vitamin_a_ug", "Vitamin A (RAE)", "vitamin", 0, "320", 1106, "VITA_RAE"),
    ("retinol_ug", "Retinol", "vitamin", 0, "319", 1105, "RETOL"),
    ("beta_carotene_ug", "Beta-carotene", "vitamin", 0, "321", 1107, "CARTB"),
    ("vitamin_c_mg", "Vitamin C", "vitamin", 0, "401", 1162, "VITC"),
    ("vitamin_d_ug", "Vitamin D", "vitamin", 1, "328", 1114, "VITD"),
    ("vitamin_e_mg", "Vitamin E", "vitamin", 1, "323", 1109, "TOCPHA"),
    ("added_vitamin_e_mg", "Vitamin E, added", "vitamin", 1, "573", 1242, "TOCPHA_ADDED"),
    ("vitamin_k_ug", "Vitamin K1", "vitamin", 0, "430", 1185, "VITK1"),
    ("thiamin_mg", "Thiamin", "vitamin", 2, "404", 1165, "THIA"),
    ("riboflavin_mg", "Riboflavin", "vitamin", 2, "405", 1166, "RIBF"),
    ("niacin_mg", "Niacin", "vitamin", 1, "406", 1167, "NIA"),
    ("tryptophan_g", "Tryptophan", "other", 3, "501", 1210, "TRP"),
    ("pantothenic_acid_mg", "Pantothenic acid", "vitamin", 1, "410", 1170, "PANTAC"),
    ("vitamin_b6_mg", "Vitamin B6", "vitamin", 2, "415", 1175, "VITB6A"),
    ("folate_ug", "Folate (DFE)", "vitamin", 0, "435", 1190, "FOLDFE"),
    ("folic_acid_ug", "Folic acid, added", "vitamin", 0, "431", 1186, "FOLAC"),
    ("vitamin_b12_ug", "Vitamin B12", "vitamin", 1, "418", 1178, "VITB12"),
    ("added_vitamin_b12_ug", "Vitamin B12, added", "vitamin", 1, "578", 1246, "VITB12_ADDED"),
    ("choline_mg", "Choline", "vitamin", 0, "421", 1180, "CHOLN"),
)

#: The four nutrients the plans are about.
PRIORITY_KEYS: tuple[str, ...] = ("magnesium_mg", "calcium_mg", "potassium_mg", "vitamin_d_ug")


def _unit_of(key: str) -> Unit:
    return Unit(key.rsplit("_", 1)[1])


NUTRIENTS: Mapping[str, Nutrient] = MappingProxyType(
    {
        key: Nutrient(key, label, _unit_of(key), group, decimals, sr, fdc, infoods, key in PRIORITY_KEYS)
        for key, label, group, decimals, sr, fdc, infoods in _ROWS
    }
)
BY_SR: Mapping[str, Nutrient] = MappingProxyType({n.sr: n for n in NUTRIENTS.values()})
BY_FDC: Mapping[int, Nutrient] = MappingProxyType({n.fdc: n for n in NUTRIENTS.values()})
KEYS: tuple[str, ...] = tuple(NUTRIENTS)


def display(key: str, amount: float) -> str:
    """The amount with its unit and the decimals that the nutrient deserves, ready to print."""
    nutrient = NUTRIENTS[key]
    unit = "µg" if nutrient.unit is Unit.MICROGRAM else nutrient.unit.value
    return f"{amount:,.{nutrient.decimals}f} {unit}"
