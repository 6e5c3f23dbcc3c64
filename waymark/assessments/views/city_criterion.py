"""The page of one criterion, and saving its answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.assessments.actions.answers import (
    BadAnswer,
    Draft,
    NotEditable,
    Saved,
    add_comment,
    assign_answer,
    save_answer,
)
from waymark.assessments.forms.answer import AnswerForm, AssignForm, CommentForm, answer_form
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import criterion as queries
from waymark.assessments.queries.checks import checked
from waymark.assessments.queries.diagnosing import beside
from waymark.assessments.queries.helping import help_for_criterion
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.city_base import city_page, go, page, url
from waymark.assessments.views.words import clock
from waymark.base.face import Entry, links_beside
from waymark.schemes.rules import Criterion

SETTLED = "settled_conflicts"  # in the session: ids of revisions whose owner has chosen


def find(here: Here, criterion: str) -> Criterion:
    """Return a criterion of the edition, or say that there is none."""
    found = queries.criterion_of(here, criterion)
    if found is None:
        raise Http404
    return found


@city_page
def criterion(request: HttpRequest, here: Here, criterion: str) -> HttpResponse:
    """Show a criterion; save its answer."""
    found = find(here, criterion)
    if request.method == "POST":
        return _save(request, here, found)
    return draw(request, here, found)


def _needs(request: HttpRequest, here: Here, found: Criterion) -> list[Entry]:
    """What higher rooms put beside a gap, for those who write for the city."""
    may = here.may(Permit.EDIT_CASE)
    return links_beside("gap", request, (here.place, found.id)) if may else []


def draw(
    request: HttpRequest,
    here: Here,
    found: Criterion,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """Draw the page of a criterion, with the forms that were just sent and refused."""
    told = queries.criterion_page(here, found)
    answer, wanted = told.answer, set(found.evidence_kinds)
    form = forms.pop("form", None) or answer_form(answer)
    context: dict[str, Any] = {"comment_form": CommentForm(colleagues=told.colleagues)} | forms
    kept, seen = getattr(answer, "kept", None), checked(here, told)
    return page(
        request,
        here,
        "criterion",
        "criteria",
        status=status,
        told=told,
        criterion=found,
        answer=answer,
        form=form,
        level_value=_shown_level(form),
        checked=seen,
        helps=None if seen.satisfied else help_for_criterion(here, found),
        diagnosed=beside(here, found.id),
        needs=_needs(request, here, found) if not seen.satisfied else (),
        wanted_kinds=[kind for kind in here.scheme.evidence_kinds if kind.id in wanted],
        titles={one.item.pk: one.item.title for one in told.items},
        may_comment=here.may(Permit.EDIT_CASE),
        descriptors=list(enumerate(found.descriptors)),
        kept=kept if kept not in request.session.get(SETTLED, []) else None,
        saved_at=clock(answer.updated_at),
        stage=next(stage for stage in here.scheme.stages if stage.id == found.stage),
        **context,
    )


def _shown_level(form: AnswerForm) -> str:
    """The level that is chosen in the form, as its radio buttons name it."""
    value = form["level"].value()
    return "" if value is None else str(value)


def _save(request: HttpRequest, here: Here, found: Criterion) -> HttpResponse:
    form = AnswerForm(request.POST)
    automatic = request.headers.get("X-Autosave") == "1"
    saved = None
    if form.is_valid():
        if "resolve" in request.POST:
            return _resolve(request, here, found, form)
        try:
            saved = _keep(request, here, found, form)
        except (BadAnswer, NotEditable) as refusal:
            put_on(form, refusal)
    if saved is None:
        if automatic:
            return JsonResponse({"errors": form.errors}, status=422)
        return draw(request, here, found, status=422, form=form)
    if saved.conflict:
        return conflict(request, here, found, form.draft, saved, fragment=automatic)
    if automatic:
        seen = saved.revision or saved.current  # a repeated save learns its own version again
        return JsonResponse({"version": seen.version, "saved_at": clock(here.at)})
    messages.success(request, _("Saved."))
    return go(here, "criterion", found.id)


def _keep(request: HttpRequest, here: Here, found: Criterion, form: AnswerForm) -> Saved:
    return save_answer(
        case=here.the_case,
        criterion=found.id,
        draft=form.draft,
        version=form.cleaned_data["version"],
        client_key=form.key,
        by=request.user,
        at=here.at,
    )


def _settle(request: HttpRequest, revision: int | None) -> None:
    """Note that the owner of words that met a newer version has chosen."""
    if revision is not None:
        request.session[SETTLED] = [*request.session.get(SETTLED, []), revision][-50:]


def _resolve(request: HttpRequest, here: Here, found: Criterion, form: AnswerForm) -> HttpResponse:
    """What an editor chose whose words met a newer version."""
    answer = queries.answer_on(here, found.id)
    kept = getattr(answer, "kept", None)
    choice = request.POST["resolve"]
    if choice == "theirs":
        _settle(request, kept)
        messages.success(request, _("The other version stands. Yours is kept in the history."))
        return go(here, "criterion", found.id)
    if choice == "both":
        draft = form.draft
        both = f"{draft.narrative}\n\n{answer.narrative}".strip()
        draft = Draft(**asdict(draft) | {"narrative": both})
        return conflict(request, here, found, draft, Saved(answer, None, True), merged=True)
    saved = _keep(request, here, found, form)
    if saved.conflict:
        return conflict(request, here, found, form.draft, saved)
    _settle(request, kept)
    messages.success(request, _("Saved. The other version is kept in the history."))
    return go(here, "criterion", found.id)


def conflict(
    request: HttpRequest,
    here: Here,
    found: Criterion,
    mine: Draft,
    saved: Saved,
    *,
    fragment: bool = False,
    merged: bool = False,
) -> HttpResponse:
    """Show both versions side by side and let the editor choose."""
    theirs = saved.current
    context = {
        "criterion": found,
        "mine": mine,
        "theirs": theirs,
        "merged": merged,
        "differs": {name: getattr(theirs, name) != value for name, value in asdict(mine).items()},
        "descriptors": list(enumerate(found.descriptors)),
        "own": theirs.updated_by_id == request.user.pk,
        "action": url(here, "criterion", found.id),
    }
    if fragment:
        template = "assessments/city/parts/conflict.html"
        return render(request, template, context | {"here": here}, status=409)
    status = 200 if merged or request.method != "POST" else 409
    return page(request, here, "conflict", "criteria", status=status, **context)


@city_page
def compare(request: HttpRequest, here: Here, criterion: str, revision: int) -> HttpResponse:
    """Show words that met a newer version beside what stands now."""
    found = find(here, criterion)
    kept = queries.conflicting(here, found.id, revision)
    if kept is None:
        raise Http404
    answer = queries.answer_on(here, found.id)
    return conflict(request, here, found, Draft(**kept.payload), Saved(answer, kept, True))


@require_POST
@city_page
def comment(request: HttpRequest, here: Here, criterion: str) -> HttpResponse:
    """Leave a word for colleagues."""
    found = find(here, criterion)
    form = CommentForm(request.POST, colleagues=queries.colleagues(here))
    if form.is_valid():
        try:
            add_comment(
                case=here.the_case,
                criterion=found.id,
                words=form.cleaned_data["text"],
                mentions=form.mentioned(),
                by=request.user,
                at=here.at,
            )
        except BadAnswer as refusal:
            put_on(form, refusal)
        else:
            return go(here, "criterion", found.id, anchor="comments")
    return draw(request, here, found, status=422, comment_form=form)


@city_page
def assign(request: HttpRequest, here: Here, criterion: str) -> HttpResponse:
    """Say who works on a criterion."""
    found = find(here, criterion)
    answer = queries.answer_on(here, found.id)
    given = {
        "department": answer.department_id,
        "assignee": answer.assignee_id,
        "due": answer.due and answer.due.isoformat(),
    }
    form = AssignForm(
        request.POST or None,
        initial=given,
        colleagues=queries.colleagues(here),
        departments=queries.departments(here),
    )
    if request.method == "POST" and form.is_valid():
        try:
            assign_answer(
                case=here.the_case,
                criterion=found.id,
                by=request.user,
                at=here.at,
                **form.chosen(),
            )
        except BadAnswer as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Noted who works on this."))
            return go(here, "criterion", found.id)
    status = 422 if form.is_bound else 200
    return page(request, here, "assign", "criteria", status=status, criterion=found, form=form)
