"""What answers a gap, why, what cities say of it; being named as a peer, and exchanges."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.assessments.queries.workspace import here as at_work
from waymark.base import permits
from waymark.community import shown_matching as shown
from waymark.community.actions import matching as acts
from waymark.community.forms.matching import ConsentForm, ExchangeForm, GoalsForm, SaidForm
from waymark.community.forms.providers import put_on
from waymark.community.queries import exchanges as queries
from waymark.community.queries import matching as matched
from waymark.community.queries.needs import likely_topics
from waymark.community.queries.related import related
from waymark.community.rules.exchanges import EXCHANGE, Permit, steps_of
from waymark.kernel.flow import Refused
from waymark.library.queries import items

if TYPE_CHECKING:
    from waymark.assessments.queries.workspace import Here
    from waymark.community.models.matching import Exchange

FORM = ["GET", "HEAD", "POST"]
PER_PAGE = 30


def of_the_city(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Open a view to those who work for the city of the address; others learn nothing of it."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, place: str, **more: Any) -> HttpResponse:
        found = at_work(request.user, place)
        if found is None:
            raise Http404
        return view(request, found, **more)

    return entered


def _gap(here: Here, criterion: str) -> Any:
    """A criterion of the case at work."""
    found = here.scheme.by_id.get(criterion) if here.case else None
    if found is None:
        raise Http404
    return found


@require_safe
@of_the_city
def matches(request: HttpRequest, here: Here, criterion: str) -> HttpResponse:
    """All that answers a gap, each with its reasons, and the cities that closed it."""
    found = _gap(here, criterion)
    ask = matched.gap_of(here, found)
    told = matched.answers(request.user, here.place, ask, here.at)
    topics = likely_topics(request.user, criterion) if ask.open else ()
    context = {
        "related": related(request.user, here.place, topics, [criterion], here.at),
        "here": here,
        "criterion": found,
        "ask": ask,
        "groups": shown.groups(told, matched.said_of(here.place, criterion)),
        "peers": [shown.peer(one) for one in told.peers],
        "may_judge": permits.may(request.user, Permit.JUDGE_SUGGESTION, on=here.place),
        "may_ask": permits.may(request.user, Permit.ASK_PEER, on=here.place),
    }
    return render(request, "community/matching/matches.html", context)


@require_POST
@of_the_city
def said(request: HttpRequest, here: Here, criterion: str) -> HttpResponse:
    """Keep what the city says of one suggestion."""
    _gap(here, criterion)
    if not permits.may(request.user, Permit.JUDGE_SUGGESTION, on=here.place):
        raise Http404
    form = SaidForm(request.POST)
    item = items.item(request.user, form.cleaned_data["item"]) if form.is_valid() else None
    if item is not None:
        acts.judge_suggestion(
            place=here.place,
            item=item,
            about=criterion,
            said=form.cleaned_data["said"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Thank you. Curators see how many cities said so."))
    return redirect("matches", here.place.slug, criterion)


@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """In which order things are suggested, and what has no part in it."""
    return render(request, "community/matching/why.html")


@login_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What cities say of suggestions, for curators."""
    if not items.may_curate(request.user):
        raise Http404
    rows = Paginator(shown.figures(matched.figures(request.user)), PER_PAGE)
    page = rows.get_page(request.GET.get("page"))
    return render(request, "community/matching/figures.html", {"page": page})


@require_http_methods(FORM)
@of_the_city
def peers(request: HttpRequest, here: Here) -> HttpResponse:
    """For what the city wants to be named, and its exchanges."""
    may = permits.may(request.user, Permit.AGREE_TO_BE_NAMED, on=here.place)
    if request.method == "POST" and not may:
        raise Http404
    agreed = matched.consent(here.place)
    met = matched.met_by(request.user, [here.place.pk], here.at).get(here.place.pk, frozenset())
    choices = shown.criteria(here, met | agreed)
    form = ConsentForm(request.POST or None, criteria=choices, initial={"criteria": sorted(agreed)})
    sent = request.method == "POST"
    if sent:
        form = ConsentForm(request.POST, criteria=choices)
    if sent and form.is_valid():
        try:
            acts.agree_to_be_named(
                place=here.place, by=request.user, at=here.at, **form.cleaned_data
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("peers", here.place.slug)
    rows = Paginator(queries.of_place(request.user, here.place, here.at), PER_PAGE)
    context = {
        "here": here,
        "form": form if may else None,
        "choices": choices,
        "agreed": sorted(agreed),
        "page": rows.get_page(request.GET.get("page")),
    }
    status = 422 if form.errors else 200
    return render(request, "community/matching/peers.html", context, status=status)


@require_http_methods(FORM)
@of_the_city
def ask(request: HttpRequest, here: Here, criterion: str, peer: str) -> HttpResponse:
    """Ask a city that closed the same gap for an exchange."""
    if not permits.may(request.user, Permit.ASK_PEER, on=here.place):
        raise Http404
    named = matched.peer(request.user, here.place, peer, criterion, here.at)
    if named is None:
        raise Http404
    form = GoalsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.ask_peer(
                place=here.place,
                peer=peer,
                criterion=criterion,
                by=request.user,
                at=here.at,
                **form.cleaned_data,
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The city is asked."))
            return redirect("exchange", made.pk)
    context = {"here": here, "peer": named, "criterion": criterion, "form": form}
    status = 422 if form.errors else 200
    return render(request, "community/matching/ask.html", context, status=status)


@login_required
@require_http_methods(FORM)
def exchange(request: HttpRequest, pk: str) -> HttpResponse:
    """One exchange: its goals, what was said, and the steps that are open."""
    now = timezone.now()
    row = queries.exchange(request.user, pk, now)
    if row is None:
        raise Http404
    steps = _steps(request, row)
    if request.method == "POST" and not steps:
        raise Http404
    form = ExchangeForm(request.POST or None)
    sent = request.method == "POST"
    if sent and form.is_valid():
        try:
            acts.move_exchange(
                exchange=row,
                step=request.POST.get("step", ""),
                said=form.cleaned_data["text"],
                by=request.user,
                at=now,
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            return redirect("exchange", pk)
    sides = queries.sides(request.user, row, now)
    context = {
        "row": row,
        "own": next(iter(sides.values())),
        "words": row.words.select_related("by"),
        "form": form if steps else None,
        "steps": [(name, shown.STEPS[name]) for name in steps],
    }
    status = 422 if form.errors else 200
    return render(request, "community/matching/exchange.html", context, status=status)


def _steps(request: HttpRequest, row: Exchange) -> list[str]:
    """The steps that she can take now, for either side that she works for."""
    found: dict[str, None] = {}
    by_name = {step.name: step for step in EXCHANGE.steps}
    for side, place in queries.sides(request.user, row, timezone.now()).items():
        for name in steps_of(row.state, side):
            if permits.may(request.user, by_name[name].permit, on=place):
                found[name] = None
    return list(found)
