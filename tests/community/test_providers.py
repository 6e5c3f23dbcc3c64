"""Profiles of providers: kept by their people, checked by others, then public."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.library.shelf import make_item
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.base.permits import NotPermitted
from waymark.community.actions import providers as acts
from waymark.community.models.providers import Provider, ProviderDraft
from waymark.community.rules.providers import DRAFT as FLOW
from waymark.community.rules.providers import Checked, Profile, refuse_profile, tidy
from waymark.kernel.flow import Refused
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind
from waymark.portal import finding
from waymark.search.models import Document
from waymark.search.queries import search

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
TOLD = Profile(
    "university", "en", {"en": "We help with water."}, {"en": "Two cities."}, "The office",
    ("water",), ("en", "fr"), ("KE",), ("free",), (), "https://example.org/",
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "bank"}, "kind"),
        ({"summary": {"fr": "En français."}}, "summary"),
        ({"summary": {"en": "x" * 1501}}, "summary"),
        ({"topics": ()}, "topics"),
        ({"topics": ("gold",)}, "topics"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"countries": ("XX",)}, "countries"),
        ({"offers": ("O999",)}, "offers"),
        ({"languages": ("English",)}, "languages"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said_at_its_field(changes: Any, field: str) -> None:
    known: dict[str, Any] = {"countries": {"KE"}, "offers": {"O001"}}
    assert refuse_profile(TOLD, **known) == ()
    refused = refuse_profile(replace(TOLD, **changes), **known)
    assert field in [reason.params["field"] for reason in refused]


def test_a_profile_survives_being_kept_and_nobody_checks_her_own() -> None:
    assert Profile.read(TOLD.document()) == TOLD
    assert tidy(replace(TOLD, capacity={"en": " "})).capacity == {}
    for step, facts in (("accept", Checked(own=True)), ("return", Checked())):
        with pytest.raises(Refused):
            FLOW.step(step, "waiting", facts)


pytestmark = pytest.mark.django_db


def make_partner(name: str = "Lake University") -> tuple[Body, User]:
    """A partner, and somebody who sits for it."""
    factories.make_country("KE")
    body = factories.make_body(BodyKind.PARTNER, name=name)
    return body, factories.make_seat(body)


def make_provider(name: str = "Lake University", **told: Any) -> Provider:
    """A public profile."""
    body, person = make_partner(name)
    row = acts.hand_in_profile(body=body, told=replace(TOLD, **told), by=person, at=NOW)
    return acts.check_profile(
        provider=row, draft=row.drafts.get().pk, accept=True, note="",
        by=factories.make_secretary(), at=NOW,
    )  # fmt: skip


def look(who: User | None, path: str) -> tuple[int, str]:
    client = factories.log_in(Client(), who) if who else Client()
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def test_a_profile_from_its_first_words_to_the_public() -> None:
    body, person = make_partner()
    make_item("O001", shelf="offer", title={"en": "Advice on wells"})
    secretary, stranger = (
        factories.make_secretary(),
        factories.make_seat(factories.make_body(BodyKind.PARTNER)),
    )
    client, path = factories.log_in(Client(), person), f"/partners/{body.pk}/profile/"
    typed = {
        "language": "en", "kind": "university", "summary": "We help with water.",
        "topics": ["water"], "languages": ["en"], "countries": "ke", "cost": ["free"],
        "capacity": "Two cities.", "contact": "The office", "url": "", "offers": ["O001"],
    }  # fmt: skip
    assert look(stranger, path)[0] == look(secretary, path)[0] == 404
    refused = client.post(path, typed | {"countries": "KE ZZ"})
    assert refused.status_code == 422
    assert "We help with water." in refused.content.decode(), "what was typed stays"
    assert client.post(path, typed).status_code == 302
    row = Provider.objects.get()
    page = f"/providers/{row.pk}/"
    run_due(datetime.now(UTC))
    assert Notice.objects.get(kind="provider.sent").user == secretary
    assert [look(who, page)[0] for who in (None, stranger, person, secretary)] == [
        404, 404, 200, 200,
    ]  # fmt: skip
    assert "We help with water" not in look(None, "/providers/")[1]
    desk, first = factories.log_in(Client(), secretary), row.drafts.get()
    assert "We help with water" in desk.get(page).content.decode()
    told = {"draft": first.pk, "note": ""}
    assert client.post(f"{page}check/", told).status_code == 404
    assert desk.post(f"{page}check/", told | {"return": "1"}).status_code == 422
    assert desk.post(f"{page}check/", told).status_code == 302
    for shown in (look(None, "/providers/")[1], look(None, page)[1]):
        assert "We help with water" in shown
    assert "Advice on wells" in look(None, page)[1]
    assert page in look(None, "/library/O001/")[1], "an offer leads to whose it is"
    client.post(path, typed | {"summary": "We help with wells.", "language": "en"})
    assert "wells." not in look(None, "/providers/")[1], "the last checked state stays"
    assert desk.post(f"{page}check/", told).status_code == 422, "another one waits by now"
    assert client.post(f"{page}withdraw/").status_code == 302
    assert look(None, page)[0] == 404
    verbs = Record.objects.filter(subject=f"provider:{row.pk}").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "provider.sent", "provider.accepted", "provider.sent", "provider.withdrawn",
    ]  # fmt: skip
    for act in (first.delete, lambda: ProviderDraft.objects.update(told={})):
        with pytest.raises(Error), transaction.atomic():
            act()


def test_who_sits_with_a_provider_does_not_check_it() -> None:
    body, person = make_partner()
    secretary = factories.make_secretary()
    factories.make_seat(body, user=secretary)
    row = acts.hand_in_profile(body=body, told=TOLD, by=person, at=NOW)
    draft = row.drafts.get().pk
    data: dict[str, Any] = {"provider": row, "draft": draft, "note": "", "accept": True, "at": NOW}
    with pytest.raises(Refused):
        acts.check_profile(by=secretary, **data)
    for who in (person, factories.make_user()):
        with pytest.raises(NotPermitted):
            acts.check_profile(by=who, **data)
    with pytest.raises(NotPermitted):
        acts.hand_in_profile(body=body, told=TOLD, by=factories.make_user(), at=NOW)


def test_the_list_is_narrowed_by_topic_language_and_country_and_asks_no_more_for_three() -> None:
    make_provider("Lake")

    def names(query: str = "") -> list[bool]:
        shown = look(None, f"/providers/{query}")[1]
        return [name in shown for name in ("Anywhere", "Lake", "Hills")]

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            Client().get("/providers/")
        return len(seen)

    Client().get("/providers/")
    once = count()
    make_provider("Anywhere", countries=(), topics=("data",), languages=("ar",))
    make_provider("Hills")
    assert count() == once
    assert names() == [True, True, True]
    assert names("?country=ke") == [True, True, True]
    assert names("?country=np") == [True, False, False]
    assert names("?topic=data") == names("?language=ar") == [True, False, False]
    Provider.objects.filter(body__name__en="Hills").update(kind="donor")
    assert names("?kind=donor") == [False, False, True]
    assert '<option value="lab"' not in look(None, "/providers/")[1]  # none is one
    assert "Nobody fits" in look(None, "/providers/?topic=air")[1]


def test_a_public_profile_is_found_until_it_is_withdrawn() -> None:
    make_partner("Silent University")
    row = make_provider()
    finding.follow()
    (hit,) = [one for one in search("lake university").hits if one.kind == "provider"]
    assert Client().get(hit.url).status_code == 200
    assert not Document.objects.filter(kind="provider").exclude(key=hit.key).exists()
    acts.withdraw_profile(provider=row, by=factories.make_secretary(), at=NOW)
    assert not search("lake").total, "before any job has run"
