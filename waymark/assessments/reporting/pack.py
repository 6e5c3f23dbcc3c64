"""The dossiers of a meeting as one PDF: agenda, reports, indexes of evidence.

What it holds is put together first, as plain data: equal data give equal bytes, and the fingerprint
of the data is printed on it. So members who may read the same hold the very same file.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel import Locale
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from waymark.assessments.queries.committee import Member, level_name
from waymark.assessments.queries.pack import Indexed, Pack, PackCase
from waymark.assessments.reporting.calendar import day_of, when
from waymark.assessments.reporting.context import pick
from waymark.assessments.reporting.pdf import page_data, template
from waymark.assessments.reporting.says import about
from waymark.assessments.reporting.words import show_day
from waymark.assessments.rules.case import EvidenceState
from waymark.base import statuses
from waymark.base.fields import listed, short_language
from waymark.base.typeset import typeset
from waymark.kernel import canonical
from waymark.people.rules import SeatRole

AT_ONCE = 300
"""Criteria that are drawn while a page waits: about a second."""


def pack_data(pack: Pack, members: list[Member]) -> dict[str, Any]:
    """Everything on the pages, as plain text in the active language."""
    meeting = pack.meeting
    numbers = {item.pk: str(place) for place, item in enumerate(pack.items, 1)}
    here = {one.item.pk for one in pack.cases}
    body: dict[str, Any] = {
        "language": short_language(),
        "kicker": str(meeting.mechanism),
        "title": meeting.title,
        "document_title": _("Dossiers: %(meeting)s") % {"meeting": meeting.title},
        "lead": _("For members of the committee. Not to be passed on."),
        "contents_title": _("Contents"),
        "agenda_title": _("Agenda"),
        "agenda_head": ["", _("City"), _("Level aimed for"), _("In this file")],
        "agenda": [
            {
                "number": numbers[item.pk],
                "place": pick(item.case.place.name),
                "about": _about(item),
                "here": _("Yes") if item.pk in here else _left_out(pack, item),
            }
            for item in pack.items
        ],
        "agenda_note": _(
            "A case is in this file only for who has declared no tie to its city. Files of "
            "evidence stay on the platform; their fingerprints stand here."
        ),
        "people_title": _("Who takes part"),
        "people": [_person(member) for member in members],
        "cases": [_case(one, numbers[one.item.pk]) for one in pack.cases],
        "about_title": _("What a report is, and what it is not"),
        "about": about(pack.cases[0].told) if pack.cases else [_("No case is open to you yet.")],
    }
    return body | {"facts": _facts(pack, canonical.digest(body))}


def pack_key(data: dict[str, Any]) -> str:
    """Return the name under which its file is kept: another one for whatever else it holds."""
    return canonical.digest(data)


def is_large(pack: Pack) -> bool:
    """Whether drawing it takes so long that it holds up other pages (measured: speed.md)."""
    return sum(len(stage.lines) for one in pack.cases for stage in one.told.stages) > AT_ONCE


def made_at(pack: Pack) -> datetime:
    """Return the moment of the newest thing in it, so that equal contents give equal bytes."""
    return max([pack.meeting.planned_at, *(one.report.made_at for one in pack.cases)])


def pack_pdf(data: dict[str, Any], *, at: datetime) -> bytes:
    """Draw the dossiers. Equal arguments give equal bytes. Raises typeset.NotTypeset."""
    return typeset(template("pack"), data, at=at)


def _facts(pack: Pack, digest: str) -> list[tuple[str, str]]:
    meeting = pack.meeting
    count = len(pack.cases)
    said = ngettext("%(n)s case of %(all)s", "%(n)s cases of %(all)s", count)
    return [
        (_("When"), listed((show_day(day_of(meeting)), when(meeting)["local"]))),
        *([(_("Where"), meeting.where)] if meeting.where else []),
        (_("In this file"), said % {"n": count, "all": len(pack.items)}),
        (_("Fingerprint of what is in it"), _groups(digest)),
    ]


def _groups(digest: str) -> str:
    """A digest in groups of eight, in one direction whatever the language around it."""
    groups = (digest[start : start + 8] for start in range(0, len(digest), 8))
    return f"\u2066{' '.join(groups)}\u2069"


def _about(item: Any) -> str:
    level = pick(level_name(item.case, item.case.target_level) or {"en": item.case.target_level})
    if item.hearing_id:
        return listed((_("Decision looked at again"), level))
    if item.inheritance_id:
        return listed((_("Certificate of a city that ended"), level))
    return listed((_("Spot check"), level)) if item.spot_check_id else level


def _left_out(pack: Pack, item: Any) -> str:
    if item.pk in pack.recused:
        return _("No: you are recused")
    return _("No: not open to you before you declare") if pack.sits else _("No: not open to you")


def _person(member: Member) -> str:
    if member.role == SeatRole.MEMBER:
        return member.user.name
    role = statuses.find(f"seatrole.{member.role}").label
    return f"{member.user.name} ({role})"


def _case(one: PackCase, number: str) -> dict[str, Any]:
    return page_data(one.told) | {
        "number": number,
        "check_title": _("What the spot check came to"),
        "check": [
            f"{found.criterion.id} {pick(found.criterion.title)}: "
            f"{statuses.find(found.first).label} → {statuses.find(found.second).label}"
            for found in one.differing
        ],
        "evidence_title": _("Index of the evidence"),
        "evidence_none": _("Nothing was handed in with it."),
        "evidence_note": _("As handed in with the submission that the report tells of."),
        "evidence_head": ["", _("Evidence"), _("Language"), _("Criteria")],
        "evidence": [_evidence(row, place) for place, row in enumerate(one.evidence, 1)],
    }


def _evidence(row: Indexed, place: int) -> dict[str, str]:
    one = row.evidence
    parts = [
        pick(row.kind),
        show_day(one.effective.isoformat()) if one.effective else "",
        one.page,
        str(statuses.find(one.visibility).label),
        "" if row.state == EvidenceState.ACTIVE else str(statuses.find(row.state).label),
    ]
    address = (one.url or "") if row.opens else _("An address that is not open to you.")
    return {
        "number": str(place),
        "title": one.title,
        "about": " · ".join(part for part in parts if part),
        "hash": _groups(one.sha256) if one.sha256 else address,
        "language": _language(one.language),
        "criteria": ", ".join(one.criteria),
    }


def _language(code: str) -> str:
    known = Locale.parse(get_language() or "en", sep="-").languages
    return str(known.get(code.replace("-", "_"), code))
