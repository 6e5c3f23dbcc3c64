"""Records: written with the change or not at all, canonical, and naming no person."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import transaction
from django.utils.functional import SimpleLazyObject

from tests import factories
from waymark.base.models import Job, Notice, Record
from waymark.base.record import receivers, receives, record, ref
from waymark.kernel import canonical, merkle
from waymark.people.models import User

NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=timezone(timedelta(hours=3)))


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record("test.made", "thing:1", by=None, at=NOW, facts={})
    assert not Record.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_record_change_and_work_roll_back_together() -> None:
    user = factories.make_user()

    def hear(_row: Record) -> None:
        """A receiver; it is never called here."""

    receives("test.made")(hear)
    try:
        with pytest.raises(KeyError), transaction.atomic():  # noqa: PT012
            Notice.objects.create(user=user, kind="x", made_at=NOW, once_key="k")
            record("test.made", user, by=user, at=NOW, facts={})
            assert (Record.objects.count(), Job.objects.count()) == (1, 1)
            raise KeyError
    finally:
        receivers.pop("test.made")
    assert not Record.objects.exists()
    assert not Job.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.django_db
class TestBody:
    def test_is_canonical_and_hashed(self) -> None:
        user = factories.make_user()
        with transaction.atomic():
            row = record(
                "test.made",
                user,
                by=user,
                at=NOW,
                scope="case:1",
                facts={"b": 1, "a": [True, None]},
            )
        row.refresh_from_db()
        body = json.loads(row.body)
        assert body == {
            "v": 1,
            "id": row.uid,
            "at": "2026-03-01T09:30:15.123456+00:00",
            "verb": "test.made",
            "actor": f"user:{user.pk}",
            "subject": f"user:{user.pk}",
            "scope": "case:1",
            "facts": {"a": [True, None], "b": 1},
        }
        assert canonical.dumps(body).decode() == row.body
        assert merkle.leaf_hash(row.body.encode()).hex() == row.leaf_hash
        assert row.at == NOW.astimezone(UTC)

    def test_names_nobody(self) -> None:
        user = factories.make_user("amina@example.org", name="Amina Otieno")
        with transaction.atomic():
            row = record("test.made", user, by=user, at=NOW, facts={})
        assert "amina" not in row.body.lower()

    @pytest.mark.parametrize("facts", [{"x": float("nan")}, {"x": 2**53}, {"x": NOW}, {"x": "\0"}])
    def test_facts_beyond_json_are_refused_before_anything_is_written(
        self, facts: dict[str, object]
    ) -> None:
        with pytest.raises(canonical.NotCanonical), transaction.atomic():
            record("test.made", "thing:1", by=None, at=NOW, facts=facts)
        assert not Record.objects.exists()


def test_the_person_of_a_request_is_named_like_any_other() -> None:
    """Pages hand a person on wrapped, so that nobody is read who is not needed."""
    user = User(pk="0" * 26)
    wrapped: Any = SimpleLazyObject(lambda: user)
    assert type(wrapped) is not User
    assert ref(wrapped) == ref(user) == "user:" + "0" * 26


@pytest.mark.django_db
def test_ref() -> None:
    user = factories.make_user()
    assert ref(None) == "system"
    assert ref("case:1") == "case:1"
    assert ref(user) == f"user:{user.pk}"
