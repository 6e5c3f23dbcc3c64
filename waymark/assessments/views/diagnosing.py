"""A city's diagnostics: choosing one, one topic per page, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.assessments.actions import diagnosing as acts
from waymark.assessments.forms.diagnosing import TopicForm
from waymark.assessments.queries import diagnosing as queries
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.diagnosing import ELSEWHERE, Verdict
from waymark.assessments.views.city_base import city_page, tabs
from waymark.assessments.views.words import clock
from waymark.base import reasons, statuses
from waymark.base.face import links_beside
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.kernel.flow import Refused
from waymark.kernel.tables import Cell, csv_chunks
from waymark.library.queries.items import visible

if TYPE_CHECKING:
    from waymark.assessments.models import DiagnosticRun
    from waymark.assessments.queries.diagnosing import Told
    from waymark.assessments.rules.diagnosing import Finding


def _draw(
    request: HttpRequest, here: Here, name: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"here": here, "tabs": tabs(here, "diagnostics")}
    context["may_write"] = here.may(Permit.RUN_DIAGNOSTIC)
    return render(request, f"assessments/diagnosing/{name}.html", context, status=status)


def _found(here: Here, run: str) -> DiagnosticRun:
    row = queries.run_of(here, run)
    if row is None:
        raise Http404
    return row


def _refused(request: HttpRequest, refused: Refused) -> None:
    for reason in refused.reasons:
        messages.error(request, reasons.sentence(reason))


@require_safe
@city_page(with_case=False)
def diagnostics(request: HttpRequest, here: Here) -> HttpResponse:
    """The diagnostics, and the city's runs of each."""
    return _draw(request, here, "list", shelves=queries.shelves(here))


@require_POST
@city_page(with_case=False)
def start(request: HttpRequest, here: Here, slug: str) -> HttpResponse:
    """Begin one, or go on with the one that is under way."""
    if not here.may(Permit.RUN_DIAGNOSTIC) or slug not in queries.IN_FORCE:
        raise Http404
    row = acts.start_diagnostic(place=here.place, slug=slug, by=request.user, at=here.at)
    return redirect("assessments:diagnostic", here.place.slug, row.pk)


@city_page(with_case=False)
def diagnostic(request: HttpRequest, here: Here, run: str) -> HttpResponse:
    """One run: its topics while it is open, what it says once it is finished."""
    row = _found(here, run)
    if request.method == "POST":
        return _finish(request, here, row)
    told = queries.told(row)
    if row.finished_at is None:
        topics = [(stage, found, _state(found)) for stage, found in told.topics]
        return _draw(request, here, "open", told=told, topics=topics)
    before = queries.earlier(here, row)
    earlier = queries.told(before) if before else None
    was = {one.question.id: one for one in earlier.findings} if earlier else {}
    links = _links(request, here, told)
    context: dict[str, Any] = {
        "told": told,
        "earlier": earlier,
        "topics": [
            (
                stage,
                [(one, was.get(one.question.id), links.get(one.question.id, ())) for one in found],
            )
            for stage, found in told.topics
        ],
        "strengths": told.of(Verdict.STRENGTH),
        "gaps": told.of(Verdict.GAP),
        "silent": told.of(Verdict.NOT_ANSWERED),
        "needs": links_beside("diagnostic", request, row),
        "deeper": visible(request.user).filter(code__in=told.diagnostic.deeper),
    }
    return _draw(request, here, "result", **context)


def _state(found: tuple[Finding, ...]) -> str:
    """How far a topic is."""
    silent = [one for one in found if one.verdict == Verdict.NOT_ANSWERED]
    if not silent:
        return "answered"
    return "not_started" if len(silent) == len(found) else "in_progress"


def _links(request: HttpRequest, here: Here, told: Told) -> dict[str, Any]:
    """What higher rooms put beside each gap, for those who write for the city."""
    if not here.may(Permit.RUN_DIAGNOSTIC):
        return {}
    return {
        one.question.id: links_beside("diagnostic_gap", request, (told.run, one.question.id))
        for one in told.of(Verdict.GAP)
    }


def _finish(request: HttpRequest, here: Here, row: DiagnosticRun) -> HttpResponse:
    if not here.may(Permit.RUN_DIAGNOSTIC):
        raise Http404
    try:
        acts.finish_diagnostic(run=row, by=request.user, at=here.at)
    except Refused as refused:
        _refused(request, refused)
    else:
        messages.success(request, _("Finished. What it says stays as it is."))
    return redirect("assessments:diagnostic", here.place.slug, row.pk)


