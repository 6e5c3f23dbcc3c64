"""The editions in the making: their list, one of them with its discussion, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.base import face, permits, statuses
from waymark.schemes import actions, queries
from waymark.schemes.comparing import differences
from waymark.schemes.discussion import OUTCOME_NAMES, sums
from waymark.schemes.forms import PARTS, CommentForm, EditionDecision, SunsetForm
from waymark.schemes.queries import drafts
from waymark.schemes.rules import Scheme
from waymark.schemes.rules.drafting import COMMENT_DAYS
from waymark.schemes.rules.publishing import DECISIONS, EDITION, Permit
from waymark.schemes.sidebyside import PART_NAMES, op_words
from waymark.schemes.views.common import (
    carry_out,
    comments_on,
    edition_or_404,
    is_done,
    json_file,
    problem_words,
)

if TYPE_CHECKING:
    from waymark.schemes.models import Edition

EDITIONS = 200
OWN_STEPS = ("consult", "rework", "discard")


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """The editions that are written, discussed or decided on."""
    rows = list(drafts.workbench(request.user).defer("document")[:EDITIONS])
    held = queries.published(request.user)
    begins = [one for one in held if permits.may(request.user, Permit.DRAFT_EDITION, on=one.scheme)]
    return render(request, "schemes/editions.html", {"rows": rows, "begins": begins})


@require_safe
def edition(request: HttpRequest, pk: str) -> HttpResponse:
    """What changes, whom it touches, what is said about it."""
    return show(request, edition_or_404(request, pk))


def show(
    request: HttpRequest,
    row: Edition,
    *,
    comment: CommentForm | None = None,
    decide: EditionDecision | None = None,
    publish: SunsetForm | None = None,
) -> HttpResponse:
    """Draw the page, with a form that was refused where there is one."""
    rules, base = queries.scheme_of(row), drafts.base_rules(row)
    writes = permits.may(request.user, Permit.DRAFT_EDITION, on=row.scheme)
    decides = permits.may(request.user, Permit.PUBLISH_EDITION, on=row.scheme)
    discussed = row.state == "consultation" and request.user.is_authenticated
    context = {
        "row": row,
        "scheme": rules,
        "parts": differences(base, rules) if base else [],
        "touched": _touched(row, base)
        if row.state in ("draft", "consultation", "approved")
        else [],
        "beside": face.links_beside("edition", request, row),
        "may_write": writes and row.state == "draft",
        "may_reply": writes,
        "links": [(name, label) for name, label in PART_NAMES.items() if PARTS[name].of_criterion],
        "stages": [(stage, rules.criteria_of(stage.id)) for stage in rules.stages],
        "steps": [one.name for one in EDITION.open(row.state) if one.name in OWN_STEPS and writes],
        "days": COMMENT_DAYS.get(row.change_class, 0),
        "comments": comments_on(request, row),
        "sums": sums(row.comments.all()),
        "outcomes": list(OUTCOME_NAMES.items()),
        "form": comment or (CommentForm(scheme=rules, grouped=True) if discussed else None),
        "decide": decide or (_decide_form(row) if decides else None),
        "publish": publish or (SunsetForm() if decides and row.state == "approved" else None),
        "history": list(row.endorsements.select_related("by")),
    }
    bad = any(form is not None and form.errors for form in (comment, decide, publish))
    return render(request, "schemes/edition.html", context, status=422 if bad else 200)


def _touched(row: Edition, base: Scheme | None) -> list[dict[str, Any]]:
    """National adaptations that stay behind, and what of each does not carry over and why."""
    if base is None:
        return []
    return [
        {
            "row": one.row,
            "by_itself": one.moved.by_itself,
            "kept": len(one.moved.overlay.ops),
            "stuck": [(op_words(base, op), problem_words(why)) for op, why in one.moved.stuck],
        }
        for one in drafts.touched(row)
    ]


def _decide_form(row: Edition, data: Any = None) -> EditionDecision | None:
    """The form of the decisions that can be taken now; None where there is none."""
    names = [step.name for step in EDITION.open(row.state) if step.name in DECISIONS]
    if not names:
        return None
    kinds = [(name, statuses.find(f"decision.{name}").label) for name in names]
    return EditionDecision(data, kinds=kinds)


def act(
    request: HttpRequest, pk: str, permit: Permit, done: str, does: Callable[[Edition], Any]
) -> HttpResponse:
    """Do an act of somebody who holds the permit; who does not learns nothing of it."""
    row = edition_or_404(request, pk)
    if not permits.may(request.user, permit, on=row.scheme):
        raise Http404
    carry_out(request, lambda: does(row), done)
    return redirect("edition", pk)


@login_required
@require_POST
def step(request: HttpRequest, pk: str, step: str) -> HttpResponse:
    """Open it for comments, take it back to be changed, or give it up."""
    acts: dict[str, tuple[Callable[..., Any], str]] = {
        "consult": (actions.consult_on_edition, _("Everybody can read it and comment now.")),
        "rework": (actions.rework_edition, _("It is a draft again.")),
        "discard": (actions.discard_edition, _("The draft is given up.")),
    }
    if step not in acts:
        raise Http404
    does, done = acts[step]
    by, now = request.user, timezone.now()
    return act(
        request, pk, Permit.DRAFT_EDITION, done, lambda row: does(edition=row, by=by, at=now)
    )


@login_required
@require_POST
def sum_up(request: HttpRequest, pk: str) -> HttpResponse:
    """Say what of the comments was taken up."""
    text, by, now = request.POST.get("taken_up", ""), request.user, timezone.now()
    return act(
        request,
        pk,
        Permit.DRAFT_EDITION,
        _("The summary is public now."),
        lambda row: actions.sum_up(edition=row, text=text, by=by, at=now),
    )


@login_required
@require_POST
def comment(request: HttpRequest, pk: str) -> HttpResponse:
    """Say something about it."""
    row = edition_or_404(request, pk)
    form = CommentForm(request.POST, scheme=queries.scheme_of(row), grouped=True)
    if is_done(
        request, form, actions.comment_on_edition, _("Your comment is public now."), edition=row
    ):
        return redirect("edition", pk)
    return show(request, row, comment=form)


@login_required
@require_POST
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """The global committee's word, by its chair."""
    row = edition_or_404(request, pk)
    form = _decide_form(row, request.POST)
    if form is None or not permits.may(request.user, Permit.PUBLISH_EDITION, on=row.scheme):
        raise Http404
    if is_done(
        request,
        form,
        actions.decide_edition,
        _("The decision is on record."),
        edition=row,
        seen=request.POST.get("seen", ""),
    ):
        return redirect("edition", pk)
    return show(request, row, decide=form)


@login_required
@require_POST
def publish(request: HttpRequest, pk: str) -> HttpResponse:
    """Bring it into force."""
    row = edition_or_404(request, pk)
    if not permits.may(request.user, Permit.PUBLISH_EDITION, on=row.scheme):
        raise Http404
    form = SunsetForm(request.POST)
    if is_done(request, form, actions.publish_edition, _("The edition is in force."), edition=row):
        return redirect("edition", pk)
    return show(request, row, publish=form)


@require_safe
def document(request: HttpRequest, pk: str) -> HttpResponse:
    """The edition as canonical JSON, which can be taken in again without loss."""
    row = edition_or_404(request, pk)
    return json_file(row.document, f"{row.scheme_id}-{row.version}")
