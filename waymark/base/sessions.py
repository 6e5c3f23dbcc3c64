"""What a browser holds of us, and for how long: the ends of a log-in, and the messages' cookie."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

BEGAN, SEEN = "waymark_began", "waymark_seen"
NOTED_EVERY = 5 * 60
"""Seconds: a page more often than that costs no write, and an idle log-in ends so much early."""


def has_ended(session: Any, at: datetime) -> bool:
    """Whether a log-in rested for too long, or lasts for too long however busy it is.

    Django's own limit moves on with each change of the session, so that it limits neither.
    """
    now = at.timestamp()
    rested = now - session.get(SEEN, now)
    lasted = now - session.get(BEGAN, now)
    return bool(rested >= settings.SESSION_IDLE_AGE or lasted >= settings.SESSION_LONGEST_AGE)


def note(session: Any, at: datetime) -> None:
    """Remember that somebody is there. Going back in time by its clock counts as news too.

    A database too busy for that, or a log-out meanwhile, does not spoil an answer that stands.
    """
    now = at.timestamp()
    if abs(now - session.get(SEEN, 0)) < NOTED_EVERY:
        return
    is_saved_anyway = session.modified
    session.setdefault(BEGAN, now)
    session[SEEN] = now
    if not is_saved_anyway:
        with suppress(DatabaseError, UpdateError):
            session.save()
        session.modified = False


class SessionLimits:
    """Comes after Django's middleware of sessions, users and messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """End what has lasted long enough; answer; note who is there."""
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if known and has_ended(request.session, timezone.now()):
            request.session.flush()
            request.user = AnonymousUser()
            messages.info(request, _("You were away for some time. Please log in again."))
        response = self.get_response(request)
        if request.user.is_authenticated:  # asked again, for a log-in may have happened meanwhile
            note(request.session, timezone.now())
        return response


class HostCookieStorage(CookieStorage):
    """Messages in a cookie that no neighbouring site can set where the site is encrypted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.SESSION_COOKIE_SECURE:
            self.cookie_name = "__Host-messages"


class MessageStorage(FallbackStorage):
    """In the cookie while they fit, else in the session."""

    storage_classes = (HostCookieStorage, SessionStorage)
