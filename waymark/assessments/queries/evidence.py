"""The evidence library of a case: what is there, for which criteria, in which wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery, Window

from waymark.assessments.models import EvidenceItem, EvidenceLink, EvidenceRevision
from waymark.assessments.queries.files import label_of
from waymark.assessments.queries.workspace import Here
from waymark.schemes.rules import Criterion, Scheme

PER_PAGE = 25


@dataclass(frozen=True)
class Item:
    """An evidence item with its newest content; `pointer` says where in it one criterion looks."""

    item: EvidenceItem
    revision: EvidenceRevision
    kind: Mapping[str, str]  # the kind's name in many languages
    links: tuple[EvidenceLink, ...] = ()
    pointer: str = ""

    @cached_property
    def type(self) -> str:
        """What people call the file's type, "" for a link."""
        return label_of(self.revision.blob)

    @cached_property
    def has_file(self) -> bool:
        """Whether any of its contents is a file; they were brought along."""
        return any(one.blob_id for one in self.item.revisions.all())


def kind_names(scheme: Scheme) -> dict[str, Mapping[str, str]]:
    """Return the names of the kinds of evidence by id."""
    return {kind.id: kind.label for kind in scheme.evidence_kinds}


def shown(scheme: Scheme, items: Iterable[tuple[EvidenceItem, str]]) -> tuple[Item, ...]:
    """Return items, each with a pointer, as pages show them; contents were brought along."""
    names = kind_names(scheme)
    return tuple(
        Item(
            item,
            max(item.revisions.all(), key=lambda revision: revision.seq),
            names.get(item.kind, {"en": item.kind}),
            tuple(item.links.all()) if "links" in _prefetched(item) else (),
            pointer,
        )
        for item, pointer in items
    )


def _prefetched(item: EvidenceItem) -> Mapping[str, Any]:
    return getattr(item, "_prefetched_objects_cache", {})


def revisions(path: str = "revisions") -> Prefetch[Any]:
    """Return how contents are brought along with items."""
    return Prefetch(path, EvidenceRevision.objects.select_related("blob").order_by("seq"))


def evidence_on(here: Here, criterion: str) -> tuple[Item, ...]:
    """Return the items behind a criterion, those in use first. One query."""
    contents = (
        EvidenceRevision.objects.filter(item__case=here.the_case, item__links__criterion=criterion)
        .annotate(pointer=F("item__links__pointer"))
        .select_related("item", "blob")
        .order_by("item__received_at", "item_id", "seq")
    )
    newest = {content.item_id: content for content in contents}
    names = kind_names(here.scheme)
    found = [
        Item(one.item, one, names.get(one.item.kind, {"en": one.item.kind}), (), one.pointer)
        for one in newest.values()
    ]
    return tuple(sorted(found, key=lambda one: one.item.state != "active"))


@dataclass(frozen=True)
class Filter:
    """Which items to show; empty means all."""

    q: str = ""
    kind: str = ""
    state: str = ""
    criterion: str = ""  # an id, or "none" for items that are behind no criterion


def _items(here: Here, wanted: Filter) -> QuerySet[EvidenceItem]:
    found = here.the_case.evidence.all()
    for name in ("kind", "state"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.criterion == "none":
        found = found.filter(links__isnull=True)
    elif wanted.criterion:
        found = found.filter(links__criterion=wanted.criterion)
    if wanted.q:
        found = found.filter(title__icontains=wanted.q)
    return found


def library(here: Here, wanted: Filter, number: str = "1") -> tuple[Page[Any], tuple[Item, ...]]:
    """Return a page of the library, the newest first, counted on the way. Two queries."""
    last = EvidenceRevision.objects.filter(item=OuterRef("item")).order_by("-seq").values("seq")
    found = (
        EvidenceRevision.objects.filter(item__in=_items(here, wanted), seq=Subquery(last[:1]))
        .annotate(of=Window(Count("pk")))
        .select_related("item", "blob")
        .prefetch_related("item__links")
        .order_by("-item__received_at", "-item_id")
    )
    start = max(int(number) - 1, 0) * PER_PAGE if number.isdecimal() and len(number) < 8 else 0
    contents = list(found[start : start + PER_PAGE])
    if not contents and start:
        return library(here, wanted)
    total = contents[0].of if contents else 0
    names = kind_names(here.scheme)
    items = (
        Item(
            one.item,
            one,
            names.get(one.item.kind, {"en": one.item.kind}),
            tuple(one.item.links.all()),
        )
        for one in contents
    )
    page = Paginator(range(total), PER_PAGE).get_page(start // PER_PAGE + 1)
    return page, tuple(items)


def choosable(here: Here, criterion: Criterion, q: str = "") -> tuple[Item, ...]:
    """Return items in use that are not behind a criterion yet: of the kinds it asks for first."""
    found = _items(here, Filter(q=q, state="active")).exclude(links__criterion=criterion.id)
    listed = found.prefetch_related(revisions()).order_by("-received_at", "-pk")[:100]
    items = shown(here.scheme, [(item, "") for item in listed])
    return tuple(sorted(items, key=lambda one: one.item.kind not in criterion.evidence_kinds))


def item(here: Here, pk: str) -> Item | None:
    """Return one item of the case with its contents and links, or None."""
    found = (
        here.the_case.evidence.filter(pk=pk)
        .select_related("added_by", "state_by")
        .prefetch_related(
            Prefetch(
                "revisions",
                EvidenceRevision.objects.select_related("blob", "by").order_by("seq"),
            ),
            "links",
        )
        .first()
    )
    return shown(here.scheme, [(found, "")])[0] if found else None
