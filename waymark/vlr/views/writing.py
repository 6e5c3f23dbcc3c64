"""Voluntary reviews for those who write them: one's own, beginning, moving on, sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.kernel.flow import Refused
from waymark.vlr import shown, wording
from waymark.vlr.actions import reviews as acts
from waymark.vlr.forms.reviews import (
    TONGUES,
    AddForm,
    ArrangeForm,
    ReviewForm,
    SectionForm,
    named,
    put_on,
)
from waymark.vlr.queries import reviews as queries
from waymark.vlr.views.public import found_review

if TYPE_CHECKING:
    from django import forms

    from waymark.vlr.models import Section, VoluntaryReview

FORM = ["GET", "HEAD", "POST"]
PER_PAGE = 30


def is_done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do what a valid form asks; where it is refused, say so at its fields."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        put_on(form, refused)
        return False
    return True


def carry_out(request: HttpRequest, act: Callable[[], Any], said: str) -> None:
    """Do something and say so, or say why not."""
    try:
        act()
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, said)


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The reviews that one's own places and organisations write, or are asked to."""
    now = timezone.now()
    page = Paginator(queries.own(request.user, now), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [shown.line(row) for row in page.object_list],
        "begins": bool(queries.sides(request.user, now)),
    }
    return render(request, "vlr/own.html", context)


def _page(request: HttpRequest, form: forms.Form, **more: Any) -> HttpResponse:
    """A page with one form: its title, its button, and the review that it is about."""
    status = 422 if form.errors else 200
    return render(request, "vlr/form.html", {"form": form, **more}, status=status)


@require_http_methods(FORM)
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a review in the name of a place or an organisation."""
    now = timezone.now()
    sides = queries.sides(request.user, now)
    if not sides:
        raise Http404
    choices = [(one.key, f"{named(one.name)} – {wording.KINDS[one.kind]}") for one in sides]
    language = short_language() if short_language() in dict(TONGUES) else "en"
    start = {"language": language, "year": now.year, "country": sides[0].country}
    form = ReviewForm(request.POST or None, sides=choices, initial=start)
    made: list[VoluntaryReview] = []

    def act() -> None:
        side = form.cleaned_data["side"]
        made.append(acts.begin_review(side=side, told=form.told(), by=request.user, at=now))

    if request.method == "POST" and is_done(form, act):
        messages.success(request, _("It is begun. Nobody else reads it yet."))
        return redirect("vlr", made[0].pk)
    title = _("Begin a voluntary review")
    return _page(request, form, title=title, button=_("Begin it"), row=None)


def _kept(request: HttpRequest, pk: str) -> VoluntaryReview:
    row = found_review(request, pk)
    if not queries.may_keep(request.user, row):
        raise Http404
    return row


@require_http_methods(FORM)
@login_required
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what a review says of itself."""
    row = _kept(request, pk)
    form = ReviewForm(request.POST or None, initial=ReviewForm.given(row))

    def act() -> None:
        seen = form.cleaned_data["seen"] or 0
        acts.change_review(
            review=row, told=form.told(), seen=seen, by=request.user, at=timezone.now()
        )

    if request.method == "POST" and is_done(form, act):
        messages.success(request, _("Saved."))
        return redirect("vlr", pk)
    return _page(request, form, title=_("About the review"), button=_("Save"), row=row)


@require_POST
@login_required
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """Take the next step (field `step`)."""
    row, step = _kept(request, pk), request.POST.get("step", "")
    carry_out(
        request,
        lambda: acts.move_review(review=row, step=step, by=request.user, at=timezone.now()),
        _("Saved."),
    )
    return redirect("vlr", pk)


def _section(request: HttpRequest, row: VoluntaryReview, pk: str) -> Section:
    found = queries.section(request.user, row, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(FORM)
@login_required
def section(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Write a section."""
    row = found_review(request, pk)
    if not queries.may_write(request.user, row):
        raise Http404
    found = _section(request, row, one)
    part = shown.part(found)
    start = {"seen": found.version, "title": found.title, "words": found.text}
    form = SectionForm(request.POST or None, initial=start)

    def act() -> None:
        acts.write_section(section=found, by=request.user, at=timezone.now(), **form.cleaned_data)

    if request.method == "POST" and is_done(form, act):
        messages.success(request, _("Saved. Every earlier state is kept."))
        return redirect("vlr", pk)
    more = {"title": part.title, "lead": part.help, "button": _("Save"), "row": row}
    return _page(request, form, **more)


@require_http_methods(FORM)
@login_required
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Add a section of one's own."""
    row = _kept(request, pk)
    form = AddForm(request.POST or None)

    def act() -> None:
        acts.add_section(review=row, by=request.user, at=timezone.now(), **form.cleaned_data)

    if request.method == "POST" and is_done(form, act):
        messages.success(request, _("Added."))
        return redirect("vlr", pk)
    return _page(request, form, title=_("Add a section"), button=_("Add it"), row=row)


@require_http_methods(FORM)
@login_required
def arrange(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Move a section, say who writes it, or leave it out."""
    row = _kept(request, pk)
    found = _section(request, row, one)
    there = [each for each in queries.parties(request.user, row) if each.agreed_at is not None]
    parties = [(each.pk, named((each.place or each.body).name)) for each in there]  # type: ignore[union-attr]
    start = {"place": found.position, "party": found.party_id or ""}
    form = ArrangeForm(request.POST or None, parties=parties, initial=start)

    def act() -> None:
        acts.arrange_section(section=found, by=request.user, at=timezone.now(), **form.cleaned_data)

    if request.method == "POST" and is_done(form, act):
        messages.success(request, _("Saved."))
        return redirect("vlr", pk)
    title = shown.part(found).title
    return _page(request, form, title=title, button=_("Save"), row=row)
