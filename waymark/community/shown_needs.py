"""Needs as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from waymark.assessments.reporting.fees import money
from waymark.base.fields import listed
from waymark.community.models import Need, NeedVersion
from waymark.community.wording_needs import PARTS
from waymark.library import wording
from waymark.people.models import Body


@dataclass(frozen=True)
class Line:
    """A need, with its topics, languages and budget in words."""

    row: Need
    topics: str
    languages: str
    budget: str
    late: bool

    @property
    def state(self) -> str:
        """Where it stands, as a status."""
        return f"need.{self.row.state}"

    @property
    def reads(self) -> str:
        """Who reads it, as a status."""
        return f"need.{self.row.visible}"


def line(row: Need, today: date) -> Line:
    """Put a need into words."""
    late = row.state == "open" and row.by_when is not None and row.by_when < today
    return Line(
        row,
        wording.names(wording.TOPICS, row.topics),
        wording.languages(row.languages),
        _budget(row),
        late,
    )


def _budget(row: Need) -> str:
    least, most = row.budget_least, row.budget_most
    told: Any = [money(one, row.currency) for one in (least, most) if one is not None]
    if not told:
        return ""
    if least is None:
        return _("at most %(most)s") % {"most": told[0]}
    if most is None:
        return _("at least %(least)s") % {"least": told[0]}
    if least == most:
        return str(told[0])
    return _("%(least)s to %(most)s") % {"least": told[0], "most": told[1]}


@dataclass(frozen=True)
class Version:
    """One change of a need in words."""

    at: datetime
    by: str
    title: str


def version(row: NeedVersion) -> Version:
    """Say what was changed, by the names of the parts."""
    parts = dict.fromkeys(str(PARTS.get(name, name)) for name in row.changed)
    said = (
        _("Changed: %(parts)s") % {"parts": listed(parts)}
        if parts
        else pgettext("a need", "Opened")
    )
    return Version(row.at, str(row.by), said)


def partners(bodies: Iterable[Body]) -> list[tuple[str, str]]:
    """Partners as choices of a form."""
    return [(body.pk, str(body.name)) for body in bodies]
