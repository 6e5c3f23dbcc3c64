"""What the secretariat types of a platform and its courses, and what a learner lets us say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.base import reasons
from waymark.kernel.flow import Refused
from waymark.learning.rules.lti_keys import MOST_KEY_SET
from waymark.learning.rules.lti_registration import MOST_NAME, CourseTold, Registration


def put_on(form: forms.Form, refused: Refused) -> None:
    """Show what an action refused at its fields, with everything typed kept."""
    for reason in refused.reasons:
        name = str(reason.params.get("field", ""))
        form.add_error(name if name in form.fields else None, reasons.sentence(reason))


def _address(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )


class PlatformForm(forms.Form):
    """A platform's name and addresses, as its administrator gives them."""

    name = forms.CharField(
        label=_("Name of the platform"),
        help_text=_("As learners know it."),
        max_length=MOST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    initiation_url = _address(
        _("Address where logging in begins"),
        _("The platform calls it “Initiate login URL” or “OIDC login URL”."),
    )
    redirect_uris = forms.CharField(
        label=_("Addresses to which a learner comes back"),
        help_text=_(
            "“Redirection URIs”, one on each line. Only exactly these are used, and the page that "
            "leads there can send to no other host."
        ),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )
    key_url = _address(
        _("Address of its public keys, if it has one"),
        _("“JWKS URL” or “Public keyset URL”. It is read only when you press the button for it."),
        required=False,
    )

    @classmethod
    def given(cls, row: Any) -> dict[str, Any]:
        """What the form holds before anybody types."""
        names = ("name", "initiation_url", "key_url")
        plain = {name: getattr(row, name) for name in names}
        return plain | {"redirect_uris": "\n".join(row.redirect_uris)}

    def told(self) -> Registration:
        """What was typed."""
        data = self.cleaned_data
        uris = tuple(data["redirect_uris"].split())
        return Registration(data["name"], data["initiation_url"], uris, data["key_url"])


class KeysForm(forms.Form):
    """Public keys, pasted."""

    keys = forms.CharField(
        label=_("Public keys of the platform"),
        help_text=_(
            "What stands at the address of its keys (begins with {), or one public key that begins "
            "with -----BEGIN PUBLIC KEY-----. Keys from before no longer count."
        ),
        max_length=MOST_KEY_SET,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "class": "mono"}),
    )


class CourseForm(forms.Form):
    """Which entry of the library is opened there, and where."""

    item = forms.ChoiceField(
        label=_("Course in the library"),
        help_text=_("An entry of the kind “course” that no platform opens yet."),
    )
    target = _address(
        _("Address of the course on the platform"),
        _("The platform calls it “Target link URI” or “Tool URL”."),
    )
    pass_mark = forms.IntegerField(
        label=_("Percent that are needed to pass"),
        help_text=_("Empty where being done is enough. The marks themselves are not kept."),
        required=False,
        min_value=1,
        max_value=100,
    )

    def __init__(self, data: Any = None, *, items: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *items]

    def told(self) -> CourseTold:
        """What was typed."""
        data = self.cleaned_data
        return CourseTold(data["item"], data["target"].strip(), data["pass_mark"])


class LaunchForm(forms.Form):
    """What a learner lets us say of her; nothing, unless she ticks it."""

    give_name = forms.BooleanField(required=False)
    give_email = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, name: str, email: str) -> None:
        super().__init__(data)
        self.fields["give_name"].label = _("My name: %(name)s") % {"name": name}
        self.fields["give_email"].label = _("My e-mail address: %(email)s") % {"email": email}
