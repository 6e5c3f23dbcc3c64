"""Summaries by e-mail: when, of what, in which language, and nothing that is hers no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests import factories
from waymark.base import digests, jobs, notices
from waymark.base.jobs import housekeeping
from waymark.base.models import Notice
from waymark.people.models import User

pytestmark = pytest.mark.django_db
NOW = timezone.now()
QUIET, LOUD = "test.quiet", "test.loud"


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    notices.kind(
        QUIET,
        subject="New in %(group)s",
        text="Words.",
        params=("group",),
        mailed=False,
        still=lambda notice: notice.about != "space:left",
    )
    notices.kind(LOUD, subject="At once", text="Words.")
    yield
    del notices.kinds[QUIET], notices.kinds[LOUD]


def tell(user: User, group: str, *, ago: timedelta, about: str = "space:1") -> None:
    made = NOW - ago
    notices.send(
        QUIET,
        [user],
        {"group": group},
        url="/groups/1/",
        about=about,
        once_key=f"{group}{made}",
        at=made,
    )


@pytest.mark.parametrize(
    ("choice", "days", "sent"),
    [
        ("daily", 0.9, False),
        ("daily", 1.1, True),
        ("weekly", 6.9, False),
        ("weekly", 7.1, True),
        ("weekly", 32, False),
        ("never", 8, False),
    ],
)
def test_a_summary_goes_out_when_the_oldest_has_waited_long_enough(
    choice: str, days: float, sent: bool
) -> None:
    user = factories.make_user(digest=choice)
    tell(user, "Water", ago=timedelta(days=days))
    assert digests.due(NOW) == ([user.pk] if sent else [])


def test_one_mail_holds_all_that_waits_and_is_sent_once() -> None:
    user = factories.make_user(language="ar", digest="daily")
    tell(user, "Water", ago=timedelta(days=2))
    tell(user, "Heat", ago=timedelta(hours=1))
    tell(user, "Old", ago=timedelta(days=40))
    tell(user, "Secret", ago=timedelta(days=2), about="space:left")
    notices.send(LOUD, [user], {}, once_key="loud", at=NOW)
    for _again in range(2):
        housekeeping.send_digests.enqueue()
        jobs.run_due()
    summaries = [one for one in mail.outbox if "At once" not in one.subject]
    assert len(summaries) == 1
    body = str(summaries[0].body)
    assert "New in Water" in body
    assert "New in Heat" in body
    assert "/groups/1/" in body
    assert "Old" not in body
    assert "Secret" not in body, "nothing is said of a group that she has left"
    assert "شيئان جديدان" in summaries[0].subject
    assert digests.due(NOW + timedelta(days=3)) == []


def test_what_was_read_is_not_told_and_nobody_gets_an_empty_mail() -> None:
    reader, silent = (factories.make_user(digest="daily") for _ in range(2))
    User.objects.filter(pk=silent.pk).update(mail_notices=False)
    for user in (reader, silent):
        tell(user, f"Water {user.pk}", ago=timedelta(days=2))
    Notice.objects.filter(user=reader).update(read_at=NOW)
    assert digests.due(NOW) == []
    assert digests.send_digest(reader.pk, NOW) == 0
    assert mail.outbox == []
