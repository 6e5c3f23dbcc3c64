"""Places that merge, split, or get another name or boundary: entered by the secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.actions.succession import take_back
from waymark.assessments.forms import succession as shapes
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import succession as queries
from waymark.kernel import canonical
from waymark.kernel.flow import Refused
from waymark.people.actions import let_heir_in
from waymark.places.actions import Act, enter_succession
from waymark.places.rules.succession import Kind

FORM = ["GET", "HEAD", "POST"]


def _place(request: HttpRequest, slug: str) -> Any:
    found = queries.place_of(request.user, slug, timezone.now())
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The places of the countries for which my secretariat certifies."""
    now = timezone.now()
    if not queries.has_secretariat(request.user, now):
        raise Http404
    words = request.GET.get("q", "").strip()[:100]
    found = queries.places_of(request.user, words, now)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "assessments/succession/list.html", {"page": page, "words": words})


@login_required
@require_safe
def place(request: HttpRequest, place: str) -> HttpResponse:
    """One place: what was entered of it, and what can be."""
    row = _place(request, place)
    context = {
        "place": row,
        "entered": queries.entered(request.user, row),
        "kinds": [] if row.ended_on else list(shapes.KINDS.items()),
    }
    return render(request, "assessments/succession/place.html", context)


@login_required
@require_http_methods(FORM)
def change(request: HttpRequest, place: str, kind: str) -> HttpResponse:
    """Enter a change in two steps: what it is, then what follows from it."""
    row = _place(request, place)
    if kind not in {one.value for one in Kind} or row.ended_on is not None:
        raise Http404
    sort, words = Kind(kind), request.GET.get("q", "").strip()[:100]
    chosen = request.POST.getlist("others")[:100]
    near = [] if sort == Kind.RENAME else queries.others(request.user, row, words, chosen)
    form = shapes.ChangeForm(request.POST or None, kind=sort, places=near)
    context: dict[str, Any] = {"place": row, "kind": shapes.KINDS[sort], "words": words}
    if request.method == "POST" and form.is_valid():
        act = _act(row, sort, near, form)
        seen = _seen(act)
        if form.cleaned_data["seen"] == seen and _entered(request, form, act):
            return redirect("assessments:succession_place", row.slug)
        ends = act.change().ends
        now = timezone.now()
        context["hangs"] = queries.consequences(request.user, act.places, ends, now)
        shown = request.POST.copy()
        shown["seen"] = seen
        form.data = shown
    status = 422 if form.errors else 200
    context |= {"form": form, "sort": sort, "near": near}
    return render(request, "assessments/succession/change.html", context, status=status)


def _act(place: Any, kind: Kind, near: list[Any], form: shapes.ChangeForm) -> Act:
    data = form.cleaned_data
    wanted = set(data.get("others", ()))
    others = [one for one in near if one.pk in wanted]
    before, after = [place], [place]
    if kind == Kind.MERGE:
        before = others
    elif kind == Kind.SPLIT:
        after = [*others, place] if data["goes_on"] else others
    elif kind == Kind.BOUNDARY:
        before = after = [place, *others]
    return Act(
        kind,
        before,
        after,
        data["effective_on"],
        data["act"],
        data["act_url"],
        form.names,
    )


def _seen(act: Act) -> str:
    """What somebody looked at before she enters it: another choice is looked at anew."""
    change = act.change()
    sides = [sorted(change.before), sorted(change.after)]
    return canonical.digest([act.kind, sides, act.effective_on.isoformat()])


def _entered(request: HttpRequest, form: shapes.ChangeForm, act: Act) -> bool:
    try:
        enter_succession(act=act, by=request.user, at=timezone.now())
    except Refused as refused:
        put_on(form, refused)
        return False
    messages.success(request, _("It is on record, and all concerned are told."))
    return True


@login_required
@require_http_methods(FORM)
def undo(request: HttpRequest, place: str, succession: str) -> HttpResponse:
    """Take back what was entered by mistake, as long as nothing rests on it."""
    row = _place(request, place)
    entered = queries.entered(request.user, row)
    told = next((one for one in entered if one.row.pk == succession), None)
    if told is None or told.undone is not None:
        raise Http404
    form = shapes.UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back(
                told=told, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("It is undone. It stays readable, and counts no more."))
            return redirect("assessments:succession_place", row.slug)
    context = {"place": row, "told": told, "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessments/succession/undo.html", context, status=status)


@login_required
@require_http_methods(FORM)
def let_in(request: HttpRequest, place: str) -> HttpResponse:
    """Let somebody of a successor into the workspace of a place that ended."""
    row, now = _place(request, place), timezone.now()
    if row.ended_on is None:
        raise Http404
    people = queries.heirs_people(request.user, row, now)
    form = shapes.HeirForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = next(user for user, _heir in people if user.pk == data["person"])
        try:
            let_heir_in(
                place=row,
                person=person,
                role=data["role"],
                reason=data["reason"],
                by=request.user,  # type: ignore[arg-type]
                at=now,
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("She is in, and is told; so is who leads the workspace."))
            return redirect("assessments:succession_place", row.slug)
    context = {"place": row, "form": form, "people": people}
    status = 422 if form.errors else 200
    return render(request, "assessments/succession/people.html", context, status=status)
