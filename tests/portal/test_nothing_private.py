"""What is private is found at no door: search, its counts and proposals, lists, files and feeds."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.community.spaces import later, make_circle
from tests.community.test_providers import TOLD, make_partner, make_provider
from tests.factories import log_in, make_member, make_place
from tests.library.test_studies import ABOUT, TEXTS
from tests.world import FEW, make_world
from waymark.assessments.actions import documents, evidence
from waymark.base.files import storage
from waymark.base.jobs import run_due
from waymark.community.actions import needs, spaces
from waymark.community.actions.providers import hand_in_profile
from waymark.community.rules.needs import Visible, Wanted
from waymark.library.actions import start_study
from waymark.people.models import User
from waymark.portal import finding
from waymark.portal.queries import saved
from waymark.search.models import Document, KnownWord

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
SECRET = "Zanzibarian"
DOORS = (
    "/search/?q=zanzibarian",
    "/search/?q=zanzibaran",
    "/search/?q=zanzibarian+water&kind=group",
    "/library/?q=zanzibarian",
    "/library/items.csv?q=zanzibarian",
    "/library/items.json",
    "/library/feed.atom",
    "/library/feed.json",
    "/needs/",
    "/needs.csv",
    "/groups/",
    "/providers/",
    "/registry/?q=zanzibarian",
    "/data/?q=zanzibarian",
    "/api/v1/places",
    "/suggestions/why/",
)


def sees(user: User | None) -> list[str]:
    """The doors at which somebody reads the word, beyond what she typed herself."""
    client = log_in(Client(), user) if user else Client()
    found = []
    for door in DOORS:
        answer: Any = client.get(door)
        assert answer.status_code == 200, door
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if SECRET in content.decode():
            found.append(door)
    return found


def test_what_is_not_for_everybody_is_read_at_no_door() -> None:
    world = make_world(criteria=FEW)
    assert world.case is not None
    for visibility, words in (("reviewers", b"one"), ("committee", b"two")):
        kept = storage.store(io.BytesIO(SECRET.encode() + words), name=f"{SECRET}.txt")
        evidence.add_evidence(
            case=world.case,
            details=evidence.Details(
                f"{SECRET} letter", "policy_document", date(2026, 1, 15), visibility=visibility
            ),
            content=evidence.Content(blob=storage.keep(kept, at=world.now), name=kept.name),
            links={"A01": ""},
            by=world.editor,
            at=world.later(),
        )
    world.reach("published")
    body, person = make_partner(f"{SECRET} partner")
    asked = Wanted(f"{SECRET} pipes", topics=("water",))
    shared = replace(asked, visible=Visible.PARTNERS, partners=frozenset({body.pk}))
    for told in (asked, shared):
        needs.open_need(place=world.place, told=told, gap=None, by=world.lead, at=NOW)
    hand_in_profile(body=body, told=replace(TOLD, summary={"en": SECRET}), by=person, at=NOW)
    make_circle("closed", f"{SECRET} circle")
    texts = {name: f"{SECRET} {text}" for name, text in TEXTS.items()}
    start_study(
        place=world.place,
        language="en",
        parts=texts,
        about=replace(ABOUT, criteria=("A01",)),
        by=world.lead,
        at=NOW,
    )
    run_due(later())
    finding.follow()
    documents.follow_documents()

    stranger = make_member(make_place("Farville"))
    assert sees(None) == sees(stranger) == []
    assert not KnownWord.objects.filter(word__startswith="zanzib").exists()
    for row in Document.objects.all():
        assert SECRET not in str(row.texts), row.key
    assert saved.results(stranger, "search", "q=zanzibarian") == []

    circle = make_circle("members", f"{SECRET} circle for all")
    make_provider("Lake University", summary={"en": f"{SECRET} waters"})
    finding.follow()
    told_at = {"/search/?q=zanzibarian", "/groups/", "/providers/"}
    assert told_at <= set(sees(None)), "what everybody may find is read there"
    assert saved.results(stranger, "search", "q=zanzibarian")
    about = spaces.About(f"{SECRET} circle for all", "What for.", access="closed")
    spaces.edit_space(space=circle.space, about=about, by=circle.adviser, at=later())
    assert "/groups/" not in sees(None)
    assert all("circle" not in one.title for one in saved.results(None, "search", "q=zanzibarian"))
