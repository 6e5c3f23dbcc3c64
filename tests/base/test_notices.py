"""Notices: one effect per event and person, in the reader's words, and a mail if she wants one."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation
from django.utils.functional import lazystr

from tests import factories
from waymark.base import actions, jobs, notices, outbox, queries
from waymark.base.models import Job, Notice
from waymark.base.permits import NotPermitted

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAME = "test.returned"


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    notices.kind(
        NAME,
        subject=lazystr("Please complete the case of %(city)s"),
        text=lazystr("It was returned on %(day)s with %(count)d questions."),
        params=("city", "day", "count"),
    )
    yield
    notices.kinds.pop(NAME, None)


def send(*users: object, key: str = "event:1", **more: object) -> int:
    params = {"city": {"en": "Kisumu", "ar": "كيسومو"}, "day": date(2026, 3, 1), "count": 3}
    return notices.send(
        NAME, users, params | more, url="/cases/1/", about="case:1", once_key=key, at=NOW
    )


class TestKinds:
    def test_unknown_placeholder_is_refused_when_declared(self) -> None:
        with pytest.raises(notices.BadKind, match="town"):
            notices.kind("test.bad", subject="Hello", text="%(town)s", params=("city",))
        assert "test.bad" not in notices.kinds

    @pytest.mark.parametrize("text", ["100% done", "%s", "%(city)x"])
    def test_stray_percent_is_refused(self, text: str) -> None:
        with pytest.raises(notices.BadKind, match="stray"):
            notices.kind("test.bad", subject="Hello", text=text, params=("city",))

    def test_name_is_taken_once(self) -> None:
        with pytest.raises(notices.BadKind, match="twice"):
            notices.kind(NAME, subject="Hello", text="There")

    def test_every_kind_of_every_room_is_sound_in_every_language(self) -> None:
        found = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                for kind in notices.kinds.values():
                    if wrong := notices.problems(kind):
                        found[code, kind.name] = wrong
        assert not found


@pytest.mark.django_db
class TestSend:
    def test_each_person_gets_one_notice_and_one_mail(self) -> None:
        one, two = factories.make_user(name="Amina"), factories.make_user()
        assert send(one, two) == 2
        assert send(one, two) == 0, "a receiver that is called again changes nothing"
        assert Notice.objects.count() == 2
        jobs.run_due()
        assert sorted(message.to[0] for message in mail.outbox) == sorted([one.email, two.email])
        body = next(str(m.body) for m in mail.outbox if m.to == [one.email])
        assert "Hello Amina," in body
        assert "returned on March 1, 2026 with 3 questions" in body
        assert f"{settings.WAYMARK_BASE_URL}/cases/1/" in body
        assert mail.outbox[0].subject == "Please complete the case of Kisumu"

    def test_newcomer_to_the_same_event_gets_hers(self) -> None:
        one, two = factories.make_user(), factories.make_user()
        send(one)
        assert send(one, two) == 1

    def test_rolls_back_with_the_change(self) -> None:
        with transaction.atomic():
            send(factories.make_user())
            transaction.set_rollback(True)
        assert not Notice.objects.exists()
        assert not Job.objects.exists()

    def test_mails_are_in_the_readers_language(self) -> None:
        send(factories.make_user(language="ar"))
        jobs.run_due()
        assert "كيسومو" in mail.outbox[0].subject
        assert translation.get_language() == "en"

    def test_mails_can_be_turned_off(self) -> None:
        silent = factories.make_user(mail_notices=False)
        gone = factories.make_user(is_active=False)
        assert send(silent, gone) == 1
        assert not Job.objects.exists()

    def test_turned_off_after_the_event_counts_too(self) -> None:
        user = factories.make_user()
        send(user)
        actions.set_mail(by=user, wanted=False, at=NOW)
        jobs.run_due()
        assert mail.outbox == []

    def test_mail_job_that_runs_again_sends_nothing(self) -> None:
        send(factories.make_user())
        jobs.run_due()
        Job.objects.update(state=Job.State.READY)
        jobs.run_due()
        assert len(mail.outbox) == 1
        assert Notice.objects.get().mailed_at is not None

    def test_dead_mail_server_keeps_the_queue(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_self: object) -> int:
            raise smtplib.SMTPServerDisconnected("gone")

        send(factories.make_user())
        with monkeypatch.context() as dead:
            dead.setattr(EmailMessage, "send", refuse)
            jobs.run_due()
            jobs.run_due(timezone.now() + timedelta(minutes=5))
        assert Job.objects.get().state == Job.State.READY
        assert Job.objects.get().max_attempts == 80
        jobs.run_due(timezone.now() + timedelta(hours=1))
        assert len(mail.outbox) == 1

    def test_same_message_id_should_it_be_sent_twice(self) -> None:
        send(factories.make_user())
        notice = Notice.objects.get()
        notices.mail_notice.call(notice_id=notice.pk)
        Notice.objects.update(mailed_at=None)
        notices.mail_notice.call(notice_id=notice.pk)
        first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
        assert first == second

    def test_line_break_in_a_name_adds_no_header(self) -> None:
        send(factories.make_user(), city="Kisumu\nBcc: all@example.org")
        jobs.run_due()
        headers = mail.outbox[0].message().as_string().split("\n\n")[0]
        assert "\nBcc:" not in headers

    @pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "cases/1/"])
    def test_links_lead_to_this_site(self, url: str) -> None:
        with pytest.raises(ValueError, match="path"):
            notices.send(
                NAME,
                [],
                {"city": "x", "day": "y", "count": 1},
                url=url,
                once_key="k",
                at=NOW,
            )

    def test_missing_and_surplus_values_are_mistakes(self) -> None:
        with pytest.raises(ValueError, match="takes"):
            notices.send(NAME, [], {"city": "x"}, once_key="k", at=NOW)
        with pytest.raises(ValueError, match="takes"):
            send(extra=1)
        with pytest.raises(notices.BadKind):
            notices.send("test.nowhere", [], {}, once_key="k", at=NOW)

    def test_notice_of_another_version_can_still_be_shown(self) -> None:
        user = factories.make_user()
        send(user)
        Notice.objects.update(kind="test.gone")
        assert notices.message(Notice.objects.get()).subject
        Notice.objects.update(kind=NAME, params={"city": "Kisumu", "day": "today", "count": 1})
        kind = notices.kinds.pop(NAME)
        notices.kind(NAME, subject="%(new)s", text="", params=[*kind.params, "new"])
        assert notices.message(Notice.objects.get()).subject == "–"


@pytest.mark.django_db
class TestKeeping:
    def test_own_notices_only(self) -> None:
        one, two = factories.make_user(), factories.make_user()
        send(one)
        notice = Notice.objects.get()
        assert list(queries.inbox(one)) == [notice]
        assert list(queries.inbox(two)) == []
        with pytest.raises(Notice.DoesNotExist):
            actions.mark_read(by=two, notice_id=notice.pk, at=NOW)
        actions.mark_read(by=one, notice_id=notice.pk, at=NOW)
        actions.mark_read(by=one, notice_id=notice.pk, at=NOW + timedelta(days=1))
        assert Notice.objects.get().read_at == NOW

    def test_mark_all_leaves_what_came_meanwhile_and_what_is_others(self) -> None:
        one, two = factories.make_user(), factories.make_user()
        send(one, two)
        send(one, key="event:2")
        Notice.objects.filter(once_key__startswith="event:2").update(made_at=NOW + timedelta(1))
        assert actions.mark_all_read(by=one, at=NOW) == 1
        assert (queries.unread_count(one), queries.unread_count(two)) == (1, 1)

    def test_strangers(self) -> None:
        from django.contrib.auth.models import AnonymousUser

        stranger = AnonymousUser()
        assert queries.unread_count(stranger) == 0
        assert not queries.inbox(stranger).exists()
        for act in (actions.mark_all_read,):
            with pytest.raises(NotPermitted):
                act(by=stranger, at=NOW)
        with pytest.raises(NotPermitted):
            actions.set_mail(by=stranger, wanted=True, at=NOW)


@pytest.mark.django_db
class TestPages:
    def test_list_read_and_mail(self) -> None:
        user = factories.make_user()
        client = Client()
        client.force_login(user)
        assert b"There is nothing new" in client.get("/notices/").content
        send(user, city="<script>alert(1)</script>")
        page = client.get("/notices/").content.decode()
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
        assert 'href="/cases/1/"' in page
        notice = Notice.objects.get()
        assert client.post(f"/notices/{notice.pk}/read/").status_code == 302
        assert Notice.objects.get().read_at is not None
        client.post("/notices/mail/", {"mail": "off"})
        user.refresh_from_db()
        assert not user.mail_notices
        client.post("/notices/mail/", {"mail": "on"})
        user.refresh_from_db()
        assert user.mail_notices

    def test_foreign_notice_is_as_none(self) -> None:
        send(factories.make_user())
        client = Client()
        client.force_login(factories.make_user())
        foreign = client.post(f"/notices/{Notice.objects.get().pk}/read/")
        assert foreign.status_code == client.post("/notices/nothing/read/").status_code == 404
        assert Notice.objects.get().read_at is None

    def test_get_changes_nothing(self) -> None:
        user = factories.make_user()
        send(user)
        client = Client()
        client.force_login(user)
        client.get("/notices/")
        for where in (
            "/notices/read/",
            "/notices/mail/",
            f"/notices/{Notice.objects.get().pk}/read/",
        ):
            assert client.get(where).status_code == 405
        assert Notice.objects.get().read_at is None

    def test_pages_of_many(self) -> None:
        user = factories.make_user()
        for number in range(30):
            send(user, key=f"event:{number}")
        client = Client()
        client.force_login(user)
        assert client.get("/notices/").content.count(b'id="notice-') == 25
        assert client.get("/notices/?page=2").content.count(b'id="notice-') == 5
        assert client.get("/notices/?page=nonsense").status_code == 200
        client.post("/notices/read/")
        assert queries.unread_count(user) == 0

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, count: int, django_assert_max_num_queries: object) -> None:
        user = factories.make_user()
        for number in range(count):
            send(user, key=f"event:{number}")
        client = Client()
        client.force_login(user)
        with django_assert_max_num_queries(10):  # type: ignore[operator]
            client.get("/notices/")


@pytest.fixture
def folder(settings: object, tmp_path: Path) -> Path:
    settings.EMAIL_FILE_PATH = str(tmp_path)  # type: ignore[attr-defined]
    settings.DEMO = True  # type: ignore[attr-defined]
    return tmp_path


def file_mail(subject: str, body: str) -> None:
    backend = get_connection("django.core.mail.backends.filebased.EmailBackend")
    EmailMessage(subject, body, to=["amina@example.org"], connection=backend).send()


@pytest.mark.django_db
class TestOutbox:
    def test_shows_mails_with_links_and_no_markup(self, folder: Path) -> None:
        file_mail("كيسومو <b>", "First\n\nhttp://127.0.0.1:8000/notices/ <script>alert(1)</script>")
        page = Client().get("/outbox/").content.decode()
        assert "كيسومو &lt;b&gt;" in page
        assert 'href="http://127.0.0.1:8000/notices/"' in page
        assert "<script>alert" not in page

    def test_newest_first(self, folder: Path) -> None:
        import os

        for number, subject in enumerate(["older", "newer"]):
            file_mail(subject, "text")
            newest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            os.utime(newest, (1000 + number, 1000 + number))
        assert [found.subject for found in outbox.mails(folder)] == ["newer", "older"]

    def test_several_mails_in_one_file(self, folder: Path) -> None:
        backend = get_connection("django.core.mail.backends.filebased.EmailBackend")
        backend.send_messages(
            [EmailMessage(name, "-" * 100, to=["a@example.org"]) for name in ("one", "two")]
        )
        assert [found.subject for found in outbox.mails(folder)] == ["two", "one"]
        assert outbox.mails(folder)[0].text == "-" * 100

    def test_nothing_outside_the_demo(self, folder: Path, settings: object) -> None:
        file_mail("secret", "secret")
        settings.DEMO = False  # type: ignore[attr-defined]
        assert Client().get("/outbox/").status_code == 404

    def test_no_folder_no_mails(self, folder: Path) -> None:
        assert outbox.mails(folder / "none") == []
