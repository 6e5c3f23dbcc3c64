"""A city's results of other schemes: named, looked at before they are taken over, and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from waymark.assessments.actions import recognised as actions
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.forms.recognised import WHY, ResultForm
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import recognised as queries
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.city_base import city_page, go, page
from waymark.base import reasons
from waymark.kernel.flow import Refused
from waymark.schemes.crosswalk_words import CONFIDENCES, RELATIONS
from waymark.schemes.queries.crosswalks import crosswalk_of

if TYPE_CHECKING:
    from waymark.assessments.models import RecognisedResult


@require_safe
@city_page
def results(request: HttpRequest, here: Here) -> HttpResponse:
    """What the city has named, and what came of it."""
    case = here.the_case
    marked = queries.imported_answers(case)
    rows = [
        {
            "result": one,
            "level": crosswalk_of(one.crosswalk).level_title(one.level),
            "over": queries.standing(one).over(here.at.date()),
            "criteria": [row.criterion for row in marked if _from(row.imported) == one.pk],
        }
        for one in queries.results_of(case)
    ]
    named = bool(queries.choices(case)) if here.editable else False
    return page(request, here, "recognised", "criteria", rows=rows, may_name=named)


def _from(imported: Any) -> str:
    return str(imported["result"]) if imported else ""


@city_page
def add(request: HttpRequest, here: Here) -> HttpResponse:
    """Name a result."""
    if not here.may(Permit.BRING_RESULT):
        raise Http404
    case = here.the_case
    form = ResultForm(
        request.POST or None,
        crosswalks=list(queries.choices(case)),
        evidence=queries.evidence_for(case),
    )
    if request.method == "POST" and form.is_valid():
        told = form.chosen()
        row, item = told.pop("crosswalk"), told.pop("evidence")
        try:
            made = actions.name_result(
                case=case,
                crosswalk=row,
                told=actions.Named(**told),
                evidence=item,
                by=request.user,
                at=here.at,
            )
        except (BadAnswer, Refused) as refusal:
            put_on(form, refusal)
        else:
            return go(here, "recognised_one", made.pk)
    status = 422 if form.errors else 200
    return page(request, here, "recognised_add", "criteria", status=status, form=form)


def _find(here: Here, result: str) -> RecognisedResult:
    found = queries.result_in(here.the_case, result)
    if found is None:
        raise Http404
    return found


@city_page
def one(request: HttpRequest, here: Here, result: str) -> HttpResponse:
    """What would be filled in and what not, with the reason; then it is done."""
    found = _find(here, result)
    if request.method == "POST":
        if not here.may(Permit.BRING_RESULT):
            raise Http404
        try:
            done = actions.take_over(
                result=found,
                criteria=request.POST.getlist("criteria"),
                expected=request.POST.get("expected", ""),
                by=request.user,
                at=here.at,
            )
        except (BadAnswer, Refused) as refusal:
            return _draw(request, here, found, refused=_sentences(refusal))
        messages.success(request, _taken(len(done)))
        return go(here, "recognised_one", found.pk)
    return _draw(request, here, found)


def _sentences(refusal: BadAnswer | Refused) -> list[str]:
    if isinstance(refusal, BadAnswer):
        return [reasons.sentence(refusal.key)]
    return [reasons.sentence(reason) for reason in refusal.reasons]


def _taken(count: int) -> str:
    if not count:
        return _("Nothing was taken over.")
    return ngettext(
        "%(n)s answer is filled in and marked. A reviewer has to confirm it.",
        "%(n)s answers are filled in and marked. A reviewer has to confirm each.",
        count,
    ) % {"n": count}


def _draw(
    request: HttpRequest, here: Here, found: RecognisedResult, refused: list[str] | None = None
) -> HttpResponse:
    told = queries.preview(found, here.at)
    criteria = here.scheme.by_id
    marked = [row.criterion for row in queries.filled_by(found)]
    rest = [row for row in told.rest if row.criterion not in marked]
    context = {
        "result": found,
        "told": told,
        "level": crosswalk_of(found.crosswalk).level_title(found.level),
        "fills": [_shown(row, criteria[row.criterion]) for row in told.fills],
        "rest": [_shown(row, criteria[row.criterion]) for row in rest],
        "taken": [criteria[name] for name in marked if name in criteria],
        "refused": refused or [],
        "fictional": crosswalk_of(found.crosswalk).fictional,
    }
    status = 409 if refused else 200
    return page(request, here, "recognised_one", "criteria", status=status, **context)


def _shown(planned: Any, criterion: Any) -> dict[str, Any]:
    row = planned.row
    return {
        "row": row,
        "criterion": criterion,
        "why": WHY.get(planned.why, ""),
        "relation": RELATIONS[row.relation],
        "confidence": CONFIDENCES[row.confidence],
    }


@require_POST
@city_page
def undo(request: HttpRequest, here: Here, result: str) -> HttpResponse:
    """Put back what was taken over."""
    found = _find(here, result)
    if not here.may(Permit.BRING_RESULT):
        raise Http404
    done = actions.undo_result(result=found, by=request.user, at=here.at)
    messages.success(request, _undone(len(done)))
    return go(here, "recognised_one", found.pk)


@require_POST
@city_page
def drop(request: HttpRequest, here: Here, result: str) -> HttpResponse:
    """Take a result out of the case."""
    found = _find(here, result)
    if not here.may(Permit.BRING_RESULT):
        raise Http404
    done = actions.drop_result(result=found, by=request.user, at=here.at)
    said = _("The result is taken out of the case.")
    messages.success(request, f"{said} {_undone(len(done))}")
    return go(here, "recognised")


def _undone(count: int) -> str:
    if not count:
        return _("There was nothing to put back.")
    return ngettext(
        "%(n)s answer is as it was before.", "%(n)s answers are as they were before.", count
    ) % {"n": count}
