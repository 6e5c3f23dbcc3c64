"""Publishing editions: who may, what is written down, and what never changes."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction

from tests import factories
from tests.schemes.editing import approved
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel import canonical
from waymark.kernel.flow import Refused
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes import actions, queries
from waymark.schemes.actions import editions
from waymark.schemes.models import Edition
from waymark.schemes.rules import InvalidDocument

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def document(version: str = "1.0.0", **changes: Any) -> dict[str, Any]:
    """The shipped document under another version."""
    found = json.loads((editions.DATA / editions.REFERENCE[0]).read_bytes())
    return copy.deepcopy(found) | {"version": version} | changes


@pytest.fixture
def chair() -> Any:
    """The chair of the global committee."""
    return factories.make_seat(factories.make_body(BodyKind.COMMITTEE), SeatRole.CHAIR)


@pytest.fixture
def secretary() -> Any:
    """Somebody of the global secretariat."""
    return factories.make_secretary()


def test_the_reference_is_published_once() -> None:
    (edition,) = actions.load_reference(at=AT)
    assert edition.state == "published"
    assert edition.published_at == AT
    assert edition.sha256 == canonical.digest(json.loads(edition.document))
    assert len(queries.scheme_of(edition).criteria) == 60
    assert actions.load_reference(at=AT + timedelta(days=1)) == []
    assert Edition.objects.count() == 1
    verbs = list(Record.objects.order_by("pk").values_list("verb", "actor"))
    assert verbs == [("edition.draft", "system"), ("edition.publish", "system")]


def test_a_shipped_file_that_changed_under_its_version_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    actions.load_reference(at=AT)
    changed = document(summary={"en": "Another text."})
    (tmp_path / editions.REFERENCE[0]).write_text(json.dumps(changed), encoding="utf-8")
    monkeypatch.setattr(editions, "DATA", tmp_path)
    with pytest.raises(Refused, match=r"edition\.differs"):
        actions.load_reference(at=AT)


def test_what_ships_later_replaces_no_edition_that_a_committee_approved(
    chair: Any, secretary: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    actions.load_reference(at=AT)
    draft = actions.draft_edition(document=document("1.1.0"), by=secretary, at=AT)
    ours = actions.publish_edition(edition=approved(draft), by=chair, at=AT + timedelta(days=1))
    shipped = document("2.0.0")
    (tmp_path / editions.REFERENCE[0]).write_text(json.dumps(shipped), encoding="utf-8")
    monkeypatch.setattr(editions, "DATA", tmp_path)
    assert actions.load_reference(at=AT + timedelta(days=2)) == []
    assert queries.current_edition(AnonymousUser(), "sdg-cities") == ours
    assert [rules.version for rules in actions.left_to_people()] == ["2.0.0"]
    Edition.objects.filter(pk=ours.pk).update(published_by=None)
    assert actions.left_to_people() == []
    (fresh,) = actions.load_reference(at=AT + timedelta(days=2))
    assert fresh.version == "2.0.0", "the control: what shipped before is replaced"


def test_a_new_edition_supersedes_the_old_one(chair: Any, secretary: Any) -> None:
    (first,) = actions.load_reference(at=AT)
    draft = actions.draft_edition(document=document("1.1.0"), by=secretary, at=AT)
    assert queries.current_edition(AnonymousUser(), "sdg-cities") == first
    second = actions.publish_edition(edition=approved(draft), by=chair, at=AT + timedelta(days=1))
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "published")
    assert second.published_by == chair
    assert queries.current_edition(AnonymousUser(), "sdg-cities") == second
    assert queries.edition(AnonymousUser(), "sdg-cities", "1.0.0") == first
    assert [e.version for e in queries.editions(None, "sdg-cities")] == ["1.1.0", "1.0.0"]
    facts = json.loads(Record.objects.get(verb="edition.publish", actor=f"user:{chair.pk}").body)
    assert facts["facts"]["sha256"] == second.sha256


def test_drafts_are_nobodys_to_read(secretary: Any) -> None:
    actions.draft_edition(document=document(), by=secretary, at=AT)
    assert queries.current_edition(secretary, "sdg-cities") is None
    assert queries.edition(None, "sdg-cities", "1.0.0") is None
    assert not queries.schemes(None).exists()


def test_others_may_neither_draft_nor_publish(chair: Any, secretary: Any) -> None:
    draft = actions.draft_edition(document=document(), by=secretary, at=AT)
    member = factories.make_seat(factories.make_body(BodyKind.COMMITTEE))
    for person in (AnonymousUser(), factories.make_user(), secretary, member):
        with pytest.raises(NotPermitted):
            actions.publish_edition(edition=draft, by=person, at=AT)
    with pytest.raises(NotPermitted):
        actions.draft_edition(document=document("2.0.0"), by=chair, at=AT)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_countrys_own_committee_has_no_say(secretary: Any) -> None:
    draft = actions.draft_edition(document=document(), by=secretary, at=AT)
    national = factories.make_body(BodyKind.COMMITTEE, country=factories.make_country())
    chair = factories.make_seat(national, SeatRole.CHAIR)
    with pytest.raises(NotPermitted):
        actions.publish_edition(edition=draft, by=chair, at=AT)


def test_refusals(chair: Any, secretary: Any) -> None:
    draft = actions.draft_edition(document=document(), by=secretary, at=AT)
    with pytest.raises(Refused, match=r"edition\.exists"):
        actions.draft_edition(document=document(), by=secretary, at=AT)
    with pytest.raises(InvalidDocument):
        actions.draft_edition(document={"format": "nonsense"}, by=secretary, at=AT)
    with pytest.raises(Refused, match=r"flow\.not_from_here"):
        actions.publish_edition(edition=draft, by=chair, at=AT)
    published = actions.publish_edition(edition=approved(draft), by=chair, at=AT)
    with pytest.raises(Refused, match=r"flow\.not_from_here"):
        actions.publish_edition(edition=published, by=chair, at=AT)


def test_what_is_published_cannot_be_rewritten() -> None:
    (edition,) = actions.load_reference(at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(document="{}")
    edition.refresh_from_db()
    assert queries.scheme_of(edition).hash == edition.sha256
