"""The committee's pages: forms without scripts, foreigners kept out, nothing typed lost."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import meeting as acts
from waymark.assessments.models import AgendaItem, Ballot, Decision, Meeting
from waymark.assessments.rules.case import BallotChoice
from waymark.assessments.urls.committee import urlpatterns
from waymark.awards.rules.multihash import read_digest_multibase

pytestmark = pytest.mark.django_db
MOST_QUERIES = {"chair": 14, "desk": 16}  # a secretary's frame counts what waits for her


def as_(user: Any) -> Client:
    return factories.log_in(Client(), user)


def at_meeting(world: World, name: str = "meeting") -> str:
    assert world.meeting is not None
    return reverse(f"assessments:{name}", args=[world.meeting.pk])


def at_item(world: World, name: str = "item") -> str:
    assert world.item is not None
    return reverse(f"assessments:{name}", args=[world.item.meeting_id, world.item.pk])


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def forms(html: str) -> set[str]:
    """The last word of each address that a form of the page's main part is posted to."""
    main = html[html.index("<main") :]
    return {url.rstrip("/").rpartition("/")[2] for url in re.findall(r'action="([^"]+)"', main)}


def test_the_whole_meeting_can_be_held_with_plain_forms() -> None:
    world = make_world(until="reported", criteria=FEW)
    desk, chair = as_(world.secretary), as_(world.chair)
    assert "Plan a meeting" in page(desk, "/meetings/")
    assert "Plan a meeting" not in page(chair, "/meetings/")
    given = {
        "mechanism": world.mechanism.pk,
        "title": "Autumn session",
        "starts_at": "2027-03-01T10:00",
        "where": "Online",
    }
    assert desk.post("/meetings/plan/", given).status_code == 302
    world.meeting = Meeting.objects.get()
    assert forms(page(desk, at_meeting(world))) == {
        "schedule", "schedule-ready", "attendance", "convene", "adjourn",
    }  # fmt: skip
    desk.post(at_meeting(world, "meeting_schedule"), {"case": world.case.pk})
    world.item = AgendaItem.objects.get()
    refused = desk.post(at_meeting(world, "meeting_convene"), follow=True)
    assert "Too few members are present for a quorum." in refused.content.decode()
    everybody = [member.pk for member in world.members]
    desk.post(at_meeting(world, "meeting_attendance"), {"present": everybody})
    desk.post(at_meeting(world, "meeting_convene"))
    for member in world.members:
        client = as_(member)
        assert forms(page(client, at_item(world))) == {"declare"}
        assert "Read the stage report" not in page(client, at_item(world))
        client.post(at_item(world, "item_declare"), {"conflict": "no"})
        assert forms(page(client, at_item(world))) == {"vote"}
        page(client, reverse("assessments:report", args=[world.item.report_id]))
        client.post(at_item(world, "item_vote"), {"choice": "grant"})
        offered = {"decide"} if member == world.chair else set()
        assert forms(page(client, at_item(world))) == offered
    given = {"expected": world.item.report_sha256, "reasons": "All is met."}
    chair.post(at_item(world, "item_decide"), given)
    assert "All is met." in page(chair, at_item(world))
    chair.post(at_meeting(world, "meeting_close"), {"minutes": "One item."})
    assert forms(page(chair, at_meeting(world))) == {"minutes", "opinion"}
    assert forms(page(desk, at_meeting(world))) == {"publish", "minutes"}
    desk.post(at_meeting(world, "meeting_publish"))
    world.case.refresh_from_db()
    assert (world.case.state, Meeting.objects.get().state) == ("closed", "published")
    assert Decision.objects.get().level == "silver"


def what_stands() -> tuple[Any, ...]:
    item = AgendaItem.objects.get()
    return Ballot.objects.count(), Meeting.objects.get().state, item.removed_at


@pytest.fixture
def sitting() -> World:
    """A meeting in session with one case; everybody has declared."""
    return make_world(until="scheduled", criteria=FEW)


