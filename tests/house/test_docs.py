"""What the documents say is so: commands, files, settings and links exist, and nothing outside the project is named."""

import ast
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (".ci", "docs", "fixtures", "foods", "nutriplan", "scripts", "static", "templates", "tests")
TOP_SUFFIXES = {".md", ".toml", ".txt", ".py", ".yaml"}
TEXT_SUFFIXES = {*TOP_SUFFIXES, "", ".css", ".csv", ".html", ".js", ".json", ".sh", ".svg", ".yml"}
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for pattern in ("*.md", "docs/**/*.md") for path in ROOT.glob(pattern)
)
ADRS = sorted((ROOT / "docs/adr").glob("*.md"))


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project: not the environment, the database or what tools leave behind."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    found += [path for path in ROOT.iterdir() if path.is_file() and path.suffix in TOP_SUFFIXES]
    kept = [path for path in found if "__pycache__" not in path.parts]
    return tuple(sorted([*kept, ROOT / "Makefile", ROOT / "LICENSE"]))


def code(document: str) -> Iterator[str]:
    """Lines of fenced blocks, and spans between backticks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text(document), re.S | re.M)
    yield from (line for block in blocks for line in block.splitlines())
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text(document), flags=re.S | re.M))


def test_the_readme_is_not_empty() -> None:
    assert len(text("README.md").splitlines()) > 50


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_names_only_targets_that_exist(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.M))
    named = {found for line in code(document) for found in re.findall(r"\bmake ([a-z]+)", line)}
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_names_only_commands_that_exist(document: str) -> None:
    own = {path.stem for path in files() if path.parent.name == "commands"}
    django = {"check", "clearsessions", "collectstatic", "createsuperuser", "migrate"}
    named = {found for line in code(document) for found in re.findall(r"manage\.py ([a-z_]+)", line)}
    assert named <= own | django


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_links_only_to_what_exists(document: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text(document))
    gone = [link for link in links if "://" not in link and not (ROOT / document).parent.joinpath(link).exists()]
    assert gone == []


def paths_named(document: str) -> set[str]:
    """Spans that look like a path from the top of the project ("foods/search.py", "tests/domain/", "rules_*.yaml")."""
    spans = {span for line in code(document) for span in re.findall(r"[\w.*/-]+", line)}
    tops = {f"{folder}/" for folder in FOLDERS}
    return {span for span in spans if any(span.startswith(top) for top in tops)}


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_a_document_names_only_files_that_exist(document: str) -> None:
    assert paths_named(document)
    assert [path for path in sorted(paths_named(document)) if not list(ROOT.glob(path.rstrip("/")))] == []


def test_every_setting_of_the_environment_is_explained() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text("nutriplan/settings.py")))
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", text("README.md"), re.M))
    assert read == explained


def test_every_direct_dependency_says_why() -> None:
    lines = [
        line.strip() for line in text("pyproject.toml").splitlines() if re.match(r'\s*"[\w\[\],-]+(==.*)?"?,', line)
    ]
    pins = [line for line in lines if "==" in line or "nutriplan[" in line]
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert len(pins) == len(project["dependencies"]) + sum(map(len, project["optional-dependencies"].values()))
    assert [line for line in pins if not re.search(r"# \S.{9,}", line)] == []


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert f"## [{version}] - " in text("CHANGELOG.md")


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_says_why(path: Path) -> None:
    said = path.read_text(encoding="utf-8")
    order = [said.find(part) for part in ("**Status:**", "## Context", "## Decision", "## Consequences")]
    assert -1 not in order
    assert order == sorted(order)


def modules() -> list[str]:
    found = [
        path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in {"nutriplan", "foods"}
    ]
    kept = [path for path in found if path.name not in {"__init__.py", "apps.py"} and "migrations" not in path.parts]
    return [path.relative_to(ROOT).as_posix() for path in kept]


@pytest.mark.parametrize("module", modules())
def test_a_module_begins_with_a_sentence(module: str) -> None:
    said = " ".join((ast.get_docstring(ast.parse(text(module))) or "").split())
    assert re.match(r"[A-Z`].{10,}?[.?](\s|$)", said), said


def test_every_fixture_is_accounted_for() -> None:
    named = {span for line in code("fixtures/README.md") for span in re.findall(r"[\w.*/-]+", line)}
    fixtures = [path.relative_to(ROOT / "fixtures") for path in files() if path.is_relative_to(ROOT / "fixtures")]
    unnamed = [
        path.as_posix()
        for path in fixtures
        if path.name != "README.md"
        and not any(fnmatch(path.as_posix(), span) or fnmatch(path.name, span) for span in named)
    ]
    assert unnamed == []


#: Joined here, so that this file does not name them either. Hosts of package registries, and paths of one machine.
OUTSIDE = (
    ".".join(("pypi", "org")),
    "".join(("python", "hosted")),
    "".join(("npm", "js.")),
    ".".join(("crates", "io")),
    "/".join(("", "work", "")),
    "/".join(("", "tmp", "")),
    "/".join(("shared", "design")),
    "/".join(("shared", "reference")),
)


@pytest.mark.parametrize("outside", OUTSIDE)
def test_no_file_names_what_a_user_does_not_have(outside: str) -> None:
    texts = [path for path in files() if path.suffix in TEXT_SUFFIXES]
    naming = [path.relative_to(ROOT).as_posix() for path in texts if outside in path.read_text(encoding="utf-8")]
    assert naming == []
