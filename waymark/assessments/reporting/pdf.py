"""The stage report as a PDF: tagged, in the reader's language, the signed document attached."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.assessments.reporting.context import Line, ReportContext, Said
from waymark.assessments.reporting.says import about, basis_sentence, beyond, who_decides
from waymark.assessments.reporting.words import show_day, who_said
from waymark.base.fields import listed
from waymark.base.typeset import typeset

if TYPE_CHECKING:
    from waymark.assessments.reporting.beside import Beside

_TYPST = Path(__file__).parent.parent / "typst"
MOST_LISTED = 12


def report_pdf(
    told: ReportContext, *, document: bytes, at: datetime, beside: Beside | None = None
) -> bytes:
    """Draw a report; `document` is attached byte for byte as `report.json`.

    beside: what stands after the report and is no part of it.

    Equal arguments give equal bytes. Raises typeset.NotTypeset.
    """
    data = page_data(told) | {"attachment": document.decode(), "beside": beside}
    return typeset(template("report"), data, at=at)


def template(name: str) -> str:
    """Return a template of this room, behind the parts that they share."""
    return "".join((_TYPST / f"{one}.typ").read_text(encoding="utf-8") for one in ("parts", name))


def page_data(told: ReportContext) -> dict[str, Any]:
    """Everything on the pages, as plain text: nothing is put into words by the template."""
    title = _("Stage report")
    return {
        "language": told.language,
        "title": title,
        "document_title": f"{title}: {told.place}" if told.place else title,
        "place": told.place,
        "place_line": told.country,
        "notice": _("Fictional city, made for demonstration.") if told.fictional else "",
        "lead": basis_sentence(told),
        "facts": [
            (_("Scheme"), listed((told.scheme_title, told.scheme_version))),
            *([(_("Level aimed for"), told.target)] if told.target else []),
            (_("Level attained"), told.attained or _("None")),
            (_("As of"), show_day(told.as_of)),
            *([(_("National adaptation"), told.adaptation)] if told.adaptation else []),
            *([(_("Decided by"), who_decides(told))] if told.decides else []),
            *((_("Deviation: %(code)s") % {"code": code}, why) for code, why in told.deviations),
        ],
        "levels_title": _("Levels"),
        "levels": [
            {
                "name": level.name,
                "state": _("Attained") if level.attained else _("Not attained"),
                "lacking": _lacking(level.lacking),
            }
            for level in told.levels
        ],
        "counts_title": _("Criteria by stage"),
        "stages": [
            {
                "name": f"{stage.id} · {stage.name}",
                "counts": [f"{label}: {number}" for _status, label, number in stage.counts],
                "lines": [_line(line) for line in stage.lines] if stage.wanted else [],
                "note": "" if stage.wanted else beyond(),
            }
            for stage in told.stages
        ],
        "hashes_title": _("What this report was made from"),
        "hashes": [
            (_("This report"), told.hashes.report),
            (_("Submission"), told.hashes.submission),
            (_("Edition of the scheme"), told.hashes.scheme),
            (_("Verdicts of the reviewers"), told.hashes.verdicts),
        ],
        "about_title": _("What this report is, and what it is not"),
        "about": about(told),
        "attachment_title": _("The report for machines; its SHA-256 is the one printed above"),
    }


def _lacking(criteria: tuple[str, ...]) -> str:
    """The criteria by id, or how many there are where the list would be long."""
    if not criteria:
        return ""
    if len(criteria) > MOST_LISTED:
        said = ngettext("Lacking: %(n)s criterion", "Lacking: %(n)s criteria", len(criteria))
        return said % {"n": len(criteria)}
    return _("Lacking: %(criteria)s") % {"criteria": ", ".join(criteria)}


def _line(line: Line) -> dict[str, Any]:
    notes = [*line.gaps, *(said for said in (line.split, line.rests) if said)]
    if line.origin:
        notes.append(_("From the adaptation %(name)s.") % {"name": line.origin})
    if line.evidence:
        titles = ", ".join(cited.title for cited in line.evidence)
        notes.append(_("Evidence: %(titles)s.") % {"titles": titles})
    return {
        "id": line.id,
        "title": line.title,
        "status": line.status_label,
        "met": line.is_met,
        "parts": _("%(met)s of %(parts)s parts") % {"met": line.met_parts, "parts": line.parts}
        if line.parts
        else "",
        "notes": notes,
        "said": [
            ": ".join(
                part
                for part in (who_said(said.part), said.label, said.reason_label, said.reason)
                if part
            )
            for said in line.said
            if said.reason or said.reason_label
        ],
    }


def _said(said: Said) -> str:
    parts = (who_said(said.part), said.label, said.reason_label, said.reason)
    return ": ".join(part for part in parts if part)
