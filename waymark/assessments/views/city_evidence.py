"""The evidence of a case: library, adding, one item with its contents, using it elsewhere."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.assessments.actions import evidence as actions
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.forms.evidence import (
    DetailsForm,
    EvidenceForm,
    LibraryFilter,
    LinkForm,
    ReviseForm,
    WithdrawItemForm,
    given,
)
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import evidence as queries
from waymark.assessments.queries.files import preview_of
from waymark.assessments.queries.workspace import Here
from waymark.assessments.taking_in import limit, take
from waymark.assessments.views.city_base import city_page, go, page
from waymark.assessments.views.city_criterion import find
from waymark.base.files.errors import FileRefused
from waymark.base.files.messages import allowed_types, explain


@city_page
def library(request: HttpRequest, here: Here) -> HttpResponse:
    """List the items of the case."""
    scheme = here.scheme
    form = LibraryFilter(request.GET, kinds=scheme.evidence_kinds, criteria=scheme.criteria)
    form.is_valid()
    read = form.cleaned_data
    wanted = queries.Filter(**{name: read.get(name, "") for name in form.fields})
    listed, items = queries.library(here, wanted, request.GET.get("page", "1"))
    filtered = wanted != queries.Filter()
    return page(
        request,
        here,
        "library",
        "evidence",
        form=form,
        listed=listed,
        items=items,
        filtered=filtered,
    )


@city_page
def add(request: HttpRequest, here: Here) -> HttpResponse:
    """Add a file or a link, for a criterion or for the library."""
    criterion = here.scheme.by_id.get(request.GET.get("for", ""))
    kinds: dict[str, Any] = {
        "kinds": here.scheme.evidence_kinds,
        "first": criterion.evidence_kinds if criterion else (),
    }
    initial = {"visibility": "reviewers", "language": here.the_case.language}
    form, token, name = EvidenceForm(initial=initial, **kinds), "", ""
    if request.method == "POST":
        form = EvidenceForm(request.POST, request.FILES, **kinds)
        taken = take(request, form)
        token, name = taken.token, taken.name
        if form.is_valid() and _added(request, here, form, taken, criterion):
            messages.success(request, _("Added."))
            if criterion:
                return go(here, "criterion", criterion.id, anchor="evidence")
            return go(here, "evidence")
    return page(
        request,
        here,
        "evidence_add",
        "evidence",
        status=422 if form.is_bound else 200,
        form=form,
        token=token,
        kept_name=name,
        criterion=criterion,
        types=allowed_types(),
        limit=limit(),
    )


def _added(
    request: HttpRequest, here: Here, form: EvidenceForm, taken: Any, criterion: Any
) -> bool:
    links = {criterion.id: form.cleaned_data["pointer"].strip()} if criterion else {}
    try:
        with transaction.atomic():
            actions.add_evidence(
                case=here.the_case,
                details=form.details(taken.title),
                content=taken.content(here.at),
                links=links,
                by=request.user,
                at=here.at,
            )
    except FileRefused as why:
        form.add_error("file", str(explain(why)))
    except BadAnswer as refusal:
        put_on(form, refusal)
    else:
        return True
    return False


def _find(here: Here, pk: str) -> queries.Item:
    found = queries.item(here, pk)
    if found is None:
        raise Http404
    return found


def _draw(
    request: HttpRequest, here: Here, one: queries.Item, *, status: int = 200, **forms: Any
) -> HttpResponse:
    linked = {link.criterion for link in one.links}
    free = [criterion for criterion in here.scheme.criteria if criterion.id not in linked]
    context: dict[str, Any] = {
        "revise_form": ReviseForm(initial={"effective_on": one.item.effective_on.isoformat()}),
        "withdraw_form": WithdrawItemForm(),
        "link_form": LinkForm(criteria=free),
        "token": "",
        "kept_name": "",
    } | forms
    blob = one.revision.blob
    editable = here.editable and one.item.state == "active"
    return page(
        request,
        here,
        "evidence_item",
        "evidence",
        status=status,
        one=one,
        item=one.item,
        contents=list(one.item.revisions.all())[::-1],
        preview=preview_of(blob) if blob and not blob.erased_at else None,
        editable=editable,
        withdrawable=here.withdraws_evidence and one.item.state == "active",
        types=allowed_types(),
        limit=limit(),
        **context,
    )


@city_page
def item(request: HttpRequest, here: Here, item: str) -> HttpResponse:
    """Show an item: what is said of it, its contents, where it is used."""
    return _draw(request, here, _find(here, item))


@city_page
def describe(request: HttpRequest, here: Here, item: str) -> HttpResponse:
    """Mend what is said about an item."""
    one = _find(here, item)
    form = DetailsForm(
        request.POST or None, initial=given(one.item), kinds=here.scheme.evidence_kinds
    )
    if request.method == "POST" and form.is_valid():
        details = form.details(one.item.title)
        try:
            actions.describe_evidence(item=one.item, details=details, by=request.user, at=here.at)
        except BadAnswer as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return go(here, "evidence_item", one.item.pk)
    status = 422 if form.is_bound else 200
    return page(
        request, here, "evidence_describe", "evidence", status=status, form=form, item=one.item
    )


@require_POST
@city_page
def revise(request: HttpRequest, here: Here, item: str) -> HttpResponse:
    """Give an item a newer content."""
    one = _find(here, item)
    form = ReviseForm(request.POST, request.FILES)
    taken = take(request, form)
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.revise_evidence(
                    item=one.item,
                    content=taken.content(here.at),
                    effective_on=form.cleaned_data["effective_on"],
                    by=request.user,
                    at=here.at,
                )
        except FileRefused as why:
            form.add_error("file", str(explain(why)))
        except BadAnswer as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The newer version is in place; the earlier one is kept."))
            return go(here, "evidence_item", one.item.pk)
    kept = {"token": taken.token, "kept_name": taken.name}
    return _draw(request, here, one, status=422, revise_form=form, **kept)


@require_POST
@city_page
def withdraw(request: HttpRequest, here: Here, item: str) -> HttpResponse:
    """Say that an item no longer counts."""
    one = _find(here, item)
    form = WithdrawItemForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw_evidence(
                item=one.item, reason=form.cleaned_data["reason"], by=request.user, at=here.at
            )
        except BadAnswer as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("It no longer counts. It stays in the library."))
            return go(here, "evidence_item", one.item.pk)
    return _draw(request, here, one, status=422, withdraw_form=form)


@require_POST
@city_page
def link(request: HttpRequest, here: Here, item: str) -> HttpResponse:
    """Use an item for one more criterion, or mend where in it to look."""
    one = _find(here, item)
    form = LinkForm(request.POST, criteria=here.scheme.criteria)
    if form.is_valid():
        actions.link_evidence(
            item=one.item,
            criterion=form.cleaned_data["criterion"],
            pointer=form.cleaned_data["pointer"].strip(),
            by=request.user,
            at=here.at,
        )
        messages.success(request, _("Noted."))
        if request.GET.get("back") == "criterion":
            return go(here, "criterion", form.cleaned_data["criterion"], anchor="evidence")
        return go(here, "evidence_item", one.item.pk)
    return _draw(request, here, one, status=422, link_form=form)


@require_POST
@city_page
def unlink(request: HttpRequest, here: Here, item: str, criterion: str) -> HttpResponse:
    """Take an item away from a criterion."""
    one = _find(here, item)
    if criterion not in {link.criterion for link in one.links}:
        raise Http404
    actions.unlink_evidence(item=one.item, criterion=criterion, by=request.user, at=here.at)
    messages.success(request, _("It is no longer behind this criterion. It stays in the library."))
    return go(here, "evidence_item", one.item.pk)


@city_page
def choose(request: HttpRequest, here: Here, criterion: str) -> HttpResponse:
    """List what the library holds for a criterion."""
    found = find(here, criterion)
    q = request.GET.get("q", "")[:100]
    items = queries.choosable(here, found, q)
    return page(request, here, "evidence_choose", "evidence", criterion=found, items=items, q=q)
