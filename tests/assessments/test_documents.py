"""Public documents are found by their words, with the page, as long as everybody may open them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.base.test_files_words import written
from tests.factories import log_in
from tests.world import FEW, World, make_world
from waymark.assessments.actions import documents, erasing, evidence
from waymark.assessments.models import EvidenceItem
from waymark.base.files import disk, storage
from waymark.portal import finding
from waymark.search import queries, store
from waymark.search.models import Document, KnownWord

pytestmark = pytest.mark.django_db
PAGES = ("Contents", "Zanzibarian ferryboats carry water", "Budget of the zanzibarian port")


def put_in(world: World, title: str, visibility: str, data: bytes, name: str) -> EvidenceItem:
    assert world.case is not None
    kept = storage.store(io.BytesIO(data), name=name)
    return evidence.add_evidence(
        case=world.case,
        details=evidence.Details(
            title=title,
            kind="policy_document",
            effective_on=date(2026, 1, 15),
            visibility=visibility,
        ),
        content=evidence.Content(blob=storage.keep(kept, at=world.now), name=kept.name),
        links={"A01": ""},
        by=world.editor,
        at=world.later(),
    )


def erase(world: World, item: EvidenceItem) -> None:
    fresh = EvidenceItem.objects.get(pk=item.pk)
    erasing.erase_evidence(item=fresh, reason="A court.", by=world.secretary, at=world.later())


def found(typed: str, **more: Any) -> list[str]:
    return [hit.key for hit in queries.search(typed, **more).hits if hit.kind == "document"]


def test_from_the_first_draft_until_it_is_erased() -> None:
    world = make_world(criteria=FEW)
    port = put_in(world, "Port plan", "public", written(*PAGES), "port.pdf")
    secret = put_in(world, "Secretive ferryboats", "reviewers", written("Hush"), "secret.pdf")
    board = put_in(world, "Ferryboats of the board", "committee", b"Hush, ferryboats", "board.txt")
    key = f"document:{port.pk}"
    for act in (
        *(world.answer_all, world.submit, world.assign, world.review, world.report),
        *(world.convene, world.vote, world.decide),
    ):
        act()
        documents.follow_documents()
        assert not Document.objects.filter(kind="document").exists(), act
    world.publish()
    assert found("zanzibarian") == [key], "the decision is public, and the job has run"
    store.forget([key])
    disk.derived_path(port.revisions.get().blob_id, "words.json").unlink()
    assert documents.follow_documents(most=0) == 1
    assert (found("port plan"), found("zanzibarian")) == ([key], []), "its title comes first"
    assert documents.follow_documents() == 1
    assert documents.follow_documents() == 0, "and nothing is written again"
    assert found("ferryboats") == [key], "what is for reviewers and the committee is not there"
    (hit,) = [one for one in queries.search("ferry water").hits if one.kind == "document"]
    assert (hit.page, hit.url) == (2, f"/evidence/{port.pk}/1/preview/")
    assert [piece.text for piece in hit.text if piece.found] == ["water"]
    assert [piece.text for piece in hit.about] == [f"{world.place} · A01"]
    assert queries.search("zanzibarian budget").hits[0].page == 3, "the page that holds most"
    assert queries.search('"water budget"').total == 0, "no phrase reaches across pages"
    shown = Client().get("/search/", {"q": "zanzibarian budget"}).content.decode()
    assert f'href="/evidence/{port.pk}/1/preview/?page=3"' in shown
    assert "Page 3" in shown
    assert "Documents of cities" in shown
    opened = Client().get(f"/evidence/{port.pk}/1/preview/?page=3").content.decode()
    assert str(world.place) in opened
    for hidden in (secret, board):
        assert Client().get(f"/evidence/{hidden.pk}/1/preview/").status_code == 404
    erase(world, port)
    assert found("port") == found("zanzibarian") == [], "before any job has run"
    documents.follow_documents()
    assert found("port") == []
    assert not KnownWord.objects.filter(word__in=["port", "plan"], times__gt=1).exists()


def test_withdrawn_it_is_found_no_more_though_the_report_stays() -> None:
    world = make_world(criteria=FEW)
    item = put_in(world, "Port plan", "public", b"Zanzibarian ferryboats", "port.md")
    world.reach("published")
    documents.follow_documents()
    assert found("zanzibarian") == [f"document:{item.pk}"]
    assert queries.search("ferryboat").hits[0].page == 0, "a text has no pages of its own"
    item = EvidenceItem.objects.get(pk=item.pk)
    evidence.withdraw_evidence(item=item, reason="Old.", by=world.lead, at=world.later())
    assert found("zanzibarian") == []
    documents.follow_documents()
    assert found("zanzibarian") == []
    assert log_in(Client(), world.lead).get(f"/evidence/{item.pk}/1/").status_code == 200


def test_the_same_bytes_of_two_cities_are_gone_for_both_and_a_follower_looks_again() -> None:
    world = make_world(criteria=FEW)
    first = put_in(world, "Port plan", "public", b"Zanzibarian ferryboats", "one.md")
    second = put_in(world, "Pier plan", "public", b"Zanzibarian ferryboats", "two.md")
    world.reach("published")
    documents.follow_documents()
    assert len(found("zanzibarian")) == 2
    erase(world, first)
    assert found("zanzibarian") == []
    assert documents._hand_in(second.pk) == 0, "one who had read it before puts nothing back"


def test_public_reports_and_certificates_are_found_and_no_others() -> None:
    world = make_world(criteria=FEW)
    world.reach("decided")
    finding.follow()
    assert not Document.objects.filter(kind__in=["report", "certificate"]).exists()
    world.publish()
    finding.follow()
    hits = queries.search(str(world.place)).hits
    assert {hit.kind for hit in hits} >= {"report", "certificate"}
    for hit in hits:
        assert Client().get(hit.url).status_code == 200
