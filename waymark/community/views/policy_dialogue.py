"""One policy issue: what the levels say to each other there, and which cities have it too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.base import permits
from waymark.community import shown_policy as shown
from waymark.community.actions import policy as acts
from waymark.community.actions import policy_words as words_acts
from waymark.community.forms.needs import put_on
from waymark.community.forms.policy import JoinForm, WordForm
from waymark.community.queries import needs as needs_queries
from waymark.community.queries import policy as queries
from waymark.community.queries import policy_voices as voices
from waymark.community.rules.policy import UNDER_WAY, Permit, told_unnamed
from waymark.community.views.needs import FORM
from waymark.community.views.policy import found_issue
from waymark.community.views.spaces import carry_out
from waymark.kernel.flow import Refused
from waymark.people.queries import is_secretary

if TYPE_CHECKING:
    from waymark.community.models import PolicyIssue

WORDS = 50


@require_http_methods(FORM)
def issue(request: HttpRequest, pk: str) -> HttpResponse:
    """One issue for whoever reads it, and the form for what comes next."""
    row, now = found_issue(request, pk), timezone.now()
    roles = permits.roles(request.user, row)
    side = voices.speaker(request.user, row, now)
    turns = shown.turns(row, side, lambda permit: bool(permits.tables[permit] & roles))
    if request.method == "POST" and not turns.steps:
        raise Http404
    form = WordForm(request.POST or None, steps=turns.steps, finds=turns.finds, links=turns.links)
    if request.method == "POST" and form.is_valid() and _said(request, row, form):
        return redirect("policy_issue", row.pk)
    said = Paginator(voices.said(request.user, row, now), WORDS)
    page = said.get_page(request.GET.get("page", said.num_pages))
    context = {
        **_about(request, row),
        "form": form if turns.steps else None,
        "page": page,
        "words": [shown.word(one) for one in page],
        "takes_part": side is not None,
        "moderates": is_secretary(request.user, now),
    }
    status = 422 if form.errors else 200
    return render(request, "community/policy/issue.html", context, status=status)


def _about(request: HttpRequest, row: PolicyIssue) -> dict[str, Any]:
    user, now = request.user, timezone.now()
    in_city = permits.may(user, Permit.SEE_CITY_POLICY, on=row)
    may_write = in_city and permits.may(user, Permit.KEEP_POLICY, on=row)
    unread = row.need_id is not None and in_city
    joinable = queries.joinable(user, row, now)
    return {
        "row": row,
        "line": shown.line(row),
        "base": "base/workspace.html" if user.is_authenticated else "base/page.html",
        "in_city": in_city,
        "may_edit": may_write and row.state in UNDER_WAY,
        "partners": row.partners.order_by("name__en", "pk") if in_city else (),
        "need": needs_queries.need(user, row.need_id or "", now) if unread else None,
        "named": queries.named(row),
        "unnamed": told_unnamed(queries.unnamed(row)),
        "joins": queries.own_joins(user, row, now),
        "join_form": JoinForm(places=_choices(joinable)) if joinable else None,
        "versions": [shown.version(one) for one in queries.history(user, row, now)],
    }


def _choices(places: Any) -> list[tuple[str, str]]:
    return [(place.pk, str(place.name)) for place in places]


def _said(request: HttpRequest, row: PolicyIssue, form: WordForm) -> bool:
    told = form.words()
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        if told.step:
            words_acts.move_issue(issue=row, told=told, **who)
        else:
            words_acts.say_on_issue(issue=row, told=told, **who)
    except Refused as refused:
        put_on(form, refused)
        return False
    messages.success(request, _("It stands there for whoever reads the issue."))
    return True


@login_required
@require_POST
def join(request: HttpRequest, pk: str) -> HttpResponse:
    """Say for a city that it has this too."""
    row, now = found_issue(request, pk), timezone.now()
    places = {place.pk: place for place in queries.joinable(request.user, row, now)}
    if not places:
        raise Http404
    form = JoinForm(request.POST, places=_choices(places.values()))
    if not form.is_valid():
        messages.error(request, _("Choose the city or region for which you say it."))
        return redirect("policy_issue", pk)
    place, named = places[form.cleaned_data["place"]], form.cleaned_data["named"]
    carry_out(
        request,
        lambda: acts.join_issue(issue=row, place=place, named=named, by=request.user, at=now),
        _("Noted: your city has this issue too."),
    )
    return redirect("policy_issue", pk)


@login_required
@require_POST
def joined(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Be named or no more (field `named` is "yes" or "no"), or leave (`leaves` is "yes")."""
    row, now = found_issue(request, pk), timezone.now()
    found = next(
        (each for each in queries.own_joins(request.user, row, now) if each.pk == one), None
    )
    if found is None:
        raise Http404
    named, stays = request.POST.get("named") == "yes", request.POST.get("leaves") != "yes"
    carry_out(
        request,
        lambda: acts.change_join(join=found, named=named, stays=stays, by=request.user, at=now),
        _("Saved."),
    )
    reads = queries.issue(request.user, pk, now) is not None
    return redirect("policy_issue", pk) if reads else redirect("policy")
