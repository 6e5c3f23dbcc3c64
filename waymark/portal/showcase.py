"""Invented content for the design page, which shows every part of the face once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import translation
from django.utils.translation import gettext as _

from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.kernel.charts import Bar, Line, Mark, bar_chart, line_chart
from waymark.kernel.maps import outline

AT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
SHORE = ((0, 0), (3, -1), (6, 0), (8, 2), (7, 5), (4, 6), (1, 5), (0, 0))


class SampleForm(forms.Form):
    """One of each control; bound with errors on the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name of the dataset"), help_text=_("As its holder calls it.")
        )
        self.fields["years"] = forms.IntegerField(label=_("First year"), required=False)
        self.fields["level"] = forms.ChoiceField(
            label=_("Where does the city stand?"),
            choices=[("0", _("No list")), ("1", _("A list with gaps")), ("2", _("A full list"))],
            widget=forms.RadioSelect,
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of evidence"), choices=[("a", _("Report")), ("b", _("Dataset"))]
        )
        self.fields["notes"] = forms.CharField(
            label=_("How do you know?"), required=False, widget=forms.Textarea({"rows": 3})
        )
        self.fields["file"] = forms.FileField(label=_("File"), required=False)
        self.fields["agree"] = forms.BooleanField(label=_("I have read it"), required=False)


def parts(language: str, prefix: str) -> dict[str, Any]:
    """Return the sample content in a language; `prefix` keeps ids apart. Activates nothing."""
    with translation.override(language):
        return {
            "prefix": prefix,
            "direction": text.direction(language),
            "form": SampleForm({"kind": "a"}, auto_id=f"{prefix}_%s"),
            "tasks": _tasks(),
            "states": ("not_started", "in_progress", "met", "partly", "not_met", "suspended"),
            "tabs": _tabs(),
            "list_page": Paginator(range(240), 20).page(4),
            "events": _events(),
            "comment": Thing(author=_("Maria (invented)"), at=AT, text=_("Is this **all**?")),
            "files": _files(),
            "certificate": _certificate(),
            "line": _line(prefix),
            "bars": _bars(prefix),
            "map": _map(prefix),
            "goal_numbers": range(1, 18),
            "at": AT,
        }


def _tasks() -> list[Thing]:
    return [
        Thing(code="A01", title=_("Policy stock-take"), url="#", status="done", hint=""),
        Thing(
            code="A02",
            title=_("Local data inventory"),
            url="#",
            status="in_progress",
            hint=_("With the statistics office"),
        ),
        Thing(code="A03", title=_("Stakeholder map"), url="#", status="not_started", hint=""),
    ]


def _tabs() -> list[dict[str, Any]]:
    return [
        {"label": _("Answer"), "url": "#", "current": True},
        {"label": _("Comments"), "url": "#", "count": 3},
        {"label": _("History"), "url": "#"},
    ]


def _events() -> list[Thing]:
    return [
        Thing(at=AT, title=_("Submitted"), by=_("The signatory"), note=""),
        Thing(at=AT, title=_("Admitted"), by=_("The secretariat"), note=_("Complete.")),
    ]


def _files() -> list[Thing]:
    return [
        Thing(name="water-2024.pdf", kind="PDF", size=482_113, url="#", note=_("pages 4 to 9")),
        Thing(name="بيانات-المياه.xlsx", kind="XLSX", size=28_400, url="#", note=""),
    ]


def _certificate() -> Thing:
    return Thing(
        state="valid",
        scheme=_("A scheme (invented)"),
        level=_("Gold"),
        holder=_("Harbour City"),
        country=_("Nowhere"),
        issuer=_("an invented body"),
        issued_at=date(2026, 3, 12),
        valid_until=date(2029, 3, 11),
        number="WM-2026-0001",
    )


def _rtl() -> bool:
    return text.direction(short_language()) == "rtl"


def _line(prefix: str) -> str:
    names = (_("City"), _("Women"), _("Old town"))
    series = [
        Line(name, tuple((year, base + (year - 2015) * rise) for year in range(2015, 2026)))
        for name, base, rise in zip(names, (52, 47, 35), (2.4, 2.9, 3.6), strict=True)
    ]
    return line_chart(
        series,
        title=_("Households with safe water at home"),
        desc=_("All three lines rise between 2015 and 2025; the old town rises fastest."),
        ident=f"{prefix}-line",
        target=Mark(90, _("Target"), 2030),
        rtl=_rtl(),
    )


def _bars(prefix: str) -> str:
    return bar_chart(
        [Bar(_("North"), 61), Bar(_("Centre"), 74.5), Bar(_("South"), None)],
        title=_("Green space within 400 metres"),
        desc=_("Centre has most; there is no value for the south."),
        ident=f"{prefix}-bars",
        rtl=_rtl(),
    )


def _map(prefix: str) -> str:
    shape = {"type": "Polygon", "coordinates": [[list(point) for point in SHORE]]}
    return outline(
        shape, title=_("Boundary"), desc=_("An invented outline."), ident=f"{prefix}-map"
    )
