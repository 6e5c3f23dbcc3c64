"""Evidence: a file or an address, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.core import signing
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waymark.assessments.actions.evidence import Details
from waymark.assessments.rules.case import EvidenceState, Visibility
from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.base.files.inspection import Inspection
from waymark.base.files.storage import Stored
from waymark.kernel import text
from waymark.schemes.rules import Option

KEPT_FOR = 12 * 60 * 60  # seconds; the store keeps what nobody claimed for twice as long
MOST_URL = 400  # the case format takes no more
UNKNOWN_IN_URLS = frozenset('<>"')

VISIBILITIES = [
    (Visibility.REVIEWERS.value, _("Reviewers and committee")),
    (Visibility.PUBLIC.value, _("Everybody, once the decision is published")),
    (Visibility.COMMITTEE.value, _("Only the committee, not the reviewers")),
]


@lru_cache(maxsize=8)
def _languages(interface: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(interface, sep="-").languages
    ours = [(language.code, language.autonym) for language in text.LANGUAGES]
    known = {code for code, _name in ours}
    rest = ((code, name) for code, name in names.items() if len(code) == 2 and code not in known)
    return (*ours, *sorted(rest, key=lambda pair: pair[1].casefold()))


def language_names() -> list[tuple[str, str]]:
    """Return codes and names of languages: ours first, under their own names."""
    return list(_languages(get_language() or "en"))


def picked(label: Mapping[str, str]) -> str:
    """Return a scheme's text in the active language or its nearest."""
    return text.pick(label, short_language()).text


def _day(label: Any, help_text: Any = "", required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"})
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


class ContentForm(forms.Form):
    """A file, or an address. A file that was taken in before another field was refused is kept."""

    file = forms.FileField(label=_("A file"), required=False, allow_empty_file=True)
    url = forms.CharField(
        label=_("Or its address on the web"),
        required=False,
        max_length=MOST_URL,
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://"}),
    )
    kept = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def clean_url(self) -> str:
        """Return an address that browsers and the case format understand."""
        value: str = self.cleaned_data["url"].strip()
        if not value:
            return ""
        if "://" not in value:
            value = f"https://{value}"
        if UNKNOWN_IN_URLS & set(value) or not value.isprintable() or " " in value:
            raise forms.ValidationError(_("Copy the address from your browser: it holds a space."))
        forms.URLField(assume_scheme="https").clean(value)
        return value


class ReviseForm(ContentForm):
    """A newer content of an item, and since when it holds."""

    effective_on = _day(
        _("Date of the document"), _("Since when it is in force, or when it was published."), True
    )


class DetailsForm(forms.Form):
    """What is said about an item."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    kind = forms.ChoiceField(label=_("What is it?"))
    effective_on = _day(
        _("Date of the document"), _("Since when it is in force, or when it was published."), True
    )
    covered_from = _day(_("Covers the time from"))
    covered_to = _day(_("to"))
    language = forms.ChoiceField(label=_("Language"), required=False)
    visibility = forms.ChoiceField(
        label=_("Who may open it?"), choices=VISIBILITIES, widget=forms.RadioSelect
    )
    licence = forms.CharField(
        label=_("Licence"),
        help_text=_("If others may use it, say on which terms, such as CC BY 4.0."),
        required=False,
        max_length=80,
    )

    def __init__(
        self, *args: Any, kinds: Iterable[Option], first: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        wanted, listed = set(first), list(kinds)
        names = [(kind.id, picked(kind.label)) for kind in listed]
        asked = [pair for pair in names if pair[0] in wanted]
        rest = sorted((pair for pair in names if pair[0] not in wanted), key=lambda pair: pair[1])
        groups = [(_("Asked for here"), asked), (_("Other kinds"), rest)] if asked else rest
        fields: Any = self.fields
        fields["kind"].choices = [("", ""), *groups]
        fields["language"].choices = [("", ""), *language_names()]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        read: dict[str, Any] = super().clean() or {}
        since, until = read.get("covered_from"), read.get("covered_to")
        if since and until and until < since:
            self.add_error("covered_to", reasons.sentence("evidence.period_backwards"))
        return read

    def details(self, otherwise: str) -> Details:
        """Return what the action takes; `otherwise` is the title where none was given."""
        read = self.cleaned_data
        return Details(
            title=read["title"].strip() or otherwise,
            kind=read["kind"],
            effective_on=read["effective_on"],
            language=read["language"],
            covered_from=read["covered_from"],
            covered_to=read["covered_to"],
            visibility=read["visibility"],
            licence=read["licence"].strip(),
        )


def given(item: Any) -> dict[str, Any]:
    """Return what is said of an item, for its form."""
    days = ("effective_on", "covered_from", "covered_to")
    words = ("title", "kind", "language", "visibility", "licence")
    return {
        **{name: getattr(item, name) for name in words},
        **{name: day.isoformat() for name in days if (day := getattr(item, name))},
    }


class EvidenceForm(DetailsForm, ContentForm):
    """A new item, and where in it the criterion looks that it is added for."""

    pointer = forms.CharField(
        label=_("Where in it to look"),
        help_text=_("For instance: pages 4 to 7, or sheet 2."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("Without one, the name of the file is taken.")


def seal(stored: Stored, owner: str) -> str:
    """Return a token by which this person alone can claim a file that was taken in."""
    facts = [
        stored.sha256,
        stored.size,
        stored.media_type,
        stored.name,
        stored.inspection.pages,
    ]
    return signing.dumps(facts, salt=f"evidence:{owner}", compress=True)


def unseal(token: str, owner: str) -> Stored | None:
    """Return the file of a token, or None for one that is forged, another's or too old."""
    try:
        found = signing.loads(token, salt=f"evidence:{owner}", max_age=KEPT_FOR)
        sha256, size, media_type, name, pages = found
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Stored(sha256, size, media_type, name, Inspection(media_type, pages=pages))


class WithdrawItemForm(forms.Form):
    """Why an item no longer counts."""

    reason = forms.CharField(
        label=_("Why does it no longer count?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Say why, in a sentence.")},
    )


class LinkForm(forms.Form):
    """One more criterion for an item."""

    criterion = forms.ChoiceField(label=_("Criterion"))
    pointer = forms.CharField(
        label=_("Where in it to look"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, criteria: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.id, f"{one.id} {picked(one.title)}") for one in criteria]
        self.fields["criterion"].choices = [("", ""), *choices]  # type: ignore[attr-defined]


class LibraryFilter(forms.Form):
    """What of the library to show."""

    q = forms.CharField(label=_("Title"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    criterion = forms.ChoiceField(label=_("Criterion"), required=False)

    def __init__(
        self, *args: Any, kinds: Iterable[Option], criteria: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        fields: Any = self.fields
        names = sorted(((kind.id, picked(kind.label)) for kind in kinds), key=lambda pair: pair[1])
        fields["kind"].choices = [everything, *names]
        states = {
            EvidenceState.ACTIVE: _("In use"),
            EvidenceState.WITHDRAWN: _("Withdrawn"),
            EvidenceState.ERASED: _("Erased"),
        }
        fields["state"].choices = [everything, *((s.value, name) for s, name in states.items())]
        listed = [(one.id, f"{one.id} {picked(one.title)}") for one in criteria]
        fields["criterion"].choices = [everything, ("none", _("Behind no criterion")), *listed]