@city_page(with_case=False)
def topic(request: HttpRequest, here: Here, run: str, topic: str) -> HttpResponse:
    """The questions of one topic; their answers are saved."""
    row = _found(here, run)
    told = queries.told(row)
    stages = told.diagnostic.scheme.stages
    number = next((n for n, stage in enumerate(stages) if stage.id == topic), None)
    if number is None:
        raise Http404
    if row.finished_at is not None and request.method != "POST":
        return redirect("assessments:diagnostic", here.place.slug, row.pk)
    form = TopicForm(
        request.POST if request.method == "POST" else None,
        questions=told.diagnostic.scheme.criteria_of(topic),
        said={name: queries.said_in(one) for name, one in told.rows.items()},
    )
    following = stages[number + 1] if number + 1 < len(stages) else None
    if request.method == "POST":
        saved = _save(request, here, row, form, following.id if following else "")
        if saved is not None:
            return saved
    return _draw(
        request,
        here,
        "topic",
        status=422 if form.errors else 200,
        told=told,
        stage=stages[number],
        number=number + 1,
        total=len(stages),
        previous=stages[number - 1] if number else None,
        form=form,
    )


def _save(
    request: HttpRequest, here: Here, row: DiagnosticRun, form: TopicForm, following: str
) -> HttpResponse | None:
    """Keep what was typed and lead on; None where the page has to be shown again."""
    if not here.may(Permit.RUN_DIAGNOSTIC):
        raise Http404
    automatic, known = request.headers.get("X-Autosave") == "1", {}
    if form.is_valid():
        typed = form.typed()
        try:
            met = acts.answer_diagnostic(run=row, typed=typed, by=request.user, at=here.at)
        except Refused as refused:
            for reason in refused.reasons:
                name = f"note-{reason.params.get('question', '')}"
                form.add_error(name if name in form.fields else None, reasons.sentence(reason))
        else:
            for question, other in met.items():
                form.add_error(f"level-{question}", _met(form, question, other))
            fresh = queries.run_of(here, row.pk)
            assert fresh is not None
            form.said = {one.question: queries.said_in(one) for one in fresh.answers.all()}
            form.told = frozenset(name for name, one in typed.items() if one.touched)
            known = form.known(form.told - set(met))
    if automatic:
        if form.errors:
            return JsonResponse({"errors": form.errors, "fields": known}, status=422)
        return JsonResponse({"version": "", "saved_at": clock(here.at), "fields": known})
    if form.errors:
        return None
    messages.success(request, _("Saved."))
    if following:
        return redirect("assessments:diagnostic_topic", here.place.slug, row.pk, following)
    return redirect("assessments:diagnostic", here.place.slug, row.pk)


def _met(form: TopicForm, question: str, other: Any) -> str:
    """Say what a colleague answered meanwhile; one's own choice stays on the page."""
    asked = next(one for one in form.questions if one.id == question)
    words = {
        str(n): text.pick(one, short_language()).text for n, one in enumerate(asked.descriptors)
    }
    words |= {ELSEWHERE: _("It does not concern us"), "": _("Not answered yet")}
    return _(
        "%(person)s has answered this meanwhile: “%(answer)s” %(note)s "
        "Save once more to let yours stand."
    ) % {"person": other.by, "answer": words[other.level], "note": other.note}


@require_safe
@city_page(with_case=False)
def as_csv(request: HttpRequest, here: Here, run: str) -> StreamingHttpResponse:
    """What a finished run says, as a table in the reader's language."""
    row = _found(here, run)
    if row.finished_at is None:
        raise Http404
    chunks = csv_chunks(_cells(queries.told(row)))
    response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    name = f"diagnostic-{row.diagnostic}-{row.finished_at:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(told: Told) -> Iterator[list[Cell]]:
    language = short_language()

    def said(words: Any) -> str:
        return text.pick(words, language).text if words else ""

    yield ["topic", "question", "text", "result", "answer", "note"]
    for stage, found in told.topics:
        for one in found:
            result = str(statuses.find(f"diagnostic.{one.verdict}").label)
            yield [
                said(stage.name),
                one.question.id,
                said(one.question.text),
                result,
                said(one.chosen),
                one.said.note,
            ]
