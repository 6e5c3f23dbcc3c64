"""Recognised schemes: their crosswalks, one of them row by row, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import permits, statuses
from waymark.kernel.flow import Refused
from waymark.kernel.tables import write_csv
from waymark.schemes import actions
from waymark.schemes.crosswalk_words import (
    CONFIDENCES,
    RELATIONS,
    WHY_NOT,
    fault_words,
    place_words,
)
from waymark.schemes.forms import DecisionForm
from waymark.schemes.forms.crosswalks import CrosswalkFile
from waymark.schemes.queries import crosswalks as queries
from waymark.schemes.rules.crosswalk import (
    COLUMNS,
    CROSSWALK,
    DECISIONS,
    BadCrosswalk,
    as_table,
    why_not,
)
from waymark.schemes.rules.publishing import Permit
from waymark.schemes.views.common import carry_out, is_done, json_file, put_on

if TYPE_CHECKING:
    from waymark.schemes.models import Crosswalk
    from waymark.schemes.rules.crosswalk import Crosswalk as Rules

FORM = ["GET", "HEAD", "POST"]
MOST = 300
OWN_STEPS = ("propose", "rework", "discard")


def find(request: HttpRequest, pk: str) -> Crosswalk:
    """Return a crosswalk that the viewer may read. Raises Http404."""
    found = queries.crosswalk(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_safe
def crosswalks(request: HttpRequest) -> HttpResponse:
    """The other schemes whose results count, and what is proposed."""
    rows = list(queries.crosswalks(request.user).defer("document")[:MOST])
    context = {"rows": rows, "begins": queries.may_begin(request.user)}
    return render(request, "schemes/crosswalks.html", context)


@require_safe
def crosswalk(request: HttpRequest, pk: str) -> HttpResponse:
    """Every row, with where it comes from and who checked it."""
    return show(request, find(request, pk))


def show(request: HttpRequest, row: Crosswalk, decide: DecisionForm | None = None) -> HttpResponse:
    """Draw the page, with a decision that was refused where there is one."""
    found = queries.crosswalk_of(row)
    writes = permits.may(request.user, Permit.DRAFT_CROSSWALK, on=row.scheme)
    decides = permits.may(request.user, Permit.DECIDE_CROSSWALK, on=row.scheme)
    context = {
        "row": row,
        "told": found,
        "rows": _rows(row, found),
        "may_write": writes and row.state == "draft",
        "steps": [
            one.name for one in CROSSWALK.open(row.state) if one.name in OWN_STEPS and writes
        ],
        "decide": decide or (_decide_form(row) if decides else None),
        "history": list(row.decisions.select_related("by")),
    }
    status = 422 if decide is not None and decide.errors else 200
    return render(request, "schemes/crosswalk.html", context, status=status)


def _rows(row: Crosswalk, found: Rules) -> list[dict[str, Any]]:
    ours = queries.edition_beside(row)
    titles = ours.by_id if ours else {}
    return [
        {
            "one": one,
            "ours": titles.get(one.criterion),
            "needs": found.level_title(one.needs),
            "relation": RELATIONS[one.relation],
            "confidence": CONFIDENCES[one.confidence],
            "why": WHY_NOT[why] if (why := why_not(one)) else "",
        }
        for one in found.rows
    ]


def _decide_form(row: Crosswalk, data: Any = None) -> DecisionForm | None:
    names = [step.name for step in CROSSWALK.open(row.state) if step.name in DECISIONS]
    kinds = [(name, statuses.find(f"crossing.{name}").label) for name in names]
    return DecisionForm(data, kinds=kinds) if kinds else None


@login_required
@require_http_methods(FORM)
def begin(request: HttpRequest) -> HttpResponse:
    """Take a crosswalk in as a draft, or say of every fault where it is."""
    if not queries.may_begin(request.user):
        raise Http404
    return _take_in(request, None)


@login_required
@require_http_methods(FORM)
def whole(request: HttpRequest, pk: str) -> HttpResponse:
    """Replace a draft by a file."""
    row = find(request, pk)
    held = permits.may(request.user, Permit.DRAFT_CROSSWALK, on=row.scheme)
    if row.state != "draft" or not held:
        raise Http404
    return _take_in(request, row)


def _take_in(request: HttpRequest, row: Crosswalk | None) -> HttpResponse:
    posted = request.method == "POST"
    form = CrosswalkFile(request.POST, request.FILES) if posted else CrosswalkFile()
    if posted and form.is_valid():
        told = form.cleaned_data | {"by": request.user, "at": timezone.now()}
        try:
            if row is None:
                made = actions.begin_crosswalk(**told)
            else:
                seen = request.POST.get("seen", "")
                made = actions.write_crosswalk(crosswalk=row, seen=seen, **told)
        except BadCrosswalk as bad:
            form.refuse(bad)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The file is taken in as a draft. Look it through."))
            return redirect("crosswalk", made.pk)
    faults = [{"place": place_words(one), "words": fault_words(one)} for one in form.faults]
    context = {"row": row, "form": form, "faults": faults}
    status = 422 if form.errors else 200
    return render(request, "schemes/crosswalk_file.html", context, status=status)


@login_required
@require_POST
def step(request: HttpRequest, pk: str, step: str) -> HttpResponse:
    """Lay it before the committee, take it back, or give it up."""
    acts: dict[str, tuple[Callable[..., Any], str]] = {
        "propose": (actions.propose_crosswalk, _("The committee’s chair can decide on it now.")),
        "rework": (actions.rework_crosswalk, _("It is a draft again.")),
        "discard": (actions.discard_crosswalk, _("The draft is given up.")),
    }
    row = find(request, pk)
    if step not in acts or not permits.may(request.user, Permit.DRAFT_CROSSWALK, on=row.scheme):
        raise Http404
    does, done = acts[step]
    by, now = request.user, timezone.now()
    carry_out(request, lambda: does(crosswalk=row, by=by, at=now), done)
    return redirect("crosswalk", pk)


@login_required
@require_POST
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """The committee's word, by its chair."""
    row = find(request, pk)
    form = _decide_form(row, request.POST)
    if form is None or not permits.may(request.user, Permit.DECIDE_CROSSWALK, on=row.scheme):
        raise Http404
    if is_done(
        request,
        form,
        actions.decide_crosswalk,
        _("The decision is on record."),
        crosswalk=row,
        seen=request.POST.get("seen", ""),
    ):
        return redirect("crosswalk", pk)
    return show(request, row, form)


@require_safe
def document(request: HttpRequest, pk: str) -> HttpResponse:
    """The crosswalk as canonical JSON, which can be taken in again without loss."""
    row = find(request, pk)
    return json_file(row.document, f"{row.other}-{row.version}")


@require_safe
def table(request: HttpRequest, pk: str) -> HttpResponse:
    """The same as one flat table."""
    row = find(request, pk)
    return _csv(as_table(queries.crosswalk_of(row)), f"{row.other}-{row.version}")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty table to begin with."""
    return _csv(write_csv([COLUMNS]), "crosswalk")


def _csv(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
