"""Where allauth asks us: making users, sending mails, throttling, safe addresses, sealing keys."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waymark.base.record import record
from waymark.people import sealing
from waymark.people.mails import mail_account
from waymark.people.models import User


@contextmanager
def _taken_back() -> Iterator[None]:
    """Commit a transaction, but nothing of what was done in it."""
    with transaction.atomic(), transaction.atomic():
        yield
        transaction.set_rollback(True)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts without user names, whose mails leave by the queue."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _(
            "Too many attempts to log in. Wait half an hour, or choose a new password."
        ),
        "incorrect_code": _("This code is not right."),
        "incorrect_password": _("This password is not right."),
        "enter_current_password": _("Please type your present password."),
        "rate_limited": _("That was too often. Please wait a little and try again."),
    }

    def new_user(self, request: HttpRequest) -> User:
        """Begin a person, in the language that she signs up in."""
        return User(date_joined=timezone.now(), language=get_language() or settings.LANGUAGE_CODE)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save a person who signed up, with the ledger's row."""
        user.name = form.cleaned_data["name"]
        super().save_user(request, user, form, commit=False)  # hashes, while nobody waits for us
        if commit:
            with transaction.atomic():
                user.save()
                record("user.sign_up", user, by=user, at=user.date_joined, facts={})
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Enqueue a mail, sealed: it may hold a code that opens an account."""
        if "password_reset" in template_prefix:
            # An unknown name is looked for in one more place; time must not tell it from a known.
            list(User.objects.filter(email=email))
        words = {"email": email, "base_url": settings.WAYMARK_BASE_URL} | context
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", words).split())
        text = render_to_string(f"{template_prefix}_message.txt", words).strip() + "\n"
        mail_account.enqueue(sealed=sealing.seal(f"{email}\n{subject}\n{text}"))

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner; take as long as signing up takes."""
        self._make_and_unmake_somebody()
        where = settings.WAYMARK_BASE_URL + reverse("account_reset_password")
        self.send_mail("account/email/account_already_exists", email, {"reset_url": where})

    def _make_and_unmake_somebody(self) -> None:
        """Do what a new account costs, and leave nothing of it: time must not tell who has one.

        Step by step what signing up does: as many look-ups, rows and commits. A commit with all of
        its rows taken back is waited for like any other.
        """
        nobody = User(
            name="nobody",
            email=f"{secrets.token_hex(16)}@nobody.invalid",
            password=make_password(secrets.token_urlsafe(16)),
            date_joined=timezone.now(),
        )
        addresses = EmailAddress.objects.filter(email__in=[nobody.email])
        theirs = EmailAddress.objects.filter(user_id=nobody.pk)
        with _taken_back():
            nobody.save()
            record("user.sign_up", nobody, by=nobody, at=nobody.date_joined, facts={})
        theirs.exists()
        for look in (addresses, addresses.all()):
            look.first()
        with _taken_back():
            EmailAddress.objects.create(user=nobody, email=nobody.email, primary=True)
        theirs.filter(verified=True).exists()
        User.objects.filter(pk=nobody.pk).first()
        for look in (theirs, theirs.filter(email=nobody.email)):
            look.first()

    def is_safe_url(self, url: str) -> bool:
        """Allow to go on only within this very site."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count attempts by name alone: neither the Host header nor its spelling make a new one."""
        name = credentials.get("email") or credentials.get("username") or ""
        return unicodedata.normalize("NFKC", name).strip().casefold()


class MFAAdapter(DefaultMFAAdapter):
    """Second factors whose secrets are sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _(
            "While a second factor is on, no address can be added. Turn it off, add the address, "
            "and turn it on again."
        ),
        "cannot_delete_authenticator": _("The second factor can't be turned off."),
        "cannot_generate_recovery_codes": _("Recovery codes need a second factor first."),
        "incorrect_code": _("This code is not right."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return sealing.unseal(encrypted_text)
