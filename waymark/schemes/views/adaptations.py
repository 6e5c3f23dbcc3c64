"""One adaptation: beside its base, with its comments, and the acts that the viewer may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import face, permits, statuses
from waymark.schemes import actions, queries
from waymark.schemes.discussion import OUTCOME_NAMES
from waymark.schemes.forms import AdaptationDecision, CommentForm, DecisionForm
from waymark.schemes.queries.proposing import proposals
from waymark.schemes.rules.adapting import (
    ADAPTATION,
    OPEN,
    comment_days,
    deviation_key,
    open_decisions,
)
from waymark.schemes.rules.publishing import Permit
from waymark.schemes.sidebyside import KINDS, change_words, op_words, sides
from waymark.schemes.views.common import (
    adaptation_or_404,
    carry_out,
    comments_on,
    is_done,
    json_file,
    problem_words,
)
from waymark.schemes.wording import deviation_words, deviations_of

if TYPE_CHECKING:
    from waymark.schemes.models import Adaptation


@require_safe
def adaptation(request: HttpRequest, pk: str) -> HttpResponse:
    """The adaptation, side by side with the common edition."""
    row = adaptation_or_404(request, pk)
    return show(request, row)


def show(
    request: HttpRequest,
    row: Adaptation,
    *,
    comment: CommentForm | None = None,
    decide: AdaptationDecision | None = None,
    propose: DecisionForm | None = None,
) -> HttpResponse:
    """Draw the page, with a form that was refused where there is one."""
    overlay, (scheme, problems) = queries.overlay_of(row), queries.lying(row)
    base = queries.scheme_of(row.base)
    drafts = permits.may(request.user, Permit.DRAFT_ADAPTATION, on=row)
    decides = permits.may(request.user, Permit.DECIDE_ADAPTATION, on=row)
    discussed = row.state == "consultation" and request.user.is_authenticated
    context = {
        "row": row,
        "overlay": overlay,
        "sides": sides(base, overlay),
        "problems": [problem_words(problem) for problem in problems],
        "deviations": deviations_of(scheme) if scheme else (),
        "days": comment_days(overlay),
        "may_write": drafts and row.state in OPEN,
        "may_reply": drafts,
        "steps": _steps(row) if drafts else [],
        "kinds": list(KINDS.items()),
        "comments": comments_on(request, row),
        "outcomes": list(OUTCOME_NAMES.items()),
        "form": comment or (CommentForm(scheme=scheme or base) if discussed else None),
        "decide": decide or (_decide_form(row) if decides else None),
        "propose": propose or _propose_form(request, row),
        "proposals": proposals(request.user, row),
        "beside": face.links_beside("adaptation", request, row),
        "history": list(row.endorsements.select_related("by")),
        "rebase": _rebase(request, row) if drafts else None,
    }
    bad = any(form is not None and form.errors for form in (comment, decide, propose))
    return render(request, "schemes/adaptation.html", context, status=422 if bad else 200)


def _steps(row: Adaptation) -> list[str]:
    """The steps of its own secretariat that start from here."""
    wanted = ("consult", "rework", "submit")
    return [step.name for step in ADAPTATION.open(row.state) if step.name in wanted]


def _decide_form(row: Adaptation, data: Any = None) -> AdaptationDecision | None:
    """The form of the decisions that can be taken now; None where there is none."""
    open_now = open_decisions(row.state)
    if not open_now:
        return None
    scheme, _problems = queries.lying(row)
    laid = scheme.adaptation if scheme and "endorse" in open_now else None
    named = [
        (deviation_key(found), f"{found.criterion}: {deviation_words(found)}")
        for found in (laid.deviations if laid else ())
    ]
    return AdaptationDecision(data, kinds=_kinds(row), deviations=named)


def _kinds(row: Adaptation) -> list[tuple[str, Any]]:
    """The decisions that can be taken now, in words."""
    return [(one, statuses.find(f"endorsement.{one}").label) for one in open_decisions(row.state)]


def _propose_form(request: HttpRequest, row: Adaptation, data: Any = None) -> DecisionForm | None:
    """The form of a steward's proposal; None where she has none to make."""
    kinds = _kinds(row)
    if not kinds or not permits.may(request.user, Permit.PROPOSE_ENDORSEMENT, on=row):
        return None
    form = DecisionForm(data, kinds=kinds, prefix="propose")
    form.fields["kind"].label = _("What you propose")
    return form


