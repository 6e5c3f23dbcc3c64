"""What every form of a report says of itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from waymark.assessments.reporting.context import ReportContext
from waymark.assessments.reporting.words import show_day


def basis_sentence(told: ReportContext) -> str:
    """Say on whose word the results rest."""
    if told.verified:
        return _(
            "What independent reviewers accepted of the city’s claims, criterion by criterion."
        )
    return _("What the city claims itself, criterion by criterion. No reviewer has looked at it.")


def who_decides(told: ReportContext) -> str:
    """Say which committee decides, where the rule took a case away from its own one; else ""."""
    if not told.decides:
        return ""
    return _(
        "The committee of %(mechanism)s decides: the case’s own committee has too few members "
        "without a tie to the city."
    ) % {"mechanism": told.decides}


def beyond() -> str:
    """Say why the criteria of a stage are not listed one by one."""
    return _("Beyond the level aimed for.")


def about(told: ReportContext) -> list[str]:
    """Say what a report is, and what it must not be taken for."""
    first = (
        _("It recognizes what a city has shown, against fixed criteria of a published edition.")
        if told.verified
        else _("It is a self-assessment against fixed criteria of a published edition.")
    )
    return [
        first,
        _("It gives no score and compares no cities. A city is measured against its own claims."),
        _("Fixed rules made it from the documents named by their hashes. It never changes."),
        _("It is not a certificate: a committee decides, and a certificate is signed."),
    ]


def page_context(told: ReportContext) -> dict[str, Any]:
    """Return what the templates of a report read."""
    return {
        "told": told,
        "basis": basis_sentence(told),
        "decides": who_decides(told),
        "about": about(told),
        "recognised": [line for stage in told.stages for line in stage.lines if line.rests],
        "as_of": show_day(told.as_of),
    }
