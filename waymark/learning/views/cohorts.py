"""Cohorts for everybody who takes part: opening one, its page, joining, answering as a trainer."""

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

from waymark.base import reasons
from waymark.kernel.flow import Refused
from waymark.learning import shown_cohorts as shown
from waymark.learning.actions import cohorts as acts
from waymark.learning.forms.cohorts import AskTrainerForm, CohortForm, JoinForm, WordsForm
from waymark.learning.forms.courses import TONGUES, put_on
from waymark.learning.queries import cohorts as queries
from waymark.learning.queries import courses
from waymark.learning.rules.cohorts import Stand, refuse_joining
from waymark.learning.rules.courses import whole

if TYPE_CHECKING:
    from waymark.learning.models.cohorts import Cohort
    from waymark.learning.models.courses import Course


def tongues(course: Course) -> list[tuple[str, str]]:
    """Return the languages in which a course is whole, with their own names."""
    there = whole(courses.told_of(course.current))
    return [(code, name) for code, name in TONGUES if code in there]


def found_cohort(request: HttpRequest, pk: str) -> Cohort:
    """Return a cohort that the viewer reads. Raises Http404."""
    row = queries.cohort(request.user, pk, timezone.now())
    if row is None:
        raise Http404
    return row


def carried_out(request: HttpRequest, act: Callable[[], Any], said: str) -> None:
    """Do something and say so, or say why not."""
    try:
        act()
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin(request: HttpRequest, pk: str) -> HttpResponse:
    """Let people take a course together."""
    course = courses.kept(request.user, pk, timezone.now())
    if course is None or course.current is None or course.closed_at is not None:
        raise Http404
    form = CohortForm(request.POST or None, languages=tongues(course))
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.open_cohort(
                course=course, told=form.told(), by=request.user, at=timezone.now()
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("It is open. Now ask trainers and plan when you meet."))
            return redirect("cohort", made.pk)
    context = {"form": form, "course": course, "row": None}
    status = 422 if form.errors else 200
    return render(request, "learning/cohorts/edit.html", context, status=status)


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The cohorts that somebody is in or leads."""
    return render(request, "learning/cohorts/own.html", {"rows": queries.mine(request.user)[:200]})


@require_safe
def cohort(request: HttpRequest, pk: str) -> HttpResponse:
    """One cohort."""
    return draw(request, found_cohort(request, pk))


def draw(
    request: HttpRequest,
    row: Cohort,
    *,
    words: WordsForm | None = None,
    asking: AskTrainerForm | None = None,
) -> HttpResponse:
    """Draw the page of a cohort; a form in which something is wrong stands in its place."""
    now, teaches = timezone.now(), queries.may_teach(request.user, row)
    keeps, here = queries.may_keep(request.user, row), queries.place(request.user, row)
    stands, course = row.cancelled_at is None, row.course
    open_ = course.current is not None and course.closed_at is None
    members = row.members.count()
    stand = Stand(row.first, row.last, row.seats, members, not stands, open_)
    refused = refuse_joining(stand, now.date())
    to_ask = queries.to_ask(request.user, row) if keeps and stands else None
    context = {
        "row": row,
        "state": shown.state(row, now.date()),
        "language": dict(TONGUES).get(row.language, row.language),
        "left": None if row.seats is None else max(0, row.seats - members),
        "place": here,
        "asked": queries.asked(request.user, row),
        "inside": here is not None or teaches,
        "joining": JoinForm(initial={"shares": here.shares if here else False}),
        "refused": [reasons.sentence(one) for one in refused],
        "sessions": [shown.session(one) for one in queries.sessions(request.user, row)],
        "words": queries.words(request.user, row),
        "trainers": queries.trainers(request.user, row),
        "people": queries.people(request.user, row),
        "lessons": len(courses.told_of(course.current).lessons) if teaches else 0,
        "keeps": keeps and stands,
        "teaches": teaches and stands,
        "asking": asking or (AskTrainerForm(trainers=to_ask) if to_ask else None),
        "writing": words or WordsForm(),
        "now": now,
    }
    status = 422 if (words or asking) else 200
    return render(request, "learning/cohorts/one.html", context, status=status)


@require_POST
@login_required
def join(request: HttpRequest, pk: str) -> HttpResponse:
    """Join, or change whether the trainers see how far one is."""
    row, form = found_cohort(request, pk), JoinForm(request.POST)
    form.is_valid()
    carried_out(
        request,
        lambda: acts.join_cohort(
            cohort=row, shares=form.cleaned_data["shares"], by=request.user, at=timezone.now()
        ),
        _("You are in. The lessons are those of the course."),
    )
    return redirect("cohort", pk)


@require_POST
@login_required
def leave(request: HttpRequest, pk: str) -> HttpResponse:
    """Leave a cohort."""
    row = found_cohort(request, pk)
    if queries.place(request.user, row) is None:
        raise Http404
    acts.leave_cohort(cohort=row, by=request.user, at=timezone.now())
    messages.success(request, _("You have left it. What you did in the course stays."))
    return redirect("course", row.course_id)


@require_POST
@login_required
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Say as a trainer who was asked whether one leads it (field `agrees` is "yes")."""
    row = found_cohort(request, pk)
    if queries.asked(request.user, row) is None:
        raise Http404
    agrees = request.POST.get("agrees") == "yes"
    carried_out(
        request,
        lambda: acts.answer_as_trainer(
            cohort=row, agrees=agrees, by=request.user, at=timezone.now()
        ),
        _("Thank you: you lead it.") if agrees else _("Your name does not stand there."),
    )
    return redirect("cohort", pk) if agrees else redirect("cohorts_own")
