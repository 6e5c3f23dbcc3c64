"""Voluntary reviews: written by several levels together, public by steps, linked on both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.community.spaces import city
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind
from waymark.people.rules.voices import Voice
from waymark.vlr.actions import reviews as acts
from waymark.vlr.actions.together import answer_tie, ask_party, tie_reviews
from waymark.vlr.models import ReviewTie, Section, SectionVersion, VoluntaryReview
from waymark.vlr.queries.reviews import sides
from waymark.vlr.rules.reviews import (
    KINDS,
    OUTLINE,
    PUBLIC,
    VOLUNTARY,
    Facts,
    Kind,
    State,
    Told,
    refuse_review,
)
from waymark.vlr.rules.ties import Pair, TieKind, refuse_tie
from waymark.vlr.rules.ties import Told as TieTold
from waymark.vlr.wording import HELP, SECTIONS, STEPS, TIES
from waymark.vlr.wording import KINDS as KIND_WORDS

TOLD = Told("Our review", "en", 2026, "KE", goals=("6", "11"), address="https://example.org/a")
TIED = TieTold("annex_of", "It shows districts.", "Section 4", "6")
APART = Pair(same=False, tied=False, same_keeper=False, first_year=2026, second_year=2025)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"about": "x" * 4001}, "about"),
        ({"year": 2014}, "year"),
        ({"country": "XX"}, "country"),
        ({"language": "xx"}, "language"),
        ({"goals": ("18",)}, "goals"),
        ({"address": "javascript:alert(1)"}, "address"),
    ],
)
def test_what_is_wrong_with_a_review_is_said_at_its_field(changes: Any, field: str) -> None:
    known: dict[str, Any] = {"countries": {"KE"}, "languages": {"en"}}
    assert refuse_review(TOLD, kind=Kind.LOCAL, **known) == ()
    refused = refuse_review(replace(TOLD, **changes), kind=Kind.LOCAL, **known)
    assert [reason.params["field"] for reason in refused] == [field]
    national = refuse_review(TOLD, kind=Kind.NATIONAL, **known)
    assert [reason.params["field"] for reason in national] == ["authority"]


@given(st.sampled_from(State), st.sampled_from(sorted(STEPS)), st.booleans(), st.booleans())
def test_nothing_empty_becomes_public_and_what_has_ended_stays(
    state: State, step: str, written: bool, addressed: bool
) -> None:
    facts = Facts(written, "https://example.org" if addressed else "")
    try:
        target = VOLUNTARY.step(step, state, facts).target
    except Refused:
        return
    assert state not in (State.PUBLISHED, State.GIVEN_UP)
    assert target not in PUBLIC or written or addressed


@pytest.mark.parametrize(
    ("told", "pair", "field"),
    [
        (replace(TIED, kind="likes"), APART, "kind"),
        (replace(TIED, words="x" * 1001), APART, "words"),
        (replace(TIED, goal="99"), APART, "goal"),
        (TIED, replace(APART, same=True), "other"),
        (TIED, replace(APART, tied=True), "other"),
        (replace(TIED, kind="follows"), APART, "kind"),
        (replace(TIED, kind="follows"), replace(APART, same_keeper=True, first_year=2024), "kind"),
    ],
)
def test_what_is_wrong_with_a_link_is_said_at_its_field(
    told: TieTold, pair: Pair, field: str
) -> None:
    assert refuse_tie(TIED, APART) == ()
    assert refuse_tie(replace(TIED, kind="follows"), replace(APART, same_keeper=True)) == ()
    assert [reason.params["field"] for reason in refuse_tie(told, pair)] == [field]


def test_everything_has_words_and_every_level_its_kind() -> None:
    assert set(SECTIONS) == set(HELP) == set(OUTLINE)
    assert set(TIES) == set(TieKind)
    assert set(KIND_WORDS) == set(Kind) == set(KINDS.values())
    assert {one.name for one in VOLUNTARY.steps} == set(STEPS)
    assert set(KINDS) == {Voice.LOCAL, Voice.REGIONAL, Voice.ASSOCIATION, Voice.NATIONAL}


pytestmark = pytest.mark.django_db


def _body(kind: str, name: str, **more: Any) -> tuple[Body, User]:
    body = factories.make_body(
        BodyKind.PARTNER,
        name=name,
        organisation=factories.make_organisation(name, kind=kind),
        **more,
    )
    return body, factories.make_seat(body)


def test_levels_write_a_review_together_by_plain_forms() -> None:
    place, lead = city("Lakeville")
    union, adviser = _body("association", "Union of Lake Cities")
    team, officer = _body("un_entity", "Country team")
    editor, viewer = (factories.make_member(place, role) for role in ("editor", "viewer"))
    mine, hers, un, stranger = (
        factories.log_in(Client(), lead), factories.log_in(Client(), adviser),
        factories.log_in(Client(), officer), Client(),
    )  # fmt: skip
    reader, writer = (factories.log_in(Client(), one) for one in (viewer, editor))
    typed = {"side": f"place:{place.pk}", "title": "Our <b>review</b>", "language": "en"}
    typed |= {"year": "2026", "country": place.country_id, "goals": ["6"], "about": "First."}
    assert un.get("/voluntary-reviews/begin/").status_code == 404  # it makes none of its own
    assert mine.post("/voluntary-reviews/begin/", typed | {"year": "1999"}).status_code == 422
    assert mine.post("/voluntary-reviews/begin/", typed).status_code == 302
    row = VoluntaryReview.objects.get()
    url = f"/voluntary-reviews/{row.pk}/"
    assert (row.kind, row.sections.count()) == (Kind.LOCAL, len(OUTLINE))
    for who, status in ((stranger, 404), (hers, 404), (reader, 200), (writer, 200)):
        assert who.get(url).status_code == status
    assert writer.post(f"{url}move/", {"step": "draft"}).status_code == 404

    first, second = row.sections.order_by("position")[:2]
    words = {"title": "", "words": "We <script>did</script> this.", "seen": 0}
    assert reader.post(f"{url}sections/{first.pk}/", words).status_code == 404
    assert writer.post(f"{url}sections/{first.pk}/", words).status_code == 302
    assert writer.post(f"{url}sections/{first.pk}/", words).status_code == 422  # changed since
    for body in (union, team):
        mine.post(f"{url}parties/ask/", {"side": f"body:{body.pk}"})
    assert hers.get(url).status_code == 200
    assert hers.get(f"{url}sections/{second.pk}/").status_code == 404  # it has not said yes
    hers.post(f"{url}parties/answer/", {"agrees": "yes"})
    un.post(f"{url}parties/answer/", {"agrees": "no"})
    assert un.get(url).status_code == 404
    party = row.parties.get(body=union)
    arrange = f"{url}sections/{second.pk}/arrange/"
    assert hers.post(arrange, {"place": "1", "party": party.pk}).status_code == 404
    mine.post(arrange, {"place": "1", "party": party.pk})
    assert [one.pk for one in row.sections.order_by("position")][:2] == [second.pk, first.pk]
    hers.post(f"{url}sections/{second.pk}/", {"title": "What matters", "words": "All.", "seen": 0})
    mine.post(f"{url}sections/add/", {"title": "Our lake", "place": "3"})
    assert row.sections.get(position=3).title == "Our lake"
    mine.post(arrange, {"place": "1", "party": party.pk, "drop": "on"})
    assert "What matters" not in mine.get(url).content.decode()

    assert stranger.get(url).status_code == 404
    for step in ("draft", "consult"):
        mine.post(f"{url}move/", {"step": step})
    page = stranger.get(url).content.decode()
    assert "Our &lt;b&gt;review" in page
    assert "<script>did" not in page
    assert "Union of Lake Cities" in page
    for step in ("check", "publish"):
        mine.post(f"{url}move/", {"step": step})
    assert writer.get(f"{url}sections/{first.pk}/").status_code == 200
    late = {"title": "", "words": "Late.", "seen": 1}
    assert writer.post(f"{url}sections/{first.pk}/", late).status_code == 422
    for query, found in (
        ("", True), ("kind=local", True), ("kind=national", False), ("goal=6", True),
        ("goal=7", False), ("country=XX", False), ("q=review", True), ("q=nothing", False),
    ):  # fmt: skip
        listed = stranger.get(f"/voluntary-reviews/?{query}").content.decode()
        assert (url in listed) == found, query
    run_due(timezone.now())
    told = set(Notice.objects.values_list("user", "kind"))
    assert {(adviser.pk, "vlr.party_asked"), (lead.pk, "vlr.party_agreed")} <= told
    assert (adviser.pk, "vlr.published") in told
    with pytest.raises(DatabaseError), transaction.atomic():
        SectionVersion.objects.update(text="x")


def test_every_level_makes_its_own_kind_and_nobody_anothers() -> None:
    now, (place, lead) = timezone.now(), city("Lakeville")
    _union, adviser = _body("association", "Union", country=place.country)
    _house, partner = _body("university", "University")
    desk = factories.make_seat(
        factories.make_body(BodyKind.SECRETARIAT, name="National", country=place.country)
    )
    for user, kinds in (
        (lead, [Kind.LOCAL]), (adviser, [Kind.SUBNATIONAL]), (partner, []), (desk, [Kind.NATIONAL]),
    ):  # fmt: skip
        assert [one.kind for one in sides(user, now)] == kinds
    told = replace(TOLD, country=place.country_id)
    with pytest.raises(NotPermitted):
        acts.begin_review(side=f"place:{place.pk}", told=told, by=adviser, at=now)
    abroad = replace(told, country=factories.make_country("MA").pk)
    with pytest.raises(Refused):
        acts.begin_review(side=f"place:{place.pk}", told=abroad, by=lead, at=now)
    national = acts.begin_review(
        side=sides(desk, now)[0].key, told=replace(told, authority="Ministry"), by=desk, at=now
    )
    assert not Section.objects.exists()  # a document, with links
    acts.move_review(review=national, step="publish", by=desk, at=now)
    assert "Ministry" in Client().get(f"/voluntary-reviews/{national.pk}/").content.decode()


def test_a_link_is_public_once_both_sides_have_said_so() -> None:
    now = timezone.now()
    (place, lead), (far, other) = city("Lakeville"), city("Hillville")
    rows = []
    for where, by in ((place, lead), (far, other)):
        told = replace(TOLD, title=f"Review of {where.name}", country=where.country_id)
        row = acts.begin_review(side=f"place:{where.pk}", told=told, by=by, at=now)
        rows.append(acts.move_review(review=row, step="publish", by=by, at=now))
    first, second = rows
    mine, hers, stranger = (
        factories.log_in(Client(), lead), factories.log_in(Client(), other), Client(),
    )  # fmt: skip
    add = f"/voluntary-reviews/{first.pk}/links/add/"
    words = {"kind": "cites", "other": second.pk, "words": "It takes its method.", "goal": ""}
    assert hers.post(add, words).status_code == 404
    assert mine.post(add, words | {"kind": "likes"}).status_code == 422
    mine.post(add, words)
    tie = ReviewTie.objects.get()
    assert (
        "takes its method" not in stranger.get(f"/voluntary-reviews/{first.pk}/").content.decode()
    )
    mine.post(f"/voluntary-reviews/{first.pk}/links/{tie.pk}/", {"agrees": "yes"})
    tie.refresh_from_db()
    assert tie.agreed_at is None  # one’s own words
    with pytest.raises(NotPermitted):
        answer_tie(review=second, tie=tie, agrees=True, by=lead, at=now)
    hers.post(f"/voluntary-reviews/{second.pk}/links/{tie.pk}/", {"agrees": "yes"})
    for page in (f"{first.pk}/", f"{second.pk}/", "links/", "links.csv"):
        answer = stranger.get(f"/voluntary-reviews/{page}")
        content = b"".join(answer) if answer.streaming else answer.content
        assert b"takes its method" in content, page
    counts = []
    for more in (0, 3):
        for number in range(more):
            told = replace(TOLD, title=f"More {number}", country=place.country_id)
            row = acts.begin_review(side=f"place:{place.pk}", told=told, by=lead, at=now)
            row = acts.move_review(review=row, step="publish", by=lead, at=now)
            tie_reviews(
                review=row, other=first, told=TIED, other_first=False, by=lead, at=now
            )  # one keeps both
        count = []
        for page in ("", "links/", f"{first.pk}/"):
            with CaptureQueriesContext(connection) as asked:
                assert stranger.get(f"/voluntary-reviews/{page}").status_code == 200
            count.append(len(asked))
        counts.append(count)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 7
    hers.post(f"/voluntary-reviews/{second.pk}/links/{tie.pk}/", {"agrees": "no"})
    assert "takes its method" not in stranger.get("/voluntary-reviews/links/").content.decode()
    with pytest.raises(Refused):
        ask_party(review=first, side=f"place:{far.pk}", by=lead, at=now)  # it is published
