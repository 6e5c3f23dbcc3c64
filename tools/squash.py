"""Write one migration that does what all of a room's migrations do: `python -m tools.squash ROOM`.

Django's own squashing keeps a column or constraint apart wherever another model comes between,
and state is built anew for each such step. This one writes each table whole, as it is now
(docs/adr/0070-squashed-migrations.md); tests/base/test_squashed.py compares the two.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.migrations import Migration
    from django.db.migrations.operations.base import Operation
    from django.db.migrations.state import ModelState

ROOT = Path(__file__).resolve().parents[1]
HEADER = '"""What the replaced migrations do, for a database that has none of them yet."""\n\n'


def _inside(field: Any, room: str) -> str:
    """Return the model of this room to which a field points, or an empty text."""
    to = field.remote_field.model if field.is_relation else ""
    if not isinstance(to, str) or to == "self":
        return ""
    of, _, name = to.rpartition(".")
    return name.lower() if of in ("", room) else ""


def _ordered(models: dict[str, ModelState], room: str) -> list[tuple[str, set[str]]]:
    """Return the models, each after those it points to, with the fields that have to wait."""
    points = {
        name: {_inside(field, room) for field in model.fields.values()} - {"", name}
        for name, model in models.items()
    }
    ordered: list[tuple[str, set[str]]] = []
    left = list(models)
    while left:
        name = min(left, key=lambda one: len(points[one] & set(left) - {one}))
        left.remove(name)
        waits = {key for key, field in models[name].fields.items() if _inside(field, room) in left}
        ordered.append((name, waits))
    return ordered


def tables(models: dict[str, ModelState], room: str) -> list[Operation]:
    """Return what makes these models; of two that point to each other, one gets its field later."""
    from django.db.migrations import operations

    first: list[Operation] = []
    later: list[Operation] = []
    for name, waits in _ordered(models, room):
        model, options = models[name], dict(models[name].options)
        for kind, add in (
            ("indexes", operations.AddIndex),
            ("constraints", operations.AddConstraint),
        ):
            held = [one for one in options.pop(kind, ()) if any(key in repr(one) for key in waits)]
            now = [one for one in models[name].options.get(kind, ()) if one not in held]
            options |= {kind: now} if now else {}
            later += [add(name, one) for one in held]
        fields = [(key, field) for key, field in model.fields.items() if key not in waits]
        first.append(
            operations.CreateModel(model.name, fields, options, model.bases, model.managers)
        )
        columns = [operations.AddField(name, key, model.fields[key]) for key in sorted(waits)]
        later = [*columns, *later]
    return [*first, *later]


def _outside(migrations: Iterable[Migration], room: str) -> list[Any]:
    """Return the newest migration of each other room on which these rest."""
    newest: dict[Any, Any] = {}
    for migration in migrations:
        for dependency in migration.dependencies:
            if dependency[0] != room:
                # The user's model is named by a setting, and then by no number.
                key = getattr(dependency, "setting", dependency[0])
                newest[key] = max(newest.get(key, dependency), dependency)
    return list(newest.values())


def squash(room: str) -> Path:
    """Write the squashed migration of a room and return its file.

    What moves data is left out: a database without rows has none to move. Raises ValueError for an
    operation of another kind, which has to be taken over by hand.
    """
    from django.db.migrations import Migration, RunPython
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.writer import MigrationWriter

    from waymark.base.immutability import AppendOnly

    loader = MigrationLoader(None, replace_migrations=False)
    leaf = next(
        key for key in loader.graph.leaf_nodes(room) if not loader.graph.nodes[key].replaces
    )
    keys = [key for key in loader.graph.forwards_plan(leaf) if key[0] == room]
    old = [loader.graph.nodes[key] for key in keys]
    guards: dict[str, Any] = {}
    for operation in (one for migration in old for one in migration.operations):
        if isinstance(operation, AppendOnly):
            guards[operation.name] = operation
        elif not isinstance(operation, RunPython) and not type(operation).__module__.startswith(
            "django."
        ):
            raise ValueError(f"{room}: {operation.describe()} is not known here")
    state = loader.project_state(leaf)
    models = {name: model for (of, name), model in state.models.items() if of == room}
    name = "0001_squashed_" + leaf[1]
    said = {
        "replaces": keys,
        "initial": True,
        "dependencies": _outside(old, room),
        "operations": [*tables(models, room), *guards.values()],
    }
    new = type("Migration", (Migration,), said)(name, room)
    path = ROOT / "waymark" / room / "migrations" / f"{name}.py"
    path.write_text(HEADER + MigrationWriter(new, include_header=False).as_string().lstrip())
    return path


def main(rooms: Sequence[str]) -> int:
    """Squash the rooms named."""
    import django

    os.environ["WAYMARK_DATA"] = tempfile.mkdtemp()
    os.environ["WAYMARK_DATABASE_URL"] = "sqlite://:memory:"
    os.environ["DJANGO_SETTINGS_MODULE"] = "waymark.site.settings"
    django.setup()
    for room in rooms:
        print(squash(room).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
