from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from nutriplan.recipes.models import Recipe

pytestmark = pytest.mark.django_db

PAGES = Path(__file__).parent / "pages"


def run(path: Path, **options: str) -> str:
    out = StringIO()
    call_command("import_recipe", str(path), stdout=out, **options)
    return out.getvalue()


def test_a_page_is_shown_line_by_line_and_nothing_is_kept() -> None:
    shown = run(PAGES / "wprm.html")
    assert "White wheat flour" in shown
    assert "250" in shown
    assert not Recipe.objects.exists()


def test_a_recipe_is_kept_for_the_account_that_is_named() -> None:
    ann = User.objects.create_user("ann")
    run(PAGES / "h_recipe.html", owner="ann", name="Ours")
    assert [(one.owner_id, one.name) for one in Recipe.objects.all()] == [(ann.pk, "Ours")]


def test_lines_that_are_open_end_in_a_code_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("2 eggs\n1 cup [bold]raw milk", encoding="utf-8")
    with pytest.raises(CommandError, match="1 of 2 lines") as ended:
        run(path)
    assert ended.value.returncode == 3


@pytest.mark.parametrize("content", [None, "<p>Nothing</p>"])
def test_what_cannot_be_read_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "page.html"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError) as ended:
        run(path)
    assert ended.value.returncode == 2


def test_an_account_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match="no account 'nobody'"):
        run(PAGES / "wprm.html", owner="nobody")
