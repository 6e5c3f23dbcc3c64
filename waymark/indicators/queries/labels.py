"""What indicators are called, for pages that only name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from waymark.base.fields import Words
from waymark.indicators.models import Indicator


def labels(viewer: Any, names: Iterable[str]) -> dict[str, Words]:
    """Return the labels of indicators by name (`sdg:11.6.2`); lists of indicators are public."""
    wanted = set(names)
    if not wanted:
        return {}
    codes = {name.partition(":")[2] for name in wanted}
    rows = Indicator.objects.filter(owner=None, code__in=codes)
    named = rows.values_list("framework_id", "code", "label")
    found = {f"{framework}:{code}": Words(label) for framework, code, label in named}
    found = {name: label for name, label in found.items() if name in wanted}
    return found | _former(wanted - set(found)) if wanted - set(found) else found


def _former(wanted: set[str]) -> dict[str, Words]:
    """The labels of indicators that have had these names."""
    rows = Indicator.objects.filter(owner=None).exclude(former_codes=[])
    return {
        f"{framework}:{code}": Words(label)
        for framework, codes, label in rows.values_list("framework_id", "former_codes", "label")
        for code in codes
        if f"{framework}:{code}" in wanted
    }
