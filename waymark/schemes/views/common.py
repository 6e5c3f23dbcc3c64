"""What the pages of adaptations share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest

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
