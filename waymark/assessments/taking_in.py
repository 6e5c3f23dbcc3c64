"""Taking in what a form brings: a file, one that was kept from the try before, or an address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from waymark.assessments.actions.evidence import Content
from waymark.assessments.forms.evidence import ContentForm, seal, unseal
from waymark.base.files import disk, storage
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.handlers import refused_upload
from waymark.base.files.messages import explain


@dataclass(frozen=True)
class Taken:
    """What was brought. `token` lets the next try claim the same file."""

    stored: storage.Stored | None = None
    url: str = ""
    token: str = ""

    @property
    def name(self) -> str:
        """The file's cleaned name, "" for an address."""
        return self.stored.name if self.stored else ""

    @property
    def title(self) -> str:
        """What it is called where nobody gave it a title."""
        return PurePath(self.name).stem or self.url

    def content(self, at: Any) -> Content:
        """Return what the action takes; call it in the transaction of the change."""
        if self.stored is None:
            return Content(url=self.url)
        blob = storage.keep(self.stored, at=at)
        return Content(blob=blob, name=self.stored.name, pages=self.stored.inspection.pages)


def _store(request: HttpRequest, form: ContentForm) -> storage.Stored | None:
    """Take in a new file, or the one of the try before; put a refusal on the form."""
    owner = str(request.user.pk)
    if why := refused_upload(request):
        form.add_error("file", str(explain(why)))
        return None
    upload = request.FILES.get("file")
    if upload is not None:
        try:
            return storage.store(upload, name=upload.name or "")
        except (FileRefused, StoreUnavailable) as why_not:
            form.add_error("file", str(explain(why_not)))
            return None
    kept = unseal(request.POST.get("kept", ""), owner)
    return kept if kept and disk.path_of(kept.sha256).exists() else None


def take(request: HttpRequest, form: ContentForm) -> Taken:
    """Return what a form brought, safe on disk even where other fields are refused.

    Checks the form as a whole: a file and an address at once, or neither, is an error of it.
    """
    form.is_valid()
    stored = _store(request, form)
    url = form.cleaned_data.get("url", "")
    if stored and url:
        form.add_error("url", _("Choose a file, or give an address: one of the two."))
    elif not stored and not url and not {"file", "url"} & set(form.errors):
        form.add_error("file", _("Choose a file, or give an address: one of the two."))
    token = seal(stored, str(request.user.pk)) if stored else ""
    return Taken(stored, url if not stored else "", token)


def limit() -> int:
    """The largest upload that is taken, in bytes."""
    return int(settings.WAYMARK_UPLOAD_LIMIT)
