"""S6: a field that a form does not have changes nothing, whatever row it would name.

Every form is sent twice by somebody who may: as it should be, and with the names of all columns of
all tables added. Both leave the same database behind.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.db import models, transaction
from django.utils import timezone

from tests.security.doors import Door
from tests.security.snapshots import model_fields, rows, tables, written
from tests.security.story import Everything
from tests.security.table import DOORS

pytestmark = pytest.mark.django_db
FREE = {"indicators:metadata_edit"}  # takes texts under any name: concepts of a city's own
SENT = [door for door in DOORS if door.do and door.name not in FREE]
CHANCE = re.compile(
    r"\bWM-\d{4}-[0-9A-Z]+\b"  # numbers of certificates
    r"|\b[\w+/=-]{40,}"  # hashes of what holds ids, and tokens
    r"|[0-9a-z]{26}"  # ids
    r"|\b\d+\b"  # numbers of rows
)


OWN = {  # what these forms do have and their usual words leave empty
    "hub_report_write": {"acceleration", "synchronization", "reach", "lessons", "help"},
    "indicators:add": {"unit", "source_type", "quality", "text"},
    "indicators:edit": {"unit", "source_type", "quality", "text"},
    "indicators:target": {"unit"},
    "indicators:propose": {"unit", "text", "area"},
    "indicators:proposal": {"text", "replaces"},
    "indicators:describe": {"counts_people"},
    "assessments:meeting_dates": {"where"},
    "assessments:meeting_plan": {"answer_by"},
    "assessments:recognised_add": {"valid_until"},
    "assessments:succession_enter": {"act_url"},
    "city_association": {"messages"},
    "comment_reply": {"outcome"},
    "edition_begin": {"document"},
    "library_add": {"sizes"},
    "library_edit": {"sizes"},
    "library_intake_commit": {"alike"},
    "library_share": {"readers"},
    "library_source": {"on"},
    "library_source_add": {"on"},
    "library_study_add": {"award", "series"},
    "library_study_edit": {"award", "series"},
    "lti_close": {"open"},
    "lti_course": {"give_name", "give_email"},
    "lti_course_close": {"open"},
    "peers": {"criteria"},
    "people:body": {"deputy_for", "group"},
    "people:composition": {"secret"},
}
UNTICKED = {"not_relevant"}  # a form's own box, which is sent only when it is ticked


def bogus(world: Everything, field: models.Field[Any, Any]) -> str:
    """A value that a careless form would take for a column."""
    if field.remote_field is not None:
        model = field.remote_field.model
        row = model._default_manager.order_by("-pk").first()
        return str(row.pk) if row else "1"
    if field.choices:
        return str(list(field.flatchoices)[-1][0])
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField | models.DateField):
        return "2020-01-01"
    if isinstance(field, models.JSONField):
        return '{"en": "Evil"}'
    return "7" if isinstance(field, models.IntegerField | models.FloatField) else "evil"


Held = dict[str, list[tuple[Any, ...]]]


def held() -> Held:
    """All rows of all tables."""
    return {table: rows(table) for table in tables()}


def after(
    world: Everything, door: Door, extra: dict[str, str], before: Held
) -> tuple[int, dict[str, list[str]]]:
    """The answer to a form, and what it added to and took from each table, without chance."""
    client, moved = world.client(min(door.do or {"lead"})), {}
    with transaction.atomic():
        words = door.words(world)
        with written() as touched:
            code = client.post(door.path(world), {**extra, **words}).status_code
        for table in sorted(touched & set(before)):
            difference = set(rows(table)) ^ set(before[table])
            if difference:
                moved[table] = sorted(CHANCE.sub("*", repr(row)) for row in difference)
        transaction.set_rollback(True)
    return code, moved


def accepted(door: Door, world: Everything) -> set[str]:
    """The names that the form does have."""
    return (
        set(door.words(world))
        | {"csrfmiddlewaretoken", "next", "file", "act", "resolve"}
        | UNTICKED
        | OWN.get(door.name, set())
    )


@pytest.mark.parametrize("part", range(4))
def test_fields_that_a_form_does_not_have_change_nothing(world: Everything, part: int) -> None:
    columns = model_fields()
    wrong, effective, before = {}, 0, held()
    with time_machine.travel(timezone.now(), tick=False):
        for door in SENT[part::4]:
            extra = {
                name: bogus(world, field)
                for name, field in columns.items()
                if name not in accepted(door, world)
            }
            plain = after(world, door, {}, before)
            crowded = after(world, door, extra, before)
            effective += bool(plain[1])
            if plain != crowded:
                tables_moved = {
                    name
                    for name in plain[1] | crowded[1]
                    if plain[1].get(name) != crowded[1].get(name)
                }
                wrong[str(door)] = (plain[0], crowded[0], tables_moved)
    assert not wrong
    assert effective >= 5, "most forms do something"
    assert held() == before, "all is taken back between two forms"


def test_a_field_that_would_be_taken_is_noticed(
    world: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    from waymark.people.models import User
    from waymark.people.views import account

    def careless(*, by: Any, at: Any, **given: Any) -> None:
        User.objects.filter(pk=by.pk).update(is_operator="is_operator" in taken, **given)

    taken: dict[str, str] = {}
    monkeypatch.setattr(account.actions, "edit_profile", careless)
    door = next(door for door in DOORS if door.name == "people:account")
    before = held()
    plain = after(world, door, {}, before)
    taken["is_operator"] = "on"
    assert after(world, door, taken, before) != plain
