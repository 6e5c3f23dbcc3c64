"""A city with its people, areas and a few indicators, and short ways to give it data."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import log_in, make_member, make_place
from waymark.indicators import takeaway
from waymark.indicators.actions import imports
from waymark.indicators.actions.values import enter_value
from waymark.indicators.models import Framework, ImportBatch, Indicator, Observation
from waymark.indicators.queries.place import Here, here
from waymark.indicators.rules.answers import BREAKDOWN, LEAVE_OUT, Answers, plain_header
from waymark.indicators.rules.facts import Dims, Value
from waymark.indicators.rules.rows import Options
from waymark.people.models import User
from waymark.people.rules import WorkspaceRole
from waymark.places.models import Place

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LISTED = (
    ("umf", "UMF-1.1.2", "%", "up", "society", "Safely managed drinking water"),
    ("umf", "UMF-1.1.5", "per 100 000 people", "down", "society", "Road deaths"),
    ("umf", "UMFX-2.3.a", "currency per worker", "up", "economy", "Output per worker"),
    ("sdg", "6.1.1", "%", "up", "", "Safely managed drinking water services"),
    ("sdg", "11.6.2", "ug/m3", "down", "", "Fine dust"),
)


def make_lists() -> None:
    """A few rows of each list, which is enough for most tests."""
    for order, code in enumerate(("umf", "sdg")):
        Framework.objects.get_or_create(
            code=code, defaults={"name": {"en": code.upper()}, "edition": "1", "order": order}
        )
    for order, (framework, code, unit, direction, domain, label) in enumerate(LISTED):
        Indicator.objects.get_or_create(
            framework_id=framework,
            code=code,
            defaults={
                "label": {"en": label},
                "unit": unit,
                "direction": direction,
                "domain": domain,
                "goal": None if domain else int(code.split(".")[0]),
                "status": "verified code and title",
                "order": order,
            },
        )


@dataclass
class City:
    """A city and its people; `now` moves on with each act."""

    place: Place
    lead: User
    editor: User
    viewer: User
    now: datetime = NOW
    areas: dict[str, Place] = field(default_factory=dict)

    def later(self, **step: float) -> datetime:
        """Let time pass and return the new now."""
        self.now += timedelta(**(step or {"minutes": 1}))
        return self.now

    @property
    def here(self) -> Here:
        """The editor before the city's data."""
        found = here(self.editor, self.place.slug)
        assert found is not None
        return found

    def indicator(self, code: str = "UMF-1.1.2") -> Indicator:
        """A row of the lists by its code."""
        return Indicator.objects.get(code=code)

    def enter(
        self, value: float | None, period: str = "2020", *, code: str = "UMF-1.1.2", **more: Any
    ) -> Observation:
        """Enter a value as the editor."""
        about = {name: more.pop(name) for name in ("area", "dims", "unit") if name in more}
        return enter_value(
            place=self.place,
            indicator=self.indicator(code),
            value=Value(period, value, **more),
            by=self.editor,
            at=self.later(),
            **about,
        )

    def preview(
        self, content: str | bytes, name: str = "data.csv", *, framework: str = "umf", **more: Any
    ) -> ImportBatch:
        """Bring a file to its preview; `more` are options of reading."""
        data = content.encode() if isinstance(content, str) else content
        columns = dict.fromkeys(map(plain_header, more.pop("ignored", ())), LEAVE_OUT)
        columns |= dict.fromkeys(map(plain_header, more.pop("breakdowns", ())), BREAKDOWN)
        if columns:
            more["answers"] = Answers(columns)
        reading = {key: more.pop(key) for key in ("encoding", "sheet") if key in more}
        return imports.preview_import(
            place=self.place,
            source=io.BytesIO(data),
            name=name,
            choices=imports.Choices(Options(framework, **more), **reading),
            by=self.editor,
            at=self.later(),
        )

    def commit(self, batch: ImportBatch, *, leave_out: bool = False) -> ImportBatch:
        """Store a preview."""
        return imports.commit_import(
            batch=batch, leave_out=leave_out, by=self.editor, at=self.later()
        )

    def bring(self, content: str | bytes, name: str = "data.csv", **more: Any) -> ImportBatch:
        """Bring in a file whole."""
        return self.commit(self.preview(content, name, **more))

    def everything(self) -> list[tuple[Any, ...]]:
        """All that holds, as it would be taken away."""
        return [tuple(row) for row in takeaway.everything(self.here).rows]

    def as_csv(self) -> bytes:
        """The same as a file."""
        return takeaway.as_csv(takeaway.everything(self.here))

    def as_xlsx(self) -> bytes:
        """The same as a workbook."""
        return takeaway.as_xlsx(self.here, takeaway.everything(self.here))


def make_city(*, areas: tuple[str, ...] = ("north", "harbour"), **place: Any) -> City:
    """Make a city with a lead, an editor, a viewer and areas, and the lists if need be."""
    make_lists()
    city = make_place(**place)
    made = {
        name: make_place(name.title(), parent=city, slug=f"{city.slug}-{name}", kind="district")
        for name in areas
    }
    return City(
        place=city,
        lead=make_member(city, WorkspaceRole.LEAD),
        editor=make_member(city, WorkspaceRole.EDITOR),
        viewer=make_member(city, WorkspaceRole.VIEWER),
        areas=made,
    )


def dims(**groups: str) -> Dims:
    """A breakdown."""
    return tuple(sorted(groups.items()))


def browser(user: User) -> Client:
    """Somebody's browser, logged in."""
    return log_in(Client(), user)


def upload(content: str | bytes, name: str = "data.csv") -> SimpleUploadedFile:
    """A file as a form sends it."""
    data = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, data)
