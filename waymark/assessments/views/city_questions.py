"""The reviewers' questions: answering them, and sending the answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.review import answer_question, send_answers
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.forms.questions import ReplyForm
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import questions as queries
from waymark.assessments.queries.erasing import erased_since
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.case import CaseState, Permit
from waymark.assessments.views.city_base import city_page, go, page
from waymark.base import reasons
from waymark.kernel.flow import Refused


def _draw(
    request: HttpRequest, here: Here, *, status: int = 200, wrong: ReplyForm | None = None
) -> HttpResponse:
    listed = queries.questions(here)
    opened = here.the_case.state == CaseState.CLARIFICATION
    may_answer = opened and here.may(Permit.ANSWER_CLARIFICATION)
    waiting = sum(one.is_open for one in listed)
    forms = []
    for one in listed:
        given = {"answer": one.row.answer}
        form = ReplyForm(initial=given, auto_id=f"id_{one.row.pk}_%s")
        if wrong is not None and wrong.auto_id == form.auto_id:
            form = wrong
        forms.append(form)
    return page(
        request,
        here,
        "questions",
        "questions",
        status=status,
        listed=list(zip(listed, forms, strict=True)),
        form=wrong,
        waiting=waiting,
        may_answer=may_answer,
        changed=may_answer and not waiting and queries.has_changed(here.the_case),
        may_submit=here.may(Permit.SUBMIT_CASE),
        erased=erased_since(here.the_case) if may_answer else 0,
    )


@city_page
def questions(request: HttpRequest, here: Here) -> HttpResponse:
    """List the questions with their answers."""
    return _draw(request, here)


@require_POST
@city_page
def answer(request: HttpRequest, here: Here, question: str) -> HttpResponse:
    """Answer one question; until the answers are sent it can be bettered."""
    found = queries.question(here, question)
    if found is None:
        raise Http404
    form = ReplyForm(request.POST, auto_id=f"id_{found.row.pk}_%s")
    if form.is_valid():
        words = form.cleaned_data["answer"]
        try:
            answer_question(clarification=found.row, answer=words, by=request.user, at=here.at)
        except (BadAnswer, Refused) as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Your answer is noted. Send all of them when done."))
            return go(here, "questions")
    return _draw(request, here, status=422, wrong=form)


@require_POST
@city_page
def send(request: HttpRequest, here: Here) -> HttpResponse:
    """Send the answers back to the reviewers."""
    try:
        send_answers(case=here.the_case, by=request.user, at=here.at)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    except Overtaken:
        messages.error(request, _("Somebody moved the case on meanwhile. Please look again."))
    else:
        messages.success(request, _("Your answers were sent to the reviewers."))
    return go(here, "questions")
