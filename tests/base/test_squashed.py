"""Squashed migrations say the same as the ones they replace, without a database for either."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

from waymark.base.immutability import AppendOnly


def plan(*, squashed: bool) -> list[Migration]:
    """Return all migrations in their order, as a new database meets them or one from before."""
    graph = MigrationLoader(None, replace_migrations=squashed).graph
    leaves = [key for key in graph.leaf_nodes() if squashed or not graph.nodes[key].replaces]
    keys = dict.fromkeys(key for leaf in leaves for key in graph.forwards_plan(leaf))
    return [graph.nodes[key] for key in keys]


def shape(migrations: list[Migration]) -> dict[str, str]:
    """Return every model in words; the order of columns and of constraints says nothing."""
    state, found = ProjectState(), {}
    for migration in migrations:
        migration.mutate_state(state, preserve=False)
    for (room, name), model in state.models.items():
        fields = sorted((key, field.deconstruct()[1:]) for key, field in model.fields.items())
        options: dict[str, Any] = dict(model.options)
        for kind in ("constraints", "indexes"):
            options[kind] = sorted(repr(one.deconstruct()) for one in options.get(kind, []))
        found[f"{room}.{name}"] = repr((fields, sorted(options.items()), model.bases))
    return found


def guards(migrations: list[Migration], vendor: str) -> dict[str, str]:
    """Return the triggers that migrations make, by name."""
    return {
        name: sql
        for migration in migrations
        for operation in migration.operations
        if isinstance(operation, AppendOnly)
        for name, sql in operation.triggers(vendor)
    }


def test_models_and_triggers_are_the_same_either_way() -> None:
    short, long = plan(squashed=True), plan(squashed=False)
    # A later migration has to rest on one of the replaced, not on the squashed one.
    assert not any(one.replaces for one in long)
    assert any(one.replaces for one in short)
    assert shape(short) == shape(long)
    for vendor in ("sqlite", "postgresql"):
        assert guards(short, vendor) == guards(long, vendor)


@pytest.mark.parametrize("lost", ["column", "guard"])
def test_a_squashed_migration_that_lost_something_is_found(lost: str) -> None:
    short, long = plan(squashed=True), plan(squashed=False)
    broken = next(one for one in short if one.app_label == "awards" and one.replaces)
    if lost == "guard":
        kept = [one for one in broken.operations if not isinstance(one, AppendOnly)]
        vars(broken)["operations"] = kept
        assert guards(short, "sqlite") != guards(long, "sqlite")
        return
    table = next(one for one in broken.operations if isinstance(one, CreateModel))
    table.fields = table.fields[:-1]
    assert shape(short) != shape(long)
