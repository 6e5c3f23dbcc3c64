"""Entering what the last source of chance gave, and handing in a record to be checked."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.spot import SIGNATURE_LENGTH, moment_field, of_our_time
from waymark.base import reasons
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain
from waymark.kernel import draw as rules
from waymark.kernel.draw import drand
from waymark.kernel.flow import Reason

MOST_RECORD = 4 * 1024 * 1024


class BeaconForm(forms.Form):
    """What came up: the signature of drand's round, or the figures that were thrown."""

    signed = forms.CharField(
        label=_("What drand gave"),
        help_text=_("The whole answer of the address below, or its signature alone."),
        max_length=SIGNATURE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )
    figures = forms.CharField(
        label=_("Figures in the order in which they came"),
        help_text=_("Spaces between them do not matter."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
    )
    at = moment_field(_("When they came up"), _("In your own time zone."), required=False)

    def __init__(self, *args: Any, told: rules.Announcement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = told
        publics = [plan for plan in (told.beacon, told.fallback) if isinstance(plan, rules.Public)]
        self.public = publics[0] if publics else None
        if not isinstance(told.beacon, rules.Network):
            del self.fields["signed"]
        if self.public is None:
            del self.fields["figures"], self.fields["at"]

    def clean_at(self) -> Any:
        """A moment of our time."""
        return of_our_time(self, "at")

    def clean(self) -> dict[str, Any]:
        """Make a beacon of what was entered; one of the two is enough."""
        read: dict[str, Any] = super().clean() or {}
        try:
            read["beacon"] = self._signed(read) or self._thrown(read)
        except rules.BadDraw as fault:
            field = "figures" if "figures" in fault.key else "signed"
            said = reasons.sentence(Reason(fault.key, fault.params))
            self.add_error(field if field in self.fields else None, said)
            return read
        if read["beacon"] is None and not self.errors:
            raise forms.ValidationError(_("Enter what the last source of chance gave."))
        return read

    def _signed(self, read: dict[str, Any]) -> rules.Signed | None:
        text = (read.get("signed") or "").strip()
        if not text or not isinstance(self.told.beacon, rules.Network):
            return None
        if text.startswith("{"):
            try:
                text = str(json.loads(text)["signature"])
            except (ValueError, KeyError, TypeError):
                raise rules.BadDraw("draw.bad_beacon") from None
        text = text.strip().lower()
        if not drand.SIGNATURE.fullmatch(text):
            raise rules.BadDraw("draw.bad_beacon")
        return rules.Signed(self.told.beacon.round, text)

    def _thrown(self, read: dict[str, Any]) -> rules.Thrown | None:
        figures = (read.get("figures") or "").strip()
        if not figures or self.public is None:
            return None
        found = rules.checked_figures(self.public.kind, figures)
        if not read.get("at"):
            self.add_error("at", _("Say when they came up."))
            return None
        at = read["at"].astimezone(UTC).replace(microsecond=0)
        return rules.Thrown(self.public.kind, self.public.source, found, at)


class RecordForm(forms.Form):
    """A record to be computed again, and what its reader knows from elsewhere."""

    file = forms.FileField(
        label=_("Record of a draw"),
        help_text=_("The JSON file. It is not kept."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        max_length=MOST_RECORD,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "dir": "ltr"}),
    )
    figures = forms.CharField(
        label=_("Dice or digits as you found them yourself"),
        help_text=_("Only where the draw used them."),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    key = forms.CharField(
        label=_("The ledger’s key as you noted it earlier"),
        help_text=_("One line; without it the key in the record is used, and that is said."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, *args: Any, refused: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused: FileRefused | StoreUnavailable | None = refused

    def clean_file(self) -> UploadedFile | None:
        """Refuse what is too large for this page; the command line takes more."""
        found: UploadedFile | None = self.cleaned_data["file"]
        if isinstance(self.refused, StoreUnavailable):
            raise forms.ValidationError(str(explain(self.refused)))
        if self.refused or (found is not None and (found.size or 0) > MOST_RECORD):
            raise forms.ValidationError(
                _("This page takes records of up to 4 MB. The command line takes larger ones.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Demand a record."""
        read = super().clean() or {}
        if not self.errors and not read.get("file") and not (read.get("text") or "").strip():
            raise forms.ValidationError(_("Choose a file, or paste the text of a record."))
        return read

    def document(self) -> bytes:
        """Return the record that was handed in, as bytes."""
        if self.cleaned_data.get("file"):
            return bytes(self.cleaned_data["file"].read())
        return str(self.cleaned_data.get("text") or "").encode("utf-8", "replace")
