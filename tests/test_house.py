"""The house is kept: what a linter can't see, over the whole tree and on wrong examples.

What a linter can see stands in pyproject.toml (ruff, import-linter); that its contracts bite is
tested here too.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from tests import house

ROOT = Path(__file__).resolve().parents[1]
Rule = Callable[[Path, str], list[str]]


def files(*patterns: str) -> list[Path]:
    """Files of the tree, without migrations, vendored files and installed packages."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    outside = {"migrations", "node_modules", "vendor", "__pycache__"}
    return sorted(path for path in found if not outside & set(path.parts))


CODE = ("waymark/**/*.py", "tools/**/*.py", "benchmarks/**/*.py", "go.py")
TESTS = ("tests/**/test_*.py", "tests/**/conftest.py")
TEMPLATES = ("waymark/**/templates/**/*.html", "waymark/**/templates/**/*.svg")
STYLES = ("waymark/**/*.css",)

TREE: list[tuple[Rule, tuple[str, ...]]] = [
    (house.long_files, CODE),
    (house.long_functions, CODE),
    (house.unlike_actions, CODE),
    (house.views_with_models, CODE),
    (house.hidden_writes, CODE),
    (house.impure_rules, CODE),
    (house.undocumented, CODE),
    (house.inline_code, TEMPLATES),
    (house.english_commas, TEMPLATES),
    (house.physical_directions, STYLES),
    (house.ranking_words, (*CODE, *TEMPLATES)),
    (house.sleeping_tests, TESTS),
    (house.unfinished, (*CODE, *TESTS, *TEMPLATES)),
]


