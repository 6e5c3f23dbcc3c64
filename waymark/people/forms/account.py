"""allauth's forms with our words: a visible label for each field, no placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
PASSWORD_HINT = _(
    "At least 12 characters, not only digits, nothing that many people use and nothing like your "
    "name or address. A few unrelated words are easy to remember."
)
CODE = _("Code")
CODE_HINT = _("Six digits from your authenticator app, or one of your recovery codes.")


class Plain(forms.Form):
    """Takes a form's placeholders away and gives its fields our labels and hints."""

    labels: ClassVar[Mapping[str, str | _StrPromise]] = {}
    hints: ClassVar[Mapping[str, str | _StrPromise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(Plain, account.LoginForm):
    """Address and password."""

    labels = {"login": EMAIL, "password": PASSWORD}


class SignupForm(Plain, account.SignupForm):
    """Name, address and password."""

    labels = {"email": EMAIL, "password1": PASSWORD}
    hints = {
        "name": _("As colleagues and reviewers should see it."),
        "email": _("We send a code there to make sure that it is yours."),
        "password1": PASSWORD_HINT,
    }


class AddEmailForm(Plain, account.AddEmailForm):
    """A further address."""

    labels = {"email": EMAIL}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """The present password and a new one."""

    labels = {
        "oldpassword": _("Present password"),
        "password1": NEW_PASSWORD,
        "password2": _("New password, again"),
    }
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password."""

    labels = {"password1": NEW_PASSWORD, "password2": _("New password, again")}
    hints = {"password1": PASSWORD_HINT}


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """The address of an account whose password is forgotten."""

    labels = {"email": EMAIL}


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    """The new password after a code from the mail."""

    labels = {"password1": NEW_PASSWORD, "password2": _("New password, again")}
    hints = {"password1": PASSWORD_HINT}


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password, once more."""

    labels = {"password": PASSWORD}


class ConfirmEmailCodeForm(Plain, account.ConfirmEmailVerificationCodeForm):
    """The code from the mail that verifies an address."""

    labels = {"code": _("Code from the mail")}


class ConfirmResetCodeForm(Plain, account.ConfirmPasswordResetCodeForm):
    """The code from the mail that lets one choose a new password."""

    labels = {"code": _("Code from the mail")}


class AuthenticateForm(Plain, mfa.AuthenticateForm):
    """The second factor at log-in."""

    labels = {"code": CODE}
    hints = {"code": CODE_HINT}


class MFAReauthenticateForm(Plain, mfa.ReauthenticateForm):
    """The second factor, once more."""

    labels = {"code": CODE}
    hints = {"code": CODE_HINT}


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    labels = {"code": _("Code that the app shows")}


class AddWebAuthnForm(Plain, webauthn.AddWebAuthnForm):
    """A new passkey or security key."""

    labels = {"name": _("Name"), "passwordless": _("Let me log in with it and no password")}
    hints = {"name": _("To tell your keys apart, such as “work laptop”.")}


class EditWebAuthnForm(Plain, webauthn.EditWebAuthnForm):
    """A key's name."""

    labels = {"name": _("Name")}
