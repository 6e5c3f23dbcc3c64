"""The receipt of a submission as a PDF page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_datetime
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.assessments.models import Case, Submission
from waymark.base.fields import listed, short_language
from waymark.base.typeset import typeset
from waymark.kernel import text
from waymark.schemes.rules import Level

_TEMPLATE = Path(__file__).parent / "typst" / "receipt.typ"


def receipt_pdf(
    case: Case, submission: Submission, level: Level, *, reply: bool = False, first: bool = False
) -> bytes:
    """Return the receipt in the active language; equal submissions give equal bytes.

    `reply` says that it was handed in to reviewers who had asked, `first` as a first step.
    """
    locale = Locale.parse(get_language() or "en", sep="-")
    when = format_datetime(timezone.localtime(submission.at), "long", locale=locale)
    target = text.pick(level.name, short_language()).text
    name = str(case.place)
    data: dict[str, Any] = {
        "language": short_language(),
        "kicker": str(case.mechanism),
        "title": _("Receipt: the case of %(city)s was handed in") % {"city": name},
        "lead": _(
            "The document with the hash below was signed for the city and handed in. It is kept "
            "as it was and never changes."
        ),
        "facts": [
            (_("City"), listed((name, case.place.country))),
            (_("Level aimed for"), target),
            (_("Signed by"), submission.signed_by.name),
            (_("When"), str(when)),
            (_("Number of this submission"), str(submission.seq)),
            (_("Case"), case.pk),
            (_("SHA-256 of the document"), _grouped(submission.sha256)),
            (_("SHA-256 of the edition"), _grouped(submission.edition_sha256)),
        ],
        "next_title": _("What is next"),
        "next": next_steps(reply=reply, first=first),
        "foot": _(
            "Anybody who has the document can check it: its SHA-256 is the one above. The "
            "document can be downloaded as JSON on the page of this receipt."
        ),
    }
    return typeset(_TEMPLATE.read_text(encoding="utf-8"), data, at=submission.at)


def next_steps(*, reply: bool, first: bool = False) -> list[str]:
    """Return what follows once a case was handed in, for the first time or as a reply.

    first: as the first of two steps.
    """
    if first:
        return [_("The secretariat looks at it, and asks for the second step or says why not.")]
    admission = _("The secretariat looks whether the case is complete, and admits or returns it.")
    rest = [
        _("Independent reviewers read it. They may ask questions; you are told by a notice."),
        _("A committee decides on their report, and the decision is published."),
    ]
    return rest if reply else [admission, *rest]


def _grouped(digest: str) -> str:
    """A digest in groups of eight, so that an eye can compare it."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
