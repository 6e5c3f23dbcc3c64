"""Reading the verify page's and the registry's fields."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from waymark.awards.rules.reading import MAX_BYTES
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain

Refused = FileRefused | StoreUnavailable
NUMBER = re.compile(r"WM-\d{4}-[0-9A-Z]{6}", re.IGNORECASE)


class VerifyForm(forms.Form):
    """A certificate in one of three forms: a link or number, a file, or pasted text."""

    link = forms.CharField(
        label=_("Link or number"),
        help_text=_("For instance WM-2026-7Q4K2B, or the address behind the QR code."),
        required=False,
        max_length=500,
    )
    file = forms.FileField(
        label=_("Certificate file"),
        help_text=_("The JSON file; it is also attached to the PDF."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    text = forms.CharField(
        label=_("Text of the certificate"),
        help_text=_("Paste the whole JSON."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, refused: Refused | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = refused  # why the file was thrown away while it arrived

    def clean_file(self) -> UploadedFile | None:
        """Refuse what is larger than a certificate can be."""
        found: UploadedFile | None = self.cleaned_data["file"]
        if isinstance(self.refused, StoreUnavailable):
            raise forms.ValidationError(str(explain(self.refused)))
        if self.refused or (found is not None and (found.size or 0) > MAX_BYTES):
            raise forms.ValidationError(_("This file is larger than a certificate can be."))
        return found

    def clean_link(self) -> str:
        """Read the number out of a link; no address is ever fetched."""
        link: str = self.cleaned_data["link"].strip()
        if not link:
            return ""
        found = NUMBER.search(urlsplit(link).path if "/" in link else link)
        if found is None:
            raise forms.ValidationError(
                _("No certificate number was found in this. It looks like WM-2026-7Q4K2B.")
            )
        return found.group().upper()

    def clean(self) -> dict[str, Any]:
        """Demand one of the three."""
        data = super().clean() or {}
        given = [name for name in ("link", "file", "text") if data.get(name)]
        if not given and not self.errors:
            raise forms.ValidationError(
                _("Give a link, choose a file or paste the text of a certificate.")
            )
        return data

    def document(self) -> bytes:
        """Return the certificate that was handed in as bytes; empty where a link was given."""
        if self.cleaned_data.get("file"):
            return bytes(self.cleaned_data["file"].read())
        return str(self.cleaned_data.get("text") or "").encode("utf-8", "replace")
