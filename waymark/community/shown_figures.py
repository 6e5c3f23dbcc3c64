"""Figures on needs, and support around a city, as pages and files show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.base.fields import Words
from waymark.community.models import SupportRequest
from waymark.community.queries.around import Around
from waymark.community.queries.figures import Told
from waymark.community.rules.figures import Figure
from waymark.community.rules.requests import Side
from waymark.community.shown_needs import Line as NeedLine
from waymark.community.shown_needs import line as need_line
from waymark.community.shown_requests import Line, line
from waymark.kernel.tables import Cell, csv_chunks
from waymark.library import wording


@dataclass(frozen=True)
class FigureLine:
    """A cell in words."""

    figure: Figure
    topic: str
    country: Words | None  # None: all of them


def lines(told: Told) -> list[FigureLine]:
    """Put figures into words, by the names of topics and countries."""
    found = [
        FigureLine(one, _topic(one.topic), told.countries.get(one.country)) for one in told.figures
    ]
    return sorted(
        found,
        key=lambda one: (one.topic.casefold(), one.country is not None, str(one.country)),
    )


def _topic(tag: str) -> str:
    return wording.name(wording.TOPICS, tag)


def table(told: Told) -> Iterator[bytes]:
    """Yield the figures as CSV; status Q is withheld, as in SDMX."""
    return csv_chunks(_rows(told))


def _rows(told: Told) -> Iterator[list[Cell]]:
    yield ["topic", "topic_name", "country", "country_name", "needs", "cities", "status"]
    for one in lines(told):
        cell = one.figure
        name = str(one.country) if one.country else _("All countries")
        status = "Q" if cell.needs is None else "A"
        yield [cell.topic, one.topic, cell.country, name, cell.needs, cell.cities, status]


class FilterForm(forms.Form):
    """The filters as they stand in the address."""

    topic = forms.ChoiceField(label=__("Topic"), required=False)
    country = forms.ChoiceField(label=__("Country"), required=False)

    def __init__(self, whole: Told, asked: Mapping[str, str]) -> None:
        super().__init__(asked)
        topics = {one.topic: _topic(one.topic) for one in whole.figures}
        lands = {code: str(name) for code, name in whole.countries.items()}
        for name, known in (("topic", topics), ("country", lands)):
            pairs = sorted(known.items(), key=lambda pair: pair[1].casefold())
            self.fields[name].choices = [("", _("All")), *pairs]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class NeedAround:
    """A need with the requests about it."""

    line: NeedLine
    requests: tuple[Line, ...]


@dataclass(frozen=True)
class Topic:
    """A topic with the needs under it."""

    title: str
    needs: tuple[NeedAround, ...]


def by_topic(around: Around, today: date) -> list[Topic]:
    """Return the needs under each of their topics, in the order of the topics' names."""
    held: dict[str, list[SupportRequest]] = {}
    for row in around.requests:
        held.setdefault(row.need_id or "", []).append(row)
    told = {
        need.pk: NeedAround(
            need_line(need, today),
            tuple(line(row, Side.PROVIDER) for row in held.get(need.pk, ())),
        )
        for need in around.needs
    }
    found: dict[str, list[NeedAround]] = {}
    for need in around.needs:
        for tag in need.topics:
            found.setdefault(_topic(tag), []).append(told[need.pk])
    return [Topic(title, tuple(found[title])) for title in sorted(found, key=str.casefold)]


def without_need(around: Around) -> list[Line]:
    """Return the requests that are about no need that the viewer reads."""
    known = {need.pk for need in around.needs}
    return [line(row, Side.PROVIDER) for row in around.requests if row.need_id not in known]
