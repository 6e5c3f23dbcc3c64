"""Words of the review that pages, forms, reports and notices share, in the active language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASON_CODES: Mapping[str, str | Promise] = {
    "evidence.missing": _("Evidence is missing"),
    "evidence.other": _("The evidence is about something else"),
    "evidence.part": _("The evidence shows only a part of the claim"),
    "evidence.old": _("The evidence is out of date"),
    "evidence.unreadable": _("The evidence cannot be read or checked"),
    "claim.too_high": _("The evidence shows a lower level"),
    "claim.unclear": _("The claim is not clear"),
    "data.differ": _("Figures contradict each other"),
    "data.incomplete": _("Figures or tables are incomplete"),
    "relevance.unfounded": _("The criterion is relevant to this city"),
    "shown.fully": _("The evidence shows all of it"),
    "shown.otherwise": _("It is shown in another, equal way"),
    "other": _("Another reason"),
}
"""Why a reviewer accepts or does not, or what she wants to see: stable codes and their words."""

TIE_KINDS: Mapping[str, str | Promise] = {
    "employee": _("I work there, or did"),
    "adviser": _("I advise it, or did"),
    "family": _("Somebody close to me works there"),
    "funding": _("Money ties me to it"),
    "other": _("Something else"),
}
"""What may tie a reviewer to a city; the same kinds as standing interests have."""

TIE_LABELS: Mapping[str, str | Promise] = {
    "membership": _("In the city’s workspace"),
    "employee": _("Works there, or did"),
    "adviser": _("Advises it, or did"),
    "family": _("Somebody close works there"),
    "funding": _("Tied to it by money"),
    "other": _("Something else"),
    "declared": _("Told by the reviewer"),
    "named": _("Named where the decision is doubted"),
}
"""The same ties, told of somebody else."""


def reason_label(code: str) -> str:
    """Return the words of a reason code; an unknown one stands for itself."""
    return str(REASON_CODES.get(code, code))