@pytest.mark.parametrize(("rule", "patterns"), TREE, ids=lambda v: getattr(v, "__name__", ""))
def test_the_tree_keeps_the_rule(rule: Rule, patterns: tuple[str, ...]) -> None:
    found = [
        finding
        for path in files(*patterns)
        for finding in rule(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
    ]
    assert not found, f"{rule.__doc__}\n" + "\n".join(found)


ACTION = """
@transaction.atomic
def submit(*, case, by, at):
    \"\"\"Hand a case in.\"\"\"
    require(by, Permit.SUBMIT, on=case)
    record("case.submitted", case, by=by, at=at)
"""
CONSOLE = """
@transaction.atomic
def close_account(*, user, at):
    \"\"\"Close an account at the operator's console.\"\"\"
    record("user.closed", user, by=None, at=at)
"""
IN_ACTIONS, IN_RULES, IN_VIEWS = (
    Path("waymark/room") / name for name in ("actions/case.py", "rules/model.py", "views.py")
)
PAGE = Path("waymark/room/templates/room/page.html")

WRONG: list[tuple[Rule, Path, str]] = [
    (house.long_files, IN_VIEWS, "x = 1\n" * 301),
    (house.long_functions, IN_VIEWS, "def f():\n" + "    x = 1\n" * 41),
    (house.unlike_actions, IN_ACTIONS, ACTION.replace("*, ", "")),
    (house.unlike_actions, IN_ACTIONS, ACTION.replace(", at)", ")")),
    (house.unlike_actions, IN_ACTIONS, ACTION.replace("by, at)", "at)")),
    (house.unlike_actions, IN_ACTIONS, ACTION.replace("@transaction.atomic", "")),
    (house.unlike_actions, IN_ACTIONS, ACTION.replace("require(", "case = lock(")),
    (house.unlike_actions, IN_ACTIONS, CONSOLE.replace("console", "screen")),
    (house.views_with_models, IN_VIEWS, "from waymark.room.models import Case"),
    (house.views_with_models, IN_VIEWS, "from waymark.room import models"),
    (house.views_with_models, IN_VIEWS, "import waymark.room.models"),
    (house.views_with_models, IN_VIEWS, "def f():\n    return Case.objects.get()"),
    (house.hidden_writes, IN_VIEWS, "from django.dispatch import receiver"),
    (house.hidden_writes, IN_VIEWS, "from django.db.models.signals import post_save"),
    (house.hidden_writes, Path("waymark/room/models.py"), "class A(M):\n    def save(self): ..."),
    (house.impure_rules, IN_RULES, "def f():\n    return datetime.now()"),
    (house.impure_rules, IN_RULES, "def f():\n    return date.today()"),
    (house.impure_rules, IN_RULES, "from random import choice"),
    (house.impure_rules, Path("waymark/kernel/draw.py"), "import secrets"),
    (house.undocumented, Path("waymark/room/queries.py"), "def cases(viewer): ..."),
    (house.undocumented, Path("waymark/kernel/text.py"), "class Text: ..."),
    (house.inline_code, PAGE, "<p>\n<script nonce='a'>go()</script>"),
    (house.inline_code, PAGE, "<style>p { color: red }</style>"),
    (house.inline_code, PAGE, '<p class="a"\n style="color: red">'),
    (house.inline_code, PAGE, '<a href="#" onclick="go()">'),
    (house.inline_code, PAGE, '<a href="javascript:go()">'),
    (house.english_commas, PAGE, "{{ city }}, {{ country }}"),
    (house.english_commas, PAGE, "<b>{{ a }}</b>, {% translate 'more' %}"),
    (
        house.english_commas,
        PAGE,
        "{% blocktranslate %}{{ n }} rows{% endblocktranslate %}, {{ a }}",
    ),
    (house.english_commas, PAGE, '{{ names|join:", " }}'),
    (house.physical_directions, Path("a.css"), "p { margin-left: 1em }"),
    (house.physical_directions, Path("a.css"), "p {\n  text-align: right;\n}"),
    (house.physical_directions, Path("a.css"), ".a { position: absolute; left: 0 }"),
    (house.ranking_words, IN_VIEWS, "def leaderboard(): ..."),
    (house.ranking_words, IN_VIEWS, "rank_of_city = 1"),
    (house.ranking_words, IN_VIEWS, "cities.order_by('-score')"),
    (house.ranking_words, PAGE, "<h1>Ranking of cities</h1>"),
    (house.sleeping_tests, Path("tests/test_a.py"), "time.sleep(1)"),
    (house.sleeping_tests, Path("tests/test_a.py"), "page.wait_for_timeout(100)"),
    (house.unfinished, IN_VIEWS, "# TO" + "DO later"),
]


@pytest.mark.parametrize(("rule", "path", "source"), WRONG)
def test_the_rule_sees_what_is_wrong(rule: Rule, path: Path, source: str) -> None:
    assert rule(path, source)


RIGHT: list[tuple[Rule, Path, str]] = [
    (house.long_functions, IN_VIEWS, "def f():\n    '''" + "a\n" * 60 + "'''\n    return 1"),
    (house.long_functions, IN_VIEWS, "def f():\n    return [\n" + "        1,\n" * 60 + "    ]"),
    (house.unlike_actions, IN_ACTIONS, ACTION),
    (house.unlike_actions, IN_ACTIONS, "def lock(case):\n    return case"),
    (house.unlike_actions, IN_ACTIONS, CONSOLE),
    (
        house.views_with_models,
        IN_VIEWS,
        "if TYPE_CHECKING:\n    from waymark.room.models import Case",
    ),
    (house.hidden_writes, IN_ACTIONS, "case.save(update_fields=['state'])"),
    (house.impure_rules, IN_VIEWS, "now = timezone.now()"),
    (house.undocumented, IN_VIEWS, "def page(request): ..."),
    (house.inline_code, PAGE, "<script src='{% static 'a.js' %}' defer></script>"),
    (house.inline_code, PAGE, "<p>{% translate 'one = two' %} style=plain</p>"),
    (house.english_commas, PAGE, "{% blocktranslate %}{{ a }}, {{ b }}{% endblocktranslate %}"),
    (house.english_commas, PAGE, "{{ city }}{% comma %}{{ country }} {{ names|listed }}"),
    (house.physical_directions, Path("a.css"), "p { margin-inline-start: 1em; text-align: start }"),
    (house.physical_directions, Path("a.css"), "/* left: of old */ .a { inset-inline-start: 0 }"),
    (house.ranking_words, PAGE, "<p>There is no ranking. Frank and the colleagues.</p>"),
]


@pytest.mark.parametrize(("rule", "path", "source"), RIGHT)
def test_the_rule_lets_pass_what_is_right(rule: Rule, path: Path, source: str) -> None:
    assert rule(path, source) == []


def used_from_the_web(console: set[str]) -> list[str]:
    """Where a page or a form reaches for an action that asks for no permit."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in files("waymark/**/*.py")
        if {"views", "api", "forms", "receivers"} & {path.stem, *path.parts}
        for line, name in house.imported(path.read_text(encoding="utf-8"))
        if name.startswith("waymark.") and name.rpartition(".")[2] in console
    ]


def test_what_the_console_may_no_page_does() -> None:
    actions = files("waymark/*/actions.py", "waymark/*/actions/**/*.py")
    console = {name for path in actions for name in house.console_actions(path.read_text())}
    assert house.console_actions(CONSOLE) == {"close_account"}
    assert house.console_actions(ACTION) == set()
    assert used_from_the_web(console) == []
    assert used_from_the_web({"address"})  # the face's addresses: the search finds what is there


def linter() -> dict[str, Any]:
    """The contracts of import-linter as they are configured."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        found: dict[str, Any] = tomllib.load(file)["tool"]["importlinter"]
    return found


def floors() -> dict[str, int]:
    """Floor of each room, from the ground up, as the contract has them."""
    layers = next(c for c in linter()["contracts"] if c["id"] == "floors")["layers"]
    return {
        room: number for number, layer in enumerate(reversed(layers)) for room in layer.split(" | ")
    }


def relations() -> Iterable[tuple[str, str, str]]:
    """Every relation between our models: room, field, room that it points to."""
    rooms = {config.label: config.name for config in apps.get_app_configs()}
    for model in apps.get_models(include_auto_created=True):
        room = rooms[model._meta.app_label]
        if not room.startswith("waymark."):
            continue
        for field in model._meta.get_fields():
            if field.related_model and not field.auto_created:
                if field.related_model is get_user_model():
                    continue  # Django lets the user be named without being known
                target = rooms[field.related_model._meta.app_label]  # type: ignore[union-attr]
                yield (
                    room.removeprefix("waymark."),
                    f"{model.__name__}.{field.name}",
                    target.removeprefix("waymark."),
                )


def test_foreign_keys_point_down() -> None:
    found = list(relations())
    assert len(found) > 20  # the walk sees our models at all
    assert house.upward_relations(found, floors()) == []


def test_a_foreign_key_upwards_or_sideways_is_seen() -> None:
    wrong = [("places", "Place.case", "assessments"), ("awards", "Award.series", "indicators")]
    right = [("assessments", "Case.place", "places"), ("people", "User.boss", "people")]
    assert len(house.upward_relations([*wrong, *right], floors())) == 2


def test_every_room_has_its_stairs_guarded() -> None:
    stairs = next(c for c in linter()["contracts"] if c["id"] == "stairs")["containers"]
    assert {f"waymark.{room}" for room in floors()} - set(stairs) == {
        "waymark.kernel",
        "waymark.site",
    }


VIOLATIONS = {
    "places/models.py": "import waymark.schemes",  # a floor up
    "people/queries.py": "import waymark.people.actions",  # a stair up
    "schemes/rules.py": "import django",  # not pure
    "portal/actions.py": "import waymark.assessments.views",  # through the window
    "assessments/views.py": "",
    "people/actions.py": "",
}


@pytest.mark.slow
@pytest.mark.parametrize("broken", [True, False])
def test_contracts_see_each_kind_of_violation(tmp_path: Path, broken: bool) -> None:
    package = tmp_path / "waymark"
    for room in floors():
        (package / room).mkdir(parents=True)
        (package / room / "__init__.py").touch()
    (package / "__init__.py").touch()
    for name, text in VIOLATIONS.items():
        (package / name).write_text(text if broken else "")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) is broken, done.stdout + done.stderr
    kept_or_broken = f"{4 if not broken else 0} kept, {4 if broken else 0} broken"
    assert kept_or_broken in done.stdout, done.stdout + done.stderr
