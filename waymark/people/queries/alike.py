"""Names that could be taken for others: what the secretariat should see before it decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from waymark.kernel import text as texts
from waymark.people.models import Body, Organisation, WorkspaceRequest
from waymark.places.models import Place


def places_alike(names: Iterable[str], countries: Iterable[Any]) -> dict[str, list[Place]]:
    """Return the places that look like some names, by the skeleton of the name.

    A place anywhere is known by the name that it is listed under; one of these countries by its
    names in all languages.
    """
    alike: dict[str, list[Place]] = {texts.skeleton(name): [] for name in names}
    if not alike:
        return alike
    near = Q(name_skeleton__in=alike) | Q(country__in=set(countries))
    known = Place.objects.filter(near).select_related("country").defer("boundary")
    for place in known.order_by("slug"):
        for skeleton in (_skeletons(place.name) | {place.name_skeleton}) & alike.keys():
            alike[skeleton].append(place)
    return alike


def names_alike(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the bodies and organisations that look like some names, by the skeleton of the name.

    A city that is called like a committee, or like the office that awards, could speak for it.
    """
    alike: dict[str, list[str]] = {texts.skeleton(name): [] for name in names}
    if not alike:
        return alike
    for model in (Body, Organisation):
        for name in model.objects.order_by("pk").values_list("name", flat=True):
            for skeleton in _skeletons(name) & alike.keys():
                alike[skeleton].append(str(name))
    return alike


def rivals(waiting: Iterable[WorkspaceRequest]) -> dict[str, list[WorkspaceRequest]]:
    """Return the waiting requests for new places, by the skeleton of the name they ask for."""
    found: dict[str, list[WorkspaceRequest]] = {}
    for request in waiting:
        if request.place_id is None:
            found.setdefault(texts.skeleton(request.proposed_name), []).append(request)
    return found


def _skeletons(name: Mapping[str, str]) -> set[str]:
    return {texts.skeleton(text) for text in name.values() if text.strip()}