def test_who_has_nothing_to_do_with_a_meeting_does_not_learn_that_it_exists(
    sitting: World,
) -> None:
    elsewhere = factories.make_body("committee")
    chair_elsewhere = factories.make_seat(elsewhere, "chair")
    former = factories.make_seat(sitting.mechanism.committee, until=sitting.now)
    outside = [
        sitting.lead, sitting.signatory, sitting.reviewers[0], chair_elsewhere, former,
        factories.make_user(),
    ]  # fmt: skip
    clients = [as_(user) for user in outside]
    before = what_stands()
    for pattern in urlpatterns:
        name = pattern.name or ""
        if not name.startswith(("meeting_", "item_", "meeting", "item")) or name == "meetings":
            continue
        own = [sitting.meeting.pk] if "<str:meeting>" in str(pattern.pattern) else []
        own += [sitting.mechanism.slug] if "<slug:mechanism>" in str(pattern.pattern) else []
        own += [sitting.item.pk] if "<str:item>" in str(pattern.pattern) else []
        nowhere = ["0" * 26 for _ in own]
        for client in clients:
            for args in (own, nowhere):
                url = reverse(f"assessments:{name}", args=args)
                post = client.post(url, {})
                assert post.status_code in {404, 405}, (name, post.status_code)
                assert client.get(url).status_code in {404, 405}
        url = reverse(f"assessments:{name}", args=own)
        assert Client().post(url, {}).status_code in {302, 405}
    assert what_stands() == before
    assert all("Spring session" not in page(client, "/meetings/") for client in clients)
    assert "Spring session" in page(as_(sitting.chair), "/meetings/"), "the control"


def test_a_role_is_refused_the_acts_of_another(sitting: World) -> None:
    member, desk = as_(sitting.members[1]), as_(sitting.secretary)
    refused = [
        (member, at_item(sitting, "item_decide"), {"expected": "x", "reasons": "x"}),
        (member, at_item(sitting, "item_remove"), {}),
        (member, at_meeting(sitting, "meeting_close"), {}),
        (member, at_meeting(sitting, "meeting_adjourn"), {}),
        (member, at_meeting(sitting, "meeting_publish"), {}),
        (desk, at_item(sitting, "item_vote"), {"choice": "grant"}),
        (desk, at_item(sitting, "item_declare"), {"conflict": "no"}),
        (desk, at_item(sitting, "item_decide"), {"expected": "x", "reasons": "x"}),
    ]
    for client, url, data in refused:
        assert client.post(url, data).status_code == 404, url
    assert not Ballot.objects.exists()
    assert not Decision.objects.exists()


def test_an_error_keeps_what_was_typed(sitting: World) -> None:
    chair, desk = as_(sitting.chair), as_(sitting.secretary)
    typed = "A long thought <b>with</b> marks"
    shown = "A long thought &lt;b&gt;with&lt;/b&gt; marks"
    tried = [
        (desk, "/meetings/plan/", {"title": typed, "starts_at": "soon"}),
        (chair, at_item(sitting, "item_vote"), {"reason": typed}),
        (chair, at_item(sitting, "item_declare"), {"note": typed}),
        (chair, at_meeting(sitting, "meeting_close"), {"minutes": typed}),
    ]
    for client, url, data in tried:
        response = client.post(url, data)
        assert response.status_code == 422, url
        if "declare" not in url:  # she has declared, so the form is no longer offered
            assert shown in response.content.decode()
        assert 'class="errors' in response.content.decode() or "error" in response.content.decode()
    chair.post(at_item(sitting, "item_vote"), {"choice": "grant"})
    stale = chair.post(at_item(sitting, "item_decide"), {"expected": "x" * 64, "reasons": typed})
    assert stale.status_code == 422
    assert shown in stale.content.decode()
    assert "make a new one" in stale.content.decode()


def test_a_chair_who_comes_second_sees_the_decision_and_her_own_words(sitting: World) -> None:
    sitting.vote()
    first, second = as_(sitting.chair), as_(sitting.chair)
    page(second, at_item(sitting))
    given = {"expected": sitting.item.report_sha256, "reasons": "The first one's reasons."}
    assert first.post(at_item(sitting, "item_decide"), given).status_code == 302
    given["reasons"] = "The second one's reasons."
    late = second.post(at_item(sitting, "item_decide"), given)
    assert late.status_code == 409
    html = late.content.decode()
    assert "The first one&#x27;s reasons." in html
    assert "The second one&#x27;s reasons." in html
    assert Decision.objects.get().reasons == "The first one's reasons."


