"""Writing an adaptation: one change a page, the whole document, and the next version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.base import permits
from waymark.kernel import canonical
from waymark.kernel.flow import Refused
from waymark.schemes import actions, queries
from waymark.schemes.forms import FORMS, DocumentForm, VersionForm
from waymark.schemes.rules import InvalidDocument
from waymark.schemes.rules.adapting import OPEN
from waymark.schemes.rules.publishing import Permit
from waymark.schemes.sidebyside import KINDS
from waymark.schemes.views.common import adaptation_or_404, put_on, say

if TYPE_CHECKING:
    from waymark.schemes.models import Adaptation


def _draft_or_404(request: HttpRequest, pk: str) -> Adaptation:
    row = adaptation_or_404(request, pk)
    if row.state not in OPEN or not permits.may(request.user, Permit.DRAFT_ADAPTATION, on=row):
        raise Http404
    return row


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    """Add one change; what the rules do not allow is said with its reason."""
    row = _draft_or_404(request, pk)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](
        request.POST or None,
        base=queries.scheme_of(row.base),
        namespace=row.mechanism.slug,
        taken=queries.highest_number(row),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_ops(
                adaptation=row,
                ops=form.ops,
                seen=request.POST.get("seen", ""),
                by=request.user,
                at=timezone.now(),
            )
        except (Refused, InvalidDocument) as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The change is in."))
            return redirect("adaptation", pk)
    context = {"row": row, "kind": kind, "title": KINDS[kind], "form": form}
    return render(request, "schemes/add.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def whole(request: HttpRequest, pk: str) -> HttpResponse:
    """Replace the whole document."""
    row = _draft_or_404(request, pk)
    form = DocumentForm(request.POST or None, initial={"document": _pretty(row)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.replace_document(
                adaptation=row,
                document=form.cleaned_data["document"],
                seen=request.POST.get("seen", ""),
                by=request.user,
                at=timezone.now(),
            )
        except (Refused, InvalidDocument) as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The document is kept."))
            return redirect("adaptation", pk)
    context = {"row": row, "title": _("The whole document"), "form": form}
    return render(request, "schemes/add.html", context, status=422 if form.errors else 200)


def _pretty(row: Adaptation) -> str:
    document: Any = canonical.loads(row.document.encode(), max_bytes=queries.MAX_DOCUMENT)
    return json.dumps(document, ensure_ascii=False, indent=1)


@login_required
@require_POST
def rebase(request: HttpRequest, pk: str) -> HttpResponse:
    """Begin the next version over the edition in force."""
    row = adaptation_or_404(request, pk)
    base = queries.current_edition(request.user, row.scheme_id)
    if base is None or not permits.may(request.user, Permit.DRAFT_ADAPTATION, on=row):
        raise Http404
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"].strip() if form.is_valid() else ""
    try:
        made = actions.rebase_adaptation(
            adaptation=row, base=base, version=version, by=request.user, at=timezone.now()
        )
    except (Refused, InvalidDocument) as refusal:
        say(request, refusal)
        return redirect("adaptation", pk)
    messages.success(request, _("Begun. What carries over is in it."))
    return redirect("adaptation", made.pk)
