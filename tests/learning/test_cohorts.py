"""Courses that people take together, and coaching by trainers of the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.learning.test_courses import NOW, make_author, make_course
from tests.learning.test_trainers import ENTRY_TOLD
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.learning.actions import cohorts as acts
from waymark.learning.actions.coaching import (
    ask_for_coaching,
    move_coaching,
    write_in_coaching,
)
from waymark.learning.actions.trainers import apply_as_trainer, check_trainer
from waymark.learning.models import Coaching, Cohort, CohortMember, CohortWord, Enrolment, Trainer
from waymark.learning.rules.coaching import COACHING, MOST_OPEN, State, Who, refuse_asking
from waymark.learning.rules.cohorts import (
    LONGEST,
    MOST_SEATS,
    Stand,
    Told,
    refuse_cohort,
    refuse_joining,
    refuse_session,
)

TODAY = date(2026, 5, 1)
TOLD = Told("Spring", "en", date(2026, 5, 10), date(2026, 6, 10), seats=20)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"about": "x" * 4001}, "about"),
        ({"language": "fr"}, "language"),
        ({"last": date(2026, 5, 9)}, "last"),
        ({"last": TOLD.first + LONGEST + timedelta(days=1)}, "last"),
        ({"first": date(2026, 4, 30)}, "first"),
        ({"seats": 0}, "seats"),
        ({"seats": 2}, "seats"),  # three are in it
        ({"seats": MOST_SEATS + 1}, "seats"),
    ],
)
def test_what_is_wrong_with_a_cohort_is_said_at_its_field(changes: Any, field: str) -> None:
    assert refuse_cohort(TOLD, today=TODAY, members=3, languages={"en"}) == ()
    refused = refuse_cohort(replace(TOLD, **changes), today=TODAY, members=3, languages={"en"})
    assert [reason.params["field"] for reason in refused] == [field]


@given(
    st.integers(-40, 60), st.none() | st.integers(1, 5), st.integers(0, 6), st.booleans(),
    st.booleans(),
)  # fmt: skip
def test_nobody_gets_in_after_the_last_day_or_beyond_the_places(
    days: int, seats: int | None, members: int, cancelled: bool, public: bool
) -> None:
    stand = Stand(TOLD.first, TOLD.last, seats, members, cancelled, public)
    today = TOLD.first + timedelta(days=days)
    free = seats is None or members < seats
    lets = not cancelled and public and today <= TOLD.last and free
    assert (refuse_joining(stand, today) == ()) == lets


def test_a_session_lies_on_a_day_of_its_cohort_and_ends_within_a_day() -> None:
    at, first = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 10, tzinfo=UTC)
    hour, day = timedelta(hours=1), timedelta(days=1)
    for starts, ends, field in (
        (first, first + hour, ""), (first, first, "until"), (first, first + day + hour, "until"),
        (first - hour, first, "day"), (first + 32 * day, first + 32 * day + hour, "day"),
    ):  # fmt: skip
        refused = refuse_session(starts, ends, told=TOLD, at=at)
        assert [one.params["field"] for one in refused] == ([field] if field else [])
    assert refuse_session(first, first + hour, told=TOLD, at=first + hour)


@given(st.sampled_from(State), st.booleans(), st.sampled_from(["agree", "decline", "withdraw"]))
def test_the_trainer_answers_and_who_asked_takes_it_back(
    state: State, coach: bool, step: str
) -> None:
    try:
        COACHING.step(step, state, Who(coach=coach, asker=not coach))
    except Refused:
        assert state != State.ASKED or coach == (step == "withdraw")
    else:
        assert state == State.ASKED
        assert coach == (step != "withdraw")


def test_nobody_asks_herself_twice_or_everybody() -> None:
    fits: dict[str, Any] = {"topic": "data", "words": "How?", "coaches": True, "own": False}
    fits |= {"waiting": {"a"}, "trainer": "b"}
    assert refuse_asking(**fits) == ()
    for changes, key in (
        ({"own": True}, "coaching.own"), ({"coaches": False}, "coaching.not_offered"),
        ({"trainer": "a"}, "coaching.already"), ({"topic": "gold"}, "course.unknown"),
        ({"words": " "}, "course.text_needed"), ({"words": "x" * 4001}, "course.too_long"),
        ({"waiting": {str(n) for n in range(MOST_OPEN)}}, "coaching.too_many"),
    ):  # fmt: skip
        assert [one.key for one in refuse_asking(**fits | changes)] == [key]


pytestmark = pytest.mark.django_db


def _trainer(secretary: Any, *, coaches: bool = True) -> Trainer:
    told = replace(ENTRY_TOLD, coaches=coaches)
    person = factories.make_user()
    row = apply_as_trainer(told=told, training=None, shown=True, by=person, at=NOW)
    return check_trainer(trainer=row, accept=True, note="", seen=row.version, by=secretary, at=NOW)


def test_a_course_is_taken_together_by_plain_forms() -> None:
    author, secretary, learner = make_author(), factories.make_secretary(), factories.make_user()
    course, trainer = make_course(author, secretary), _trainer(secretary)
    pen, mine, hers, stranger = (
        factories.log_in(Client(), author), factories.log_in(Client(), learner),
        factories.log_in(Client(), trainer.user), Client(),
    )  # fmt: skip
    first = timezone.now().date() + timedelta(days=3)
    last = (first + timedelta(days=30)).isoformat()
    typed = {"title": "Spring <b>27</b>", "language": "en", "first": first.isoformat()}
    typed |= {"last": last, "seats": "1", "about": "We meet."}
    begin = f"/courses/{course.pk}/cohorts/open/"
    assert mine.get(begin).status_code == 404
    page = pen.post(begin, typed | {"last": "2020-01-01", "about": "Kept."})
    assert page.status_code == 422
    assert "Kept." in page.content.decode()
    assert pen.post(begin, typed).status_code == 302
    row = Cohort.objects.get()
    url = f"/cohorts/{row.pk}/"
    for page_of in (f"/courses/{course.pk}/", "/events/?kind=cohort", url):
        assert "Spring &lt;b&gt;27" in stranger.get(page_of).content.decode()

    pen.post(f"{url}trainers/", {"trainer": trainer.pk})
    assert ENTRY_TOLD.name not in stranger.get(url).content.decode()  # she has not said yes
    assert hers.post(f"{url}write/", {"words": "Too soon."}).status_code == 404
    assert mine.post(f"{url}answer/", {"agrees": "yes"}).status_code == 404
    hers.post(f"{url}answer/", {"agrees": "yes"})
    assert ENTRY_TOLD.name in stranger.get(url).content.decode()
    meets = {"title": "First meeting", "day": first.isoformat(), "begins": "10:00"}
    meets |= {"until": "11:00", "last_day": "", "zone": "UTC", "where": "https://example.org/room"}
    assert hers.post(f"{url}sessions/plan/", meets | {"until": "09:00"}).status_code == 422
    assert hers.post(f"{url}sessions/plan/", meets).status_code == 302
    assert "example.org/room" not in stranger.get(url).content.decode()
    assert "First meeting" not in mine.get("/events/").content.decode()

    mine.post(f"{url}join/", {"shares": "on"})
    assert Enrolment.objects.filter(user=learner, course=course).exists()
    assert "example.org/room" in mine.get(url).content.decode()
    assert "First meeting" in mine.get("/events/").content.decode()
    assert "First meeting" not in stranger.get("/events/events.ics").content.decode()
    late = factories.log_in(Client(), factories.make_user())
    late.post(f"{url}join/")
    assert CohortMember.objects.count() == 1  # the one place is taken
    assert hers.post(f"{url}write/", {"words": ""}).status_code == 422
    hers.post(f"{url}write/", {"words": "Read lesson one."})
    assert "Read lesson one." in mine.get(url).content.decode()
    assert "Read lesson one." not in late.get(url).content.decode()
    assert "0 of 2" in hers.get(url).content.decode()
    mine.post(f"{url}join/", {})
    assert "0 of 2" not in hers.get(url).content.decode()
    assert str(learner) not in late.get(url).content.decode()
    run_due(timezone.now())
    told = set(Notice.objects.filter(user=learner).values_list("kind", flat=True))
    assert {"cohort.word"} <= told
    assert "cohort.trainer_asked" in set(
        Notice.objects.filter(user=trainer.user).values_list("kind", flat=True)
    )
    mine.post(f"{url}leave/")
    assert Enrolment.objects.filter(user=learner).exists()
    pen.post(f"{url}call-off/")
    assert "Called off" in stranger.get(url).content.decode()
    assert "Spring" not in stranger.get("/events/").content.decode()


def test_only_who_keeps_or_leads_acts_and_what_was_said_stays() -> None:
    author, secretary = make_author(), factories.make_secretary()
    course, trainer = make_course(author, secretary), _trainer(secretary)
    told = replace(TOLD, first=NOW.date(), last=NOW.date() + timedelta(days=30), seats=None)
    with pytest.raises(NotPermitted):
        acts.open_cohort(course=course, told=told, by=trainer.user, at=NOW)
    row = acts.open_cohort(course=course, told=told, by=author, at=NOW)
    with pytest.raises(Refused):
        acts.change_cohort(cohort=row, told=told, seen=row.version + 1, by=author, at=NOW)
    acts.ask_trainer(cohort=row, trainer=trainer, by=author, at=NOW)
    with pytest.raises(Refused):
        acts.ask_trainer(cohort=row, trainer=trainer, by=author, at=NOW)
    with pytest.raises(NotPermitted):
        acts.write_to_cohort(cohort=row, words="x", by=trainer.user, at=NOW)
    acts.answer_as_trainer(cohort=row, agrees=True, by=trainer.user, at=NOW)
    word = acts.write_to_cohort(cohort=row, words="x", by=trainer.user, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        CohortWord.objects.filter(pk=word.pk).update(text="y")
    with pytest.raises(NotPermitted):
        acts.change_cohort(cohort=row, told=told, seen=row.version, by=trainer.user, at=NOW)
    leader, counts = factories.log_in(Client(), trainer.user), []
    leader.get(f"/cohorts/{row.pk}/")  # the first page of somebody asks for more
    for more in (1, 3):
        for _each in range(more):
            acts.join_cohort(cohort=row, shares=True, by=factories.make_user(), at=NOW)
            acts.write_to_cohort(cohort=row, words="x", by=trainer.user, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            assert leader.get(f"/cohorts/{row.pk}/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    acts.call_off_cohort(cohort=row, by=author, at=NOW)
    with pytest.raises(Refused):
        acts.join_cohort(cohort=row, shares=True, by=author, at=NOW)


def test_a_trainer_is_asked_for_coaching_answers_and_both_alone_read_it() -> None:
    secretary, person = factories.make_secretary(), factories.make_user()
    trainer, other = _trainer(secretary), _trainer(secretary, coaches=False)
    mine, hers, desk = (
        factories.log_in(Client(), one) for one in (person, trainer.user, secretary)
    )
    assert mine.get(f"/coaching/ask/{other.pk}/").status_code == 404
    assert hers.get(f"/coaching/ask/{trainer.pk}/").status_code == 404
    listed = Client().get("/trainers/?coaches=1").content.decode()
    assert (trainer.pk in listed, other.pk in listed) == (True, False)
    asked = {"topic": "data", "words": "How do I <b>begin</b>?"}
    assert mine.post(f"/coaching/ask/{trainer.pk}/", asked | {"words": ""}).status_code == 422
    assert mine.post(f"/coaching/ask/{trainer.pk}/", asked).status_code == 302
    row = Coaching.objects.get()
    url = f"/coaching/{row.pk}/"
    assert desk.get(url).status_code == 404
    assert Client().get(url).status_code == 302
    again = mine.post(f"/coaching/ask/{trainer.pk}/", asked).content.decode()
    assert "asked this trainer already" in again
    mine.post(f"{url}move/", {"step": "agree"})
    hers.post(f"{url}move/", {"step": "agree"})
    row.refresh_from_db()
    assert row.state == State.AGREED
    hers.post(url, {"words": "Tell me more."})
    page = mine.get(url).content.decode()
    assert "Tell me more." in page
    assert "<b>begin" not in page
    run_due(timezone.now())
    for user, kind in ((trainer.user, "coaching.asked"), (person, "coaching.word")):
        assert Notice.objects.filter(user=user, kind=kind).count() == 1
    with pytest.raises(NotPermitted):
        write_in_coaching(coaching=row, words="x", by=secretary, at=NOW)
    move_coaching(coaching=row, step="end", by=person, at=NOW)
    with pytest.raises(Refused):
        write_in_coaching(coaching=row, words="x", by=person, at=NOW)
    ask_for_coaching(trainer=trainer, topic="data", words="Again.", by=person, at=NOW)
    person.delete()
    assert not Coaching.objects.exists()
