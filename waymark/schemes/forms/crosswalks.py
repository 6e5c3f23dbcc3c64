"""Forms of crosswalks: a file taken in, and the committee's word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waymark.kernel import canonical
from waymark.schemes.queries.crosswalks import MAX_DOCUMENT
from waymark.schemes.rules.crosswalk import BadCrosswalk, Fault, from_table


class CrosswalkFile(forms.Form):
    """A crosswalk as JSON or CSV, uploaded or pasted."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("JSON or CSV, as it was exported here or made from the template."),
        required=False,
    )
    text = forms.CharField(
        label=_("Or the file’s text"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "dir": "ltr"}),
        max_length=MAX_DOCUMENT,
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.faults: tuple[Fault, ...] = ()

    def clean(self) -> dict[str, Any]:
        """The document as `document`, and the number of each row as `numbers`."""
        read: dict[str, Any] = super().clean() or self.cleaned_data
        given = read.pop("file", None)
        raw = given.read(MAX_DOCUMENT + 1) if given else b""
        pasted = read.pop("text", "") or ""
        raw = raw or pasted.encode()
        if not raw.strip():
            self.add_error("file", gettext("Choose a file, or paste its text."))
        elif len(raw) > MAX_DOCUMENT:
            self.add_error("file", gettext("The file is larger than 2 MB."))
        else:
            try:
                read["document"], read["numbers"] = _read(raw)
            except BadCrosswalk as bad:
                self.refuse(bad)
        return read

    def refuse(self, bad: BadCrosswalk) -> None:
        """Keep the faults for the table, and say above the form that there are some."""
        self.faults = bad.faults
        self.add_error(None, gettext("Nothing was taken in. Mend what stands in the table below."))


def _read(raw: bytes) -> tuple[Any, tuple[int, ...]]:
    """Read JSON, or else CSV."""
    if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return from_table(raw)
    try:
        return canonical.loads(raw.removeprefix(b"\xef\xbb\xbf"), max_bytes=MAX_DOCUMENT), ()
    except canonical.BadDocument as error:
        raise BadCrosswalk(Fault(0, "", "crosswalk.not_json", {"why": error})) from error