def test_nobody_sees_how_somebody_voted_nor_a_recused_member_the_report(sitting: World) -> None:
    word = "because of the water figures"
    acts.cast_ballot(
        item=sitting.item,
        choice=BallotChoice.ABSTAIN,
        reason=word,
        by=sitting.members[1],
        at=sitting.later(),
    )
    for user in (sitting.chair, sitting.members[2], sitting.secretary):
        html = page(as_(user), at_item(sitting))
        assert word not in html
        assert "Abstentions" not in html
    report = reverse("assessments:report", args=[sitting.item.report_id])
    tied = as_(sitting.members[2])
    page(tied, report)
    acts.declare_on_item(
        item=sitting.item, conflict=True, by=sitting.members[2], at=sitting.later()
    )
    page(tied, report, 404)
    assert "Read the stage report" not in page(tied, at_item(sitting))


def count(client: Client, url: str) -> int:
    client.get(url)  # what is kept from then on is not asked again
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_queries_do_not_grow_with_meetings_or_items(sitting: World) -> None:
    clients = {"desk": as_(sitting.secretary), "chair": as_(sitting.chair)}
    urls = ["/meetings/", at_meeting(sitting), at_item(sitting)]
    one = {(who, url): count(client, url) for who, client in clients.items() for url in urls}
    assert all(found <= MOST_QUERIES[who] for (who, _url), found in one.items()), one
    for _ in range(2):
        other = neighbour(sitting, until="reported")
        item = acts.schedule_case(
            meeting=sitting.meeting, case=other.case, by=sitting.secretary, at=sitting.later()
        )
        acts.declare_on_item(item=item, conflict=False, by=sitting.chair, at=sitting.later())
        acts.plan_meeting(
            mechanism=sitting.mechanism,
            title="Another",
            starts_at=timezone.now(),
            where="",
            by=sitting.secretary,
            at=sitting.later(),
        )
    three = {(who, url): count(client, url) for who, client in clients.items() for url in urls}
    assert three == one


def test_the_way_from_certificate_to_report_and_to_a_decision() -> None:
    world = make_world(until="published", criteria=FEW)
    number = world.award.number
    public, chair = Client(), as_(world.chair)
    certificate = f"/certificates/{number}"
    assert f"{certificate}/report/" in page(public, certificate)
    assert f"{certificate}/decide/" not in page(public, certificate)
    assert f"{certificate}/decide/" not in page(as_(world.members[1]), certificate)
    assert f"{certificate}/decide/" in page(chair, certificate)
    assert f"{certificate}/decide/" in page(chair, "/meetings/")
    assert f"{certificate}/decide/" not in page(as_(world.members[1]), "/meetings/")
    report = public.get(f"{certificate}/report/", follow=True)
    assert report.status_code == 200
    for user in (world.lead, world.secretary, world.members[1], world.reviewers[0]):
        assert as_(user).get(f"{certificate}/decide/").status_code == 404
    wrong = chair.post(f"{certificate}/decide/", {"reasons": "Kept words"})
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    given = {"kind": "lift_suspension", "reasons": "x", "sure": "on"}
    refused = chair.post(f"{certificate}/decide/", given)
    assert refused.status_code == 409, "what is not suspended can't be reinstated"
    given = {"kind": "suspend", "reasons": "Under question.", "sure": "on"}
    assert chair.post(f"{certificate}/decide/", given).status_code == 302
    assert "Under question." in page(public, certificate)


def test_report_and_scheme_are_the_very_texts_that_the_credential_binds() -> None:
    world = make_world(until="published", criteria=FEW)
    bound = world.award.credential["relatedResource"]
    assert [urlsplit(entry["id"]).path.rpartition("/")[2] for entry in bound] == [
        "report.json", "document.json",
    ]  # fmt: skip
    for entry in bound:
        found = urlsplit(entry["id"])
        response = Client().get(f"{found.path}?{found.query}")
        assert response.status_code == 200
        digest = hashlib.sha256(response.content).hexdigest()
        assert digest == read_digest_multibase(entry["digestMultibase"]), entry["id"]
    assert Client().get("/certificates/WM-2026-AAAAAA/report.json").status_code == 404
