"""Writing the next edition: begun, changed part by part, or taken in as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.base import permits
from waymark.kernel import canonical
from waymark.kernel import text as texts
from waymark.kernel.flow import Refused
from waymark.schemes import actions, queries
from waymark.schemes.faults import located
from waymark.schemes.forms import PARTS, Draft, EditionFile
from waymark.schemes.queries import drafts
from waymark.schemes.rules import InvalidDocument
from waymark.schemes.rules.publishing import Permit
from waymark.schemes.sidebyside import PART_NAMES
from waymark.schemes.views.common import edition_or_404, put_at_fields, put_on

if TYPE_CHECKING:
    from waymark.schemes.models import Edition


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the next edition from the one in force, or from a file."""
    base = queries.current_edition(request.user, slug)
    if base is None or not permits.may(request.user, Permit.DRAFT_EDITION, on=base.scheme):
        raise Http404
    posted = request.method == "POST"
    form = EditionFile(request.POST, request.FILES, optional=True) if posted else EditionFile()
    if posted and form.is_valid():
        content = form.cleaned_data["content"]
        try:
            made = actions.begin_edition(
                base=base, document=content, by=request.user, at=timezone.now()
            )
        except (Refused, InvalidDocument) as refusal:
            _above(form, refusal, content)
        else:
            return redirect("edition", made.pk)
    context = {"base": base, "form": form}
    status = 422 if form.errors else 200
    return render(request, "schemes/begin_edition.html", context, status=status)


def _above(form: EditionFile, refusal: Refused | InvalidDocument, content: Any) -> None:
    if isinstance(refusal, Refused):
        put_on(form, refusal)
        return
    for problem in refusal.problems:
        form.add_error(None, located(problem, content))


def _draft_or_404(request: HttpRequest, pk: str) -> Edition:
    row = edition_or_404(request, pk)
    if row.state != "draft" or not permits.may(request.user, Permit.DRAFT_EDITION, on=row.scheme):
        raise Http404
    return row


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: str, part: str) -> HttpResponse:
    """Change one part; what the rules refuse is said at the field, and nothing typed is lost."""
    row = _draft_or_404(request, pk)
    if part not in PARTS:
        raise Http404
    draft = _read(request, row, part)
    form = PARTS[part](request.POST if request.method == "POST" else None, draft=draft)
    if request.method == "POST" and form.is_valid():
        made = form.made()
        try:
            actions.write_edition(
                edition=row,
                document=made,
                seen=request.POST.get("seen", ""),
                by=request.user,
                at=timezone.now(),
            )
        except (Refused, InvalidDocument) as refusal:
            put_at_fields(form, refusal, made)
        else:
            messages.success(request, _("The change is in."))
            again = part == "rule" and request.POST.get("add")
            return redirect(request.get_full_path()) if again else redirect("edition", pk)
    context = {
        "row": row,
        "part": part,
        "title": PART_NAMES[part],
        "form": form,
        "criterion": draft.criterion,
        "language": draft.language,
        "languages": _languages(draft) if form.by_language else [],
    }
    return render(request, "schemes/edit.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, row: Edition, part: str) -> Draft:
    """The draft with the criterion and the language that the address names. Raises Http404."""
    scheme = queries.scheme_of(row)
    language = request.GET.get("language", "") or scheme.language
    known = {one.code for one in texts.LANGUAGES} | set(scheme.title)
    criterion = scheme.by_id.get(request.GET.get("criterion", ""))
    if language not in known or (PARTS[part].of_criterion and criterion is None):
        raise Http404
    document = canonical.loads(row.document.encode(), max_bytes=queries.MAX_DOCUMENT)
    return Draft(document, scheme, drafts.used_before(row), language, criterion)


def _languages(draft: Draft) -> list[tuple[str, str]]:
    """The languages that texts can be said in, with their own names."""
    return [(one.code, one.autonym) for one in texts.LANGUAGES]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def whole(request: HttpRequest, pk: str) -> HttpResponse:
    """Take in the whole document."""
    row = _draft_or_404(request, pk)
    posted = request.method == "POST"
    form = EditionFile(request.POST, request.FILES) if posted else EditionFile()
    if posted and form.is_valid():
        content = form.cleaned_data["content"]
        try:
            actions.write_edition(
                edition=row,
                document=content,
                seen=request.POST.get("seen", ""),
                by=request.user,
                at=timezone.now(),
            )
        except (Refused, InvalidDocument) as refusal:
            _above(form, refusal, content)
        else:
            messages.success(request, _("The document is kept."))
            return redirect("edition", pk)
    context = {"row": row, "title": _("The whole document"), "form": form}
    return render(request, "schemes/whole.html", context, status=422 if form.errors else 200)
