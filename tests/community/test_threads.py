"""What is said in a space: questions, answers, abuse, search, and who reads none of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.community.spaces import NOW, Circle, later, make_circle, page
from waymark.base.digests import due, send_digest
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.community.actions import spaces
from waymark.community.actions import threads as acts
from waymark.community.models import Flag, Post, Thread
from waymark.community.queries import spaces as inside
from waymark.community.queries import threads as queries
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db
WORDS = "Which pump lasts?"


def ask(circle: Circle, **more: Any) -> Thread:
    """The city asks."""
    said = {"title": WORDS, "text": "Ours break each year.", "asks": True, "by": circle.lead}
    return acts.start_thread(space=circle.space, at=later(), **(said | more))


def test_a_question_with_its_answer_by_plain_forms_and_who_is_told() -> None:
    circle = make_circle()
    lead = factories.log_in(Client(), circle.lead)
    adviser = factories.log_in(Client(), circle.adviser)
    home = f"/groups/{circle.space.pk}/"
    words = {"title": WORDS, "text": "Ours <script>break</script> *each* year.", "asks": "on"}
    assert lead.post(f"{home}threads/start/", words | {"text": " "}).status_code == 422
    path = lead.post(f"{home}threads/start/", words)["Location"]
    assert adviser.post(path, {"text": "The blue one."}).status_code == 302
    shown = lead.get(path).content.decode()
    assert "<em>each</em>" in shown
    assert "<script>break" not in shown
    first, second = Post.objects.order_by("at")
    assert (first.party.place, second.party.body) == (circle.place, circle.partner)
    assert lead.post(f"{home}posts/{second.pk}/answer/", {"answers": "yes"}).status_code == 302
    assert Thread.objects.get().answer == second
    assert "Answered" in lead.get(home).content.decode()
    assert lead.post(f"{home}posts/{first.pk}/answer/", {"answers": "yes"}).status_code == 302
    assert Thread.objects.get().answer == second, "a question is not its own answer"
    run_due(later())
    told = Notice.objects.filter(kind__in=("space.thread", "space.reply"))
    assert {(one.kind, one.user_id) for one in told} == {
        ("space.thread", circle.adviser.pk),
        ("space.thread", circle.viewer.pk),
        ("space.reply", circle.lead.pk),
    }
    for change in ({"text": "Other."}, {"by": circle.viewer}):
        with pytest.raises(Error), transaction.atomic():
            Post.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(NotPermitted):
        acts.reply(thread=Thread.objects.get(), text="No.", by=circle.viewer, at=later())


def test_abuse_is_told_hidden_with_a_reason_and_shown_again() -> None:
    circle = make_circle()
    thread = ask(circle)
    post = acts.reply(thread=thread, text="You fools of the south.", by=circle.adviser, at=later())
    spaces.name_facilitator(space=circle.space, person=circle.lead, by=circle.adviser, at=later())
    viewer, home = factories.log_in(Client(), circle.viewer), f"/groups/{circle.space.pk}/"
    with pytest.raises(NotPermitted):
        acts.flag_post(post=post, why="Insults.", by=circle.stranger, at=later())
    for _ in range(2):  # the second time it is only said that they know
        viewer.post(f"{home}posts/{post.pk}/flag/", {"why": "Insults."})
    assert Flag.objects.count() == 1
    run_due(later())
    assert Notice.objects.filter(kind="space.flagged").count() == 2
    lead = factories.log_in(Client(), circle.lead)
    assert "Insults." in lead.get(f"{home}flags/").content.decode()
    assert viewer.get(f"{home}flags/").status_code == 404
    assert viewer.post(f"{home}posts/{post.pk}/hide/", {"why": "x"}).status_code == 404
    assert lead.post(f"{home}posts/{post.pk}/hide/", {"why": "It insults."}).status_code == 302
    shown = viewer.get(f"{home}threads/{thread.pk}/").content.decode()
    assert "It insults." in shown
    assert "You fools" not in shown
    assert not queries.found(circle.viewer, circle.space, "fools")
    assert not queries.flags(circle.lead, circle.space)
    with pytest.raises(Refused):
        acts.hide_post(post=post, why="Again.", by=circle.lead, at=later())
    lead.post(f"{home}posts/{post.pk}/show/")
    assert "You fools" in viewer.get(f"{home}threads/{thread.pk}/").content.decode()


@pytest.mark.parametrize("access", ["closed", "members"])
def test_no_door_gives_away_what_is_said_inside(access: str) -> None:
    circle = make_circle(access)
    thread = ask(circle)
    post, home = thread.posts.get(), f"/groups/{circle.space.pk}/"
    lead = circle.lead
    paths = ["", f"threads/{thread.pk}/", "search/?q=pump", "flags/", "threads/start/"]
    acts_on = [f"posts/{post.pk}/{verb}/" for verb in ("answer", "hide", "show", "flag")]

    def seen_by(who: Any) -> list[str]:
        client = factories.log_in(Client(), who) if who else Client()
        answers = [client.get(home + path) for path in paths]
        answers += [client.post(home + path, {"why": "x"}) for path in acts_on]
        answers += [client.get("/groups/"), client.get("/search/?q=pump"), client.get("/notices/")]
        return [one.content.decode() for one in answers if WORDS in one.content.decode()]

    assert len(seen_by(lead)) >= 3
    (party,) = inside.own_parties(lead, circle.space)
    for who in (circle.stranger, factories.make_secretary(), factories.make_user(), None):
        assert seen_by(who) == []
        assert not queries.posts(who)
        assert not queries.found(who, circle.space, "pump")
    spaces.leave_space(party=party, by=lead, at=later())
    acts.start_thread(
        space=circle.space, title=WORDS, text="After they left.", asks=False,
        by=circle.adviser, at=later(),
    )  # fmt: skip
    run_due(later())
    assert seen_by(lead) == [], "whoever left reads nothing, old or new"
    assert not Notice.objects.filter(kind="space.thread", user=lead).exists()


def test_words_are_found_without_case_and_accents_and_hidden_ones_are_not() -> None:
    circle = make_circle("public")
    ask(circle, title="ÉCOLE et eau", text="مَدْرسة")
    for words in ("ecole", "EAU école", "مدرسة"):
        assert (
            "ÉCOLE" in page(None, f"/groups/{circle.space.pk}/search/?q={words}").content.decode()
        )
    assert queries.found(None, circle.space, "nothing of it").count() == 0
    assert queries.found(None, circle.space, " ").count() == 0


def test_pages_ask_no_more_for_three_than_for_one() -> None:
    circle = make_circle()
    client, counts = factories.log_in(Client(), circle.viewer), []
    thread = ask(circle)
    for more in (0, 2):
        for _ in range(more):
            ask(circle)
            acts.reply(thread=thread, text="More.", by=circle.lead, at=later())
        taken = []
        for path in ("", f"threads/{thread.pk}/", "search/?q=year"):
            client.get(f"/groups/{circle.space.pk}/{path}")
            with CaptureQueriesContext(connection) as seen:
                client.get(f"/groups/{circle.space.pk}/{path}")
            taken.append(len(seen))
        counts.append(taken)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20


def test_a_summary_tells_of_words_until_she_has_left() -> None:
    circle = make_circle("public", title="Water for all")
    ask(circle)
    run_due(later())
    told = Notice.objects.filter(kind="space.thread", user=circle.viewer)
    assert told.update(made_at=NOW - timedelta(days=8)) == 1
    assert circle.viewer.pk in due(NOW)
    party = circle.space.parties.get(place=circle.place, until=None)
    with transaction.atomic():
        assert send_digest(circle.viewer.pk, NOW) == 1
        transaction.set_rollback(True)
    spaces.leave_space(party=party, by=circle.lead, at=later())
    mail.outbox.clear()
    assert send_digest(circle.viewer.pk, NOW) == 0, "she could still read it, and left all the same"
    assert mail.outbox == []
