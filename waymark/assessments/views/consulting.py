"""Consultations: where a city asks a partner, and where its people answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.actions import consulting as acts
from waymark.assessments.forms import consulting as shapes
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import consulting as queries
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.city_base import city_page, page
from waymark.assessments.views.committee import REFUSALS
from waymark.base import permits
from waymark.base.face import address

if TYPE_CHECKING:
    from waymark.assessments.queries.workspace import Here

FORM = ["GET", "HEAD", "POST"]


@city_page
def ask(request: HttpRequest, here: Here) -> HttpResponse:
    """The city's consultations on this case, and a form for a further one."""
    case, now = here.the_case, timezone.now()
    may = permits.may(request.user, Permit.ASK_PARTNER, on=case)
    if request.method == "POST" and not may:
        raise Http404
    partners = queries.partners_of(case.mechanism)
    gaps = queries.in_words(case, [gap.document() for gap in queries.lacking(case)])
    form = shapes.AskPartnerForm(request.POST or None, partners=partners, gaps=gaps)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.ask_partner(case=case, by=request.user, at=now, **form.cleaned_data)
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The partner is told."), extra_tags="good")
            return redirect("assessments:consultation", made.pk)
    context: dict[str, Any] = {
        "consultations": queries.consultations(request.user, now).filter(case=case),
        "form": form if may and gaps and partners else None,
        "gaps": gaps,
        "need": address("need_add", here.place.slug) if here.may(Permit.EDIT_CASE) else "",
        "partners": partners,
        "status": 422 if form.errors else 200,
    }
    return page(request, here, "consult", "standing", **context)


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What cities ask the reader's organisation."""
    if not queries.is_partner(request.user, timezone.now()):
        raise Http404
    found = queries.asked_of(request.user, timezone.now())
    rows = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "assessments/consulting/inbox.html", {"page": rows})


@login_required
@require_http_methods(FORM)
def consultation(request: HttpRequest, pk: str) -> HttpResponse:
    """One consultation: what was shared, what was said, and a form to go on or to close it."""
    now = timezone.now()
    row = queries.consultation(request.user, pk, now)
    if row is None:
        raise Http404
    may = permits.may(request.user, Permit.SPEAK_WITH_PARTNER, on=row)
    if request.method == "POST" and not may:
        raise Http404
    form = shapes.SayForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _said(request, row, form):
        return redirect("assessments:consultation", row.pk)
    context = {
        "row": row,
        "ref": f"case-{row.case_id}",
        "shared": queries.in_words(row.case, row.shared),
        "words": row.words.select_related("by"),
        "form": form if may and row.closed_at is None else None,
        "in_city": queries.in_city(request.user, row, now),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/consulting/consultation.html", context, status=status)


def _said(request: HttpRequest, row: Any, form: shapes.SayForm) -> bool:
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        if "close" in request.POST:
            acts.close_consultation(consultation=row, note=form.cleaned_data["text"], **who)
        else:
            acts.say_on(consultation=row, text=form.cleaned_data["text"], **who)
    except REFUSALS as refusal:
        put_on(form, refusal)
        return False
    return True
