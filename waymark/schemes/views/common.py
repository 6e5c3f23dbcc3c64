"""What the pages of editions in the making and of adaptations share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from waymark.base import reasons
from waymark.kernel.flow import Refused
from waymark.schemes import queries
from waymark.schemes.faults import located, sentence
from waymark.schemes.queries import drafts
from waymark.schemes.rules import InvalidDocument, Problem

if TYPE_CHECKING:
    from waymark.schemes.forms import PartForm
    from waymark.schemes.models import Adaptation, Edition

COMMENTS = 200  # on one page


def edition_or_404(request: HttpRequest, pk: str) -> Edition:
    """Return an edition of the workbench that the viewer may read. Raises Http404."""
    found = drafts.draft(request.user, pk)
    if found is None:
        raise Http404
    return found


def adaptation_or_404(request: HttpRequest, pk: str) -> Adaptation:
    """Return an adaptation that the viewer may read. Raises Http404."""
    found = queries.adaptation(request.user, pk)
    if found is None:
        raise Http404
    return found


def comments_on(request: HttpRequest, row: Adaptation | Edition) -> Page[Any]:
    """Return the page of comments that is asked for, the oldest first; each can be replied to."""
    rows = row.comments.select_related("by", "replied_by")
    return Paginator(rows, COMMENTS).get_page(request.GET.get("page"))


def problem_words(problem: Problem) -> str:
    """Say a problem of a document with its place."""
    return located(problem)


def refusal_words(refusal: Refused | InvalidDocument) -> list[str]:
    """Every reason of a refusal, in sentences."""
    if isinstance(refusal, InvalidDocument):
        return [problem_words(problem) for problem in refusal.problems]
    return [reasons.sentence(reason) for reason in refusal.reasons]


def put_on(form: forms.Form, refusal: Refused | InvalidDocument) -> None:
    """Show what an action refused above its form, with everything typed kept."""
    for words in refusal_words(refusal):
        form.add_error(None, words)


def put_at_fields(form: PartForm, refusal: Refused | InvalidDocument, document: Any) -> None:
    """Show what an action refused at the field it is about; above the form where it has none."""
    if isinstance(refusal, Refused):
        put_on(form, refusal)
        return
    for problem in refusal.problems:
        name = form.field_of(problem.path)
        form.add_error(name, sentence(problem) if name else located(problem, document))


def say(request: HttpRequest, refusal: Any) -> None:
    """Show what an action refused above the page that it was asked from."""
    for words in refusal_words(refusal):
        messages.error(request, words, extra_tags="bad")


def carry_out(request: HttpRequest, does: Callable[[], Any], done: str) -> None:
    """Do an act that needs no form; say on the next page that it is done, or why not."""
    try:
        does()
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, done)


def is_done(
    request: HttpRequest, form: forms.Form, does: Callable[..., Any], done: str, **more: Any
) -> bool:
    """Do an act with what a form says, as this person and now; tell whether it was done.

    What is wrong, or refused, stands on the form then, with everything typed kept.
    """
    if not form.is_valid():
        return False
    try:
        does(**form.cleaned_data, **more, by=request.user, at=timezone.now())
    except Refused as refused:
        put_on(form, refused)
        return False
    messages.success(request, done)
    return True


def json_file(text: str, name: str) -> HttpResponse:
    """Give a canonical document as a file."""
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
