"""Which closed lists of words do several shapes share? Named once, so that the schema names each once."""

from __future__ import annotations

from nutriplan.domain.advice import CardKind
from nutriplan.domain.claims import Grade, Kind
from nutriplan.domain.kitchen import Cuisine
from nutriplan.domain.person import LifeStage, ReferenceSet, Sex, SlotName
from nutriplan.domain.references import Per
from nutriplan.domain.rules import Period, Scope, Severity
from nutriplan.domain.servings import Role

SLOTS = [slot.value for slot in SlotName]
CUISINES = [cuisine.value for cuisine in Cuisine]
ROLES = [role.value for role in Role]
SEXES = [sex.value for sex in Sex]
LIFE_STAGES = [stage.value for stage in LifeStage]
REFERENCE_SETS = [one.value for one in ReferenceSet]
PERIODS = [period.value for period in Period]
SCOPES = [scope.value for scope in Scope]
SEVERITIES = [severity.value for severity in Severity]
COUNTED_BY = [per.value for per in Per]
GRADES = [grade.value for grade in Grade]
SOURCE_KINDS = [kind.value for kind in Kind]
CARD_KINDS = [kind.value for kind in CardKind]
