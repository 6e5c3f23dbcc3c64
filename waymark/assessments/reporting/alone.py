"""A report outside the site: from a case document alone, with no database and no settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from babel import Locale
from django.conf import settings
from django.utils import translation

if TYPE_CHECKING:
    from waymark.assessments.reporting.context import ReportContext, Sources

from waymark.assessments.rules.document import Case
from waymark.assessments.rules.evaluate_report import Report, report_bytes, report_document
from waymark.schemes.rules import Scheme

WAYMARK = Path(__file__).parents[2]
WIDTH = 100


def set_up() -> None:
    """Give Django what templates and translations need, unless the site is set up already."""
    if settings.configured:
        return
    import django

    settings.configure(
        USE_I18N=True,
        USE_TZ=True,
        TIME_ZONE="UTC",
        LANGUAGE_CODE="en",
        LOCALE_PATHS=[WAYMARK / "locale"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [WAYMARK / "assessments" / "templates"],
                "OPTIONS": {
                    "builtins": ["waymark.assessments.templatetags.alone"],
                    "libraries": {"reports": "waymark.assessments.templatetags.reports"},
                },
            }
        ],
    )
    django.setup()


def draw(scheme: Scheme, case: Case, report: Report, *, form: str, language: str) -> bytes:
    """Return the report as `html`, `pdf` or `text` in a language. Raises NotTypeset for a PDF."""
    set_up()
    from waymark.assessments.reporting.context import report_context
    from waymark.assessments.reporting.pdf import report_pdf

    with translation.override(language):
        told = report_context(scheme, report_document(report), report.hash, _sources(case))
        if form == "pdf":
            at = datetime.combine(report.as_of, time(), tzinfo=UTC)
            return report_pdf(told, document=report_bytes(report), at=at)
        if form == "html":
            return _html(told).encode()
        return _text(told).encode()


def _sources(case: Case) -> Sources:
    from waymark.assessments.reporting.context import Said, Sources
    from waymark.assessments.reviewing import reason_label
    from waymark.base import statuses

    place = case.submission.place
    territories = Locale.parse(translation.get_language() or "en", sep="-").territories
    return Sources(
        place=place.name,
        country=str(territories.get(place.country, place.country)),
        evidence={
            item.id: (item.title or item.url or item.id, item.kind)
            for item in case.submission.evidence
        },
        said={
            verdict.id: Said(
                outcome=verdict.outcome,
                label=str(statuses.find(verdict.outcome).label),
                reason_label=reason_label(verdict.reason_code) if verdict.reason_code else "",
                reason=verdict.reason,
                level=None,
                part=verdict.part,
            )
            for verdict in case.verdicts
        },
    )


def _html(told: ReportContext) -> str:
    from django.template.loader import render_to_string

    from waymark.assessments.reporting.says import page_context
    from waymark.kernel.text import direction

    context = page_context(told) | {"direction": direction(told.language)}
    return render_to_string("assessments/report/alone.html", context)


def _text(told: ReportContext) -> str:
    """The report as lines of at most a hundred characters."""
    from waymark.assessments.reporting.pdf import page_data
    from waymark.base.fields import listed

    page = page_data(told)
    head = f"{page['title']}: {listed((page['place'], page['place_line']))}"
    lines = [head, "=" * min(len(head), WIDTH), page["lead"], ""]
    lines += [f"{name}: {value}" for name, value in page["facts"]]
    lines += ["", page["levels_title"]]
    for level in page["levels"]:
        lines.append(_wrapped(f"{level['name']}: {level['state']}. {level['lacking']}", "  "))
    for stage in page["stages"]:
        lines += _stage(stage)
    lines += ["", page["hashes_title"]]
    lines += [f"  {name}: {value}" for name, value in page["hashes"]]
    lines += ["", page["about_title"], *(_wrapped(f"- {line}", "  ") for line in page["about"])]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _stage(stage: dict[str, Any]) -> Iterator[str]:
    yield from ("", stage["name"], "-" * min(len(stage["name"]), WIDTH))
    yield from (_wrapped(" · ".join(stage["counts"]), ""), "")
    for line in stage["lines"]:
        parts = f" ({line['parts']})" if line["parts"] else ""
        yield f"{line['id']} {line['title']}: {line['status']}{parts}"
        yield from (_wrapped(f"- {note}", "    ") for note in (*line["notes"], *line["said"]))


def _wrapped(line: str, indent: str) -> str:
    return fill(
        line.strip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
