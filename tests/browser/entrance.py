"""The pages of the ways in: what one has to do before each of them is shown.

They are the library's own addresses in our frame, and half of them appear only in the midst of
something: after a password, before a code, with a key that is there to be renamed.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.factories import PASSWORD, log_in, make_user
from waymark.people.models import User

Way = tuple[str, str, str]
"""Name of an address, its path, and the session in which it is shown ("" for a stranger's)."""

FOR_STRANGERS = (
    *("account_login", "account_signup", "account_reset_password", "account_inactive"),
    "account_password_reset_completed",
)
FOR_THE_CAREFUL = (
    *("account_email", "account_logout", "account_change_password", "account_reauthenticate"),
    *("mfa_index", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"),
    "mfa_reauthenticate_webauthn",
)
FOR_THE_NEW = ("mfa_activate_totp", "account_set_password")


def _session(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _credential() -> dict[str, Any]:
    """What a browser sends when a security key is added."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    held = AttestedCredentialData.create(bytes(16), b"key", ES256.from_cryptography_key(public))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, held)
    asked = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    return {
        "id": websafe_encode(b"key"),
        "rawId": websafe_encode(b"key"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(asked),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }


def _careful() -> tuple[User, Authenticator]:
    """Somebody with a password, an app for codes, recovery codes and a security key."""
    user = make_user("careful@example.org", name="Carla Ful", password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user, WebAuthn.add(user, "Key ring", _credential()).instance


def _after(name: str, words: dict[str, str]) -> str:
    """The session of a stranger who has sent a form."""
    client = Client()
    answer = client.post(reverse(name), words)
    assert answer.status_code == 302, answer.content
    return _session(client)


def _in_the_midst() -> list[Way]:
    """Pages that ask for a code, and the one after it."""
    sign_up = {"name": "Noor", "email": "noor@example.org"}
    sign_up |= {"password1": PASSWORD, "password2": PASSWORD}
    log_in_ = {"login": "careful@example.org", "password": PASSWORD}
    forgot = {"email": "careful@example.org"}
    steps = [
        ("account_email_verification_sent", _after("account_signup", sign_up)),
        ("mfa_authenticate", _after("account_login", log_in_)),
        ("account_confirm_password_reset_code", _after("account_reset_password", forgot)),
    ]
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = _after("account_reset_password", forgot)
    state = client.session["account_password_reset_verification"]
    answer = client.post(reverse("account_confirm_password_reset_code"), {"code": state["code"]})
    assert answer.status_code == 302, answer.content
    steps.append(("account_complete_password_reset", _session(client)))
    return [(name, reverse(name), session) for name, session in steps]


def ways_in() -> list[Way]:
    """Make the people, let them do what comes before, and name all pages."""
    user, key = _careful()
    careful = _session(log_in(Client(), user))
    new = _session(log_in(Client(), make_user()))
    return [
        *((name, reverse(name), "") for name in FOR_STRANGERS),
        *((name, reverse(name), careful) for name in FOR_THE_CAREFUL),
        *((name, reverse(name), new) for name in FOR_THE_NEW),
        *(
            (name, reverse(name, args=[key.pk]), careful)
            for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
        ),
        *_in_the_midst(),
    ]