def _rebase(request: HttpRequest, row: Adaptation) -> dict[str, Any] | None:
    """What a rebase would carry over, where the base is no longer in force."""
    if row.base.state == "published" or row.state not in ("endorsed", "outdated", "suspended"):
        return None
    fresh = queries.current_edition(request.user, row.scheme_id)
    if fresh is None:
        return None
    moved, differences = queries.rebased(row, fresh)
    base = queries.scheme_of(row.base)
    return {
        "base": fresh,
        "by_itself": moved.by_itself,
        "kept": len(moved.overlay.ops),
        "stuck": [(op_words(base, op), problem_words(problem)) for op, problem in moved.stuck],
        "changes": [change_words(change) for change in differences],
    }


def _act(
    request: HttpRequest, pk: str, permit: Permit, done: str, act: Callable[[Adaptation], Any]
) -> HttpResponse:
    """Do an act of somebody who holds the permit; who does not learns nothing of it."""
    row = adaptation_or_404(request, pk)
    if not permits.may(request.user, permit, on=row):
        raise Http404
    carry_out(request, lambda: act(row), done)
    return redirect("adaptation", pk)


@login_required
@require_POST
def step(request: HttpRequest, pk: str, step: str) -> HttpResponse:
    """Open it for comments, take it back to be changed, or ask for its endorsement."""
    acts: dict[str, tuple[Callable[..., Any], str]] = {
        "consult": (actions.open_comments, _("Everybody can read it and comment now.")),
        "rework": (actions.rework, _("It is a draft again.")),
        "submit": (actions.submit_adaptation, _("The global body has been asked.")),
    }
    if step not in acts:
        raise Http404
    act, done = acts[step]
    now = timezone.now()
    return _act(
        request,
        pk,
        Permit.DRAFT_ADAPTATION,
        done,
        lambda row: act(adaptation=row, by=request.user, at=now),
    )


@login_required
@require_POST
def drop(request: HttpRequest, pk: str, index: int) -> HttpResponse:
    """Take one change out of a draft again."""
    row = adaptation_or_404(request, pk)
    if index >= len(queries.overlay_of(row).ops):
        raise Http404
    now, seen = timezone.now(), request.POST.get("seen", "")
    return _act(
        request,
        pk,
        Permit.DRAFT_ADAPTATION,
        _("The change is out."),
        lambda row: actions.drop_op(
            adaptation=row, index=index, seen=seen, by=request.user, at=now
        ),
    )


@login_required
@require_POST
def comment(request: HttpRequest, pk: str) -> HttpResponse:
    """Say something about it."""
    row = adaptation_or_404(request, pk)
    scheme, _problems = queries.lying(row)
    form = CommentForm(request.POST, scheme=scheme or queries.scheme_of(row.base))
    if is_done(request, form, actions.comment, _("Your comment is public now."), adaptation=row):
        return redirect("adaptation", pk)
    return show(request, row, comment=form)


@login_required
@require_POST
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """The global body's word."""
    row = adaptation_or_404(request, pk)
    form = _decide_form(row, request.POST)
    if form is None or not permits.may(request.user, Permit.DECIDE_ADAPTATION, on=row):
        raise Http404
    if is_done(
        request,
        form,
        actions.decide_adaptation,
        _("The decision is on record."),
        adaptation=row,
        seen=request.POST.get("seen", ""),
    ):
        return redirect("adaptation", pk)
    return show(request, row, decide=form)


@login_required
@require_POST
def propose(request: HttpRequest, pk: str) -> HttpResponse:
    """A steward's proposal to the global body."""
    row = adaptation_or_404(request, pk)
    form = _propose_form(request, row, request.POST)
    if form is None:
        raise Http404
    if is_done(
        request,
        form,
        actions.propose_endorsement,
        _("Your proposal is before the global body."),
        adaptation=row,
        seen=request.POST.get("seen", ""),
    ):
        return redirect("adaptation", pk)
    return show(request, row, propose=form)


@require_http_methods(["GET", "HEAD"])
def document(request: HttpRequest, pk: str) -> HttpResponse:
    """The overlay as canonical JSON, whose SHA-256 an endorsement names."""
    row = adaptation_or_404(request, pk)
    return json_file(row.document, f"{row.mechanism.slug}-{row.scheme_id}-{row.version}")
