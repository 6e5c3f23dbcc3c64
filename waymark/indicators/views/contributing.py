"""For people from outside a city: propose values, see what became of them, take them back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain
from waymark.indicators import shown, shown_proposals
from waymark.indicators.actions import proposing as acts
from waymark.indicators.actions.choices import Choices
from waymark.indicators.forms.proposals import ProposalForm, ProposedFileForm
from waymark.indicators.preview import summary
from waymark.indicators.queries import proposals as reads
from waymark.indicators.queries.proposals import Outside
from waymark.indicators.rules.rows import Options
from waymark.indicators.views.common import add_refusal, found, say, uploaded
from waymark.indicators.views.deciding import sent_file
from waymark.kernel.flow import Refused

PER_PAGE = 40
FIELDS = {
    "period": "period",
    "value": "value",
    "status": "status",
    "margin": "margin",
    "count": "sample_size",
    "area": "area",
    "unit": "unit",
    "entry": "text",
    "dimension": "other_dimension",
    "group": "other_group",
}


def outside_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open a view to contributors of the city of the address; it gets `at`."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, place: str, **more: Any) -> HttpResponseBase:
        return view(request, found(reads.outside(request.user, place)), **more)

    return entered


def _page(
    request: HttpRequest, at: Outside, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    more = {"here": at, "place": at.place}
    return render(request, f"indicators/{template}.html", {**context, **more}, status=status)


@require_safe
@outside_page
def contribute(request: HttpRequest, at: Outside) -> HttpResponse:
    """What she has proposed, and what became of it."""
    paged = Paginator(reads.own_proposals(at), PER_PAGE).get_page(request.GET.get("page"))
    rows = [shown_proposals.own(at, row) for row in paged.object_list]
    return _page(request, at, "contribute", {"page": paged, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@outside_page
def propose(request: HttpRequest, at: Outside) -> HttpResponse:
    """Propose a value."""
    form = ProposalForm(
        request.POST or None,
        offered=reads.asked_for(at.viewer, at.place),
        areas=at.areas,
        initial={"indicator": request.GET.get("indicator", ""), "area": request.GET.get("area")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            acts.propose_value(
                place=at.place,
                indicator=data["indicator"],
                value=form.value_told,
                area=data["area"],
                dims=form.dims,
                unit=data["unit"],
                by=at.viewer,
                at=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused, FIELDS)
        else:
            messages.success(request, _("Proposed. The city decides, and you are told."))
            return redirect("indicators:contribute", at.place.slug)
    return _page(request, at, "propose", {"form": form}, 400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@outside_page
def propose_file(request: HttpRequest, at: Outside) -> HttpResponse:
    """Propose the values of a small table."""
    posted = request.method == "POST"
    offered = reads.asked_for(at.viewer, at.place)
    lists = {row.framework_id: str(row.framework) for row in offered}
    data = (request.POST, request.FILES) if posted else (None, None)
    form = ProposedFileForm(*data, lists=list(lists.items()))
    form.fields["framework"].initial = next(iter(lists), "")
    context: dict[str, Any] = {"form": form}
    made, status = uploaded(request, form, lambda: _take(request, at, form, context))
    if made is not None:
        return redirect("indicators:contribute", at.place.slug)
    return _page(request, at, "propose_file", context, 400 if "problems" in context else status)


def _take(
    request: HttpRequest, at: Outside, form: ProposedFileForm, context: dict[str, Any]
) -> str | None:
    """Propose what the file holds; what is wrong with it goes to the field or the page."""
    file = form.cleaned_data["file"]
    options = Options(framework=form.cleaned_data["framework"])
    try:
        done = acts.propose_file(
            place=at.place,
            source=file,
            name=file.name,
            choices=Choices(options, language=short_language()),
            leave_out=form.cleaned_data["leave_out"],
            by=at.viewer,
            at=timezone.now(),
        )
    except (FileRefused, StoreUnavailable) as error:
        form.add_error("file", str(explain(error)))
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error("file", reasons.sentence(reason))
    else:
        if done.rows:
            _praise(request, done)
            return done.rows[0].pk
        told = summary(done.reading, done.plan)
        context["error"] = shown.remark(told["error"]) if "error" in told else None
        context["problems"] = shown.kinds(told.get("problems", []), told.get("problem_kinds", {}))
    return None


def _praise(request: HttpRequest, done: acts.Proposed) -> None:
    count = len(done.rows)
    words = ngettext(
        "%(n)s value is proposed. The city decides, and you are told.",
        "%(n)s values are proposed. The city decides, and you are told.",
        count,
    )
    messages.success(request, words % {"n": count})
    if done.passed_over:
        text = _("The baselines and targets in the file were passed over: they are the city’s own.")
        messages.info(request, text)


@require_safe
@outside_page
def file(request: HttpRequest, at: Outside, pk: str) -> HttpResponseBase:
    """A file that she sent herself."""
    return sent_file(found(reads.own_proposal(at, pk)))


@require_POST
@outside_page
def withdraw(request: HttpRequest, at: Outside, pk: str) -> HttpResponse:
    """Take back a proposal of one's own."""
    row = found(reads.own_proposal(at, pk))
    try:
        acts.withdraw_proposal(proposal=row, by=at.viewer, at=timezone.now())
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("Taken back."))
    return redirect("indicators:contribute", at.place.slug)
