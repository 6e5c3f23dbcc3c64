"""The quarterly report in words: one telling for the page and the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.assessments.reporting.words import show_day
from waymark.base import statuses
from waymark.base.fields import listed, short_language
from waymark.base.typeset import typeset
from waymark.kernel import text

_TEMPLATE = Path(__file__).parent.parent / "typst" / "quarterly.typ"
COUNTS: Mapping[str, Any] = {
    "meetings": gettext_lazy("Meetings whose decisions are public"),
    "given": gettext_lazy("Certificates given"),
    "refused": gettext_lazy("Not granted"),
    "deferred": gettext_lazy("Deferred"),
    "suspended": gettext_lazy("Suspended"),
    "revoked": gettext_lazy("Revoked"),
    "annulled": gettext_lazy("Annulled"),
    "days_median": gettext_lazy("Days from hand-in to decision (median)"),
    "with_deviations": gettext_lazy("Certificates under an edition with deviations"),
    "reviewers_differed": gettext_lazy("Certificates on which reviewers differed"),
    "third_reviewers": gettext_lazy("Of these, decided by a third reviewer"),
    "appeals_lodged": gettext_lazy("Appeals lodged"),
    "appeals_upheld": gettext_lazy("Appeals upheld"),
    "appeals_dismissed": gettext_lazy("Appeals dismissed"),
    "checks_opened": gettext_lazy("Spot checks opened"),
    "checks_agreed": gettext_lazy("Spot checks that agreed"),
    "checks_differed": gettext_lazy("Spot checks that came to something else"),
    "endorsed": gettext_lazy("Certificates endorsed by the global committee"),
    "endorsed_by_silence": gettext_lazy("Certificates endorsed by silence"),
    "objected": gettext_lazy("Objections of the global committee"),
    "waiting": gettext_lazy("Certificates of the quarter that wait for a word"),
}


def _pick(words: Mapping[str, str]) -> str:
    return str(text.pick(words, short_language()).text)


def told(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report as plain text in the active language."""
    year, number = document["quarter"].split("-q")
    title = _("Quarter %(number)s of %(year)s") % {"number": number, "year": year}
    national = document["to"] == "ministry"
    return {
        "language": short_language(),
        "kicker": _pick(document["name"]),
        "title": title,
        "document_title": f"{_pick(document['name'])}: {title}",
        "lead": _("What this mechanism did, as its committee reports it to the ministry.")
        if national
        else _("What national mechanisms did, as the global committee is told."),
        "made": _("From %(first)s to %(last)s; written by the platform on %(day)s.")
        % {
            "first": show_day(document["first"]),
            "last": show_day(document["last"]),
            "day": show_day(document["made_at"][:10]),
        },
        "sections": [_section(one) for one in document["mechanisms"]],
        "given_title": _("Certificates given"),
        "adapted_title": _("Adaptations that were endorsed"),
        "about": _(
            "The numbers come from the record of the platform. Only cities whose certificate is "
            "public are named. Mechanisms stand by their short names; the report compares no "
            "country and no city with another."
        ),
        "attachment_title": _("The report for machines"),
    }


def _section(one: Mapping[str, Any]) -> dict[str, Any]:
    counts = one["counts"]
    return {
        "name": _pick(one["name"]),
        "facts": [
            (str(label), str(counts[key]))
            for key, label in COUNTS.items()
            if counts[key] is not None
        ],
        "given": [_given(row) for row in one["certificates"]],
        "adapted": [_adapted(row) for row in one["adaptations"]],
    }


def _given(row: Mapping[str, Any]) -> str:
    parts = [_pick(row["place"]), _pick(row["level"]), show_day(row["published"]), row["number"]]
    if row["word"] != "not_needed":
        parts.append(str(statuses.find(f"oversight.{row['word']}").label))
    if row["fictional"]:
        parts.append(_("Fictional city, made for demonstration."))
    return " · ".join(parts)


def _adapted(row: Mapping[str, Any]) -> str:
    state = str(statuses.find(f"adaptation.{row['state']}").label)
    ends = [
        _("%(criterion)s does not apply until %(day)s")
        % {"criterion": one["criterion"], "day": show_day(one["until"])}
        for one in row["ends"]
    ]
    return " · ".join(
        [f"{row['scheme']} {row['version']}", state, *([listed(ends)] if ends else [])]
    )


def quarterly_pdf(document: Mapping[str, Any], *, raw: str, at: datetime) -> bytes:
    """Draw a report; `raw` is attached byte for byte. Equal arguments give equal bytes."""
    data = told(document) | {"attachment": raw}
    return typeset(_TEMPLATE.read_text(encoding="utf-8"), data, at=at)
