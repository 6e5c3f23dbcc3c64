"""The register of trainers: the public list, one entry, one's own, and the secretariat's part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base.fields import short_language
from waymark.kernel.flow import Refused
from waymark.learning import shown_trainers as shown
from waymark.learning.actions import trainers as acts
from waymark.learning.forms.courses import TONGUES, put_on
from waymark.learning.forms.trainers import DecideForm, FindForm, TrainerForm, wanted
from waymark.learning.queries import trainers as queries
from waymark.learning.rules.trainers import State

if TYPE_CHECKING:
    from waymark.learning.models.trainers import Trainer

PER_PAGE = 20


@require_safe
def trainers(request: HttpRequest) -> HttpResponse:
    """Who trains others, by name."""
    now, asked = timezone.now(), wanted(request.GET)
    found = queries.public(request.user, asked, now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    present = queries.present(request.user)
    countries = shown.countries(present.countries)
    context = {
        "page": page,
        "lines": [shown.line(row, dict(countries)) for row in page.object_list],
        "form": FindForm(asked, present, countries),
        "narrowed": asked != type(asked)(),
        "to_check": [shown.written(row) for row in queries.to_check(request.user)],
        "not_shown": queries.not_shown(request.user),
    }
    return render(request, "learning/trainers/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """One's own entry: writing it, and where it stands."""
    row, done = queries.own(request.user), queries.trainings(request.user)
    name = str(getattr(request.user, "name", ""))
    language = short_language() if short_language() in dict(TONGUES) else "en"
    form = TrainerForm(
        request.POST or None,
        trainings=[(one.pk, str(one.course.title)) for one in done],
        initial=TrainerForm.given(row, name, language),
    )
    if request.method == "POST" and form.is_valid():
        chosen = {one.pk: one for one in done}.get(form.cleaned_data["training"])
        try:
            acts.apply_as_trainer(
                told=form.entry(),
                training=chosen,
                shown=form.cleaned_data["shown"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Sent. The secretariat reads it and answers you."))
            return redirect("trainer_own")
    context: dict[str, Any] = {"row": row, "form": form, "done": done}
    status = 422 if form.errors else 200
    return render(request, "learning/trainers/own.html", context, status=status)


def _own(request: HttpRequest) -> Trainer:
    row = queries.own(request.user)
    if row is None:
        raise Http404
    return row


@require_POST
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Say whether everybody may read one's own entry (field `shown` is "yes"), or no longer."""
    row, shows = _own(request), request.POST.get("shown") == "yes"
    acts.show_trainer(trainer=row, shown=shows, by=request.user, at=timezone.now())
    said = _("Everybody may read your entry.") if shows else _("Your entry is no longer public.")
    messages.success(request, said)
    return redirect("trainer_own")


@require_POST
@login_required
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the register."""
    acts.leave_register(trainer=_own(request), by=request.user, at=timezone.now())
    messages.success(request, _("You have left the register. What you said in it is deleted."))
    return redirect("trainers")


def _found(request: HttpRequest, pk: str) -> Trainer:
    row = queries.trainer(request.user, pk)
    if row is None:
        raise Http404
    return row


@require_safe
def trainer(request: HttpRequest, pk: str) -> HttpResponse:
    """One trainer; the secretariat sees what waits as well."""
    row = _found(request, pk)
    return _draw(request, row, DecideForm(initial={"seen": row.version}))


def _draw(request: HttpRequest, row: Trainer, form: DecideForm) -> HttpResponse:
    own, checks = row.user_id == request.user.pk, queries.may_check(request.user, row)
    context = {
        "row": row,
        "line": shown.line(row) if row.accepted_at else None,
        "waits": shown.written(row) if row.state == State.WAITING and (own or checks) else None,
        "form": form if checks and not own and row.state != State.DECLINED else None,
        "own": own,
        "checks": checks,
    }
    status = 422 if form.errors else 200
    return render(request, "learning/trainers/one.html", context, status=status)


@require_POST
@login_required
def check(request: HttpRequest, pk: str) -> HttpResponse:
    """Accept an entry, or decline it."""
    row = _found(request, pk)
    if not queries.may_check(request.user, row):
        raise Http404
    form = DecideForm(request.POST)
    if form.is_valid():
        accept = "decline" not in request.POST
        try:
            acts.check_trainer(
                trainer=row, accept=accept, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            said = _("She is in the register.") if accept else _("Declined, with your reason.")
            messages.success(request, said)
            return redirect("trainer", pk)
    return _draw(request, row, form)
