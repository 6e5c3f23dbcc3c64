"""Case studies: written by the city, public with its consent and a check, gone when taken back."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import log_in, make_member, make_place, make_secretary
from tests.library.shelf import NOW
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.kernel.flow import Refused
from waymark.library import actions, help
from waymark.library.models import Item, Study
from waymark.library.queries import items, studies
from waymark.library.rules.studies import PARTS, About, Version, lacking, stale, tidy, wrong
from waymark.people.rules import WorkspaceRole
from waymark.portal import finding
from waymark.search.queries import search

TEXTS = {name: f"Ferryboats, {name}." for name in PARTS}
FRENCH = {name: f"Traversiers, {name}." for name in PARTS}
ABOUT = About(contact="Office of ferries", criteria=("C03",), topics=("water",))
ABOUT_US = About(contact="Us", topics=("sendai",))
NO_CHOICES: dict[str, Any] = {"awards": (), "series": (), "criteria": ("C03",)}


def test_what_can_be_stored_and_what_is_still_lacking() -> None:
    assert wrong(tidy(TEXTS), ABOUT, **NO_CHOICES) == []
    assert lacking(TEXTS, ABOUT) == []
    assert lacking({**TEXTS, "cost": ""}, About()) == ["cost", "contact"]
    bad = About("WM-1", "x" * 201, ("nothing",), ("Z99",), ("a:1", "a:2", "a:3", "a:4"))
    told = wrong(tidy({"title": "", "done": "x" * 4001}), bad, **NO_CHOICES)
    fields = {reason.params["field"] for reason in told}
    assert fields == {"title", "done", "contact", "series", "award", "topics", "criteria"}


@given(st.integers(1, 9), st.integers(0, 9))
def test_only_a_translation_of_an_earlier_revision_is_behind(revision: int, follows: int) -> None:
    original = Version("en", revision, 0, {})
    assert stale(Version("fr", 1, follows, {}), original) == (follows < revision)
    assert not stale(original, original)


@pytest.mark.django_db
def test_a_study_goes_from_its_city_to_everybody_and_back() -> None:
    place = make_place("Aland")
    editor, lead = make_member(place), make_member(place, WorkspaceRole.LEAD)
    outside = make_member(make_place("Borland"), WorkspaceRole.LEAD)
    curator = make_secretary()
    by = {who.pk: log_in(Client(), who) for who in (editor, lead, outside, curator)}
    here = f"/workspaces/{place.slug}/studies/"
    typed = {"language": "en", "contact": "Office", "topics": ["water"], **TEXTS}
    answer = by[editor.pk].post(f"{here}add/", typed | {"lessons": ""})
    row = Study.objects.get()
    one = f"{here}{row.pk}/"
    assert answer.url == one  # type: ignore[attr-defined]
    page = by[editor.pk].get(one).content.decode()
    assert "Still empty: Lessons." in page
    with pytest.raises(Refused, match="parts_missing"):
        actions.consent_to_study(study=row, seen=row.version, by=lead, at=NOW)
    by[editor.pk].post(f"{one}edit/", typed | {"seen": row.version})
    row.refresh_from_db()
    by[editor.pk].post(f"{one}edit/?language=fr", FRENCH | {"seen": row.version})
    row.refresh_from_db()

    for client in (Client(), by[outside.pk]):  # a draft is the city's and the desk's
        assert client.get(one).status_code in (302, 404)
        assert client.get(f"/library/{row.code}/").status_code == 404
    assert by[curator.pk].get(one).status_code == 200
    assert studies.visible(outside).count() == 0
    for person in (editor, outside, curator):
        with pytest.raises(PermissionDenied):
            actions.consent_to_study(study=row, seen=row.version, by=person, at=NOW)
    with pytest.raises(Refused):  # no consent yet
        actions.publish_study(study=row, seen=row.version, by=curator, at=NOW)

    past = by[editor.pk].get(f"{one}history/").content.decode()
    assert "Changed: Lessons" in past
    assert past.count("Take it into the form") == 1
    taken = by[editor.pk].get(f"{one}edit/?revision=1").content.decode()
    assert "Nothing has changed yet" in taken
    assert "Ferryboats, cost." in taken
    assert "Ferryboats, lessons." not in taken
    assert "Traversiers" in by[curator.pk].get(f"{one}history/?language=fr").content.decode()
    for client in (Client(), by[outside.pk]):
        assert client.get(f"{one}history/").status_code in (302, 404)
    with pytest.raises(Error), transaction.atomic():
        row.text_versions.update(parts={})

    by[lead.pk].post(f"{one}consent/", {"seen": row.version})
    run_due(timezone.now())
    assert one in by[curator.pk].get("/library/studies/").content.decode()
    row.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.publish_study(study=row, seen=row.version, by=lead, at=NOW)
    by[curator.pk].post(f"{one}publish/", {"seen": row.version})
    public = Client().get(f"/library/{row.code}/")
    assert "Ferryboats, lessons." in public.content.decode()
    french = Client().get(f"/library/{row.code}/?language=fr").content.decode()
    assert "Traversiers, lessons." in french
    assert "behind" not in french
    for door in ("edit", "share"):
        assert by[curator.pk].get(f"/library/{row.code}/{door}/").status_code == 404
    run_due(timezone.now())
    kinds = set(Notice.objects.values_list("kind", "user"))
    assert {("study.offered", curator.pk), ("study.published", editor.pk)} <= kinds

    row.refresh_from_db()
    changed = typed | {"result": "Ferries sank.", "seen": row.version}
    by[editor.pk].post(f"{one}edit/", changed)
    assert "Ferries sank." not in Client().get(f"/library/{row.code}/").content.decode()
    row.refresh_from_db()
    assert studies.inside(lead, studies.study(lead, row.pk)).stale == {"fr"}  # type: ignore[arg-type]
    by[lead.pk].post(f"{one}consent/", {"seen": row.version})
    row.refresh_from_db()
    by[curator.pk].post(f"{one}publish/", {"seen": row.version})
    french = Client().get(f"/library/{row.code}/?language=fr").content.decode()
    assert "This translation is behind" in french

    by[lead.pk].post(f"{one}take-back/")
    gone = Client().get(f"/library/{row.code}/")
    assert gone.status_code == 410
    assert "Ferry" not in gone.content.decode()
    assert "Ferry" not in Client().get("/library/?q=ferryboats").content.decode()
    for record in Record.objects.filter(verb__startswith="study."):
        assert "erry" not in record.body


@pytest.mark.django_db
def test_a_public_study_is_found_suggested_exported_and_asks_little() -> None:
    place, curator = make_place("Aland"), make_secretary()
    lead = make_member(place, WorkspaceRole.LEAD)
    made = []
    for number in range(3):
        parts = TEXTS | {"title": f"Ferries {number}"}
        row = actions.start_study(
            place=place, language="en", parts=parts, about=ABOUT_US, by=lead, at=NOW
        )
        Study.objects.filter(pk=row.pk).update(criteria="C03")
        row.refresh_from_db()
        row = actions.consent_to_study(study=row, seen=1, by=lead, at=NOW)
        made.append(actions.publish_study(study=row, seen=2, by=curator, at=NOW))
        with CaptureQueriesContext(connection) as captured:
            assert log_in(Client(), lead).get(f"/workspaces/{place.slug}/studies/").status_code
        if number == 0:
            first = len(captured)
    assert len(captured) == first
    code = made[0].code
    finding.follow()
    assert f"library:{code}" in [hit.key for hit in search("ferryboats lessons").hits]
    told = help.help_with(help.shelves(None), [("C03", "C")])["C03"]
    assert f"/library/{code}/" in [one.url for one in told.shown]
    assert code in Client().get("/library/?kind=case&topic=sendai").content.decode()
    document = json.loads(Client().get("/library/items.json").content)
    assert document["items"][0]["study"]["texts"]["en"]["cost"] == "Ferryboats, cost."
    table = b"".join(Client().get("/library/items.csv").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert rows[0]["lessons"] == "Ferryboats, lessons."
    actions.return_study(study=made[0], note="Name nobody.", by=curator, at=NOW)
    assert f"library:{code}" not in [hit.key for hit in search("ferryboats lessons").hits]
    assert Client().get(f"/library/{code}/").status_code == 404
    assert not items.visible(None).filter(code=code).exists()
    assert Item.objects.count() == 3
