"""Append-only tables refuse by the database itself, and none has lost its triggers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from tests import triggers
from waymark.base import immutability
from waymark.base.models import Checkpoint, Leaf, Record, TreeNode
from waymark.base.record import record

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

PROTECTED = {
    "assessments_answerrevision",
    "assessments_ballot",
    "assessments_checkpolicy",
    "assessments_commitment",
    "assessments_decision",
    "assessments_declaration",
    "assessments_draw",
    "assessments_drawparty",
    "assessments_drawresult",
    "assessments_drawseal",
    "assessments_frameentry",
    "assessments_meetingcalendar",
    "assessments_meetingchange",
    "assessments_minutesopinion",
    "assessments_minutesrevision",
    "assessments_publication",
    "assessments_recusal",
    "assessments_remark",
    "assessments_report",
    "assessments_reveal",
    "assessments_ruling",
    "assessments_spotcheck",
    "assessments_spotresult",
    "assessments_spotwithdrawal",
    "assessments_submission",
    "assessments_talkdone",
    "assessments_verdict",
    "awards_award",
    "awards_awardevent",
    "awards_issuerkey",
    "base_checkpoint",
    "base_leaf",
    "base_record",
    "base_treenode",
    "indicators_edition",
    "schemes_adaptation",
    "schemes_comment",
    "schemes_edition",
    "schemes_endorsement",
}
"""Tables that hold what nobody may change; a migration that drops one from here is a decision."""

pytestmark = pytest.mark.django_db


def one_of_each() -> None:
    with transaction.atomic():
        row = record("test.made", "thing:1", by=None, at=NOW, facts={})
    Leaf.objects.create(index=0, record=row, leaf_hash=row.leaf_hash)
    TreeNode.objects.create(level=0, index=0, hash=row.leaf_hash)
    Checkpoint.objects.create(size=1, root=row.leaf_hash, note="note", made_at=NOW)


LEDGER = [(Record, "verb"), (Leaf, "leaf_hash"), (TreeNode, "hash"), (Checkpoint, "root")]


@pytest.mark.parametrize(("model", "column"), LEDGER)
class TestLedgerTables:
    def refused(self, sql: str) -> None:
        with (
            pytest.raises(DatabaseError, match="can not be changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)

    def test_orm_can_not_change_or_delete(self, model: type[models.Model], column: str) -> None:
        one_of_each()
        row = model._default_manager.get()
        setattr(row, column, "x")
        with pytest.raises(DatabaseError, match="can not be changed"), transaction.atomic():
            row.save()
        with pytest.raises(DatabaseError, match="can not be changed"), transaction.atomic():
            model._default_manager.update(**{column: "x"})
        with pytest.raises(DatabaseError), transaction.atomic():
            model._default_manager.all()._raw_delete(using="default")  # type: ignore[attr-defined]

    def test_raw_sql_can_neither(self, model: type[models.Model], column: str) -> None:
        one_of_each()
        table = model._meta.db_table
        self.refused(f"UPDATE {table} SET {column} = 'x'")
        self.refused(f"DELETE FROM {table}")
        assert model._default_manager.count() == 1

    def test_without_triggers_both_go_through(self, model: type[models.Model], column: str) -> None:
        one_of_each()
        triggers.drop_all()
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = 'x'")
            assert cursor.rowcount == 1


def test_emptying_the_table_is_refused() -> None:
    one_of_each()
    sqlite = connection.vendor == "sqlite"  # which knows no TRUNCATE
    sql = "DELETE FROM base_checkpoint" if sqlite else "TRUNCATE base_checkpoint"
    with (
        pytest.raises(DatabaseError, match="can not be changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_every_table_that_must_be_protected_is() -> None:
    assert {operation.table for operation in triggers.operations()} >= PROTECTED
    known = {model._meta.db_table for model in apps.get_models()}
    assert known >= PROTECTED, "a table was renamed: bring its protection along"
    assert immutability.missing(connection) == []


@pytest.mark.parametrize(
    "sql", ["DROP TRIGGER {} {}", "ALTER TABLE base_record DISABLE TRIGGER {}"]
)
def test_a_lost_or_disabled_trigger_is_noticed(sql: str) -> None:
    on = "ON base_record"
    if connection.vendor == "sqlite":  # where a trigger can't be disabled, only dropped
        sql, on = "DROP TRIGGER {} {}", ""
    with connection.cursor() as cursor:
        cursor.execute(sql.format("base_record_no_delete", on))
    assert immutability.missing(connection) == ["base_record_no_delete"]


@pytest.mark.django_db(transaction=True)
class TestOperation:
    """On a table of its own: a schema editor on SQLite wants no transaction around it."""

    def apply(self, *operations: migrations.operations.base.Operation) -> ProjectState:
        state = ProjectState()
        with connection.schema_editor() as editor:
            for operation in operations:
                after = state.clone()
                operation.state_forwards("base", after)
                operation.database_forwards("base", editor, state, after)
                state = after
        return state

    def make(self, **options: object) -> immutability.AppendOnly:
        protect = immutability.AppendOnly("base_sample", **options)  # type: ignore[arg-type]
        columns = [
            ("id", models.BigAutoField(primary_key=True)),
            ("word", models.CharField(max_length=10)),
            ("seen", models.BooleanField(default=False)),
        ]
        self.apply(migrations.CreateModel("Sample", columns), protect, protect)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO base_sample (word, seen) VALUES ('a', false)")
        return protect

    def run(self, sql: str) -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        except DatabaseError as error:
            if immutability.MESSAGE not in str(error):
                raise
            return False
        return True

    @pytest.fixture(autouse=True)
    def _drop(self) -> object:
        yield
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS base_sample")

    def test_whole_rows(self) -> None:
        protect = self.make()
        assert not self.run("UPDATE base_sample SET seen = true")
        assert not self.run("DELETE FROM base_sample")
        with connection.schema_editor() as editor:
            protect.database_backwards("base", editor, None, None)
        assert self.run("UPDATE base_sample SET seen = true")
        assert self.run("DELETE FROM base_sample")

    def test_some_columns(self) -> None:
        self.make(columns=("word",))
        assert self.run("UPDATE base_sample SET seen = true")
        assert not self.run("UPDATE base_sample SET word = 'b'")
        assert not self.run("DELETE FROM base_sample")

    def test_from_a_moment_on(self) -> None:
        self.make(when="OLD.seen")
        assert self.run("UPDATE base_sample SET word = 'b'")
        assert self.run("UPDATE base_sample SET seen = true")
        assert not self.run("UPDATE base_sample SET word = 'c'")
        assert not self.run("DELETE FROM base_sample")

    def test_can_be_written_down(self) -> None:
        protect = immutability.AppendOnly("t", ("a",), "OLD.a", "n")
        name, args, kwargs = protect.deconstruct()
        again = immutability.AppendOnly(*args, **kwargs)
        assert name == "AppendOnly"
        assert again.triggers("sqlite") == protect.triggers("sqlite")
