"""The secretariat brings in tables of entries, and takes the library away as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.files.errors import FileRefused, Kind, StoreUnavailable
from waymark.base.files.handlers import refused_upload
from waymark.base.files.messages import explain
from waymark.kernel.flow import Refused
from waymark.library import actions, exports
from waymark.library.forms.intake import CommitForm, TableForm
from waymark.library.queries import intake as reads
from waymark.library.queries import items
from waymark.library.rules.vocabulary import Shelf
from waymark.library.shown import lines_shown, wrong_shown
from waymark.library.views.curating import curators_page

if TYPE_CHECKING:
    from waymark.library.models import Intake

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@curators_page
def intakes(request: HttpRequest) -> HttpResponse:
    """The tables brought in, and the form for another."""
    posted = request.method == "POST"
    form = TableForm(*((request.POST, request.FILES) if posted else (None, None)))
    status = 200
    if posted and (refused := refused_upload(request)) is not None:
        form.errors.pop("file", None)
        form.add_error("file", str(explain(refused)))
        status = _status(refused)
    elif posted and form.is_valid():
        made = _preview(request, form)
        if made is not None:
            return redirect("library_intake", made.pk)
    if form.errors and status == 200:
        status = 422
    page = Paginator(reads.intakes(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "library/intakes.html", {"form": form, "page": page}, status=status)


def _status(refused: FileRefused | StoreUnavailable) -> int:
    if isinstance(refused, StoreUnavailable):
        return 507 if refused.full else 503
    return 413 if refused.kind is Kind.TOO_LARGE else 400


def _preview(request: HttpRequest, form: TableForm) -> Intake | None:
    file = form.cleaned_data["file"]
    by, at = request.user, timezone.now()
    try:
        return actions.preview_intake(source=file, name=file.name, by=by, at=at)
    except (FileRefused, StoreUnavailable) as error:
        form.add_error("file", str(explain(error)))
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error("file", reasons.sentence(reason))
    return None


def _found(request: HttpRequest, pk: str) -> Intake:
    row = reads.intake(request.user, pk)
    if row is None:
        raise Http404
    return row


@require_safe
@curators_page
def intake(request: HttpRequest, pk: str) -> HttpResponse:
    """What a table would do, row by row, or what became of it."""
    row = _found(request, pk)
    context: dict[str, Any] = {"intake": row}
    if row.state == "preview":
        plan = reads.plan_of(row)
        only = request.GET.get("only", "")
        lines = [line for line in plan.lines if not only or line.outcome == only]
        page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "counts": [one for one in plan.counts.items() if one[1]],
            "wrong": wrong_shown(plan.wrong, row.sheet["header"]),
            "lines": lines_shown(page.object_list, row.sheet["header"]),
            "page": page,
            "only": only,
            "refused": plan.counts.get("refused", 0),
            "alike": plan.counts.get("alike", 0),
            "seen": plan.fingerprint,
            "stores": not plan.wrong and bool(plan.to_do(alike=True)),
        }
    return render(request, "library/intake.html", context)


@require_POST
@curators_page
def commit(request: HttpRequest, pk: str) -> HttpResponse:
    """Store what was previewed."""
    row, form = _found(request, pk), CommitForm(request.POST)
    nothing = {"seen": "", "leave_out": False, "alike": False}
    told = form.cleaned_data if form.is_valid() else nothing
    _act(request, lambda: actions.commit_intake(intake=row, **_who(request), **told))
    return redirect("library_intake", pk)


@require_POST
@curators_page
def discard(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a preview aside."""
    row = _found(request, pk)
    _act(request, lambda: actions.discard_intake(intake=row, **_who(request)))
    return redirect("library_intakes")


@require_POST
@curators_page
def undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Take an import back as a whole."""
    row = _found(request, pk)
    _act(request, lambda: actions.undo_intake(intake=row, **_who(request)))
    return redirect("library_intake", pk)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _act(request: HttpRequest, act: Any) -> None:
    try:
        act()
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("Done."))


@require_safe
@curators_page
def table(request: HttpRequest, kind: str) -> Any:
    """The whole library as a table that can be brought in again."""
    rows = items.shown(request.user, items.Wanted()).exclude(shelf=Shelf.STUDY)
    if kind == "csv":
        response: Any = StreamingHttpResponse(
            exports.whole_csv(rows), content_type="text/csv; charset=utf-8"
        )
    else:
        response = HttpResponse(exports.whole_xlsx(rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="library-entries.{kind}"'
    return response
