"""The walls between the rooms hold, and would be noticed if they did not."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([tool, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)


def test_every_import_contract_is_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


def imported_by(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return names


@pytest.mark.parametrize("path", sorted((ROOT / "nutriplan/domain").glob("*.py")), ids=lambda path: path.name)
def test_the_domain_stands_on_the_standard_library_alone(path: Path) -> None:
    outside = {name for name in imported_by(path) if name.split(".")[0] not in sys.stdlib_module_names}
    assert all(name == "nutriplan.domain" or name.startswith("nutriplan.domain.") for name in outside), outside


def test_a_planted_forbidden_import_is_found(tmp_path: Path) -> None:
    for name in ("foods", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    _copy_with_a_hole(ROOT / "nutriplan", tmp_path / "nutriplan")
    result = lint_imports(tmp_path)
    assert result.returncode != 0
    assert "nutriplan.domain.units -> nutriplan.planner.problem" in result.stdout.replace("\n", " ")


def _copy_with_a_hole(source: Path, target: Path) -> None:
    for path in source.rglob("*.py"):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    with (target / "domain/units.py").open("a") as units:
        units.write("\nfrom nutriplan.planner import problem  # planted\n")
